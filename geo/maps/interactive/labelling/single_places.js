/** Where the names of a port that stands alone could stand, found only as they are asked for. */

import { hullOf, middleOf, widened } from "./boxes.js";
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
/** Those among which the room about a port is told. */
const NEAR_RINGS = 3;
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
    this.lists = names.map((text) => new PlacesOfName(placer, port, text, size));
  }

  /** How many places there are for the longest name close by. */
  get room() {
    return this.lists[0].countNear();
  }

  /** @returns {NameCandidate[]} all places, those of longer names first, each name's best first */
  get options() {
    return this.lists.flatMap((list) => list.all());
  }

  /**
   * Return the first place that nothing placed before is in the way of, nor some others; shorter
   * names are thought of only where longer ones find no room.
   *
   * @param {{candidate: NameCandidate}[]} others
   */
  firstClear(others) {
    const { placer } = this;
    for (const list of this.lists) {
      for (let i = 0, one = list.at(0); one; i += 1, one = list.at(i)) {
        const found = one;
        found.isFree ??= placer.isFree(found);
        if (!found.isFree) continue;
        if (others.every((other) => placer.isClear(found, other.candidate))) return found;
      }
    }
    return null;
  }
}

/** The places of one name, best first: nearer ones are found before farther ones are looked for. */
class PlacesOfName {
  /** @param {Placer} placer @param {Port} port @param {Text} text @param {number} size */
  constructor(placer, port, text, size) {
    this.placer = placer;
    this.port = port;
    this.text = text;
    this.gap = size / 2 + NAME_GAP;
    /** @type {NameCandidate[]} */
    this.found = [];
    /** How many of `DISTANCES` were looked at. */
    this.rings = 0;
  }

  /** Return the place of a rank, `undefined` beyond the last. @param {number} rank */
  at(rank) {
    /* What stands farther off costs at least its distance. */
    while (this.rings < DISTANCES.length && !(this.found[rank]?.cost <= DISTANCES[this.rings]))
      this.lookFarther();
    return this.found[rank];
  }

  all() {
    while (this.rings < DISTANCES.length) this.lookFarther();
    return this.found;
  }

  countNear() {
    while (this.rings < NEAR_RINGS) this.lookFarther();
    return this.found.length;
  }

  lookFarther() {
    const { placer, port, text, gap } = this;
    const distances = [DISTANCES[this.rings]];
    this.rings += 1;
    for (const place of placer.about(port, text.size, {
      distances,
      gap,
      own: [port.id],
      isAlone: true,
    })) {
      const { box, boxes, leaders } = place;
      if (leaders.some((line) => runsAlong(placer, line))) continue;
      const level = leaders.length ? Math.abs(middleOf(box).y - port.y) / PER_LEVEL_PX : 0;
      this.found.push({ box, boxes, leaders, text, cost: place.cost + level });
    }
    this.found.sort((one, other) => one.cost - other.cost);
  }
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
