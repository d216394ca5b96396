// Other runs laid over this one: services and the gap, with the first difference marked.

import { byId, draw, make } from "./dom.js";
import { linePoints } from "./services.js";
import { goTo, set, state } from "./state.js";
import { asSteps, told } from "./told.js";
import { capital, clock, share, signed } from "./words.js";

const WIDTH = 600;
const HEIGHT = 90;

/** Whether the page holds other runs that this picture may be compared with. */
export function hasOthers() {
  return told.alternatives.length > 0 && state.picture.kind === "truth";
}

/** Builds the panel for the run that is chosen. */
export function buildWhatIf() {
  byId("what-if-none").hidden = hasOthers();
  byId("what-if-some").hidden = !hasOthers();
  if (!hasOthers()) return;
  const chooser = byId("other");
  chooser.replaceChildren(...told.alternatives.map((other, n) => make("option", { value: n, selected: n === state.other }, other.label)));
  chooser.onchange = () => set({ other: Number(chooser.value) });
  const other = told.alternatives[state.other];
  byId("other-said").textContent = other.sentence;
  byId("other-differences").replaceChildren(
    ...other.differences.flatMap((item) => [
      make("dt", {}, item.heading),
      make("dd", {}, make("b", {}, "this run: "), item.here),
      make("dd", {}, make("b", {}, "the other: "), item.there),
    ]),
  );
  const go = byId("other-go");
  go.hidden = other.first_divergence_s === null;
  go.onclick = () => goTo(other.first_divergence_s);
  byId("other-charts").replaceChildren(...serviceCharts(other), ...gapChart(other));
}

function mean(line) {
  return line.values.reduce((total, value) => total + value, 0) / Math.max(1, line.values.length);
}

function serviceCharts(other) {
  return other.missions.flatMap((mission) => {
    const here = state.picture.missions.find((item) => item.id === mission.id)?.lines[state.region]?.run;
    const there = mission.lines[state.region]?.run;
    if (here === undefined || there === undefined) return [];
    const same = here.values.length === there.values.length && here.values.every((value, n) => value === there.values[n] && here.times[n] === there.times[n]);
    const words = same ? "no difference"
      : `mean ${share(mean(here))} here, ${share(mean(there))} there, ${signed(largest(here, there))} where they differ most`;
    return [
      make("h3", {}, capital(mission.name), make("span", { class: "soft" }, ` ${words}`)),
      same ? null : chart([here, "run"], [there, "other"], other, [0, 1, mission.threshold], `${mission.name}: ${words}`),
    ].filter((item) => item !== null);
  });
}

/** The difference of two lines where it is largest, at the points of the second. */
function largest(here, there) {
  let found = 0;
  let n = 0;
  there.times.forEach((t, m) => {
    while (n + 1 < here.times.length && here.times[n + 1] <= t) n += 1;
    const step = there.values[m] - here.values[n];
    if (Math.abs(step) > Math.abs(found)) found = step;
  });
  return found;
}

function gapChart(other) {
  const here = asSteps(state.picture.gaps.run ?? []);
  const there = asSteps(other.gaps);
  const values = [...here.values, ...there.values, 0];
  if (there.values.length === 0 || here.values.length === 0) return [];
  const most = (line) => signed(Math.max(...line.values));
  const words = `at most ${most(here)} stakes here, ${most(there)} there; above the line attack looks better to Red`;
  const range = [Math.min(...values) - 0.02, Math.max(...values) + 0.02, 0];
  return [
    make("h3", {}, "Best attack less restraint", make("span", { class: "soft" }, ` ${words}`)),
    chart([here, "run"], [there, "other"], other, range, words),
  ];
}

/** Two lines over each other in a range, with a level across and the first difference marked. */
function chart([here, one], [there, two], other, [low, high, level], label) {
  const y = HEIGHT - (HEIGHT * (level - low)) / (high - low);
  const split = other.first_divergence_s === null ? null : (WIDTH * Math.min(told.end_s, other.first_divergence_s)) / told.end_s;
  return draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", class: "overlay", role: "img", "aria-label": label },
    draw("line", { class: level === 0 ? "zero" : "limit", x1: 0, x2: WIDTH, y1: y, y2: y }),
    draw("polyline", { class: `track ${one}`, points: linePoints(here, WIDTH, HEIGHT, low, high) }),
    draw("polyline", { class: `track ${two}`, points: linePoints(there, WIDTH, HEIGHT, low, high) }),
    split === null ? null : draw("line", { class: "divergence", x1: split, x2: split, y1: 0, y2: HEIGHT }, draw("title", {}, clock(other.first_divergence_s))));
}
