// The list of events that have happened, newest first, with filters; the newest is read aloud.

import { byId, make } from "./dom.js";
import { eventsUntil, goToEvent, set, state } from "./state.js";
import { told } from "./told.js";
import { showWhy } from "./why.js";
import { clock } from "./words.js";

const MOST_ROWS = 120;
const names = new Map(told.groups.map((group) => [group.id, group.name]));
let last = -1;
let key = "";

/** Builds the filters. */
export function buildFeed() {
  byId("groups").replaceChildren(
    ...told.groups.map((group) =>
      make("label", { class: "chip" },
        make("input", {
          type: "checkbox",
          checked: state.groups.has(group.id),
          onchange: (event) => {
            const groups = new Set(state.groups);
            if (event.target.checked) groups.add(group.id);
            else groups.delete(group.id);
            set({ groups });
          },
        }),
        group.name),
    ),
  );
  byId("feed-words").addEventListener("input", (event) => set({ words: event.target.value.trim().toLowerCase() }));
}

/** Whether an event passes the filters. */
export function passes(event) {
  return state.groups.has(event.g) && (state.words === "" || event.s.toLowerCase().includes(state.words));
}

/** Sets the list to a time; `again` after a filter or the picture has changed. */
export function showFeed(t, again = false) {
  const until = eventsUntil(t);
  const now = `${state.picture.id} ${until}`;
  if (!again && now === key) return;
  const before = last;
  key = now;
  last = until;
  const rows = [];
  for (let n = until - 1; n >= 0 && rows.length < MOST_ROWS; n -= 1) {
    if (passes(state.picture.events[n])) rows.push(row(n));
  }
  byId("feed").replaceChildren(...rows);
  byId("feed-more").hidden = rows.length < MOST_ROWS;
  byId("feed-none").hidden = rows.length > 0;
  byId("filters-said").textContent = filterWords();
  if (!again && until > before) announce(until);
}

/** What the filters let through, for those who have folded them. */
function filterWords() {
  const words = state.words === "" ? "" : `, with "${state.words}"`;
  return state.groups.size === told.groups.length ? `(all kinds${words})` : `(${state.groups.size} of ${told.groups.length} kinds${words})`;
}

function announce(until) {
  for (let n = until - 1; n >= 0; n -= 1) {
    const event = state.picture.events[n];
    if (passes(event)) {
      byId("news").textContent = `${clock(event.t)}: ${event.s}`;
      return;
    }
  }
}

function row(n) {
  const event = state.picture.events[n];
  const late = event.t > told.end_s ? " (after the run)" : "";
  return make("li", { class: event.g },
    make("button", { type: "button", "data-event": n, onclick: () => showWhy(n) },
      make("span", { class: "when" }, make("time", {}, clock(event.t) + late), make("span", { class: "group" }, names.get(event.g))),
      make("span", { class: "said" }, event.s)));
}

/** The next event after a time, or the last before it, that passes the filters; -1 where there is none. */
export function neighbour(t, direction) {
  const { events } = state.picture;
  if (direction > 0) return events.findIndex((event) => event.t > t && event.t <= told.end_s && passes(event));
  for (let n = events.length - 1; n >= 0; n -= 1) if (events[n].t < t && passes(events[n])) return n;
  return -1;
}

/** Goes to the next event, or back to the one before. */
export function toNeighbour(direction) {
  const n = neighbour(state.t, direction);
  if (n >= 0) goToEvent(n);
  return n;
}
