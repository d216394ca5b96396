// The canvas: the Earth below, sites and satellites by kind, what is broken, attacks, links and footprints.

import { byId, colour } from "./dom.js";
import { NamesBeside, outlined } from "./lettering.js";
import { addMark, KINDS } from "./marks.js";
import { below, EARTH_RADIUS_KM, elevationDeg, footprintDeg, heightKm, place } from "./orbits.js";
import { attacksAt, brokenAt, state } from "./state.js";
import { told } from "./told.js";
import { FlatMap, Globe } from "./views.js";
import { works } from "./words.js";

const MOST_FOOTPRINTS = 120;
const MOST_FILLED = 8;
const RIM_POINTS = 40;
const ground = new Float64Array(3);
const rim = new Float64Array(3);
const canvas = byId("sky");
const context = canvas.getContext("2d", { alpha: false });
const backdrop = document.createElement("canvas");
const views = { globe: new Globe(), map: new FlatMap() };
const positions = told.assets.map((asset) => Float64Array.from(asset.ground ?? [0, 0, 0]));
const points = told.assets.map(() => new Float64Array(3));
const shown = new Uint8Array(told.assets.length);

let ratio = 1;
let stale = true;
let colours = {};
let fonts = {};
let size = 5;
let known = new Map();
let beside;

/** The view that is shown. */
export function view() {
  return views[state.view];
}

/** Reads the colours of the theme again. */
export function takeColours() {
  const names = ["paper", "ink", "soft", "sea", "land", "shore", "grid", "region", "outline", "red", "halo"];
  colours = Object.fromEntries([...names, ...Object.keys(KINDS)].map((name) => [name, colour(name)]));
  size = Number(colour("mark"));
  fonts = {
    region: `600 ${colour("region-text")} ${colour("face")}`,
    asset: `700 ${colour("asset-text")} ${colour("face")}`,
  };
  stale = true;
}

/** Takes the size of the canvas on the page. */
export function resizeSky() {
  const box = canvas.parentElement.getBoundingClientRect();
  ratio = Math.min(2, globalThis.devicePixelRatio || 1);
  for (const each of [canvas, backdrop]) {
    each.width = Math.max(1, Math.round(box.width * ratio));
    each.height = Math.max(1, Math.round(box.height * ratio));
  }
  const legend = canvas.parentElement.querySelector(".legend"); // it lies over the foot of the canvas
  const free = box.height - (legend === null ? 0 : legend.offsetHeight);
  for (const each of Object.values(views)) each.resize(box.width, Math.max(1, free));
  stale = true;
}

/** Whether the Earth has to be drawn again. */
export function isStale() {
  return stale;
}

/** Says that the Earth has to be drawn again. */
export function refreshEarth() {
  stale = true;
}

/** Takes the assets of the picture and when each became known. */
export function takePicture() {
  known = new Map(state.picture.assets);
}

/** Works out where every known asset is at a time, and where it is drawn. */
function placeAll(t) {
  const { gmst } = told;
  const now = view();
  for (let n = 0; n < told.assets.length; n += 1) {
    const asset = told.assets[n];
    const from = known.get(n);
    shown[n] = 0;
    if (from === undefined || from > t) continue;
    if (asset.arcs && !place(asset.arcs, gmst, t, positions[n])) continue;
    now.point(positions[n], points[n]);
    shown[n] = 1;
  }
}

/** Draws the moment. */
export function drawSky(t) {
  const now = view();
  if (stale) {
    const under = backdrop.getContext("2d", { alpha: false });
    under.setTransform(ratio, 0, 0, ratio, 0, 0);
    under.fillStyle = colours.paper;
    under.fillRect(0, 0, backdrop.width / ratio, backdrop.height / ratio);
    now.drawBackground(under, colours);
    stale = false;
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.drawImage(backdrop, 0, 0);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  placeAll(t);
  beside = new NamesBeside(context, fonts.asset, colours.halo, now.width);
  const broken = brokenAt(t);
  if (state.coverage !== "") drawFootprints(now, broken);
  const alarms = drawRegions(now, broken);
  drawLinks(now, broken);
  drawAssets(now, broken);
  regionLetters();
  for (const { words, x, y } of alarms) outlined(context, words, x, y, { fill: colours.red, halo: colours.halo });
  ringRegions(now);
  drawAttacks(t);
  drawSelected();
}

function regionLetters() {
  context.font = fonts.region;
  context.textAlign = "center";
  context.textBaseline = "middle";
}

/** What is wrong with users and receivers on the ground, in words, by region: the worst first, each once. */
function troubled(broken) {
  const found = new Map();
  const grounded = [...broken.values()].filter((status) => status.region !== undefined);
  for (const { region, how } of grounded.sort((a, b) => a.factor - b.factor)) found.set(region, (found.get(region) ?? new Set()).add(how));
  return found;
}

/** Regions in which something is wrong on the ground, in red; names where nothing else is written. Gives the words for those in red. */
function drawRegions(now, broken) {
  const written = [];
  const letter = parseFloat(fonts.region.match(/[\d.]+px/)[0]);
  regionLetters();
  const troubles = troubled(broken);
  const regions = now.regionNames().sort((a, b) => Number(troubles.has(b.key)) - Number(troubles.has(a.key)));
  for (const region of regions) {
    const jammed = troubles.has(region.key);
    if (jammed) {
      now.trace(context, region.outline);
      context.fillStyle = colours.red;
      context.globalAlpha = 0.2;
      context.fill();
      context.globalAlpha = 1;
      context.strokeStyle = colours.red;
      context.lineWidth = 2.2;
      context.stroke();
    }
    const lines = jammed ? [region.name, ...[...troubles.get(region.key)].slice(0, 2)] : [region.name];
    const half = Math.max(...lines.map((words) => context.measureText(words).width)) / 2;
    const [x, below] = [region.at[0], region.at[1] + 0.9 * letter];
    const tall = 1.3 * letter * lines.length;
    const free = (y) => written.every((other) => y > other.y + 1.3 * letter || other.y > y + tall - 0.2 * letter || Math.abs(other.x - x) > other.half + half);
    const y = [below, below + tall, below - 2 * tall].find(free);
    const room = jammed || now.roomFor(region.box) > 1.1 * half;
    if (y === undefined || (!jammed && y !== below) || !room) continue;
    if (!jammed) outlined(context, region.name, x, y, { fill: colours.soft, halo: colours.halo });
    lines.forEach((words, n) => written.push({ x, y: y + 1.2 * letter * n, half, words, jammed }));
  }
  return written.filter((item) => item.jammed);
}

/** Marks in one path for each kind and state, so that a thousand cost little. */
function drawAssets(now, broken) {
  const paths = new Map();
  const crossed = new Path2D();
  const grounded = new Path2D();
  for (let n = 0; n < told.assets.length; n += 1) {
    if (shown[n] === 0 || points[n][2] === 0) continue;
    const asset = told.assets[n];
    const status = broken.get(n);
    const key = `${asset.kind} ${status === undefined ? "up" : "down"}`;
    if (!paths.has(key)) paths.set(key, new Path2D());
    const [x, y] = points[n];
    addMark(paths.get(key), asset.kind, x, y, asset.arcs ? size : size * 1.15);
    if (!asset.arcs) {
      grounded.moveTo(x - size * 1.9, y + size * 1.9);
      grounded.lineTo(x + size * 1.9, y + size * 1.9);
    }
    if (status !== undefined) {
      const r = size * (status.gone ? 2.1 : 1.7);
      crossed.moveTo(x - r, y - r);
      crossed.lineTo(x + r, y + r);
      if (status.gone || status.factor === 0) {
        crossed.moveTo(x + r, y - r);
        crossed.lineTo(x - r, y + r);
      }
    }
  }
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.2;
  context.stroke(grounded);
  for (const [key, path] of paths) {
    const [kind, how] = key.split(" ");
    context.lineWidth = how === "up" ? 1 : 2;
    context.strokeStyle = how === "up" ? colours.outline : colours[kind];
    context.fillStyle = how === "up" ? colours[kind] : colours.paper;
    context.fill(path);
    context.stroke(path);
  }
  context.strokeStyle = colours.red;
  context.lineWidth = 2.5;
  context.stroke(crossed);
}

function drawAttacks(t) {
  for (const attack of attacksAt(t)) {
    if (typeof attack.target !== "number" || shown[attack.target] === 0 || points[attack.target][2] === 0) continue;
    const [x, y] = points[attack.target];
    const done = t >= attack.to;
    const share = done ? 1 : (t - attack.from) / Math.max(1, attack.to - attack.from);
    context.beginPath();
    context.arc(x, y, size * 3.4, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * share);
    context.strokeStyle = colours.red;
    context.lineWidth = done ? 5 : 3.5;
    context.stroke();
    context.globalAlpha = 0.35;
    context.beginPath();
    context.arc(x, y, size * 3.4, 0, 2 * Math.PI);
    context.stroke();
    context.globalAlpha = 1;
    beside.write(told.assets[attack.target].name, x, y, size * 4.4, colours.red);
  }
}

/** Lines between a satellite and the sites that could work with it and have it in view. */
function drawLinks(now, broken) {
  if (!state.links && state.selected < 0) return;
  const path = new Path2D();
  for (let n = 0; n < told.assets.length; n += 1) {
    const asset = told.assets[n];
    if (!asset.arcs || shown[n] === 0 || broken.get(n)?.factor === 0) continue;
    for (const site of asset.links) {
      const wanted = state.links || n === state.selected || site === state.selected;
      if (!wanted || shown[site] === 0 || broken.get(site)?.factor === 0) continue;
      if (elevationDeg(positions[n], positions[site]) < told.assets[site].mask) continue;
      if (points[n][2] === 0 || points[site][2] === 0 || !now.joins(points[n], points[site])) continue;
      path.moveTo(points[n][0], points[n][1]);
      path.lineTo(points[site][0], points[site][1]);
    }
  }
  context.strokeStyle = colours.ink;
  context.globalAlpha = state.links ? 0.22 : 0.8;
  context.lineWidth = state.links ? 0.8 : 1.4;
  context.stroke(path);
  context.globalAlpha = 1;
}

/** What satellites serve from where they are: the selected one's, or those of the mission that is chosen. */
function drawFootprints(now, broken) {
  const served = footprints(broken);
  if (served.length <= MOST_FILLED) return fillFootprints(now, served);
  const paths = new Map();
  for (const n of served) {
    const { kind } = told.assets[n];
    if (!paths.has(kind)) paths.set(kind, new Path2D());
    addRim(paths.get(kind), now, positions[n], footprintDeg(positions[n], told.assets[n].elevation));
  }
  context.lineWidth = 1.1;
  context.globalAlpha = 0.8;
  for (const [kind, path] of paths) {
    context.strokeStyle = colours[kind];
    context.stroke(path);
  }
  context.globalAlpha = 1;
  return undefined;
}

function fillFootprints(now, served) {
  const circle = globalThis.d3.geoCircle().precision(6);
  context.lineWidth = served.length > 1 ? 1.2 : 2;
  for (const n of served) {
    const angle = footprintDeg(positions[n], told.assets[n].elevation);
    if (angle <= 0) continue;
    now.trace(context, circle.center(below(positions[n])).radius(angle)());
    context.fillStyle = colours[told.assets[n].kind];
    context.globalAlpha = 0.14;
    context.fill();
    context.globalAlpha = 0.8;
    context.strokeStyle = colours[told.assets[n].kind];
    context.stroke();
    context.globalAlpha = 1;
  }
}

/** Adds the rim of a footprint to a path, as far as it is in front of the globe: cheap, so that many can be drawn. */
function addRim(path, now, p, angleDeg) {
  if (angleDeg <= 0) return;
  const r = Math.hypot(p[0], p[1], p[2]);
  const axis = [p[0] / r, p[1] / r, p[2] / r];
  const flat = Math.hypot(axis[0], axis[1]) || 1e-9;
  const east = [-axis[1] / flat, axis[0] / flat, 0];
  const north = [-axis[2] * east[1], axis[2] * east[0], axis[0] * east[1] - axis[1] * east[0]];
  const angle = (angleDeg * Math.PI) / 180;
  const [along, across] = [Math.cos(angle), Math.sin(angle)];
  let drawn = false;
  for (let n = 0; n <= RIM_POINTS; n += 1) {
    const turn = (2 * Math.PI * n) / RIM_POINTS;
    const [c, s] = [across * Math.cos(turn), across * Math.sin(turn)];
    for (let k = 0; k < 3; k += 1) ground[k] = EARTH_RADIUS_KM * (along * axis[k] + c * east[k] + s * north[k]);
    const [x, y] = [rim[0], rim[1]];
    now.point(ground, rim);
    const ahead = now.faces(ground);
    if (ahead && drawn && now.joins([x, y], rim)) path.lineTo(rim[0], rim[1]);
    else if (ahead) path.moveTo(rim[0], rim[1]);
    drawn = ahead;
  }
}

/** The satellites whose footprints are drawn; of a large constellation the first ones. */
function footprints(broken) {
  const working = (n) => shown[n] === 1 && told.assets[n].elevation !== null && broken.get(n)?.factor !== 0;
  const { selected, coverage } = state;
  if (coverage === "selected") return selected >= 0 && told.assets[selected].arcs && working(selected) ? [selected] : [];
  const found = [];
  told.assets.forEach((asset, n) => {
    if (asset.arcs && asset.kind !== "adversary" && asset.does.includes(coverage) && working(n)) found.push(n);
  });
  return found.slice(0, MOST_FOOTPRINTS);
}

function drawSelected() {
  for (const n of new Set([...state.ringed, state.selected])) if (n >= 0 && shown[n] === 1) ringOne(n);
}

function ringOne(n) {
  const [x, y, front] = points[n];
  context.beginPath();
  context.arc(x, y, size * 2.6, 0, 2 * Math.PI);
  context.strokeStyle = colours.ink;
  context.lineWidth = 2.5;
  context.setLineDash(front === 0 ? [4, 4] : []);
  context.stroke();
  context.setLineDash([]);
  beside.write(told.assets[n].name, x, y, size * 3.6, colours.ink);
}

/** The regions that the event gone to is about, in a heavy line. */
function ringRegions(now) {
  for (const region of now.regionNames()) {
    if (!state.regions.includes(region.key)) continue;
    now.trace(context, region.outline);
    context.strokeStyle = colours.ink;
    context.lineWidth = 3.5;
    context.stroke();
  }
}

/** The asset drawn nearest to a point of the canvas, within reach of a finger; -1 where there is none. */
export function assetNear(x, y) {
  let found = -1;
  let nearest = 18 * 18;
  for (let n = 0; n < points.length; n += 1) {
    if (shown[n] === 0 || points[n][2] === 0) continue;
    const away = (points[n][0] - x) ** 2 + (points[n][1] - y) ** 2;
    if (away < nearest) [nearest, found] = [away, n];
  }
  return found;
}

/** What there is to say of an asset now. */
export function assetWords(n, t) {
  const asset = told.assets[n];
  const owner = told.actors[asset.owner].name;
  const status = brokenAt(t).get(n);
  const how = status === undefined ? "works, as far as this picture goes" : works(status);
  const where = asset.arcs
    ? shown[n] === 0 ? "not in orbit now" : `${Math.round(heightKm(positions[n])).toLocaleString("en")} km high`
    : "on the ground";
  const event = status?.event ?? -1;
  return { name: asset.name, owner, kind: KINDS[asset.kind], where, how, does: asset.does, event };
}

/** The Earth-fixed position of an asset at a time, km; for tests. */
export function positionKm(n, t) {
  const out = [0, 0, 0];
  const asset = told.assets[n];
  if (!asset.arcs) return asset.ground;
  return place(asset.arcs, told.gmst, t, out) ? out : null;
}

