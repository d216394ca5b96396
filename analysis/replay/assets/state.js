// Where the reader stands: the time, the picture, what is selected and shown. Parts of the page listen to it.

import { told } from "./told.js";

const listeners = new Set();

/** The one state of the page. */
export const state = {
  t: 0,
  playing: false,
  speed: 3600,
  picture: told.pictures[0],
  view: "globe",
  links: false,
  coverage: "",
  selected: -1,
  tab: "services",
  region: "",
  mission: "",
  other: 0,
  groups: new Set(told.groups.filter((group) => group.shown).map((group) => group.id)),
  words: "",
  mark: -1,
  ringed: [],
  regions: [],
};

/** Calls a function with the names of what has changed, whenever something does. */
export function onChange(listener) {
  listeners.add(listener);
}

/** Changes the state and tells those who listen. */
export function set(changes) {
  const changed = new Set();
  for (const [name, value] of Object.entries(changes)) {
    if (state[name] !== value) {
      state[name] = value;
      changed.add(name);
    }
  }
  if (changed.size > 0) for (const listener of listeners) listener(changed);
}

/** Goes to a time, kept inside the run. */
export function goTo(t) {
  set({ t: Math.min(told.end_s, Math.max(0, t)) });
}

/** Goes to an event, which `w` then explains, and rings what it is about. */
export function goToEvent(n, t = state.picture.events[n].t) {
  goTo(t);
  state.mark = n;
  ring(n);
}

/** Rings what an event is about on the globe: every asset, and every region. */
export function ring(n) {
  const { a = [], r = [] } = state.picture.events[n];
  set({ ringed: a, regions: r, selected: a.length === 1 ? a[0] : -1 });
}

/** Whether what lies ahead is kept from the reader: in a cell's picture, on a page of its own, too. */
export function hidesAhead() {
  return state.picture.kind !== "truth";
}

/** The events of the picture that have been learned of by now; those after the run only at its end. */
export function eventsUntil(t) {
  const { events } = state.picture;
  if (t >= told.end_s) return events.length;
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle].t <= t) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What is left of things by now, of those that do not work as they should: by asset number or name. */
export function brokenAt(t, picture = state.picture) {
  const found = new Map();
  for (const status of picture.statuses) {
    if (status.from > t || (status.to !== null && status.to <= t)) continue;
    const before = found.get(status.thing);
    if (before === undefined || status.factor < before.factor || status.gone) found.set(status.thing, status);
  }
  return found;
}

/** The attacks under way by now. */
export function attacksAt(t) {
  return state.picture.engagements.filter((attack) => attack.from <= t && t < Math.max(attack.to, attack.from + 1800));
}

/** The phase by now. */
export function phaseAt(t) {
  let found = "day_to_day";
  for (const [from, phase] of state.picture.phases) if (from <= t) found = phase;
  return found;
}

/** The last decision of an adversary by now, as its place among the picture's; -1 before the first. */
export function choiceAt(t) {
  let found = -1;
  state.picture.choices.forEach((choice, n) => {
    if (choice.t <= t) found = n;
  });
  return found;
}
