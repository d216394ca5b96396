// Where satellites are: Kepler motion on mean elements whose angles are linear in time (the mean anomaly quadratic).
// Source: Vallado 2013, sections 2.5 and 2.6. Python fits the elements; nothing here decides anything.

const TURN = 2 * Math.PI;
/** The Earth's equatorial radius (WGS-84), km. */
export const EARTH_RADIUS_KM = 6378.137;

/** The eccentric anomaly, rad, by Newton's method (start after Danby 1987). */
export function eccentricAnomaly(meanAnomaly, eccentricity) {
  const reduced = meanAnomaly - TURN * Math.floor(meanAnomaly / TURN);
  if (eccentricity === 0) return reduced;
  let guess = reduced + (reduced < Math.PI ? 0.85 : -0.85) * eccentricity;
  for (let round = 0; round < 30; round += 1) {
    const step =
      (guess - eccentricity * Math.sin(guess) - reduced) / (1 - eccentricity * Math.cos(guess));
    guess -= step;
    if (Math.abs(step) < 1e-10) break;
  }
  return guess;
}

/** A row of the document as an arc with what never changes worked out. */
export function arcOf(row) {
  const [begin, end, reference, axis, eccentricity, inclination, ...angles] = row;
  return {
    begin, end, reference, axis, eccentricity, angles,
    minor: axis * Math.sqrt(1 - eccentricity * eccentricity),
    cosI: Math.cos(inclination),
    sinI: Math.sin(inclination),
  };
}

/** The arc that holds at a time, s; the last one still at its very end. Nothing while not in orbit. */
export function arcAt(arcs, t) {
  for (const arc of arcs) if (t >= arc.begin && t < arc.end) return arc;
  const last = arcs[arcs.length - 1];
  return last !== undefined && t === last.end ? last : undefined;
}

/** Greenwich mean sidereal time, rad, at seconds since the epoch; `gmst` is its value there and its rate. */
export function siderealAngle(gmst, t) {
  return (gmst[0] + gmst[1] * t) % TURN;
}

/** Writes the Earth-fixed position at a time into `out`, km; false while the satellite is not in orbit. */
export function place(arcs, gmst, t, out) {
  const arc = arcAt(arcs, t);
  if (arc === undefined) return false;
  const [node0, nodeRate, perigee0, perigeeRate, anomaly0, anomalyRate, bend] = arc.angles;
  const since = t - arc.reference;
  const e = arc.eccentricity;
  const angle = eccentricAnomaly(anomaly0 + (anomalyRate + bend * since) * since, e);
  const x = arc.axis * (Math.cos(angle) - e);
  const y = arc.minor * Math.sin(angle);
  const perigee = perigee0 + perigeeRate * since;
  const cosW = Math.cos(perigee);
  const sinW = Math.sin(perigee);
  const along = cosW * x - sinW * y;
  const across = sinW * x + cosW * y;
  const longitude = node0 + nodeRate * since - siderealAngle(gmst, t);
  const cosN = Math.cos(longitude);
  const sinN = Math.sin(longitude);
  out[0] = cosN * along - sinN * arc.cosI * across;
  out[1] = sinN * along + cosN * arc.cosI * across;
  out[2] = arc.sinI * across;
  return true;
}

/** The Earth-fixed position of a place on a sphere of the Earth's equatorial radius, km. */
export function groundPlace(longitudeDeg, latitudeDeg) {
  const longitude = (longitudeDeg * Math.PI) / 180;
  const latitude = (latitudeDeg * Math.PI) / 180;
  return [
    EARTH_RADIUS_KM * Math.cos(latitude) * Math.cos(longitude),
    EARTH_RADIUS_KM * Math.cos(latitude) * Math.sin(longitude),
    EARTH_RADIUS_KM * Math.sin(latitude),
  ];
}

/** Height above the equatorial radius, km. */
export function heightKm(p) {
  return Math.hypot(p[0], p[1], p[2]) - EARTH_RADIUS_KM;
}

/** Longitude and latitude below a position, degrees, on a sphere. */
export function below(p) {
  return [
    (Math.atan2(p[1], p[0]) * 180) / Math.PI,
    (Math.atan2(p[2], Math.hypot(p[0], p[1])) * 180) / Math.PI,
  ];
}

/** The elevation of a position over a place on the ground, degrees, on a sphere. */
export function elevationDeg(p, site) {
  const dx = p[0] - site[0];
  const dy = p[1] - site[1];
  const dz = p[2] - site[2];
  const up = (dx * site[0] + dy * site[1] + dz * site[2]) / EARTH_RADIUS_KM;
  return (Math.asin(up / Math.hypot(dx, dy, dz)) * 180) / Math.PI;
}

/** Half the angle at the Earth's centre that a satellite serves from a lowest elevation on, degrees. */
export function footprintDeg(p, lowestDeg) {
  const lowest = (lowestDeg * Math.PI) / 180;
  const radius = Math.hypot(p[0], p[1], p[2]);
  const angle = Math.acos(Math.min(1, (EARTH_RADIUS_KM / radius) * Math.cos(lowest))) - lowest;
  return Math.max(0, (angle * 180) / Math.PI);
}
