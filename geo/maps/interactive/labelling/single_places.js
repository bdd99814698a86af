/** Where the names of a port that stands alone could stand. */

import { hullOf, middleOf, widened } from "./boxes.js";
import { BOUNDARY } from "./grid.js";
import { Places } from "./places.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Segment} Segment */
/** @typedef {import("./grouping.js").Port} Port */
/** @typedef {import("./placer.js").Candidate} Candidate */
/** @typedef {import("./placer.js").Placer} Placer */
/** @typedef {import("./port_names.js").Text} Text */
/** @typedef {Candidate & {box: Box, text: Text, isFree?: boolean}} NameCandidate */

export const NAME_GAP = 3;
const DISTANCES = [0, 14, 26, 40, 56, 74, 96, 120, 148, 180];
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
    return this.lists[0].within(NEAR_RINGS).length;
  }

  /** @returns {NameCandidate[]} all places, those of longer names first, each name's best first */
  get options() {
    return this.lists.flatMap((list) => list.all());
  }

  /** What a name costs at least, `most` where none finds a place. @param {number} most */
  leastCost(most) {
    const best = this.lists.map((list) => list.first((place) => this.isFree(place))?.cost ?? most);
    return Math.min(most, ...best);
  }

  /** Tell whether nothing placed before is in the way. @param {NameCandidate} place */
  isFree(place) {
    place.isFree ??= this.placer.isFree(place);
    return place.isFree;
  }

  /**
   * Return the first place that nothing placed before is in the way of, nor some others; shorter
   * names are thought of only where longer ones find no room.
   *
   * @param {{candidate: NameCandidate}[]} others
   */
  firstClear(others) {
    const isClear = (/** @type {NameCandidate} */ place) =>
      this.isFree(place) && others.every(({ candidate }) => this.placer.isClear(place, candidate));
    for (const list of this.lists) {
      const found = list.first(isClear);
      if (found) return found;
    }
    return null;
  }
}

/** @extends {Places<NameCandidate>} */
class PlacesOfName extends Places {
  /** @param {Placer} placer @param {Port} port @param {Text} text @param {number} size */
  constructor(placer, port, text, size) {
    const options = {
      distances: DISTANCES,
      gap: size / 2 + NAME_GAP,
      own: [port.id],
      isAlone: true,
    };
    super(placer, port, text.size, options);
    this.text = text;
  }

  /** @override @param {import("./places.js").Place} place @returns {NameCandidate | null} */
  kept({ box, boxes, leaders, cost }) {
    if (leaders.some((line) => runsAlong(this.placer, line))) return null;
    const level = leaders.length ? Math.abs(middleOf(box).y - this.spot.y) / PER_LEVEL_PX : 0;
    return { box, boxes, leaders, text: this.text, cost: cost + level };
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
