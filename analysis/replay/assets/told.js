// What the page is told: Python's document, with arcs and lines made ready for reading.

import { arcOf, groundPlace } from "./orbits.js";

/** The document. */
export const told = JSON.parse(document.getElementById("told").textContent);

/** The outlines of the land, as TopoJSON. */
export const land = JSON.parse(document.getElementById("land").textContent);

for (const asset of told.assets) {
  if (asset.arcs) asset.arcs = asset.arcs.map(arcOf);
  else asset.ground = groundPlace(asset.place[0], asset.place[1]);
  asset.kind = told.actors[asset.owner].kind;
}

/** A line of the document as times, s, and values. */
function ready(row, stepS) {
  const times = [];
  const values = [];
  let step = 0;
  for (let n = 0; n < row.length; n += 2) {
    step += row[n];
    times.push(step * stepS);
    values.push(row[n + 1] / 1000);
  }
  return { times, values };
}

function readyMissions(missions) {
  for (const mission of missions) {
    for (const sides of Object.values(mission.lines)) {
      for (const side of Object.keys(sides)) sides[side] = ready(sides[side], mission.step_s);
    }
  }
}

for (const picture of told.pictures) readyMissions(picture.missions);
for (const other of told.alternatives) readyMissions(other.missions);

/** Points (s, value) as a line of steps: a value holds from its time until the next. */
export function asSteps(points) {
  const times = [];
  const values = [];
  points.forEach(([t, value], n) => {
    times.push(t, points[n + 1]?.[0] ?? told.end_s);
    values.push(value, value);
  });
  return { times, values };
}

/** The value of a line at a time, between its points straight; nothing before its first point. */
export function valueAt(line, t) {
  const { times, values } = line;
  if (times.length === 0 || t < times[0]) return undefined;
  let low = 0;
  let high = times.length - 1;
  if (t >= times[high]) return values[high];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= t) low = middle;
    else high = middle;
  }
  const share = (t - times[low]) / (times[high] - times[low]);
  return values[low] + share * (values[high] - values[low]);
}

/** Whether a picture has anything of a kind to show. */
export function pictureOf(id) {
  return told.pictures.find((picture) => picture.id === id) ?? told.pictures[0];
}
