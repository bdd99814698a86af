/** Where names may stand: beside their place, on no other name, symbol or control, off the line. */

/** @typedef {[number, number]} Spot left and top, pixels */
/** @typedef {[number, number, number, number]} Box left, top, right, bottom, pixels */
/** @typedef {[number, number]} Size width and height, pixels */

/** The boundary takes squares of the screen of this many pixels. */
export const CELL = 8;
const MAX_STEPS = 400;

/** @param {Box} a @param {Box} b */
export const meets = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

/** @param {Spot} spot @param {Size} size @returns {Box} */
export const boxAt = ([x, y], [w, h]) => [x - 1, y, x + w + 1, y + h];

/**
 * Return the spots where a name may stand, best first.
 *
 * @param {{x: number, y: number}} at the place
 * @param {Size} size of the name
 * @param {number | undefined} away pixels from the place; without it the name stands on it
 * @param {boolean} [isSouth] whether the name rather stands below its place than above
 * @returns {Spot[]}
 */
export function spotsAbout(at, [w, h], away, isSouth = false) {
  if (away === undefined) return [[at.x - w / 2, at.y - h / 2]];
  const [above, below] = [at.y - away - h, at.y + away];
  return [
    [at.x + away, at.y - h / 2],
    [at.x - away - w, at.y - h / 2],
    [at.x - w / 2, isSouth ? below : above],
    [at.x - w / 2, isSouth ? above : below],
    [at.x + away * 0.8, at.y - away - h * 0.6],
    [at.x + away * 0.8, at.y + away - h * 0.4],
    [at.x - away * 0.8 - w, at.y - away - h * 0.6],
    [at.x - away * 0.8 - w, at.y + away - h * 0.4],
  ];
}

/**
 * Add the squares of the screen through which a line runs.
 *
 * @param {Set<string>} cells
 * @param {{x: number, y: number}} p
 * @param {{x: number, y: number}} q
 */
export function addCells(cells, p, q) {
  const length = Math.hypot(q.x - p.x, q.y - p.y);
  const steps = Math.min(MAX_STEPS, Math.ceil(length / CELL)) || 1;
  for (let step = 0; step <= steps; step += 1) {
    const x = p.x + ((q.x - p.x) * step) / steps;
    const y = p.y + ((q.y - p.y) * step) / steps;
    cells.add(`${Math.floor(x / CELL)},${Math.floor(y / CELL)}`);
  }
}

/**
 * Return how many squares of the boundary a name would cover.
 *
 * @param {Spot} spot
 * @param {Size} size
 * @param {Set<string>} cells
 */
function crossings([x, y], [w, h], cells) {
  let found = 0;
  for (let i = Math.floor(x / CELL); i <= Math.floor((x + w) / CELL); i += 1) {
    for (let j = Math.floor((y + 3) / CELL); j <= Math.floor((y + h - 3) / CELL); j += 1) {
      if (cells.has(`${i},${j}`)) found += 1;
    }
  }
  return found;
}

/**
 * Return the first spot that is free and least over the boundary, `null` where none is free.
 *
 * @param {Spot[]} spots
 * @param {Size} size
 * @param {Box[]} taken
 * @param {Set<string>} cells
 */
export function bestSpot(spots, size, taken, cells) {
  /** @type {Spot | null} */
  let best = null;
  let least = Number.POSITIVE_INFINITY;
  for (const spot of spots) {
    if (least === 0) break;
    const box = boxAt(spot, size);
    if (taken.some((other) => meets(box, other))) continue;
    const crossed = crossings(spot, size, cells);
    if (crossed < least) [best, least] = [spot, crossed];
  }
  return best;
}
