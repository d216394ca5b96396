// The globe and the flat map: where a position falls on the canvas, and what of the Earth is drawn below.

import { below, EARTH_RADIUS_KM } from "./orbits.js";
import { land, told } from "./told.js";

const HEIGHT_SCALE = 0.13;
const HEIGHT_UNIT_KM = 300;
const LAND = globalThis.topojson.feature(land, land.objects.land);
const GRATICULE = globalThis.d3.geoGraticule().step([30, 30])();
const RADIANS = Math.PI / 180;

/** Radius at which a height is drawn, in radii of the globe: heights by their logarithm, so that all orbits fit. */
export function drawnRadius(heightKm) {
  return 1 + HEIGHT_SCALE * Math.log(1 + Math.max(0, heightKm) / HEIGHT_UNIT_KM);
}

/** The middle of the regions, degrees: where the reader looks first. */
export function theatre() {
  let x = 0;
  let y = 0;
  let latitude = 0;
  const boxes = Object.values(told.regions).map((region) => region.box);
  for (const [west, south, east, north] of boxes) {
    const middle = (west + ((((east - west) % 360) + 360) % 360 || 360) / 2) * RADIANS;
    x += Math.cos(middle);
    y += Math.sin(middle);
    latitude += (south + north) / 2 / boxes.length;
  }
  return [Math.atan2(y, x) / RADIANS, latitude];
}

/** The outline of a region's box as GeoJSON, with points along the parallels so that they bend on the globe. */
function boxOutline([west, south, east, north]) {
  const width = (((east - west) % 360) + 360) % 360 || 360;
  const steps = Math.max(2, Math.ceil(width / 4));
  const along = Array.from({ length: steps + 1 }, (_, n) => west + (width * n) / steps);
  const line = [...along.map((x) => [x, south]), ...along.reverse().map((x) => [x, north]), [west, south]];
  return { type: "Polygon", coordinates: [line.reverse()] };
}

const REGIONS = Object.entries(told.regions).map(([key, region]) => ({
  key,
  name: region.name,
  box: region.box,
  outline: boxOutline(region.box),
  middle: [
    region.box[0] + ((((region.box[2] - region.box[0]) % 360) + 360) % 360 || 360) / 2,
    region.box[1],
  ],
}));

/** Draws sea, land, graticule and regions on a canvas by a projection of d3. */
function drawEarth(context, projection, colours, sphere) {
  const path = globalThis.d3.geoPath(projection, context);
  const line = (shape, stroke, width, dash = []) => {
    context.beginPath();
    path(shape);
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
  };
  context.beginPath();
  path(sphere);
  context.fillStyle = colours.sea;
  context.fill();
  line(GRATICULE, colours.grid, 0.8);
  context.beginPath();
  path(LAND);
  context.fillStyle = colours.land;
  context.fill();
  context.strokeStyle = colours.shore;
  context.lineWidth = 0.8;
  context.stroke();
  for (const region of REGIONS) line(region.outline, colours.region, 1.6, [7, 5]);
  line(sphere, colours.shore, 1);
}

class View {
  constructor() {
    [this.longitude, this.latitude] = theatre();
    this.zoom = 1;
    this.width = 1;
    this.height = 1;
  }

  /** Takes the size of the canvas, in CSS pixels. */
  resize(width, height) {
    this.width = width;
    this.height = height;
    this.fit();
  }

  /** Nearer or farther. */
  magnify(factor) {
    this.zoom = Math.min(12, Math.max(1, this.zoom * factor));
    this.fit();
  }

  /** What of a region's name is to be written where; nothing behind the globe. */
  regionNames() {
    return REGIONS.map((region) => ({ ...region, at: this.groundPoint(region.middle) })).filter(
      (region) => region.at !== null,
    );
  }

  /** How wide a region's box is drawn, pixels, about. */
  roomFor([west, , east]) {
    return ((((east - west) % 360) + 360) % 360 || 360) * RADIANS * this.radius * 0.8;
  }

  /** Draws an outline given as GeoJSON. */
  trace(context, shape) {
    context.beginPath();
    globalThis.d3.geoPath(this.projection, context)(shape);
  }

  drawBackground(context, colours) {
    drawEarth(context, this.projection, colours, { type: "Sphere" });
  }
}

/** The Earth seen from far away; heights are drawn by their logarithm. */
export class Globe extends View {
  constructor() {
    super();
    this.latitude = Math.max(-45, Math.min(45, this.latitude * 0.8));
    this.projection = globalThis.d3.geoOrthographic().clipAngle(90).precision(0.6);
  }

  fit() {
    this.radius = this.zoom * Math.min(this.height / 2 / 1.3, this.width / 2 / 1.68);
    this.projection
      .translate([this.width / 2, this.height / 2])
      .scale(this.radius)
      .rotate([-this.longitude, -this.latitude]);
    const [a, b] = [this.longitude * RADIANS, this.latitude * RADIANS];
    this.right = [-Math.sin(a), Math.cos(a), 0];
    this.up = [-Math.sin(b) * Math.cos(a), -Math.sin(b) * Math.sin(a), Math.cos(b)];
    this.towards = [Math.cos(b) * Math.cos(a), Math.cos(b) * Math.sin(a), Math.sin(b)];
  }

  /** Turns the globe by pixels of a pointer's way. */
  turn(dx, dy) {
    this.longitude -= dx / this.radius / RADIANS;
    this.latitude = Math.max(-89, Math.min(89, this.latitude + dy / this.radius / RADIANS));
    this.fit();
  }

  /** Writes the place of an Earth-fixed position into `out`: x, y, and 1 in front or 0 behind the globe. */
  point(p, out) {
    const distance = Math.hypot(p[0], p[1], p[2]);
    const scale = (this.radius * drawnRadius(distance - EARTH_RADIUS_KM)) / distance;
    const x = scale * (p[0] * this.right[0] + p[1] * this.right[1]);
    const y = scale * (p[0] * this.up[0] + p[1] * this.up[1] + p[2] * this.up[2]);
    const depth = p[0] * this.towards[0] + p[1] * this.towards[1] + p[2] * this.towards[2];
    out[0] = this.width / 2 + x;
    out[1] = this.height / 2 - y;
    out[2] = depth >= 0 || x * x + y * y > this.radius * this.radius ? 1 : 0;
    return out;
  }

  /** Whether a place on the ground is on the near side. */
  faces(p) {
    return p[0] * this.towards[0] + p[1] * this.towards[1] + p[2] * this.towards[2] > 0;
  }

  groundPoint(lonLat) {
    const away = globalThis.d3.geoDistance(lonLat, [this.longitude, this.latitude]);
    return away > 1.45 ? null : this.projection(lonLat);
  }

  /** Whether a line between two drawn points may be drawn straight. */
  joins() {
    return true;
  }
}

/** The whole Earth flat, by longitude and latitude. */
export class FlatMap extends View {
  constructor() {
    super();
    this.latitude *= 0.5;
    this.projection = globalThis.d3.geoEquirectangular().precision(0.6);
  }

  fit() {
    const whole = Math.min(this.width / (2 * Math.PI), this.height / Math.PI);
    this.radius = whole * this.zoom;
    const room = Math.max(0, 90 - this.height / 2 / this.radius / RADIANS);
    this.latitude = Math.max(-room, Math.min(room, this.latitude));
    this.projection
      .rotate([-this.longitude, 0])
      .scale(this.radius)
      .translate([this.width / 2, this.height / 2 + this.latitude * RADIANS * this.radius]);
  }

  turn(dx, dy) {
    this.longitude -= dx / this.radius / RADIANS;
    this.latitude += dy / this.radius / RADIANS;
    this.fit();
  }

  point(p, out) {
    const [longitude, latitude] = below(p);
    const east = ((((longitude - this.longitude + 180) % 360) + 360) % 360) - 180;
    out[0] = this.width / 2 + east * RADIANS * this.radius;
    out[1] = this.height / 2 - (latitude - this.latitude) * RADIANS * this.radius;
    out[2] = 1;
    return out;
  }

  faces() {
    return true;
  }

  groundPoint(lonLat) {
    return this.projection(lonLat);
  }

  joins(a, b) {
    return Math.abs(a[0] - b[0]) < Math.PI * this.radius;
  }
}
