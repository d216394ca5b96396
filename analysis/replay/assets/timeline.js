// The timeline: phases, moves, decisions, attacks, losses of service; it is a slider, for pointer and keyboard.

import { byId, draw } from "./dom.js";
import { injects } from "./injects.js";
import { goTo, phaseAt, state } from "./state.js";
import { told } from "./told.js";
import { showWhy } from "./why.js";
import { clock, phaseName } from "./words.js";

const DAY_S = 86400;
const LANES = ["decisions", "attacks", "injects", "below threshold"];
const svg = byId("timeline");
let width = 1000;
let left = 100;
let head = null;

/** Where a time stands, in pixels. */
function at(t) {
  return left + ((width - left - 12) * t) / told.end_s;
}

/** Draws everything but the playhead; after a resize, another theme or another picture; on paper in a width of its own. */
export function buildTimeline(wide) {
  const box = svg.getBoundingClientRect();
  width = wide ?? Math.max(300, box.width);
  const height = Math.max(70, box.height);
  const letter = parseFloat(getComputedStyle(svg).fontSize);
  left = letter * 8.4;
  const band = letter * 1.5;
  const foot = height - letter * 1.35;
  const lane = (n) => band + ((foot - band) * (n + 0.5)) / LANES.length;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  head = draw("g", { class: "head" }, draw("line", { y1: 0, y2: foot }), draw("path", { d: "M-8 0h16l-8 11z" }));
  svg.replaceChildren(
    ...phases(band, foot, letter), ...moves(foot), ...days(foot, height, letter),
    ...LANES.map((name, n) => draw("text", { x: 2, y: lane(n) + letter * 0.35 }, name)),
    ...marks(lane, letter), ...divergence(foot), head,
  );
  showTimeline(state.t);
}

function phases(band, foot, letter) {
  return state.picture.phases.flatMap(([from, phase], n) => {
    const to = state.picture.phases[n + 1]?.[0] ?? told.end_s;
    if (from >= told.end_s) return [];
    const room = at(to) - at(from);
    const words = phaseName(phase);
    return [
      draw("rect", { class: `phase ${phase}`, x: at(from), y: 0, width: room, height: foot }),
      room > words.length * letter * 0.58 ? draw("text", { class: "phase-name", x: at(from) + 6, y: band - letter * 0.4 }, words) : null,
    ].filter((item) => item !== null);
  });
}

function moves(foot) {
  const found = [];
  for (let t = 0; t <= told.end_s; t += told.move_s) found.push(draw("line", { class: "move", x1: at(t), x2: at(t), y1: foot - 6, y2: foot }));
  return found;
}

function days(foot, height, letter) {
  const every = Math.max(1, Math.ceil((told.end_s / DAY_S) / ((width - left) / (letter * 4))));
  const found = [draw("line", { class: "axis", x1: left, x2: width - 12, y1: foot, y2: foot })];
  for (let day = 0; day * DAY_S <= told.end_s; day += every) {
    const x = at(day * DAY_S);
    found.push(draw("line", { class: "axis", x1: x, x2: x, y1: foot, y2: foot + 5 }));
    found.push(draw("text", { class: "day", x, y: height - 3, "text-anchor": day === 0 ? "start" : x > width - 30 ? "end" : "middle" }, `D+${day}`));
  }
  return found;
}

/** Decisions as diamonds (filled where it attacks), attacks as triangles (filled where they worked), injects as squares. */
function marks(lane, letter) {
  const size = letter * 0.42;
  const found = state.picture.choices.map((choice) => {
    const x = at(choice.t);
    const class_ = choice.attacks ? "decision attacks" : "decision";
    return outcome(class_, `M${x} ${lane(0) - size}l${size} ${size}l${-size} ${size}l${-size} ${-size}z`, choice.event);
  });
  for (const attack of state.picture.engagements) {
    if (attack.to > told.end_s) continue;
    const x = at(attack.to);
    const class_ = attack.worked === true ? "strike worked" : "strike";
    found.push(outcome(class_, `M${x - size} ${lane(1) - size}h${2 * size}l${-size} ${2 * size}z`, attack.event));
  }
  for (const n of injects()) {
    const x = at(state.picture.events[n].t);
    found.push(outcome("inject", `M${x - size * 0.85} ${lane(2) - size * 0.85}h${1.7 * size}v${1.7 * size}h${-1.7 * size}z`, n));
  }
  found.push(outageSteps(lane(3) + size * 1.1, size * 2.2));
  if (state.picture.kind === "government") {
    for (const n of [0, 1]) found.push(draw("text", { x: left + 6, y: lane(n) + letter * 0.35 }, "not known to this cell"));
  }
  return found;
}

/** A mark that tells its event, and why it happened when it is pressed. */
function outcome(class_, d, n) {
  const event = state.picture.events[n];
  return draw("path", { class: class_, d, "data-event": n }, draw("title", {}, `${clock(event.t)}: ${event.s}`));
}

/** How many services are lost at a time, as steps over the highest number of the run. */
function outageSteps(base, height) {
  const changes = outages().flatMap(([from, to]) => [[from, 1], [to, -1]]).sort((a, b) => a[0] - b[0]);
  const steps = [];
  let count = 0;
  let most = 1;
  for (const [t, change] of changes) {
    steps.push([t, count]);
    count += change;
    steps.push([t, count]);
    most = Math.max(most, count);
  }
  const points = steps.map(([t, n]) => `${at(t).toFixed(1)} ${(base - (height * n) / most).toFixed(1)}`);
  const d = points.length === 0 ? "" : `M${left} ${base}L${points.join("L")}L${at(told.end_s)} ${base}z`;
  return draw("path", { class: "outage", d }, draw("title", {},
    `services below their threshold because of what was done, each to one nation's users in one region: at most ${most} at a time`));
}

/** The stretches in which some service is lost to somebody, from the events. */
function outages() {
  const open = new Map();
  const found = [];
  for (const event of state.picture.events) {
    if (event.k !== "service.crossed" || event.t > told.end_s) continue;
    const line = event.line;
    if (event.lost) open.set(line, event.t);
    else if (open.has(line)) {
      found.push([open.get(line), event.t]);
      open.delete(line);
    }
  }
  for (const from of open.values()) found.push([from, told.end_s]);
  return found;
}

function divergence(foot) {
  const other = told.alternatives[state.other];
  if (other === undefined || other.first_divergence_s === null || state.picture.id !== "") return [];
  const x = at(Math.min(told.end_s, other.first_divergence_s));
  return [draw("line", { class: "divergence", x1: x, x2: x, y1: 0, y2: foot })];
}

/** Moves the playhead. */
export function showTimeline(t) {
  head?.setAttribute("transform", `translate(${at(t)} 0)`);
  svg.setAttribute("aria-valuenow", Math.round(t));
  svg.setAttribute("aria-valuetext", `${clock(t)}, ${phaseName(phaseAt(t))}, move ${Math.floor(t / told.move_s)}`);
}

function seek(event) {
  const box = svg.getBoundingClientRect();
  const x = ((event.clientX - box.left) * width) / box.width;
  goTo(((x - left) / (width - left - 12)) * told.end_s);
}

/** Lets the timeline be dragged, and its marks be pressed. */
export function listenToTimeline() {
  svg.setAttribute("aria-valuemin", 0);
  svg.setAttribute("aria-valuemax", told.end_s);
  svg.addEventListener("pointerdown", (event) => {
    svg.setPointerCapture(event.pointerId);
    seek(event);
  });
  svg.addEventListener("click", (event) => {
    const mark = document.elementsFromPoint(event.clientX, event.clientY).find((element) => element.dataset?.event !== undefined);
    if (mark !== undefined && svg.contains(mark)) showWhy(Number(mark.dataset.event));
  });
  svg.addEventListener("pointermove", (event) => {
    if (svg.hasPointerCapture(event.pointerId)) seek(event);
  });
}
