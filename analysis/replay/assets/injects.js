// What the white cell put in: injects, messages, rulings and changes of the scenario, as marks and for the keyboard.

import { goToEvent, state } from "./state.js";
import { told } from "./told.js";

const KINDS = new Set(["inject.fired", "message.given", "ruling.made", "scenario.amended"]);

/** The places of the white cell's events among those of the picture, in order of time. */
export function injects() {
  const { events } = state.picture;
  return [...events.keys()].filter((n) => KINDS.has(events[n].k) && events[n].t <= told.end_s);
}

/** Goes to the next inject, or back to the one before. */
export function toInject(direction) {
  const { events } = state.picture;
  const found = direction > 0 ? injects().find((n) => events[n].t > state.t) : injects().findLast((n) => events[n].t < state.t);
  if (found !== undefined) goToEvent(found);
}
