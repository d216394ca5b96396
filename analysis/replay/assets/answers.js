// Who answered which attack, when, and why not; what a government has found out; the run in a few sentences.

import { byId, make } from "./dom.js";
import { eventsUntil, state } from "./state.js";
import { told } from "./told.js";
import { showWhy } from "./why.js";
import { clock } from "./words.js";

let shown = "";

/** Builds the run in a few sentences, folded: it tells how it ends. */
export function buildShort() {
  const rows = state.picture.short;
  byId("short").hidden = rows.length === 0;
  byId("short-rows").replaceChildren(...rows.map(([words, event]) => make("li", {}, `${words} `,
    event >= 0 ? make("button", { type: "button", class: "plain", onclick: () => showWhy(event) }, "why") : null)));
}

/** Sets the tab to a time: in the truth the table of attacks known by then, for a government what it has found out. */
export function showAnswers(t, again = false) {
  const key = `${state.picture.id} ${eventsUntil(t)}`;
  if (!again && key === shown) return;
  shown = key;
  const rows = state.picture.answers.filter((row) => row.t <= t || t >= told.end_s).reverse();
  byId("answer-rows").replaceChildren(...rows.flatMap((row) => rowsOf(row, t)));
  byId("answers").hidden = rows.length === 0;
  const verdicts = verdictRows(t);
  byId("verdicts-of").textContent = state.picture.name;
  byId("verdict-rows").replaceChildren(...verdicts);
  byId("verdicts").hidden = verdicts.length === 0;
  byId("answers-none").hidden = rows.length + verdicts.length > 0;
  byId("answers-none").textContent = state.picture.kind === "adversary" ? "Of who answers it sees only the answers, in the events." : "Nothing to answer yet.";
}

/** What a government has found out of each matter by now, or when it will decide; the newest first. */
function verdictRows(t) {
  const { events, kind } = state.picture;
  if (kind !== "government") return [];
  const found = new Map();
  for (const [n, event] of events.slice(0, eventsUntil(t)).entries()) {
    if (["inquiry.opened", "attribution.formed"].includes(event.k)) found.set(event.m, n);
  }
  return [...found.values()].reverse().map((n) => make("li", {},
    make("button", { type: "button", class: "plain", onclick: () => showWhy(n) }, `${clock(events[n].t)}: ${events[n].s}`)));
}

/** An attack with every government's verdict; what it decides later than now stands open. */
function rowsOf(row, t) {
  return [
    make("tr", {}, make("th", { colspan: 3, scope: "rowgroup" },
      make("button", { type: "button", class: "plain", onclick: () => showWhy(row.event) }, `${clock(row.t)}: ${row.words}`))),
    ...row.cells.map((cell) => (cell.at > t && t < told.end_s ? undecided(cell) : make("tr", { class: cell.answers ? "answers" : "" },
      make("td", {}, cell.who),
      make("td", {}, make("button", { type: "button", class: "plain", onclick: () => showWhy(cell.event) },
        `${cell.answers ? "answers" : "no"}: ${clock(cell.at)}, ${cell.days} d later${cell.at > told.end_s ? ", after the run" : ""}`)),
      make("td", {}, cell.why)))),
  ];
}

/** A verdict that is still to come. */
function undecided(cell) {
  return make("tr", {}, make("td", {}, cell.who), make("td", { colspan: 2, class: "soft" }, `decides at ${clock(cell.at)}`));
}
