/** Coordinates as they travel (`coded_paths.py`), and the levels of generalisation. */

/** @typedef {import("./geodesy.js").Path} Path */
/** @typedef {number[]} Codes whole numbers: the first vertex, then steps from vertex to vertex */
/** @typedef {number[][]} CodedLines */
/** @typedef {number[][][]} CodedAreas */

/**
 * Return the vertices that a list of whole numbers stands for.
 *
 * @param {Codes} codes longitude and latitude in units of 10^-decimals degrees
 * @param {number} decimals
 * @returns {Path}
 */
export function decodedPath(codes, decimals) {
  const unit = 10 ** decimals;
  /** @type {Path} */
  const found = [];
  let [x, y] = [0, 0];
  for (let i = 0; i < codes.length; i += 2) {
    x += codes[i];
    y += codes[i + 1];
    found.push([y / unit, x / unit]);
  }
  return found;
}

/**
 * @param {CodedLines} lines
 * @param {number} decimals
 */
export const decodedLines = (lines, decimals) => lines.map((codes) => decodedPath(codes, decimals));

/**
 * @param {CodedAreas} areas polygons, each a list of rings, the outer one first
 * @param {number} decimals
 */
export const decodedAreas = (areas, decimals) =>
  areas.map((rings) => decodedLines(rings, decimals));

/**
 * The levels and the zoom from which each is drawn: its tolerance is then less than about a pixel.
 *
 * @type {[string, number][]}
 */
export const LEVELS = [
  ["overview", 0],
  ["web", 6.8],
  ["detail", 9.5],
  ["full", 12.5],
];

/**
 * Return the level to draw at a zoom: the wanted one or, where it is not there, one before it.
 *
 * @param {number} zoom
 * @param {(level: string) => boolean} isThere
 */
export function levelAt(zoom, isThere) {
  const there = LEVELS.filter(([level, from]) => zoom >= from && isThere(level));
  return there.length ? there[there.length - 1][0] : LEVELS[0][0];
}

/**
 * Tell whether a level is closer than another.
 *
 * @param {string} level
 * @param {string} other
 */
export function levelAfter(level, other) {
  const order = LEVELS.map(([name]) => name);
  return order.indexOf(level) > order.indexOf(other);
}
