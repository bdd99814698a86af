/** Where the names of a port that stands alone could stand, found only as they are asked for. */

import { hullOf, widened } from "./boxes.js";
import { BOUNDARY } from "./grid.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Segment} Segment */
/** @typedef {import("./grouping.js").Port} Port */
/** @typedef {import("./placer.js").Candidate} Candidate */
/** @typedef {import("./placer.js").Placer} Placer */
/** @typedef {import("./port_names.js").Text} Text */
/** @typedef {Candidate & {box: Box, text: Text, isFree?: boolean}} NameCandidate */

export const NAME_GAP = 3;
const DISTANCES = [0, 14, 26, 40, 56, 74, 96, 120];
const PER_LEVEL_PX = 5;
/** Share of a leader that may run along the boundary. */
const MAX_ALONG = 0.45;

export class SinglePlaces {
  /**
   * @param {Placer} placer
   * @param {Port} port
   * @param {Text[]} names the one to try first, then shorter ones
   * @param {number} size of the symbol
   */
  constructor(placer, port, names, size) {
    this.placer = placer;
    this.port = port;
    this.names = names;
    this.size = size;
    /** @type {{all: NameCandidate[], near: Candidate[]}[]} by name, with what is placed about it */
    this.found = [];
  }

  /** @param {number} index of the name */
  of(index) {
    if (!this.found[index]) {
      const all = candidatesOf(this.placer, this.port, this.names[index], this.size);
      this.found[index] = { all, near: this.placer.placedNear(all, this.port) };
    }
    return this.found[index];
  }

  /** @returns {NameCandidate[]} all places, those of longer names first, each name's best first */
  get options() {
    return this.names.flatMap((_name, index) => this.of(index).all);
  }

  /**
   * Return the first place that nothing placed before is in the way of, nor some others; shorter
   * names are thought of only where longer ones find no room.
   *
   * @param {{candidate: NameCandidate}[]} others
   */
  firstClear(others) {
    const { placer } = this;
    for (let index = 0; index < this.names.length; index += 1) {
      const { all, near } = this.of(index);
      for (const one of all) {
        one.isFree ??= placer.isFree(one, near);
        if (one.isFree && others.every((other) => placer.isClear(one, other.candidate))) return one;
      }
    }
    return null;
  }
}

/**
 * @param {Placer} placer
 * @param {Port} port
 * @param {Text} text
 * @param {number} size
 * @returns {NameCandidate[]} best first
 */
function candidatesOf(placer, port, text, size) {
  const options = {
    distances: DISTANCES,
    gap: size / 2 + NAME_GAP,
    own: [port.id],
    isAlone: true,
  };
  return placer
    .about(port, text.size, options)
    .filter(({ leaders }) => leaders.every((line) => !runsAlong(placer, line)))
    .map(({ box, boxes, leaders, cost }) => {
      const level = Math.abs((box[1] + box[3]) / 2 - port.y) / PER_LEVEL_PX;
      return { box, boxes, leaders, text, cost: cost + (leaders.length ? level : 0) };
    })
    .sort((one, other) => one.cost - other.cost);
}

/** @param {Placer} placer @param {Segment} line */
function runsAlong({ grid }, line) {
  const [x1, y1, x2, y2] = line;
  const steps = Math.ceil(Math.hypot(x2 - x1, y2 - y1) / 3);
  if (steps <= 6 || !grid.has(widened(hullOf(line), 1), BOUNDARY)) return false;
  let along = 0;
  for (let step = 0; step <= steps; step += 1) {
    const at = grid.at(x1 + ((x2 - x1) * step) / steps, y1 + ((y2 - y1) * step) / steps);
    if (at >= 0 && grid.marks[at] & BOUNDARY) along += 1;
  }
  return along > MAX_ALONG * (steps + 1);
}
