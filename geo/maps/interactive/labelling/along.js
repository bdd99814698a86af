/** Names along a line, one on each side: the countries and the two names of a boundary river. */

import { boxesOfTurned } from "./boxes.js";
import { LAKE } from "./grid.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Spot} Spot */
/** @typedef {{points: Float64Array, isRiver: boolean, river: string}} BoundaryPart */

export const STEP = 8;
/** Costs, in pixels. */
const PER_SPREAD = 1.2;
const PER_PORT = 40;
const PER_ANGLE = 25;
const OFF_MIDDLE = 0.06;

/**
 * Return the visible runs of a line as spots of even distance.
 *
 * @param {Float64Array[]} lines x and y by turns
 * @param {number} width of the view
 * @param {number} height of the view
 * @returns {Spot[][]}
 */
export function visibleRuns(lines, width, height) {
  const walk = new Walk(width, height);
  for (const line of lines) walk.along(line);
  return walk.runs;
}

class Walk {
  /** @param {number} width @param {number} height */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    /** @type {Spot[][]} */
    this.runs = [];
    /** @type {Spot[] | null} */
    this.run = null;
    this.rest = 0;
    this.last = { x: Number.NaN, y: Number.NaN };
  }

  /** @param {Float64Array} line */
  along(line) {
    const isOn = Math.hypot(line[0] - this.last.x, line[1] - this.last.y) <= STEP;
    if (!isOn) this.leave();
    for (let i = 2; i < line.length; i += 2) {
      this.step(line[i - 2], line[i - 1], line[i], line[i + 1]);
    }
    this.last = { x: line[line.length - 2], y: line[line.length - 1] };
  }

  leave() {
    this.run = null;
    this.rest = 0;
  }

  /** @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
  step(x1, y1, x2, y2) {
    if (isFarOff(x1, y1, x2, y2, this.width, this.height)) {
      this.leave();
      return;
    }
    const length = Math.hypot(x2 - x1, y2 - y1);
    for (; this.rest <= length; this.rest += STEP) {
      const share = length ? this.rest / length : 0;
      this.visit(x1 + (x2 - x1) * share, y1 + (y2 - y1) * share);
    }
    this.rest -= length;
  }

  /** @param {number} x @param {number} y */
  visit(x, y) {
    if (x < 0 || y < 0 || x > this.width || y > this.height) {
      this.run = null;
      return;
    }
    if (!this.run) {
      this.run = [];
      this.runs.push(this.run);
    }
    this.run.push({ x, y });
  }
}

/**
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2
 * @param {number} y2
 * @param {number} width
 * @param {number} height
 */
const isFarOff = (x1, y1, x2, y2, width, height) =>
  (x1 < 0 && x2 < 0) ||
  (y1 < 0 && y2 < 0) ||
  (x1 > width && x2 > width) ||
  (y1 > height && y2 > height);

/**
 * @typedef {object} PairOfNames
 * @property {[number, number]} north width and height of the name on the side of the United States
 * @property {[number, number]} south of that on the Mexican side
 * @property {number} offset pixels between the line's spread and the nearer edge of a name
 * @property {number[]} spreads most spread of the line about its chord, tried in turn
 * @property {number} steepest angle of the chord, degrees
 */
/** @typedef {{middle: Spot, angle: number, boxes: Box[]}} Standing */
/** @typedef {{north: Standing, south: Standing, cost: number}} Standings */

/** @typedef {import("./placer.js").Candidate & Standings} Both */

/**
 * Return where two names stand along a line and where else they could, `null` where there is no
 * room.
 *
 * @param {import("./placer.js").Placer} placer
 * @param {Spot[][]} runs
 * @param {PairOfNames} names
 * @param {Spot[]} ports
 * @returns {{candidate: Both, options: Both[]} | null}
 */
export function alongLine(placer, runs, names, ports) {
  const isOpen = (/** @type {Box} */ box) =>
    placer.isOpen(box) && placer.isOffSymbols(box) && !placer.grid.has(box, LAKE);
  for (const spread of names.spreads) {
    /** @type {Standings[]} */
    const found = [];
    for (const run of runs) found.push(...windows(run, names, spread, ports, placer));
    const options = found
      .sort((one, other) => one.cost - other.cost)
      .map((one) => ({ ...one, boxes: [...one.north.boxes, ...one.south.boxes], leaders: [] }))
      .filter(({ boxes }) => boxes.every(isOpen));
    const candidate = placer.first(options);
    if (candidate) return { candidate, options };
  }
  return null;
}

/**
 * @param {Spot[]} run
 * @param {PairOfNames} names
 * @param {number} widest
 * @param {Spot[]} ports
 * @param {import("./placer.js").Placer} placer
 * @returns {Standings[]}
 */
function windows(run, names, widest, ports, placer) {
  const length = Math.ceil((Math.max(names.north[0], names.south[0]) + 16) / STEP);
  /** @type {Standings[]} */
  const found = [];
  for (let i = 0; i + length < run.length; i += 1) {
    const part = run.slice(i, i + length + 1);
    const chord = chordOf(part);
    if (
      !chord ||
      chord.spread > widest ||
      Math.abs(chord.angle) > (names.steepest * Math.PI) / 180
    ) {
      continue;
    }
    const standings = standingsAt(chord, names, placer);
    if (!standings) continue;
    const { middle } = chord;
    const near = ports.filter(
      ({ x, y }) => Math.hypot(x - middle.x, y - middle.y) < (length * STEP) / 2,
    ).length;
    const off = Math.hypot(middle.x - placer.width / 2, middle.y - placer.height / 2);
    const cost =
      PER_SPREAD * chord.spread +
      PER_PORT * near +
      PER_ANGLE * Math.abs(chord.angle) +
      OFF_MIDDLE * off;
    found.push({ ...standings, cost });
  }
  return found;
}

/**
 * Return the chord of a part of a line: middle, angle (read from left to right), half its spread.
 *
 * @param {Spot[]} part
 */
function chordOf(part) {
  const [first, last] = [part[0], part[part.length - 1]];
  const [dx, dy] =
    first.x <= last.x ? [last.x - first.x, last.y - first.y] : [first.x - last.x, first.y - last.y];
  const length = Math.hypot(dx, dy);
  if (length < (part.length * STEP) / 3) return null;
  const angle = Math.atan2(dy, dx);
  const [nx, ny] = [-dy / length, dx / length];
  const offs = part.map(({ x, y }) => (x - first.x) * nx + (y - first.y) * ny);
  const [low, high] = [Math.min(...offs), Math.max(...offs)];
  const shift = (low + high) / 2;
  const middle = {
    x: (first.x + last.x) / 2 + shift * nx,
    y: (first.y + last.y) / 2 + shift * ny,
  };
  return { middle, angle, spread: (high - low) / 2, nx, ny };
}

/**
 * Return where the two names stand beside a chord, if each lies on its own side.
 *
 * @param {NonNullable<ReturnType<typeof chordOf>>} chord
 * @param {PairOfNames} names
 * @param {import("./placer.js").Placer} placer
 */
function standingsAt({ middle, angle, spread, nx, ny }, names, placer) {
  const side = (/** @type {[number, number]} */ [w, h], /** @type {number} */ way) => {
    const off = way * (spread + names.offset + h / 2);
    const at = { x: middle.x + off * nx, y: middle.y + off * ny };
    return { middle: at, angle, boxes: boxesOfTurned(at, w, h, angle) };
  };
  for (const way of [-1, 1]) {
    const [north, south] = [side(names.north, way), side(names.south, -way)];
    const isOn = (/** @type {Standing} */ standing, /** @type {string} */ country) =>
      standing.boxes.every((box) => placer.countryUnder(box) === country);
    if (isOn(north, "US") && isOn(south, "MX")) return { north, south };
  }
  return null;
}
