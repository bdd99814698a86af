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

/** @param {Segment} line @returns {Box} the least box that holds a line */
export const hullOf = ([x1, y1, x2, y2]) => [
  Math.min(x1, x2),
  Math.min(y1, y2),
  Math.max(x1, x2),
  Math.max(y1, y2),
];

/** Tell whether one of several boxes meets a box. @param {Box[]} boxes @param {Box} box */
export function anyMeets(boxes, box) {
  for (let i = 0; i < boxes.length; i += 1) if (meets(boxes[i], box)) return true;
  return false;
}

/** Tell whether one of several lines runs through a box. @param {Segment[]} lines @param {Box} box */
export function anyThrough(lines, box) {
  for (const line of lines) if (segmentMeetsBox(line, box)) return true;
  return false;
}

/** Tell whether one of several lines crosses a line. @param {Segment[]} lines @param {Segment} line */
export function anyCrosses(lines, line) {
  for (const other of lines) if (segmentsCross(line, other)) return true;
  return false;
}

/**
 * Tell whether a line runs through a box (Liang and Barsky).
 *
 * @param {Segment} line
 * @param {Box} box
 */
export function segmentMeetsBox(line, box) {
  if (isApart(line, box)) return false;
  let [from, to] = [0, 1];
  for (let axis = 0; axis < 2; axis += 1) {
    const start = line[axis];
    const way = line[axis + 2] - start;
    if (way === 0) continue;
    const [one, other] = [(box[axis] - start) / way, (box[axis + 2] - start) / way];
    from = Math.max(from, Math.min(one, other));
    to = Math.min(to, Math.max(one, other));
  }
  return from < to;
}

/** Tell at once of most pairs that they are far from one another. @param {Segment} line @param {Box} box */
const isApart = (line, box) =>
  (line[0] <= box[0] && line[2] <= box[0]) ||
  (line[0] >= box[2] && line[2] >= box[2]) ||
  (line[1] <= box[1] && line[3] <= box[1]) ||
  (line[1] >= box[3] && line[3] >= box[3]);

/** @param {Segment} one @param {Segment} other */
export const segmentsCross = (one, other) =>
  sideOf(one, other[0], other[1]) * sideOf(one, other[2], other[3]) < 0 &&
  sideOf(other, one[0], one[1]) * sideOf(other, one[2], one[3]) < 0;

/** @param {Segment} line @param {number} x @param {number} y @returns {number} -1 or 1 by the side, 0 on the line */
const sideOf = (line, x, y) =>
  Math.sign((line[2] - line[0]) * (y - line[1]) - (line[3] - line[1]) * (x - line[0]));

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
