/** Names in areas: where the visible and free part of an area has most room. */

import { boxAbout } from "./boxes.js";
import { BOUNDARY, CELL, extentsOf, LAKE, TAKEN } from "./grid.js";

/** @typedef {import("./boxes.js").Spot} Spot */

const STRAIGHT = 3;
const SLANTED = 4;
const FAR = 60000;
/** Distance from the middle of the view counts this much for each pixel. */
const OFF_MIDDLE = 0.012;

/**
 * @typedef {object} Room
 * @property {Uint8Array} areas the number of the area that each square is a free part of, else 0
 * @property {Uint16Array} distances of each square to the nearest that is not a free part of its
 *   area, in thirds of a square (chamfer 3-4)
 * @property {Map<number, import("./grid.js").Extent>} extents of the areas in view
 */

/**
 * Return the room in the free parts of areas.
 *
 * @param {import("./grid.js").Grid} grid
 * @param {Uint8Array} areaOf the number of the area that each region is part of, 0 for none
 * @returns {Room}
 */
export function roomIn(grid, areaOf) {
  const { columns, rows, region, marks } = grid;
  const areas = new Uint8Array(columns * rows);
  const distances = new Uint16Array(columns * rows);
  const blocked = BOUNDARY | LAKE | TAKEN;
  for (let row = 0, at = 0; row < rows; row += 1) {
    const isEdge = row === 0 || row === rows - 1;
    for (let column = 0; column < columns; column += 1, at += 1) {
      if (marks[at] & blocked) continue;
      areas[at] = areaOf[region[at]];
      /* Beyond the view there is no room. */
      const isBeside = isEdge || column === 0 || column === columns - 1;
      if (areas[at]) distances[at] = isBeside ? STRAIGHT : FAR;
    }
  }
  relax(distances, areas, grid, -1);
  relax(distances, areas, grid, 1);
  return { areas, distances, extents: extentsOf(areas, columns) };
}

/**
 * Shorten each square's distance by those of its neighbours, square by square.
 *
 * @param {Uint16Array} distances
 * @param {Uint8Array} areas
 * @param {{columns: number, rows: number}} grid
 * @param {number} way -1 looks left and up, 1 right and down
 */
function relax(distances, areas, { columns, rows }, way) {
  const next = way * columns;
  /** @param {number} at @param {number} area */
  const far = (at, area) => (areas[at] === area ? distances[at] : 0);
  for (let i = 1; i < rows - 1; i += 1) {
    const row = way < 0 ? i : rows - 1 - i;
    for (let j = 1; j < columns - 1; j += 1) {
      const at = row * columns + (way < 0 ? j : columns - 1 - j);
      const area = areas[at];
      if (area === 0) continue;
      const straight = Math.min(far(at + way, area), far(at + next, area)) + STRAIGHT;
      const slanted = Math.min(far(at + next + way, area), far(at + next - way, area)) + SLANTED;
      distances[at] = Math.min(distances[at], straight, slanted);
    }
  }
}

/**
 * Return the best box of a size that lies wholly in the free part of an area, near its middle.
 *
 * @param {import("./placer.js").Placer} placer
 * @param {Room} room
 * @param {number} area
 * @param {{size: [number, number], cap: number, towards: Spot}} wanted `cap`: squares of room
 *   beyond which more does not count, so that names gather towards a spot
 * @returns {import("./boxes.js").Box | null}
 */
export function boxInArea(placer, { areas, distances, extents }, area, { size, cap, towards }) {
  const { grid } = placer;
  const [w, h] = size;
  const extent = extents.get(area);
  if (!extent) return null;
  const isRoom = (/** @type {number} */ at) => areas[at] === area;
  const least = Math.max(1, (STRAIGHT * (h / CELL)) / 2);
  const half = Math.floor(w / 2 / CELL);
  /* Most boxes that do not fit are told by their middle and their ends. */
  const mayFit = (/** @type {number} */ at) =>
    isRoom(at) && distances[at] >= least && isRoom(at - half) && isRoom(at + half);
  let most = Number.NEGATIVE_INFINITY;
  /** @type {import("./boxes.js").Box | null} */
  let best = null;
  for (let row = extent.top + (extent.top % 2); row <= extent.bottom; row += 2) {
    const y = (row + 0.5) * CELL;
    for (let column = extent.left; column <= extent.right; column += 1) {
      const at = row * grid.columns + column;
      if (!mayFit(at)) continue;
      const x = (column + 0.5) * CELL;
      const off = Math.hypot(x - towards.x, y - towards.y);
      const score = Math.min(distances[at] / STRAIGHT, cap) - OFF_MIDDLE * off;
      if (score <= most) continue;
      const box = boxAbout(x, y, w, h);
      if (!grid.each(box, isRoom) || !placer.isOpen(box)) continue;
      [most, best] = [score, box];
    }
  }
  return best;
}
