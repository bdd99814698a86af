/** Geodesics on the WGS 84 ellipsoid: degrees in, kilometres and degrees from north out. */

/** @typedef {{km: number, bearing: number}} Geodesic */
/** @typedef {[number, number]} LatLon latitude and longitude in degrees, in Leaflet's order */
/** @typedef {LatLon[]} Path */

const A = 6378137;
const F = 1 / 298.257223563;
const B = A * (1 - F);
const RAD = Math.PI / 180;
const MEAN_RADIUS_KM = 6371.0088;
const MAX_TURNS = 200;

/**
 * Solve Vincenty's inverse equations by iteration.
 *
 * @param {number} U1 reduced latitude of the first point, radians
 * @param {number} U2 reduced latitude of the second point, radians
 * @param {number} L difference of longitude, radians
 * @returns the terms of the distance; `null` for one and the same point, `undefined` where the
 *   iteration does not end (nearly antipodal points)
 */
function vincenty(U1, U2, L) {
  const [s1, c1, s2, c2] = [Math.sin(U1), Math.cos(U1), Math.sin(U2), Math.cos(U2)];
  let lambda = L;
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
    const sinSigma = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
    if (sinSigma === 0) return null;
    const cosSigma = s1 * s2 + c1 * c2 * cl;
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (c1 * c2 * sl) / sinSigma;
    const cosSq = 1 - sinAlpha * sinAlpha;
    const cos2m = cosSq === 0 ? 0 : cosSigma - (2 * s1 * s2) / cosSq;
    const C = (F / 16) * cosSq * (4 + F * (4 - 3 * cosSq));
    const inner = cos2m + C * cosSigma * (-1 + 2 * cos2m * cos2m);
    const next = L + (1 - C) * F * sinAlpha * (sigma + C * sinSigma * inner);
    if (Math.abs(next - lambda) < 1e-13) {
      const bearing = Math.atan2(c2 * sl, c1 * s2 - s1 * c2 * cl);
      return { sinSigma, cosSigma, sigma, cosSq, cos2m, bearing };
    }
    lambda = next;
  }
  return undefined;
}

/**
 * Return length and first bearing of the geodesic between two places.
 *
 * @param {number} lon1
 * @param {number} lat1
 * @param {number} lon2
 * @param {number} lat2
 * @returns {Geodesic} bearing in degrees from north at the first place, 0 up to 360; nearly
 *   antipodal places, for which Vincenty's formula has no answer, are half a sphere apart
 */
export function geodesic(lon1, lat1, lon2, lat2) {
  const L = wrapped(lon2 - lon1) * RAD;
  const U1 = Math.atan((1 - F) * Math.tan(lat1 * RAD));
  const U2 = Math.atan((1 - F) * Math.tan(lat2 * RAD));
  const t = vincenty(U1, U2, L);
  if (t === null) return { km: 0, bearing: 0 };
  if (t === undefined) return { km: Math.PI * MEAN_RADIUS_KM, bearing: 0 };
  const u = (t.cosSq * (A * A - B * B)) / (B * B);
  const a = 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u)));
  const b = (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u)));
  const m = t.cos2m;
  const late = (b / 6) * m * (-3 + 4 * t.sinSigma ** 2) * (-3 + 4 * m * m);
  const change = b * t.sinSigma * (m + (b / 4) * (t.cosSigma * (-1 + 2 * m * m) - late));
  return { km: (B * a * (t.sigma - change)) / 1000, bearing: (t.bearing / RAD + 360) % 360 };
}

/**
 * Return the things nearest to a place, nearest first, each with distance and bearing.
 *
 * @template {{lon: number, lat: number}} Place
 * @param {number} lon
 * @param {number} lat
 * @param {Place[]} places
 * @param {number} k how many, at most
 * @returns {(Geodesic & {place: Place})[]}
 */
export function nearest(lon, lat, places, k) {
  return places
    .map((place) => ({ place, ...geodesic(lon, lat, place.lon, place.lat) }))
    .sort((one, other) => one.km - other.km)
    .slice(0, k);
}

/**
 * Return points of the great circle between two places, near enough to draw the geodesic.
 *
 * @param {number} lon1
 * @param {number} lat1
 * @param {number} lon2
 * @param {number} lat2
 * @returns {Path}
 */
export function arc(lon1, lat1, lon2, lat2) {
  const [p, q] = [unitVector(lon1, lat1), unitVector(lon2, lat2)];
  const angle = Math.acos(Math.min(1, p[0] * q[0] + p[1] * q[1] + p[2] * q[2]));
  const steps = Math.max(1, Math.min(64, Math.ceil(angle * 100)));
  if (steps === 1 || Math.sin(angle) === 0) {
    return [
      [lat1, lon1],
      [lat2, lon2],
    ];
  }
  /** @type {Path} */
  const found = [];
  for (let i = 0; i <= steps; i += 1) {
    const s = Math.sin(((steps - i) / steps) * angle) / Math.sin(angle);
    const e = Math.sin((i / steps) * angle) / Math.sin(angle);
    const [x, y, z] = [p[0] * s + q[0] * e, p[1] * s + q[1] * e, p[2] * s + q[2] * e];
    found.push([Math.atan2(z, Math.hypot(x, y)) / RAD, Math.atan2(y, x) / RAD]);
  }
  return found;
}

/**
 * @param {number} lon
 * @param {number} lat
 * @returns {[number, number, number]}
 */
function unitVector(lon, lat) {
  const across = Math.cos(lat * RAD);
  return [across * Math.cos(lon * RAD), across * Math.sin(lon * RAD), Math.sin(lat * RAD)];
}

/**
 * Tell whether a place is in an area, by the even-odd rule; its edge may be either.
 *
 * @param {number} lon
 * @param {number} lat
 * @param {Path[][]} polygons each a list of rings, the outer one first
 */
export function isInArea(lon, lat, polygons) {
  return polygons.some(
    (rings) => rings.filter((ring) => isInRing(lon, lat, ring)).length % 2 === 1,
  );
}

/**
 * @param {number} lon
 * @param {number} lat
 * @param {Path} ring
 */
function isInRing(lon, lat, ring) {
  let inside = false;
  let [y2, x2] = ring[ring.length - 1] ?? [0, 0];
  for (const [y1, x1] of ring) {
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
    [y2, x2] = [y1, x1];
  }
  return inside;
}

/**
 * Return the point of some lines that is nearest to a place, by a plane about the place.
 *
 * @param {number} lon
 * @param {number} lat
 * @param {Path[]} paths
 * @returns {{lon: number, lat: number} | null} `null` where there is no line
 */
export function nearestPointOnPaths(lon, lat, paths) {
  const shrink = Math.cos(lat * RAD);
  let [best, x, y] = [Number.POSITIVE_INFINITY, 0, 0];
  for (const path of paths) {
    for (let i = 1; i < path.length; i += 1) {
      const [[ay, ax], [by, bx]] = [path[i - 1], path[i]];
      const [px, py] = [(ax - lon) * shrink, ay - lat];
      const [dx, dy] = [(bx - ax) * shrink, by - ay];
      const along = -(px * dx + py * dy) / (dx * dx + dy * dy || 1e-18);
      const share = Math.max(0, Math.min(1, along));
      const [nx, ny] = [px + share * dx, py + share * dy];
      const squared = nx * nx + ny * ny;
      if (squared < best) [best, x, y] = [squared, nx, ny];
    }
  }
  return Number.isFinite(best) ? { lon: lon + x / shrink, lat: lat + y } : null;
}

/**
 * Return a longitude in degrees from -180 up to, but not at, 180.
 *
 * @param {number} lon
 */
export function wrapped(lon) {
  return ((((lon + 180) % 360) + 360) % 360) - 180;
}
