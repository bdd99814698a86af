/** Names in areas: where the visible and free part of an area has most room. */

import { boxAbout } from "./boxes.js";
import { BOUNDARY, CELL, LAKE, TAKEN } from "./grid.js";

/** @typedef {import("./boxes.js").Spot} Spot */

const STRAIGHT = 3;
const SLANTED = 4;
const FAR = 60000;
/** Numbers that a region can have. */
const REGIONS = 256;
/** Distance from the middle of the view counts this much for each pixel. */
const OFF_MIDDLE = 0.012;

/**
 * @typedef {object} Room
 * @property {Uint16Array} distances of each square to the nearest that is not free, in thirds of a
 *   square (chamfer 3-4); 0 outside
 * @property {{left: number, top: number, right: number, bottom: number}} extent first and last
 *   columns and rows
 */

/**
 * Return the room in the free part of some regions.
 *
 * @param {import("./grid.js").Grid} grid
 * @param {ReturnType<import("./grid.js").Grid["extents"]>} extents
 * @param {(region: number) => boolean} isOwn
 * @returns {Room | null} `null` where none is in view
 */
export function roomIn(grid, extents, isOwn) {
  const own = new Map([...extents].filter(([id]) => isOwn(id)));
  if (!own.size) return null;
  const extent = unionOf([...own.values()]);
  const { columns, rows, region, marks } = grid;
  const distances = new Uint16Array(columns * rows);
  const isHeld = Uint8Array.from({ length: REGIONS }, (_none, id) => (own.has(id) ? 1 : 0));
  const blocked = BOUNDARY | LAKE | TAKEN;
  for (let row = extent.top; row <= extent.bottom; row += 1) {
    const isEdge = row === 0 || row === rows - 1;
    for (let column = extent.left; column <= extent.right; column += 1) {
      const at = row * columns + column;
      if (!isHeld[region[at]] || marks[at] & blocked) continue;
      /* Beyond the view there is no room. */
      distances[at] = isEdge || column === 0 || column === columns - 1 ? STRAIGHT : FAR;
    }
  }
  relax(distances, grid, extent, -1);
  relax(distances, grid, extent, 1);
  return { distances, extent };
}

/** @param {Room["extent"][]} extents @returns {Room["extent"]} */
const unionOf = (extents) => ({
  left: Math.min(...extents.map(({ left }) => left)),
  top: Math.min(...extents.map(({ top }) => top)),
  right: Math.max(...extents.map(({ right }) => right)),
  bottom: Math.max(...extents.map(({ bottom }) => bottom)),
});

/**
 * Shorten each square's distance by those of its neighbours, square by square.
 *
 * @param {Uint16Array} distances
 * @param {{columns: number, rows: number}} grid
 * @param {Room["extent"]} extent
 * @param {number} way -1 looks left and up, 1 right and down
 */
function relax(distances, { columns, rows }, extent, way) {
  const [left, right] = [Math.max(1, extent.left), Math.min(columns - 2, extent.right)];
  const [top, bottom] = [Math.max(1, extent.top), Math.min(rows - 2, extent.bottom)];
  const next = way * columns;
  for (let i = top; i <= bottom; i += 1) {
    const row = way < 0 ? i : top + bottom - i;
    for (let j = left; j <= right; j += 1) {
      const at = row * columns + (way < 0 ? j : left + right - j);
      if (distances[at] === 0) continue;
      const straight = Math.min(distances[at + way], distances[at + next]) + STRAIGHT;
      const slanted = Math.min(distances[at + next + way], distances[at + next - way]) + SLANTED;
      distances[at] = Math.min(distances[at], straight, slanted);
    }
  }
}

/**
 * Return the best box of a size that lies wholly in the free part of an area, near its middle.
 *
 * @param {import("./placer.js").Placer} placer
 * @param {Room} room
 * @param {[number, number]} size
 * @param {{cap: number, towards: Spot}} options `cap`: squares of room beyond which more does not
 *   count, so that names gather towards a spot
 * @returns {import("./boxes.js").Box | null}
 */
export function boxInArea(placer, { distances, extent }, [w, h], { cap, towards }) {
  const { grid } = placer;
  const isRoom = (/** @type {number} */ at) => distances[at] > 0;
  const least = Math.max(1, (STRAIGHT * (h / CELL)) / 2);
  let most = Number.NEGATIVE_INFINITY;
  let best = null;
  for (let row = extent.top + (extent.top % 2); row <= extent.bottom; row += 2) {
    const y = (row + 0.5) * CELL;
    for (let column = extent.left; column <= extent.right; column += 1) {
      const free = distances[row * grid.columns + column];
      if (free < least) continue;
      const x = (column + 0.5) * CELL;
      const off = Math.hypot(x - towards.x, y - towards.y);
      const score = Math.min(free / STRAIGHT, cap) - OFF_MIDDLE * off;
      if (score <= most) continue;
      const box = boxAbout(x, y, w, h);
      if (!grid.each(box, isRoom) || !placer.isOpen(box)) continue;
      [most, best] = [score, box];
    }
  }
  return best;
}
