/** How many squares of a view hold something, summed up so that one step tells it of any box. */

/** @typedef {import("./boxes.js").Box} Box */

/** Side of a square, in pixels. */
export const CELL = 6;
/** Values that a square can have. */
export const VALUES = 256;

/**
 * Return 1 for each value of a square that counts.
 *
 * @param {(value: number) => boolean} isCounted
 */
export const countsOf = (isCounted) =>
  Uint8Array.from({ length: VALUES }, (_none, value) => (isCounted(value) ? 1 : 0));

export class SquareSums {
  /**
   * @param {{columns: number, rows: number}} grid
   * @param {Uint8Array} values of the squares
   * @param {Uint8Array} counts 1 for each value whose squares count
   */
  constructor({ columns, rows }, values, counts) {
    this.columns = columns;
    this.rows = rows;
    const wide = columns + 1;
    /* Of all squares above and to the left of each corner (a summed-area table). */
    this.sums = new Int32Array(wide * (rows + 1));
    for (let row = 0; row < rows; row += 1) {
      let inRow = 0;
      for (let column = 0; column < columns; column += 1) {
        inRow += counts[values[row * columns + column]];
        const at = (row + 1) * wide + column + 1;
        this.sums[at] = this.sums[at - wide] + inRow;
      }
    }
  }

  /** Tell whether a box touches a square that holds it. @param {Box} box */
  touches(box) {
    const left = Math.max(0, Math.floor(box[0] / CELL));
    const top = Math.max(0, Math.floor(box[1] / CELL));
    const right = Math.min(this.columns, Math.ceil(box[2] / CELL));
    const bottom = Math.min(this.rows, Math.ceil(box[3] / CELL));
    if (left >= right || top >= bottom) return false;
    const [above, below] = [top * (this.columns + 1), bottom * (this.columns + 1)];
    const { sums } = this;
    return sums[below + right] - sums[above + right] > sums[below + left] - sums[above + left];
  }
}
