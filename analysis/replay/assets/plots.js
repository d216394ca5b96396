// Lines over time with numbers beside them: the height by its ends, the time by its days.

import { draw, make } from "./dom.js";
import { told } from "./told.js";

const DAY_S = 86400;

/** A drawing stretched to its place, with its highest, zero and lowest value at its left and days below. */
export function withAxes(svg, low, high, words) {
  const label = (value) => {
    const element = make("span", {}, words(value));
    element.style.top = `${(100 * (high - value)) / (high - low)}%`;
    return element;
  };
  const levels = [high, low].filter((value) => Math.abs(value) > (high - low) * 0.12);
  const days = [];
  const every = Math.max(1, Math.ceil(told.end_s / DAY_S / 7));
  for (let day = 0; day * DAY_S <= told.end_s; day += every) {
    const element = make("span", {}, `D+${day}`);
    element.style.left = `${(100 * day * DAY_S) / told.end_s}%`;
    days.push(element);
  }
  return make("div", { class: "plot" },
    make("div", { class: "levels", "aria-hidden": "true" }, ...levels.map(label), low <= 0 && high >= 0 ? label(0) : null),
    svg,
    make("div", { class: "plot-days", "aria-hidden": "true" }, ...days));
}

/** A cover over what lies ahead of a time, for pictures that do not know it; `moveVeil` sets it. */
export function veil(width, height) {
  return draw("rect", { class: "veil", x: 0, y: -2, width, height: height + 4 });
}
