// What a reader can press, drag and turn: buttons, keys, the globe.

import { SPEEDS } from "./choosers.js";
import { toDecision } from "./choices.js";
import { byId } from "./dom.js";
import { toNeighbour } from "./feed.js";
import { toInject } from "./injects.js";
import { fillPaper } from "./printing.js";
import { chooseService } from "./services.js";
import { assetNear, drawSky, refreshEarth, view } from "./sky.js";
import { goTo, set, state } from "./state.js";
import { projector, resize, takeTheme } from "./theme.js";
import { buildTimeline } from "./timeline.js";
import { pictureOf, told } from "./told.js";
import { whyNow } from "./why.js";

const STEP_S = 900;
const PAPER_WIDTH = 760;
const root = document.documentElement;

/** The parts of the panel on the right. */
export const TABS = ["services", "events", "choices", "answers", "what-if"];

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

function choosePicture(id) {
  set({ picture: pictureOf(id), region: "", mission: "", selected: -1, mark: -1, ringed: [], regions: [] });
}

function nextPicture() {
  const at = told.pictures.indexOf(state.picture);
  choosePicture(told.pictures[(at + 1) % told.pictures.length].id);
}

function nextCoverage() {
  const all = [...byId("coverage").options].map((option) => option.value);
  set({ coverage: all[(all.indexOf(state.coverage) + 1) % all.length] });
}

function openTab(name) {
  if (!byId(`tab-${name}`).hidden) set({ tab: name });
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
  });
  canvas.addEventListener("pointerup", (event) => {
    if (from !== null && !from.far) {
      const box = canvas.getBoundingClientRect();
      set({ selected: assetNear(event.clientX - box.left, event.clientY - box.top), ringed: [], regions: [] });
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
  i: () => toInject(1),
  I: () => toInject(-1),
  w: () => whyNow(),
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
  Escape: () => set({ selected: -1, ringed: [], regions: [] }),
  1: () => openTab("services"),
  2: () => openTab("events"),
  3: () => openTab("choices"),
  4: () => openTab("answers"),
  5: () => openTab("what-if"),
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
  "asset-close": () => set({ selected: -1, ringed: [], regions: [] }),
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
    buildTimeline(PAPER_WIDTH);
    drawSky(state.t);
  });
  globalThis.addEventListener("afterprint", () => {
    takeTheme(before);
    resize();
  });
}

/** Listens to everything that can be pressed, dragged or turned. */
export function listenToReader() {
  listenToButtons();
  listenToKeys();
  listenToSky();
  listenToPaper();
}
