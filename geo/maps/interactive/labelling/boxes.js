/** Boxes and lines of the screen, in pixels. */

/** @typedef {{x: number, y: number}} Spot */
/** @typedef {[number, number, number, number]} Box left, top, right, bottom */
/** @typedef {[number, number, number, number]} Segment from x, y to x, y */

/** @param {Box} a @param {Box} b */
export const meets = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

/** @param {number} x @param {number} y @param {number} w @param {number} h @returns {Box} */
export const boxAbout = (x, y, w, h) => [x - w / 2, y - h / 2, x + w / 2, y + h / 2];

/** @param {Box} box @param {number} by @returns {Box} */
export const widened = ([left, top, right, bottom], by) => [
  left - by,
  top - by,
  right + by,
  bottom + by,
];

/** @param {Box} box @returns {Spot} */
export const middleOf = ([left, top, right, bottom]) => ({
  x: (left + right) / 2,
  y: (top + bottom) / 2,
});

/** @param {Box[]} boxes @returns {Box} */
export const around = (boxes) => [
  Math.min(...boxes.map((box) => box[0])),
  Math.min(...boxes.map((box) => box[1])),
  Math.max(...boxes.map((box) => box[2])),
  Math.max(...boxes.map((box) => box[3])),
];

/** @param {Box} box @param {Spot} spot @returns {Spot} the point of the box nearest to the spot */
export const nearestOnBox = ([left, top, right, bottom], { x, y }) => ({
  x: Math.max(left, Math.min(right, x)),
  y: Math.max(top, Math.min(bottom, y)),
});

/**
 * Tell whether a line runs through a box (Liang and Barsky).
 *
 * @param {Segment} line
 * @param {Box} box
 */
export function segmentMeetsBox(line, box) {
  if (isApart(line, box)) return false;
  const [x1, y1, x2, y2] = line;
  const [left, top, right, bottom] = box;
  let [from, to] = [0, 1];
  const sides = [
    [x1 - x2, x1 - left],
    [x2 - x1, right - x1],
    [y1 - y2, y1 - top],
    [y2 - y1, bottom - y1],
  ];
  for (const [slope, room] of sides) {
    if (slope === 0 && room <= 0) return false;
    if (slope < 0) from = Math.max(from, room / slope);
    if (slope > 0) to = Math.min(to, room / slope);
  }
  return from < to;
}

/** Tell at once of most pairs that they are far from one another. @param {Segment} line @param {Box} box */
const isApart = ([x1, y1, x2, y2], [left, top, right, bottom]) =>
  Math.max(x1, x2) <= left ||
  Math.min(x1, x2) >= right ||
  Math.max(y1, y2) <= top ||
  Math.min(y1, y2) >= bottom;

/** @param {Segment} one @param {Segment} other */
export function segmentsCross([ax, ay, bx, by], [cx, cy, dx, dy]) {
  const turn = (/** @type {number[]} */ [px, py, qx, qy, rx, ry]) =>
    Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
  return (
    turn([ax, ay, bx, by, cx, cy]) * turn([ax, ay, bx, by, dx, dy]) < 0 &&
    turn([cx, cy, dx, dy, ax, ay]) * turn([cx, cy, dx, dy, bx, by]) < 0
  );
}

/**
 * Return boxes that together cover a name turned about its middle.
 *
 * @param {Spot} middle
 * @param {number} width
 * @param {number} height
 * @param {number} angle radians, clockwise on the screen
 * @returns {Box[]}
 */
export function boxesOfTurned({ x, y }, width, height, angle) {
  if (Math.abs(angle) < 0.02) return [boxAbout(x, y, width, height)];
  const parts = Math.max(1, Math.ceil(width / height));
  const step = width / parts;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [w, h] = [
    step * Math.abs(cos) + height * Math.abs(sin),
    step * Math.abs(sin) + height * Math.abs(cos),
  ];
  return Array.from({ length: parts }, (_none, i) => {
    const along = (i + 0.5) * step - width / 2;
    return boxAbout(x + along * cos, y + along * sin, w, h);
  });
}
