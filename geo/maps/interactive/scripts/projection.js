/** Paths of degrees as pixels of a view (spherical Mercator, as Leaflet draws). */

/** @typedef {import("./geodesy.js").Path} Path */
/** @typedef {{points: Float64Array, box: [number, number, number, number]}} World shares of the world's width */
/** @typedef {{scale: number, left: number, top: number, width: number, height: number}} Window pixels of the world, of its corner in the view, of the view */

const TILE = 256;
/** @type {WeakMap<Path, World>} */
const known = new WeakMap();

/** @param {number} lat @param {number} lon @returns {[number, number]} */
export function worldPoint(lat, lon) {
  const sin = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

/** @param {Path} path @returns {World} */
function worldOf(path) {
  const there = known.get(path);
  if (there) return there;
  const points = new Float64Array(path.length * 2);
  /** @type {[number, number, number, number]} */
  const box = [1, 1, 0, 0];
  path.forEach(([lat, lon], i) => {
    const [x, y] = worldPoint(lat, lon);
    points[2 * i] = x;
    points[2 * i + 1] = y;
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  });
  const found = { points, box };
  known.set(path, found);
  return found;
}

/**
 * Return the window of the world that a map shows.
 *
 * @param {L.Map} map
 * @returns {Window}
 */
export function windowOf(map) {
  const { x, y } = map.getSize();
  const { min } = map.getPixelBounds();
  return {
    scale: TILE * 2 ** map.getZoom(),
    left: min?.x ?? 0,
    top: min?.y ?? 0,
    width: x,
    height: y,
  };
}

/** @param {Window} window @param {number} lat @param {number} lon */
export function pixelOf({ scale, left, top }, lat, lon) {
  const [x, y] = worldPoint(lat, lon);
  return { x: x * scale - left, y: y * scale - top };
}

/**
 * Return a path in pixels, `null` where none of it can be in the window.
 *
 * @param {Window} window
 * @param {Path} path
 */
export function pixelsOf({ scale, left, top, width, height }, path) {
  const { points, box } = worldOf(path);
  if (box[2] * scale < left || box[0] * scale > left + width) return null;
  if (box[3] * scale < top || box[1] * scale > top + height) return null;
  const found = new Float64Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    found[i] = points[i] * scale - left;
    found[i + 1] = points[i + 1] * scale - top;
  }
  return found;
}
