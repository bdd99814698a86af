/** Names in areas: where the visible and free part of an area has most room. */

import { boxAbout } from "./boxes.js";
import { BOUNDARY, CELL, LAKE, TAKEN } from "./grid.js";

/** @typedef {import("./boxes.js").Spot} Spot */

const STRAIGHT = 3;
const SLANTED = 4;
const FAR = 60000;
/** Distance from the middle of the view counts this much for each pixel. */
const OFF_MIDDLE = 0.012;

/**
 * Return the distance of each free square of a region to the nearest that is not, in thirds of a
 * square (chamfer 3-4); 0 outside.
 *
 * @param {import("./grid.js").Grid} grid
 * @param {(region: number) => boolean} isOwn
 */
export function distancesIn(grid, isOwn) {
  const { columns, rows, region, marks } = grid;
  const found = new Uint16Array(columns * rows);
  const blocked = BOUNDARY | LAKE | TAKEN;
  for (let at = 0; at < found.length; at += 1) {
    found[at] = isOwn(region[at]) && (marks[at] & blocked) === 0 ? FAR : 0;
  }
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) relax(found, grid, column, row, -1);
  }
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) relax(found, grid, column, row, 1);
  }
  return found;
}

/**
 * @param {Uint16Array} found
 * @param {{columns: number, rows: number}} grid
 * @param {number} column
 * @param {number} row
 * @param {number} way -1 looks left and up, 1 right and down
 */
function relax(found, { columns, rows }, column, row, way) {
  const at = row * columns + column;
  if (found[at] === 0) return;
  /* Beyond the view there is no room. */
  if (column === 0 || row === 0 || column === columns - 1 || row === rows - 1) {
    found[at] = STRAIGHT;
    return;
  }
  const next = at + way * columns;
  const straight = Math.min(found[at + way], found[next]) + STRAIGHT;
  const slanted = Math.min(found[next + way], found[next - way]) + SLANTED;
  found[at] = Math.min(found[at], straight, slanted);
}

/**
 * Return the first box of a size that lies wholly in the free part of an area, near its middle.
 *
 * @param {import("./placer.js").Placer} placer
 * @param {Uint16Array} room by `distancesIn`
 * @param {[number, number]} size
 * @param {{cap: number, towards: Spot}} options `cap`: squares of room beyond which more does not
 *   count, so that names gather towards a spot
 * @returns {import("./boxes.js").Box | null}
 */
export function boxInArea(placer, room, [w, h], { cap, towards }) {
  const { grid } = placer;
  /** @type {{score: number, x: number, y: number}[]} */
  const spots = [];
  for (let row = 0; row < grid.rows; row += 2) {
    for (let column = 0; column < grid.columns; column += 1) {
      const free = room[row * grid.columns + column];
      if (free * 2 < STRAIGHT * (h / CELL)) continue;
      const [x, y] = [(column + 0.5) * CELL, (row + 0.5) * CELL];
      const off = Math.hypot(x - towards.x, y - towards.y);
      spots.push({ score: Math.min(free / STRAIGHT, cap) - OFF_MIDDLE * off, x, y });
    }
  }
  spots.sort((one, other) => other.score - one.score);
  for (const { x, y } of spots) {
    const box = boxAbout(x, y, w, h);
    const isInside = grid.each(box, (at) => room[at] > 0);
    if (isInside && placer.isOpen(box)) return box;
  }
  return null;
}
