// What is otherwise than a cell takes it to be: for the trainer, whose page holds the truth beside the cell's picture.

import { byId, make } from "./dom.js";
import { brokenAt, hidesAhead, state } from "./state.js";
import { told } from "./told.js";
import { clock, works } from "./words.js";

const MOST = 40;

/** Where a cell's picture and the truth differ at a time: what, how it is, and how the cell takes it to be. */
export function apartAt(t) {
  const truth = told.pictures[0];
  const [is, seems] = [brokenAt(t, truth), brokenAt(t)];
  const unknown = new Set(told.assets.keys());
  for (const [n, from] of state.picture.assets) if (from <= t) unknown.delete(n);
  const found = [];
  for (const thing of new Set([...is.keys(), ...seems.keys()])) {
    const [how, taken] = [works(is.get(thing)), works(seems.get(thing))];
    if (unknown.has(thing) || how === taken) continue;
    const began = is.get(thing)?.from;
    found.push({ name: nameOf(thing, is.get(thing) ?? seems.get(thing)), how, taken, since: began ?? seems.get(thing).from, still: began !== undefined });
  }
  found.sort((one, other) => other.since - one.since);
  return { found, unknown: [...unknown].map((n) => told.assets[n].name) };
}

function nameOf(thing, status) {
  return typeof thing === "number" ? told.assets[thing].name : status.name;
}

/** Fills the list, where there is a truth beside the picture. */
export function showApart(t) {
  const box = byId("apart");
  box.hidden = !hidesAhead() || told.pictures[0].kind !== "truth";
  if (box.hidden) return;
  const { found, unknown } = apartAt(t);
  const name = state.picture.name;
  const many = found.length === 1 ? "1 thing is" : `${found.length} things are`;
  byId("apart-many").textContent = found.length === 0 ? `What ${name} knows of what works is true now` : `${many} otherwise than ${name} takes it to be`;
  if (!box.open) return;
  const rows = found.slice(0, MOST).map((row) =>
    make("li", {}, make("b", {}, row.name), ` ${row.how}${row.still ? ` since ${clock(row.since)}` : ""}; ${name} takes it that it ${row.taken}.`));
  if (found.length > MOST) rows.push(make("li", {}, `and ${found.length - MOST} more`));
  if (unknown.length > 0) rows.push(make("li", {}, `It does not know of ${unknown.slice(0, 8).join(", ")}${unknown.length > 8 ? ` and ${unknown.length - 8} more` : ""}.`));
  byId("apart-rows").replaceChildren(...rows);
}
