// Why something happened: the event in a sentence, its numbers, and the chain of causes behind it.

import { byId, make } from "./dom.js";
import { goTo, set, state } from "./state.js";
import { clock } from "./words.js";

/** Opens the explain card of an event. */
export function showWhy(n) {
  const chain = chainOf(n);
  const event = chain[0];
  byId("why-when").textContent = clock(event.t);
  byId("why-said").textContent = event.s;
  byId("why-numbers").replaceChildren(...card(event));
  byId("why-chain").replaceChildren(
    ...chain.slice(1).map((cause) =>
      make("li", {},
        make("p", {}, make("strong", {}, "because "), make("time", {}, `${clock(cause.t)} `), cause.s),
        ...card(cause))),
  );
  byId("why-alone").hidden = chain.length > 1;
  byId("why-go").onclick = () => {
    byId("why").close();
    goTo(event.t);
  };
  if (event.a !== undefined) set({ selected: event.a[0] });
  byId("why").showModal();
  byId("why-title").focus();
}

/** The event and its causes, nearest first. */
export function chainOf(n) {
  const { events } = state.picture;
  const chain = [];
  for (let at = n; at !== undefined && chain.length < 40; at = events[at].c) chain.push(events[at]);
  return chain;
}

/** The lines of a card: the rule in words, then each number on its line. */
function card(event) {
  if (event.d === undefined) return [];
  const [rule, ...numbers] = event.d;
  const found = [make("p", { class: "rule" }, rule)];
  if (numbers.length > 0) found.push(make("ul", { class: "numbers" }, ...numbers.map((line) => make("li", {}, line))));
  return found;
}
