// Paper: everything that stands on the screen, in ink on white, with the list of what has happened so far.

import { byId, make } from "./dom.js";
import { passes } from "./feed.js";
import { eventsUntil, state } from "./state.js";
import { clock } from "./words.js";

/** Fills the part of the page that is only printed: the events until now that pass the filters, oldest first. */
export function fillPaper() {
  const until = eventsUntil(state.t);
  const events = state.picture.events.slice(0, until).filter(passes);
  byId("paper-title").textContent = `${state.picture.name}, until ${clock(state.t)}`;
  byId("paper").replaceChildren(
    ...events.map((event) => make("tr", {}, make("td", {}, clock(event.t)), make("td", {}, event.s))),
  );
}
