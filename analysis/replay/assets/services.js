// Service bars by mission and region, each with its history: the coalition, the lead alone, and both unattacked.

import { byId, draw, make } from "./dom.js";
import { veil, withAxes } from "./plots.js";
import { goTo, hidesAhead, set, state } from "./state.js";
import { told, valueAt } from "./told.js";
import { capital, clock, share } from "./words.js";

const WIDTH = 600;
const HEIGHT = 54;
const SIDES = [
  ["calm", "calm"],
  ["alone_calm", "alone calm"],
  ["alone", "alone"],
  ["run", "run"],
];
const OUTAGE = "an outage is service below its threshold that would not be so without attacks; low anyway means below it without attacks, too";
let rows = [];

/** Builds the choice of a region or a mission, and the rows that follow from it. */
export function buildServices() {
  const { missions } = state.picture;
  const chooser = byId("service-of");
  const regions = [...new Set(missions.flatMap((mission) => Object.keys(mission.lines)))].filter((key) => key !== "");
  const option = (value, words) => make("option", { value, selected: value === chosen() }, words);
  chooser.replaceChildren(
    option("region:", "All regions, by mission"),
    make("optgroup", { label: "One region, by mission" }, ...regions.map((key) => option(`region:${key}`, told.regions[key].name))),
    make("optgroup", { label: "One mission, by region" }, ...missions.map((mission) => option(`mission:${mission.id}`, capital(mission.name)))),
  );
  const none = missions.length === 0;
  byId("services-none").hidden = !none;
  chooser.parentElement.hidden = none;
  byId("service-legend").hidden = none;
  const lines = state.mission === "" ? byMission(missions) : byRegion(missions);
  rows = lines.map((line) => row(...line));
  byId("service-rows").replaceChildren(...rows.map((item) => item.element));
  const has = (side) => lines.some((line) => line[2][side] !== undefined);
  byId("service-legend").replaceChildren(...legend(has));
  byId("service-better").hidden = !has("alone");
}

function chosen() {
  return state.mission === "" ? `region:${state.region}` : `mission:${state.mission}`;
}

/** Takes a choice of the list. */
export function chooseService(value) {
  const [what, key] = value.split(":");
  set(what === "region" ? { region: key, mission: "" } : { region: "", mission: key });
}

function byMission(missions) {
  return missions
    .filter((mission) => mission.lines[state.region] !== undefined)
    .map((mission) => [capital(mission.name), mission, mission.lines[state.region], state.region]);
}

function byRegion(missions) {
  const mission = missions.find((item) => item.id === state.mission);
  if (mission === undefined) return [];
  return Object.entries(mission.lines).map(([key, sides]) => [key === "" ? "All regions" : told.regions[key].name, mission, sides, key]);
}

function legend(has) {
  const items = [["run", state.picture.kind === "truth" ? "this run" : "our users", true], ["alone", `${told.lead} alone`, has("alone")],
    ["calm", "without attacks", has("calm")], ["alone calm", `${told.lead} alone, without attacks`, has("alone_calm")]];
  return [
    ...items.filter((item) => item[2]).map(([style, words]) => make("span", {}, make("i", { class: `line ${style}` }), words)),
    make("span", { title: OUTAGE }, make("i", { class: "tick" }), "threshold"),
  ];
}

/** The points of a line as SVG, in a box of WIDTH by HEIGHT. */
export function linePoints(line, width = WIDTH, height = HEIGHT, low = 0, high = 1) {
  return line.times
    .map((t, n) => `${((width * t) / told.end_s).toFixed(1)},${(height - (height * (line.values[n] - low)) / (high - low)).toFixed(1)}`)
    .join(" ");
}

function row(name, mission, sides, region) {
  const value = make("output", { class: "value" });
  const alone = make("span", { class: "alone-value" });
  const fill = make("span", { class: "fill" });
  const mark = make("i", { class: "threshold", title: `an outage below ${mission.threshold}` });
  mark.style.left = `${100 * mission.threshold}%`;
  const lead = make("i", { class: "lead-mark" });
  const bar = make("div", { class: "bar", role: "img" }, fill, mark, lead);
  const cursor = draw("line", { class: "cursor", y1: 0, y2: HEIGHT });
  const level = HEIGHT * (1 - mission.threshold);
  const history = draw(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", class: "history", "aria-hidden": "true" },
    draw("line", { class: "limit", x1: 0, x2: WIDTH, y1: level, y2: level }),
    ...SIDES.filter(([side]) => sides[side] !== undefined).map(([side, style]) =>
      draw("polyline", { class: `track ${style}`, points: linePoints(sides[side]) }),
    ),
    hidesAhead() ? veil(WIDTH, HEIGHT) : null,
    cursor,
  );
  const short = make("span", { class: "short", title: OUTAGE });
  const fell = hidesAhead() ? undefined : mission.short[region];
  const calm = make("p", { class: "soft fell", hidden: sides.calm === undefined });
  const element = make("div", { class: "service" }, make("h3", {}, name, short), make("div", { class: "numbers" }, value, alone), bar, withAxes(history, 0, 1, String), calm, fell && fellWords(fell, mission));
  return { element, calm, short, value, alone, lead, fill, bar, cursor, sides, mission, name };
}

/** How long a service lay below its threshold, with a way to its lowest point. */
function fellWords([hours, lowest, t], mission) {
  const when = make("button", { type: "button", class: "plain", onclick: () => goTo(t) }, clock(t));
  return make("p", { class: "soft fell" }, `below ${mission.threshold} for ${hours < 10 ? hours.toFixed(1) : hours.toFixed(0)} h of this run; lowest ${share(lowest)} at `, when);
}

/** What a service below its threshold is: an outage where it would not be without attacks. */
function shortWords(item, t) {
  if (item.sides.calm === undefined) return "below threshold";
  return valueAt(item.sides.calm, t) < item.mission.threshold ? "low anyway" : "outage";
}

/** What it would be without attacks, for the coalition and for the lead alone. */
function calmWords(sides, t) {
  const [calm, alone] = [sides.calm, sides.alone_calm].map((line) => line && valueAt(line, t));
  if (calm === undefined) return "";
  return `without attacks ${share(calm)}${alone === undefined ? "" : `, ${told.lead} alone without attacks ${share(alone)}`}`;
}

/** Sets the bars to a time. */
export function showServices(t) {
  const x = (WIDTH * t) / told.end_s;
  for (const item of rows) {
    const now = valueAt(item.sides.run, t);
    const other = item.sides.alone === undefined ? undefined : valueAt(item.sides.alone, t);
    const words = now === undefined ? "from " + `${item.mission.window_h} h` : share(now);
    if (item.value.textContent !== words) item.value.textContent = words;
    const low = now !== undefined && now < item.mission.threshold;
    item.element.classList.toggle("out", low);
    item.short.textContent = low ? ` \u2014 ${shortWords(item, t)}` : "";
    item.fill.style.width = `${100 * (now ?? 0)}%`;
    item.lead.hidden = other === undefined;
    item.lead.style.left = `${100 * (other ?? 0)}%`;
    item.alone.textContent = other === undefined ? "" : `${told.lead} alone ${share(other)}`;
    if (item.sides.calm !== undefined) item.calm.textContent = calmWords(item.sides, t);
    item.bar.setAttribute("aria-label", `${item.name}: ${words} of 1 ${item.short.textContent}`);
    item.cursor.setAttribute("x1", x);
    item.cursor.setAttribute("x2", x);
    item.cursor.parentElement.querySelector(".veil")?.setAttribute("x", x);
  }
}
