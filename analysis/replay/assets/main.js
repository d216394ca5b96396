// The page comes to life: the clock that plays, and who is told when something changes.

import { buildShort, showAnswers } from "./answers.js";
import { showApart } from "./apart.js";
import { buildChoosers, buildRunFacts } from "./choosers.js";
import { showChoices } from "./choices.js";
import { listenToReader, TABS } from "./controls.js";
import { byId } from "./dom.js";
import { buildFeed, showFeed } from "./feed.js";
import { buildServices, showServices } from "./services.js";
import { assetWords, drawSky, isStale, positionKm, refreshEarth, takePicture } from "./sky.js";
import { goTo, onChange, phaseAt, set, state } from "./state.js";
import { projector, resize, takeTheme } from "./theme.js";
import { buildTimeline, listenToTimeline, showTimeline } from "./timeline.js";
import { told } from "./told.js";
import { buildWhatIf, hasOthers } from "./whatif.js";
import { showWhy } from "./why.js";
import { clock, phaseName } from "./words.js";

const PANEL_MS = 120;
const root = document.documentElement;
const frames = [];
let lastFrame = 0;
let lastPanel = 0;
let due = true;

// Time

function frame(now) {
  const since = Math.min(200, now - lastFrame);
  lastFrame = now;
  if (state.playing) {
    goTo(state.t + (since / 1000) * state.speed);
    if (state.t >= told.end_s) set({ playing: false });
  }
  if (due || isStale()) {
    due = false;
    const begun = performance.now();
    drawSky(state.t);
    showClock();
    showTimeline(state.t);
    if (!state.playing || now - lastPanel > PANEL_MS) {
      lastPanel = now;
      showServices(state.t);
      showFeed(state.t);
      showChoices(state.t);
      showAsset();
      showApart(state.t);
      showAnswers(state.t);
    }
    frames.push(performance.now() - begun);
    if (frames.length > 600) frames.shift();
  }
  requestAnimationFrame(frame);
}

function showClock() {
  byId("clock").textContent = clock(state.t);
  byId("phase").textContent = phaseName(phaseAt(state.t));
  byId("move").textContent = `move ${Math.min(Math.floor(state.t / told.move_s), Math.ceil(told.end_s / told.move_s) - 1)}`;
}

// What is shown

function showWhose() {
  byId("picture").value = state.picture.id;
  byId("whose").textContent = state.picture.kind === "truth" ? "" : `as ${state.picture.name} sees it`;
}

function showAsset() {
  const box = byId("asset");
  box.hidden = state.selected < 0;
  if (state.selected < 0) return;
  const words = assetWords(state.selected, state.t);
  byId("asset-name").textContent = words.name;
  byId("asset-facts").textContent = `${words.owner}, ${words.kind}; ${words.where}; ${words.how}.`;
  byId("asset-why").hidden = words.event < 0;
  byId("asset-why").onclick = () => showWhy(words.event);
  byId("asset-does").textContent = words.does.length > 0 ? `For ${words.does.map((item) => told.missions[item] ?? item).join(", ")}.` : "";
}

function showTab() {
  for (const name of TABS) {
    const tab = byId(`tab-${name}`);
    const open = name === state.tab;
    tab.setAttribute("aria-selected", String(open));
    tab.tabIndex = open ? 0 : -1;
    byId(`panel-${name}`).hidden = !open;
  }
}

onChange((changed) => {
  due = true;
  if (changed.has("picture")) {
    takePicture();
    showWhose();
    buildTimeline();
    showFeed(state.t, true);
    showChoices(state.t, true);
    showAnswers(state.t, true);
    buildShort();
    buildWhatIf();
  }
  if (["picture", "region", "mission"].some((name) => changed.has(name))) {
    buildServices();
    buildWhatIf();
  }
  if (changed.has("groups") || changed.has("words")) showFeed(state.t, true);
  if (changed.has("other")) {
    buildWhatIf();
    buildTimeline();
  }
  if (changed.has("tab")) showTab();
  if (changed.has("view")) {
    refreshEarth();
    for (const name of ["globe", "map"]) byId(name).setAttribute("aria-pressed", String(state.view === name));
    byId("sky").setAttribute("aria-label", skyWords());
  }
  if (changed.has("links")) byId("links").setAttribute("aria-pressed", String(state.links));
  if (changed.has("coverage")) byId("coverage").value = state.coverage;
  if (changed.has("playing")) {
    byId("play").textContent = state.playing ? "\u275a\u275a Pause" : "\u25b6 Play";
    byId("play").setAttribute("aria-pressed", String(state.playing));
  }
  if (changed.has("speed")) byId("speed").value = String(state.speed);
});

function skyWords() {
  const what = state.view === "globe" ? "Globe, heights by their logarithm" : "Flat map";
  return `${what}: satellites and sites by kind of actor. Arrow keys turn it, plus and minus bring it nearer.`;
}

function start() {
  root.dataset.theme = globalThis.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  buildChoosers();
  buildRunFacts();
  buildFeed();
  listenToReader();
  listenToTimeline();
  if (globalThis.location.hash.includes("projector")) root.classList.add("projector");
  projector(root.classList.contains("projector"));
  takePicture();
  showWhose();
  takeTheme(root.dataset.theme);
  buildServices();
  showAnswers(state.t, true);
  buildShort();
  buildWhatIf();
  byId("answer-words").textContent = Object.values(told.meanings).join(" ");
  byId("tab-what-if").hidden = !hasOthers();
  showTab();
  byId("sky").setAttribute("aria-label", skyWords());
  byId("apart").addEventListener("toggle", () => showApart(state.t));
  new ResizeObserver(resize).observe(byId("stage"));
  requestAnimationFrame(frame);
}

start();

/** For tests and for those who look under the hood: nothing on the page depends on it. */
globalThis.replay = { told, state, goTo, set, positionKm, frames };
