// Light and dark, and big type for a projector.

import { byId } from "./dom.js";
import { resizeSky, takeColours } from "./sky.js";
import { buildTimeline } from "./timeline.js";

const root = document.documentElement;
const LOW_PX = 800;

/** Takes light or dark. */
export function takeTheme(theme) {
  root.dataset.theme = theme;
  byId("theme").setAttribute("aria-pressed", String(theme === "dark"));
  takeColours();
  buildTimeline();
}

/** Big type for a projector, or not. */
export function projector(wanted = !root.classList.contains("projector")) {
  root.classList.toggle("projector", wanted);
  byId("projector").setAttribute("aria-pressed", String(wanted));
  foldFilters();
  resize();
}

/** Folds the filters where they would leave no room for the list below them. */
function foldFilters() {
  byId("filters").open = !root.classList.contains("projector") && globalThis.innerHeight > LOW_PX;
}

/** Takes the size of the window and of the type. */
export function resize() {
  takeColours();
  resizeSky();
  buildTimeline();
}
