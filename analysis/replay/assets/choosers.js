// What can be chosen: pictures, speeds, coverage, names; and what stands beside it: the legend, and which run this is.

import { byId, draw, make } from "./dom.js";
import { KINDS, markPath } from "./marks.js";
import { state } from "./state.js";
import { told } from "./told.js";

/** Seconds of the scenario in a second of the clock. */
export const SPEEDS = [1, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600];

function speedWords(speed) {
  return speed === 1 ? "real time" : speed < 3600 ? `${speed / 60} min a second` : `${speed / 3600} h a second`;
}

/** Fills the lists of pictures, speeds, missions and names, and the legend. */
export function buildChoosers() {
  byId("picture").replaceChildren(
    ...told.pictures.map((picture) =>
      make("option", { value: picture.id }, picture.kind === "truth" ? "the truth" : `${picture.name}'s picture`)),
  );
  byId("speed").replaceChildren(...SPEEDS.map((speed) => make("option", { value: speed, selected: speed === state.speed }, speedWords(speed))));
  const covering = new Set(told.assets.flatMap((asset) => (asset.arcs && asset.elevation !== null ? asset.does : [])));
  byId("coverage").replaceChildren(
    make("option", { value: "" }, "no coverage"),
    make("option", { value: "selected" }, "of the selected"),
    ...[...covering].sort().map((mission) => make("option", { value: mission }, told.missions[mission])),
  );
  const names = [...new Set(told.assets.map((asset) => asset.name))].sort();
  byId("names").replaceChildren(...names.map((name) => make("option", { value: name })));
  const kinds = new Set(told.assets.map((asset) => asset.kind));
  byId("legend").replaceChildren(
    ...Object.entries(KINDS).filter(([kind]) => kinds.has(kind)).map(([kind, words]) =>
      make("span", {}, draw("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, draw("path", { class: `mark ${kind}`, d: markPath(kind) })), words)),
    make("span", {}, draw("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, draw("path", { class: "crossed", d: "M4 4L16 16M16 4L4 16" })), "not working"),
    make("span", {}, draw("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, draw("path", { class: "crossed", d: "M4 4L16 16" })), "works in part"),
    make("span", {}, draw("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, draw("path", { class: "under", d: "M1 17H19" })), "on the ground"),
  );
}

/** Which run this is and what to look for: on the trainer's page only. */
export function buildRunFacts() {
  if (told.run === undefined) {
    byId("run-facts").textContent = told.one_draw;
    return;
  }
  const { run } = told;
  const arm = run.package === null ? `${run.arm} arm` : `${run.arm} arm, package ${run.package}`;
  const lines = [told.question, ...told.look_for.map((words) => `Look for: ${words}`),
    `${arm}, seed ${run.seed}, replicate ${run.replicate}, ${told.lead} with ${run.coalition.join(", ") || "nobody"}; wargame ${run.version}, digest ${run.digest.slice(0, 12)}.`,
    told.one_draw, told.resolve_means];
  byId("run-facts").replaceChildren(...lines.map((words) => make("p", {}, words)));
}
