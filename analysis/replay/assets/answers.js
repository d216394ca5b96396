// Who answered which attack, how many days later, and why not: a table of attacks by governments.

import { byId, make } from "./dom.js";
import { state } from "./state.js";
import { told } from "./told.js";
import { showWhy } from "./why.js";
import { clock } from "./words.js";

/** Builds the run in a few sentences, folded: it tells how it ends. */
export function buildShort() {
  const rows = state.picture.short;
  byId("short").hidden = rows.length === 0;
  byId("short-rows").replaceChildren(...rows.map(([words, event]) => make("li", {}, `${words} `,
    event >= 0 ? make("button", { type: "button", class: "plain", onclick: () => showWhy(event) }, "why") : null)));
}

/** Builds the table for the picture; it is the trainer's, as no cell knows of all answers. */
export function buildAnswers() {
  const rows = state.picture.answers;
  const box = byId("answers");
  box.hidden = rows.length === 0;
  byId("answer-rows").replaceChildren(...rows.flatMap(rowsOf));
}

function rowsOf(row) {
  return [
    make("tr", {}, make("th", { colspan: 3, scope: "rowgroup" },
      make("button", { type: "button", class: "plain", onclick: () => showWhy(row.event) }, `${clock(row.t)}: ${row.words}`))),
    ...row.cells.map((cell) => make("tr", { class: cell.answers ? "answers" : "" },
      make("td", {}, cell.who),
      make("td", {}, make("button", { type: "button", class: "plain", onclick: () => showWhy(cell.event) },
        `${cell.answers ? "answers" : "no"} after ${cell.days} d${cell.at > told.end_s ? ", after the run" : ""}`)),
      make("td", {}, cell.why))),
  ];
}
