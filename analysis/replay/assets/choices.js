// What Red weighed at its latest decision: for each option what speaks for it over what it costs; the longer bar wins.

import { byId, draw, make } from "./dom.js";
import { linePoints } from "./services.js";
import { choiceAt, goToEvent, state } from "./state.js";
import { asSteps, told } from "./told.js";
import { showWhy } from "./why.js";
import { clock, share, signed } from "./words.js";

const WIDTH = 600;
const HEIGHT = 120;
let shown = "";

/** Sets the panel to the latest decision by now. */
export function showChoices(t, again = false) {
  const at = choiceAt(t);
  const key = `${state.picture.id} ${at}`;
  moveCursor(t);
  if (!again && key === shown) return;
  shown = key;
  const { choices } = state.picture;
  byId("choice-none").textContent = choices.length === 0 ? nothing() : `No decision yet; the first is at ${clock(choices[0]?.t ?? 0)}.`;
  byId("choice-none").hidden = at >= 0;
  byId("choice").replaceChildren(...(at >= 0 ? decision(choices[at]) : []));
  byId("gap-chart").replaceChildren(...gapChart());
  moveCursor(t);
}

function nothing() {
  return state.picture.kind === "government"
    ? "This cell does not know what its adversaries weigh."
    : "Nobody weighed options in this run.";
}

function decision(choice) {
  const head = make("p", { class: "verdict" },
    make("strong", {}, `${clock(choice.t)}: ${outcome(choice)} `),
    choice.gap === null ? "It had nothing to attack with."
      : `Its best attack less restraint: ${signed(choice.gap, 3)} stakes (above zero attack looks better). P(attack) here ${share(choice.p)}.`);
  const most = Math.max(0.05, ...choice.options.map((option) => Math.max(option.relief + option.benefit, sum(option.costs))));
  const weighed = `${choice.weighed} options weighed${choice.dropped > 0 ? `, ${choice.dropped} more left out` : ""}; restraint would cost ${choice.actor} ${choice.pressure.toFixed(2)}.`;
  return [
    head,
    make("ol", { class: "options" }, ...choice.options.map((option) => optionRow(option, most))),
    make("p", { class: "soft" }, weighed + (choice.felt ? " Its doctrine does not go by the plain sum of these terms." : "")),
    ...answers(choice),
    make("button", { type: "button", onclick: () => showWhy(choice.event) }, "Why: the whole chain"),
  ];
}

function outcome(choice) {
  if (choice.attacks === undefined) return `${choice.actor} weighs.`;
  if (choice.attacks) return `${choice.actor} decides to attack.`;
  return choice.held ? `${choice.actor} would attack and is held back.` : `${choice.actor} holds back.`;
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

function optionRow(option, most) {
  const part = (value, style, name) => {
    const element = make("span", { class: style, title: `${name} ${value.toFixed(3)}` });
    element.style.width = `${(100 * value) / most}%`;
    return element;
  };
  const gain = option.relief + option.benefit;
  const cost = sum(option.costs);
  const terms = told.costs.map((name, n) => [name, option.costs[n]]).filter(([, value]) => value >= 0.0005);
  return make("li", { class: option.chosen ? "chosen" : "" },
    make("p", { class: "option" }, option.words, option.chosen ? make("b", {}, " \u2190 picked") : null),
    make("div", { class: "pair" },
      make("div", { class: "bars", role: "img", "aria-label": `for it ${gain.toFixed(3)}, costs ${cost.toFixed(3)}` },
        make("div", { class: "stack" }, part(option.relief, "relief", "pressure relieved"), part(option.benefit, "benefit", "benefit")),
        make("div", { class: "stack" }, ...option.costs.map((value, n) => part(value, `cost ${told.costs[n]}`, told.costs[n])))),
      make("strong", { class: option.balance > 0 ? "balance for" : "balance" }, signed(option.balance, 3))),
    make("p", { class: "terms" }, "For it: ", ...term("relief", "pressure relieved", option.relief), " + ", ...term("benefit", "benefit", option.benefit)),
    make("p", { class: "terms" }, "Against: ",
      ...(terms.length === 0 ? ["nothing"] : terms.flatMap(([name, value], n) => [n > 0 ? " + " : "", ...term(`cost ${name}`, name, value)]))));
}

function term(style, name, value) {
  return [make("i", { class: `swatch ${style}` }), `${name} ${value.toFixed(3)}`];
}

function answers(choice) {
  if (choice.answers.length === 0) return [];
  const cells = (row) => [row.name, share(row.posterior), share(row.cut_off), share(row.p), `${row.days} d`];
  return [
    make("h3", {}, "Whom it expects to answer its best option"),
    make("table", {},
      make("thead", {}, make("tr", {}, ...["government", "how sure", "acts from", "P(answers)", "after"].map((word) => make("th", { scope: "col" }, word)))),
      make("tbody", {}, ...choice.answers.map((row) => make("tr", {}, ...cells(row).map((cell) => make("td", {}, String(cell))))))),
  ];
}

// How near attack came, at every decision

function gapChart() {
  const sides = Object.entries(state.picture.gaps).filter(([, line]) => line.length > 0);
  if (sides.length === 0) return [];
  const values = sides.flatMap(([, line]) => line.map((point) => point[1]));
  const low = Math.min(0, ...values) - 0.02;
  const high = Math.max(0, ...values) + 0.02;
  const zero = HEIGHT - (HEIGHT * (0 - low)) / (high - low);
  const lines = sides.map(([side, line]) => {
    return draw("polyline", { class: `track ${side}`, points: linePoints(asSteps(line), WIDTH, HEIGHT, low, high) });
  });
  const words = sides.length > 1 ? `Solid: the coalition. Dashed: ${told.lead} alone. ` : "";
  return [
    make("h3", {}, "How near attack came"),
    draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", class: "gaps", role: "img",
      "aria-label": `Best attack less restraint over time, from ${signed(Math.min(...values))} to ${signed(Math.max(...values))} stakes` },
      draw("line", { class: "zero", x1: 0, x2: WIDTH, y1: zero, y2: zero }), ...lines,
      draw("line", { class: "cursor", id: "gap-cursor", y1: 0, y2: HEIGHT })),
    make("p", { class: "soft" }, `${words}Above the line attack looks better to Red than restraint.`, ...chance()),
  ];
}

function chance() {
  const ends = Object.entries(state.picture.chances).filter(([, line]) => line.length > 0);
  if (ends.length === 0) return [];
  const words = ends.map(([side, line]) => `${side === "alone" ? `${told.lead} alone` : "coalition"} ${share(line[line.length - 1][1])}`);
  return [` P(attack) over the run, on average: ${words.join(", ")}.`];
}

function moveCursor(t) {
  const cursor = byId("gap-cursor");
  const x = (WIDTH * t) / told.end_s;
  cursor?.setAttribute("x1", x);
  cursor?.setAttribute("x2", x);
}

/** Goes to the next decision, or back to the one before. */
export function toDecision(direction) {
  const { choices } = state.picture;
  const found = direction > 0 ? choices.find((choice) => choice.t > state.t) : choices.findLast((choice) => choice.t < state.t);
  if (found !== undefined) goToEvent(found.event, found.t);
}
