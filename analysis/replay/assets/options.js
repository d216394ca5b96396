// One option as Red weighs it, and whom it expects to answer it: in the panel, and in the card of the decision.

import { make } from "./dom.js";
import { told } from "./told.js";
import { share, signed } from "./words.js";

/** All values together. */
export function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

/** An option with its bars and its terms; bars are as long as their share of the most. */
export function optionRow(option, most) {
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

/** The longest bar among options. */
export function longest(options) {
  return Math.max(0.05, ...options.map((option) => Math.max(option.relief + option.benefit, sum(option.costs))));
}

/** Whom the adversary expects to answer an option. */
export function answerTable(heading, rows) {
  if (rows.length === 0) return [];
  const cells = (row) => [row.name, share(row.posterior), share(row.cut_off), share(row.p), `${row.days} d`];
  const heads = [["government", ""], ["how sure", told.meanings.posterior], ["acts from", told.meanings["cut-off"]],
    ["P(answers)", ""], ["after", told.meanings["weight after the delay"]]];
  return [
    make("h3", {}, heading),
    make("table", {},
      make("thead", {}, make("tr", {}, ...heads.map(([word, title]) => make("th", { scope: "col", title: title || null }, word)))),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, ...cells(row).map((cell) => make("td", {}, String(cell))))))),
  ];
}
