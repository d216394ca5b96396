// The page comes to life: buttons, keys, the clock that plays, and who is told when something changes.

import { showChoices, toDecision } from "./choices.js";
import { byId, draw, make } from "./dom.js";
import { buildFeed, showFeed, toNeighbour } from "./feed.js";
import { KINDS, markPath } from "./marks.js";
import { fillPaper } from "./printing.js";
import { buildServices, chooseService, showServices } from "./services.js";
import {
  assetNear, assetWords, drawSky, positionKm, refreshEarth, resizeSky, takeColours, takePicture, view,
} from "./sky.js";
import { goTo, onChange, phaseAt, set, state } from "./state.js";
import { buildTimeline, listenToTimeline, showTimeline } from "./timeline.js";
import { pictureOf, told } from "./told.js";
import { buildWhatIf, hasOthers } from "./whatif.js";
import { clock, phaseName } from "./words.js";

const SPEEDS = [1, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600];
const STEP_S = 900;
const TABS = ["services", "events", "choices", "what-if"];
const PANEL_MS = 120;
const root = document.documentElement;
const frames = [];
let lastFrame = 0;
let lastPanel = 0;
let due = true;

// Time

function speedWords(speed) {
  return speed === 1 ? "real time" : speed < 3600 ? `${speed / 60} min a second` : `${speed / 3600} h a second`;
}

function frame(now) {
  const since = Math.min(200, now - lastFrame);
  lastFrame = now;
  if (state.playing) {
    goTo(state.t + (since / 1000) * state.speed);
    if (state.t >= told.end_s) set({ playing: false });
  }
  if (due) {
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

function faster(by) {
  const at = SPEEDS.indexOf(state.speed);
  set({ speed: SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at + by))] });
}

function step(seconds) {
  set({ playing: false });
  goTo(state.t + seconds);
}

function toMove(direction) {
  const at = state.t / told.move_s;
  step((direction > 0 ? Math.floor(at) + 1 : Math.ceil(at) - 1) * told.move_s - state.t);
}

function play(wanted = !state.playing) {
  if (wanted && state.t >= told.end_s) goTo(0);
  set({ playing: wanted });
}

// What is shown

function choosePicture(id) {
  set({ picture: pictureOf(id), region: "", mission: "", selected: -1 });
}

function nextPicture() {
  const at = told.pictures.indexOf(state.picture);
  choosePicture(told.pictures[(at + 1) % told.pictures.length].id);
}

function nextCoverage() {
  const all = [...byId("coverage").options].map((option) => option.value);
  set({ coverage: all[(all.indexOf(state.coverage) + 1) % all.length] });
}

function takeTheme(theme) {
  root.dataset.theme = theme;
  byId("theme").setAttribute("aria-pressed", String(theme === "dark"));
  takeColours();
  buildTimeline();
  due = true;
}

function projector(wanted = !root.classList.contains("projector")) {
  root.classList.toggle("projector", wanted);
  byId("projector").setAttribute("aria-pressed", String(wanted));
  byId("filters").open = !wanted;
  resize();
}

function resize() {
  takeColours();
  resizeSky();
  buildTimeline();
  due = true;
}

function showAsset() {
  const box = byId("asset");
  box.hidden = state.selected < 0;
  if (state.selected < 0) return;
  const words = assetWords(state.selected, state.t);
  byId("asset-name").textContent = words.name;
  byId("asset-facts").textContent = `${words.owner}, ${words.kind}; ${words.where}; ${words.how}.`;
  byId("asset-does").textContent = words.does.length > 0 ? `For ${words.does.map((item) => told.missions[item] ?? item).join(", ")}.` : "";
}

function openTab(name) {
  set({ tab: name });
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
    byId("picture").value = state.picture.id;
    byId("whose").textContent = state.picture.kind === "truth" ? "" : `as ${state.picture.name} sees it`;
    root.classList.toggle("one-cell", state.picture.kind !== "truth");
    buildTimeline();
    showFeed(state.t, true);
    showChoices(state.t, true);
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

// Pointer, buttons, keys

function listenToSky() {
  const canvas = byId("sky");
  let from = null;
  canvas.addEventListener("pointerdown", (event) => {
    from = { x: event.clientX, y: event.clientY, far: false };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (from === null) return;
    const dx = event.clientX - from.x;
    const dy = event.clientY - from.y;
    if (!from.far && Math.hypot(dx, dy) < 4) return;
    from = { x: event.clientX, y: event.clientY, far: true };
    view().turn(dx, dy);
    refreshEarth();
    due = true;
  });
  canvas.addEventListener("pointerup", (event) => {
    if (from !== null && !from.far) {
      const box = canvas.getBoundingClientRect();
      set({ selected: assetNear(event.clientX - box.left, event.clientY - box.top) });
    }
    from = null;
  });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    nearer(Math.exp(-event.deltaY / 500));
  }, { passive: false });
}

function nearer(factor) {
  view().magnify(factor);
  refreshEarth();
  due = true;
}

const ON_SKY = {
  ArrowLeft: () => view().turn(30, 0),
  ArrowRight: () => view().turn(-30, 0),
  ArrowUp: () => view().turn(0, 30),
  ArrowDown: () => view().turn(0, -30),
};

const KEYS = {
  " ": () => play(),
  ArrowLeft: (event) => (event.shiftKey ? toMove(-1) : step(-STEP_S)),
  ArrowRight: (event) => (event.shiftKey ? toMove(1) : step(STEP_S)),
  Home: () => goTo(0),
  End: () => goTo(told.end_s),
  n: () => toNeighbour(1),
  p: () => toNeighbour(-1),
  d: () => toDecision(1),
  D: () => toDecision(-1),
  f: () => faster(1),
  s: () => faster(-1),
  g: () => set({ view: state.view === "globe" ? "map" : "globe" }),
  l: () => set({ links: !state.links }),
  c: () => nextCoverage(),
  t: () => nextPicture(),
  b: () => projector(),
  k: () => takeTheme(root.dataset.theme === "dark" ? "light" : "dark"),
  "+": () => nearer(1.25),
  "=": () => nearer(1.25),
  "-": () => nearer(0.8),
  "?": () => byId("help").showModal(),
  Escape: () => set({ selected: -1 }),
  1: () => openTab("services"),
  2: () => openTab("events"),
  3: () => openTab("choices"),
  4: () => openTab("what-if"),
};

function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    const writes = target.matches?.("input[type=text], input[type=search], select, textarea");
    if (writes || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (event.key === " " && target.matches?.("button, input, summary")) return;
    const tabs = target.matches?.("[role=tab]") && ["ArrowLeft", "ArrowRight"].includes(event.key);
    if (tabs) {
      const open = TABS.filter((name) => !byId(`tab-${name}`).hidden);
      const at = open.indexOf(state.tab) + (event.key === "ArrowRight" ? 1 : -1);
      openTab(open[(at + open.length) % open.length]);
      byId(`tab-${state.tab}`).focus();
    } else if (target.id === "sky" && ON_SKY[event.key]) {
      ON_SKY[event.key]();
      refreshEarth();
      due = true;
    } else if (KEYS[event.key]) {
      KEYS[event.key](event);
    } else {
      return;
    }
    event.preventDefault();
  });
}

const BUTTONS = {
  first: () => goTo(0),
  "event-back": () => toNeighbour(-1),
  "step-back": () => step(-STEP_S),
  play: () => play(),
  "step-on": () => step(STEP_S),
  "event-on": () => toNeighbour(1),
  "decision-back": () => toDecision(-1),
  "decision-on": () => toDecision(1),
  "move-back": () => toMove(-1),
  "move-on": () => toMove(1),
  globe: () => set({ view: "globe" }),
  map: () => set({ view: "map" }),
  links: () => set({ links: !state.links }),
  theme: () => takeTheme(root.dataset.theme === "dark" ? "light" : "dark"),
  projector: () => projector(),
  print: () => globalThis.print(),
  "open-help": () => byId("help").showModal(),
  "asset-close": () => set({ selected: -1 }),
};

function listenToButtons() {
  for (const [id, act] of Object.entries(BUTTONS)) byId(id).addEventListener("click", act);
  for (const name of TABS) byId(`tab-${name}`).addEventListener("click", () => openTab(name));
  byId("picture").addEventListener("change", (event) => choosePicture(event.target.value));
  byId("coverage").addEventListener("change", (event) => set({ coverage: event.target.value }));
  byId("speed").addEventListener("change", (event) => set({ speed: Number(event.target.value) }));
  byId("service-of").addEventListener("change", (event) => chooseService(event.target.value));
  byId("find").addEventListener("change", (event) => {
    const wanted = event.target.value.toLowerCase();
    const known = new Set(state.picture.assets.map(([n]) => n));
    set({ selected: told.assets.findIndex((asset, n) => known.has(n) && asset.name.toLowerCase() === wanted) });
  });
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.querySelector("button.close").addEventListener("click", () => dialog.close());
  }
}

function listenToPaper() {
  let before = "light";
  globalThis.addEventListener("beforeprint", () => {
    before = root.dataset.theme;
    fillPaper();
    takeTheme("light");
    drawSky(state.t);
  });
  globalThis.addEventListener("afterprint", () => {
    takeTheme(before);
    resize();
  });
}

// Once

function buildChoosers() {
  byId("picture").replaceChildren(
    ...told.pictures.map((picture) =>
      make("option", { value: picture.id }, picture.kind === "truth" ? "the truth" : `${picture.name}'s picture`)),
  );
  byId("speed").replaceChildren(...SPEEDS.map((speed) => make("option", { value: speed, selected: speed === state.speed }, speedWords(speed))));
  const covering = new Set(told.assets.flatMap((asset) => (asset.arcs && asset.elevation !== null ? asset.does : [])));
  byId("coverage").replaceChildren(
    make("option", { value: "" }, "no coverage"),
    make("option", { value: "selected" }, "of the selected"),
    ...[...covering].sort().map((mission) => make("option", { value: mission }, told.missions[mission])),
  );
  const names = [...new Set(told.assets.map((asset) => asset.name))].sort();
  byId("names").replaceChildren(...names.map((name) => make("option", { value: name })));
  const kinds = new Set(told.assets.map((asset) => asset.kind));
  byId("legend").replaceChildren(
    ...Object.entries(KINDS).filter(([kind]) => kinds.has(kind)).map(([kind, words]) =>
      make("span", {}, draw("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, draw("path", { class: `mark ${kind}`, d: markPath(kind) })), words)),
    make("span", {}, draw("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, draw("path", { class: "crossed", d: "M4 4L16 16M16 4L4 16" })), "not working"),
    make("span", {}, draw("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, draw("path", { class: "under", d: "M1 17H19" })), "on the ground"),
  );
}

function start() {
  root.dataset.theme = globalThis.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  buildChoosers();
  buildFeed();
  listenToButtons();
  listenToKeys();
  listenToSky();
  listenToTimeline();
  listenToPaper();
  if (globalThis.location.hash.includes("projector")) root.classList.add("projector");
  projector(root.classList.contains("projector"));
  takePicture();
  takeTheme(root.dataset.theme);
  buildServices();
  buildWhatIf();
  byId("tab-what-if").hidden = !hasOthers();
  showTab();
  byId("sky").setAttribute("aria-label", skyWords());
  new ResizeObserver(resize).observe(byId("stage"));
  requestAnimationFrame(frame);
}

start();

/** For tests and for those who look under the hood: nothing on the page depends on it. */
globalThis.replay = { told, state, goTo, set, positionKm, frames };
