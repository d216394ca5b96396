// What Red weighed at its latest decision: for each option what speaks for it over what it costs; the longer bar wins.

import { byId, draw, make } from "./dom.js";
import { answerTable, longest, optionRow } from "./options.js";
import { veil, withAxes } from "./plots.js";
import { linePoints } from "./services.js";
import { choiceAt, goToEvent, hidesAhead, state } from "./state.js";
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
  byId("gap-chart").replaceChildren(...gapCharts());
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
      : `Its best attack less restraint: ${signed(choice.gap, 3)} stakes (above zero attack looks better). P(attack) here ${share(choice.p)}.${resolved(choice)}`);
  const most = longest(choice.options);
  const shown = choice.others.length > 0 ? `the best ${choice.options.length - (late(choice) ? 1 : 0)} of ${choice.weighed} options${late(choice) ? " and the one picked" : ""}` : `all ${choice.weighed} options`;
  const weighed = `Above: ${shown}${choice.dropped > 0 ? ` (${choice.dropped} more it did not weigh)` : ""}; restraint would cost ${choice.actor} ${choice.pressure.toFixed(2)}. The number at the right of each is its gap: for it less against it.`;
  return [
    head,
    make("ol", { class: "options" }, ...choice.options.map((option) => optionRow(option, most))),
    make("p", { class: "soft" }, weighed + (choice.felt ? " Its doctrine does not go by the plain sum of these terms." : "")),
    ...others(choice),
    ...answerTable("Whom it expects to answer the option picked", choice.answers_picked),
    ...answerTable(choice.answers_picked.length > 0 ? "Whom it expects to answer its best option" : `Whom it expects to answer its best option${choice.attacks ? ", the one picked" : ""}`, choice.answers),
    make("button", { type: "button", onclick: () => showWhy(choice.outcome >= 0 ? choice.outcome : choice.event) }, "Why: the whole chain"),
  ];
}

/** How the resolve of this run decides, and which option was picked, in words. */
function resolved(choice) {
  if (choice.resolve === undefined || choice.gap === null || choice.felt) return "";
  const sum = choice.gap + choice.resolve;
  const words = ` With its resolve, how bold it is in this run, ${signed(choice.resolve, 3)}: ${signed(sum, 3)}, ${sum > 0 ? "above" : "not above"} zero.`;
  const picked = choice.options.findIndex((option) => option.chosen);
  if (!choice.attacks || picked < 0) return words;
  return `${words} A draw among its options, which favours better ones, picks ${picked === 0 ? "the best" : "another than the best"}.`;
}

/** Whether the option picked stands below the best ones, out of their order. */
function late(choice) {
  return choice.options.at(-1)?.chosen && choice.others.some(([, balance]) => balance > choice.options.at(-1).balance);
}

/** The options that stand without their terms, folded. */
function others(choice) {
  if (choice.others.length === 0) return [];
  return [make("details", {}, make("summary", {}, `The other ${choice.others.length}, with their gaps`),
    make("ol", { class: "others" }, ...choice.others.map(([words, balance]) => make("li", {}, `${signed(balance, 3)}  ${words}`))))];
}

function outcome(choice) {
  if (choice.attacks === undefined) return `${choice.actor} weighs.`;
  if (choice.attacks) return `${choice.actor} decides to attack.`;
  return choice.held ? `${choice.actor} would attack and is held back.` : `${choice.actor} holds back.`;
}

// How near attack came: at the run's own decisions, and on the restraint path, which is another game

function gapCharts() {
  const { gaps } = state.picture;
  const all = Object.values(gaps).flatMap((line) => line.map((point) => point[1]));
  if (all.length === 0) return [];
  const low = Math.min(0, ...all) - 0.02;
  const high = Math.max(0, ...all) + 0.02;
  const own = gaps.own ?? [];
  const paths = [["run", gaps.run ?? []], ["alone", gaps.alone ?? []]].filter(([, line]) => line.length > 0);
  return [...ownChart(own, low, high), ...pathChart(paths, low, high)];
}

function ownChart(own, low, high) {
  if (own.length === 0) return [];
  return [
    make("h3", {}, "How near attack came at this run's own decisions"),
    gapPlot([["run", own]], low, high, "Best attack less restraint at this run's decisions"),
    make("p", { class: "soft" }, "Best attack less restraint, in stakes, as the decisions above have it; above the line of 0 attack looks better to Red than restraint."),
  ];
}

function pathChart(paths, low, high) {
  if (paths.length === 0) return [];
  const words = { run: "solid: the coalition", alone: `dashed: ${told.lead} alone` };
  return [
    make("h3", {}, "The same on the restraint path: another game than this run"),
    gapPlot(paths, low, high, "Best attack less restraint on the restraint path"),
    make("p", { id: "gap-now" }),
    make("p", { class: "soft" }, `There Red weighs at every move and is held back, so nothing is struck and the gaps differ from this run's (${paths.map(([side]) => words[side]).join("; ")}).`, ...chance()),
  ];
}

function gapPlot(sides, low, high, name) {
  const zero = HEIGHT - (HEIGHT * (0 - low)) / (high - low);
  const values = sides.flatMap(([, line]) => line.map((point) => point[1]));
  const lines = sides.map(([side, line]) => draw("polyline", { class: `track ${side}`, points: linePoints(asSteps(line), WIDTH, HEIGHT, low, high) }));
  const svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", class: "gaps", role: "img",
    "aria-label": `${name}, from ${signed(Math.min(...values))} to ${signed(Math.max(...values))} stakes` },
    draw("line", { class: "zero", x1: 0, x2: WIDTH, y1: zero, y2: zero }), ...lines,
    hidesAhead() ? veil(WIDTH, HEIGHT) : null,
    draw("line", { class: "cursor gap-cursor", y1: 0, y2: HEIGHT }));
  return withAxes(svg, low, high, (value) => (value === 0 ? "0" : signed(value)));
}

function chance() {
  const ends = Object.entries(state.picture.chances).filter(([, line]) => line.length > 0);
  if (ends.length === 0) return [];
  const nearest = (side) => state.picture.gaps[side].reduce((found, point) => (point[1] > found[1] ? point : found));
  const words = ends.map(([side, line]) => {
    const [t, gap] = nearest(side);
    return `${side === "alone" ? `${told.lead} alone` : "coalition"} ${share(line[line.length - 1][1])} (gap ${signed(gap, 3)} at ${clock(t)})`;
  });
  return [` P(attack) by the end, from where its line stands highest, over resolves drawn anew: ${words.join(", ")}. The P(attack) beside a decision is of that decision alone.`];
}

function moveCursor(t) {
  const x = (WIDTH * t) / told.end_s;
  for (const cursor of document.querySelectorAll(".gap-cursor")) {
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
  }
  for (const cover of document.querySelectorAll("#gap-chart .veil")) cover.setAttribute("x", x);
  const now = byId("gap-now");
  if (now !== null) now.textContent = gapsNow(t);
}

/** The gaps of the restraint path that hold at a time. */
function gapsNow(t) {
  const words = [["run", "coalition"], ["alone", `${told.lead} alone`]].flatMap(([side, name]) => {
    const last = (state.picture.gaps[side] ?? []).findLast((point) => point[0] <= t);
    return last === undefined ? [] : [`${name} ${signed(last[1], 3)}`];
  });
  return words.length === 0 ? "" : `At this move: ${words.join(", ")}.`;
}

/** Goes to the next decision, or back to the one before. */
export function toDecision(direction) {
  const { choices } = state.picture;
  const found = direction > 0 ? choices.find((choice) => choice.t > state.t) : choices.findLast((choice) => choice.t < state.t);
  if (found !== undefined) goToEvent(found.event, found.t);
}
