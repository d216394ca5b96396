// Why something happened: the event in a sentence, its numbers, and the chain of causes behind it.

import { byId, make } from "./dom.js";
import { answerTable, longest, optionRow } from "./options.js";
import { eventsUntil, goToEvent, ring, state } from "./state.js";
import { told } from "./told.js";
import { clock } from "./words.js";

/** Opens the explain card of an event; `beside` are others that stand at the same mark. */
export function showWhy(n, beside = []) {
  const chain = chainOf(n);
  const event = chain[0];
  byId("why-when").textContent = clock(event.t);
  byId("why-said").textContent = event.s;
  byId("why-numbers").replaceChildren(...inShort(event), ...picked(n), ...allTerms(event));
  byId("why-beside").replaceChildren(...beside.map((other) =>
    make("button", { type: "button", "aria-pressed": String(other === n), onclick: () => showWhy(other, beside) }, state.picture.events[other].s)));
  byId("why-beside").hidden = beside.length < 2;
  byId("why-chain").replaceChildren(
    ...chain.slice(1).map((cause, above) =>
      make("li", {},
        make("p", {}, make("strong", {}, chain[above].k === "service.crossed" && cause.k === chain[above].k ? "after " : "because "), make("time", {}, `${clock(cause.t)} `), cause.s),
        ...allTerms(cause))),
  );
  byId("why-alone").hidden = chain.length > 1;
  byId("why-go").onclick = () => {
    byId("why").close();
    goToEvent(n);
  };
  ring(n);
  if (!byId("why").open) byId("why").showModal();
  byId("why-title").focus();
}

/** The event and its causes, nearest first. */
export function chainOf(n) {
  const { events } = state.picture;
  const chain = [];
  for (let at = n; at !== undefined && chain.length < 40; at = events[at].c) chain.push(events[at]);
  return chain;
}

/** Of a decision to attack: the option that was picked with its terms, and whom Red expects to answer it. */
function picked(n) {
  const choice = state.picture.choices.find((item) => item.outcome === n);
  const option = choice?.options.find((item) => item.chosen);
  if (option === undefined) return [];
  const best = choice.options[0];
  const answers = best.chosen ? choice.answers : choice.answers_picked;
  return [
    make("ol", { class: "options" }, optionRow(option, longest([option, best])), best.chosen ? null : optionRow(best, longest([option, best]))),
    ...answerTable("Whom it expects to answer the option picked", answers),
  ];
}

/** The sentence with the numbers that decided, and the terms that are not zero. */
function inShort(event) {
  if (event.b === undefined) return [];
  const [lead, ...terms] = event.b;
  return [
    lead === "" ? null : make("p", { class: "lead" }, lead),
    terms.length === 0 ? null : make("ul", { class: "numbers" }, ...terms.map((line) => make("li", {}, line))),
  ].filter((item) => item !== null);
}

/** The whole card, folded: the rule in words, then each number on its line with all its digits. */
function allTerms(event) {
  if (event.d === undefined) return [];
  const [rule, ...numbers] = event.d;
  return [
    make("details", { class: "all-terms" }, make("summary", {}, "All terms"),
      make("p", { class: "rule" }, rule), make("ul", { class: "numbers" }, ...numbers.map((line) => make("li", {}, line)))),
  ];
}

/** Explains the event that was gone to, or the newest by now. */
export function whyNow() {
  const { events } = state.picture;
  const marked = state.mark >= 0 && Math.min(events[state.mark].t, told.end_s) === state.t;
  const n = marked ? state.mark : eventsUntil(state.t) - 1;
  if (n >= 0) showWhy(n);
}
