/** The view as squares: which region each lies in, and what it holds. */

import { CELL, countsOf, SquareSums, VALUES } from "./square_sums.js";

export { CELL };

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {Float64Array | number[]} Line x and y by turns, in pixels */

/** What a square can hold. */
export const BOUNDARY = 1;
export const LAKE = 2;
export const TAKEN = 4;

/** The regions of a box: the one it lies in wholly, else `MIXED`. */
export const MIXED = -1;
const MAX_STEPS = 4000;

export class Grid {
  /** @param {number} width @param {number} height pixels */
  constructor(width, height) {
    this.columns = Math.max(1, Math.ceil(width / CELL));
    this.rows = Math.max(1, Math.ceil(height / CELL));
    this.region = new Uint8Array(this.columns * this.rows);
    this.marks = new Uint8Array(this.columns * this.rows);
    /** @type {Map<number, SquareSums>} squares by what they hold, until more is marked */
    this.sums = new Map();
  }

  /**
   * Give the squares whose middle lies in an area (by the even-odd rule) to a region.
   *
   * @param {Line[]} rings
   * @param {(from: number, to: number) => void} paint called with the places in the arrays where
   *   squares in a row begin and end
   */
  fill(rings, paint) {
    /** @type {number[][]} where rings cross the middle of a row, for the rows that they reach */
    const crossings = [];
    for (const ring of rings) this.cross(ring, crossings);
    crossings.forEach((found, row) => {
      found.sort((one, other) => one - other);
      for (let i = 0; i + 1 < found.length; i += 2) {
        const from = Math.max(0, Math.ceil(found[i] / CELL - 0.5));
        const to = Math.min(this.columns - 1, Math.ceil(found[i + 1] / CELL - 0.5) - 1);
        if (to >= from) paint(row * this.columns + from, row * this.columns + to + 1);
      }
    });
  }

  /** @param {Line} ring @param {number[][]} crossings by row, filled here */
  cross(ring, crossings) {
    const last = ring.length - 2;
    let [x2, y2] = [ring[last], ring[last + 1]];
    for (let i = 0; i <= last; i += 2) {
      const x1 = ring[i];
      const y1 = ring[i + 1];
      const from = Math.max(0, Math.ceil(Math.min(y1, y2) / CELL - 0.5));
      const to = Math.min(this.rows - 1, Math.ceil(Math.max(y1, y2) / CELL - 0.5) - 1);
      for (let row = from; row <= to; row += 1) {
        const x = x1 + (((row + 0.5) * CELL - y1) / (y2 - y1)) * (x2 - x1);
        if (crossings[row]) crossings[row].push(x);
        else crossings[row] = [x];
      }
      x2 = x1;
      y2 = y1;
    }
  }

  /** @param {Line[]} rings @param {number} id of the region, 1 to 255 */
  fillRegion(rings, id) {
    this.fill(rings, (from, to) => this.region.fill(id, from, to));
  }

  /** @param {Line[]} rings @param {number} bit */
  fillMark(rings, bit) {
    this.sums.delete(bit);
    this.fill(rings, (from, to) => {
      for (let at = from; at < to; at += 1) this.marks[at] |= bit;
    });
  }

  /** @param {Line} line @param {number} bit */
  markLine(line, bit) {
    this.sums.delete(bit);
    for (let i = 2; i < line.length; i += 2) {
      const [x1, y1, x2, y2] = [line[i - 2], line[i - 1], line[i], line[i + 1]];
      if (this.isOutside(x1, y1, x2, y2)) continue;
      const length = Math.max(Math.abs(x2 - x1), Math.abs(y2 - y1));
      const steps = Math.max(1, Math.min(MAX_STEPS, Math.ceil((2 * length) / CELL)));
      for (let step = 0; step <= steps; step += 1) {
        const [x, y] = [x1 + ((x2 - x1) * step) / steps, y1 + ((y2 - y1) * step) / steps];
        const at = this.at(x, y);
        if (at >= 0) this.marks[at] |= bit;
      }
    }
  }

  /** @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
  isOutside(x1, y1, x2, y2) {
    const [width, height] = [this.columns * CELL, this.rows * CELL];
    return (
      (x1 < 0 && x2 < 0) ||
      (y1 < 0 && y2 < 0) ||
      (x1 > width && x2 > width) ||
      (y1 > height && y2 > height)
    );
  }

  /** @param {Box} box @param {number} bit */
  markBox(box, bit) {
    this.sums.delete(bit);
    this.each(box, (at) => {
      this.marks[at] |= bit;
      return true;
    });
  }

  /** Tell whether a box touches a square that holds something. @param {Box} box @param {number} bit */
  has(box, bit) {
    let sums = this.sums.get(bit);
    if (!sums) {
      const counts = countsOf((marks) => (marks & bit) !== 0);
      sums = new SquareSums(this, this.marks, counts);
      this.sums.set(bit, sums);
    }
    return sums.touches(box);
  }

  /**
   * Return the region that a box lies in, 0 for none (the sea), `MIXED` for several.
   *
   * @param {Box} box
   */
  regionOf(box) {
    /** @type {number | null} */
    let found = null;
    const isOne = this.each(box, (at) => {
      found ??= this.region[at];
      return this.region[at] === found;
    });
    return isOne ? (found ?? 0) : MIXED;
  }

  /** @param {number} x @param {number} y @returns {number} place in the arrays, -1 outside */
  at(x, y) {
    const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
    const isInside = column >= 0 && row >= 0 && column < this.columns && row < this.rows;
    return isInside ? row * this.columns + column : -1;
  }

  /**
   * Visit the squares that a box touches, until one visit says no; tell whether none did.
   *
   * @param {Box} box
   * @param {(at: number) => boolean} visit
   */
  each([left, top, right, bottom], visit) {
    const [c1, c2] = [Math.floor(left / CELL), Math.ceil(right / CELL) - 1];
    const [r1, r2] = [Math.floor(top / CELL), Math.ceil(bottom / CELL) - 1];
    for (let row = Math.max(0, r1); row <= Math.min(this.rows - 1, r2); row += 1) {
      for (let column = Math.max(0, c1); column <= Math.min(this.columns - 1, c2); column += 1) {
        if (!visit(row * this.columns + column)) return false;
      }
    }
    return true;
  }
}

/** @typedef {{left: number, top: number, right: number, bottom: number}} Extent columns and rows */

/**
 * Return the first and last columns and rows of each value of squares, 0 apart.
 *
 * @param {Uint8Array} values
 * @param {number} columns
 * @returns {Map<number, Extent>}
 */
export function extentsOf(values, columns) {
  const [left, right] = [new Int32Array(VALUES).fill(columns), new Int32Array(VALUES).fill(-1)];
  const [top, bottom] = [new Int32Array(VALUES), new Int32Array(VALUES)];
  for (let at = 0, row = 0, column = 0; at < values.length; at += 1, column += 1) {
    if (column === columns) [row, column] = [row + 1, 0];
    const value = values[at];
    if (value === 0) continue;
    if (right[value] < 0) top[value] = row;
    if (column < left[value]) left[value] = column;
    if (column > right[value]) right[value] = column;
    bottom[value] = row;
  }
  const found = Array.from(right.keys()).filter((value) => right[value] >= 0);
  return new Map(
    found.map((value) => [
      value,
      { left: left[value], top: top[value], right: right[value], bottom: bottom[value] },
    ]),
  );
}
