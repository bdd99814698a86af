/** What stands where in a view, and whether something more finds room. */

import {
  anyCrosses,
  anyMeets,
  anyThrough,
  around,
  boxAbout,
  hullOf,
  meets,
  middleOf,
  nearestOnBox,
  segmentMeetsBox,
  widened,
} from "./boxes.js";
import { BOUNDARY, TAKEN } from "./grid.js";
import { countsOf, SquareSums } from "./square_sums.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Segment} Segment */
/** @typedef {import("./boxes.js").Spot} Spot */
/**
 * @typedef {object} Candidate a place where something may stand
 * @property {Box[]} boxes what it covers
 * @property {Segment[]} leaders lines to the places that it belongs to
 * @property {number} cost
 * @property {Box} [reach] the least box that holds boxes and leaders, found when first asked for
 */
/** @typedef {{id: string, box: Box}} Symbol */

const EDGE = 4;
/** Costs, in pixels of distance. */
const LEVEL = 6;
const TWO_COUNTRIES = 26;
const OVER_SYMBOL = 70;
const ACROSS = 4;

/**
 * @typedef {object} Direction
 * @property {number} cos
 * @property {number} sin
 * @property {number} leanX share of half the width by which a box stands off to the side
 * @property {number} leanY
 * @property {number} cost
 */
/** @type {Direction[]} */
const DIRECTIONS = Array.from({ length: 24 }, (_none, i) => {
  const angle = (i * Math.PI) / 12;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const lean = (/** @type {number} */ share) => Math.max(-1, Math.min(1, share * 1.7));
  const cost = ACROSS * Math.abs(cos) + (Math.abs(sin) < 0.1 ? LEVEL : 0);
  return { cos, sin, leanX: lean(cos), leanY: lean(sin), cost };
});

export class Placer {
  /**
   * @param {import("./grid.js").Grid} grid
   * @param {{width: number, height: number, countryOf: (region: number) => string}} view
   */
  constructor(grid, { width, height, countryOf }) {
    this.grid = grid;
    this.width = width;
    this.height = height;
    this.countryOf = countryOf;
    /** @type {Box[]} what nothing may cover from the start: panels */
    this.panels = [];
    /** @type {Symbol[]} symbols and dots at their places */
    this.symbols = [];
    /** @type {Candidate[]} */
    this.placed = [];
    /** @type {Set<Candidate>} those that the grid knows */
    this.marked = new Set();
    /** @type {Map<string, SquareSums> | null} squares by country, once all are painted */
    this.soils = null;
  }

  /** @param {Box} box */
  isInView([left, top, right, bottom]) {
    return (
      left >= EDGE && top >= EDGE && right <= this.width - EDGE && bottom <= this.height - EDGE
    );
  }

  /**
   * Tell whether a box is in view, off the boundary and off panels, symbols apart.
   *
   * @param {Box} box
   * @param {Box[]} [panels] those that can be in the way
   */
  isOpen(box, panels = this.panels) {
    return this.isInView(box) && !anyMeets(panels, box) && !this.grid.has(box, BOUNDARY);
  }

  /** @param {Box} box */
  isOffSymbols(box) {
    for (const symbol of this.symbols) if (meets(symbol.box, box)) return false;
    return true;
  }

  /**
   * Tell whether nothing placed before is in the way.
   *
   * @param {Candidate} candidate
   * @param {Candidate[]} [placed] what can be in the way
   */
  isFree(candidate, placed = this.placed) {
    for (const other of placed) if (!this.isClear(candidate, other)) return false;
    return true;
  }

  /** @param {Candidate} one @param {Candidate} other */
  isClear(one, other) {
    one.reach ??= reachOf(one);
    other.reach ??= reachOf(other);
    if (!meets(one.reach, other.reach)) return true;
    for (const box of one.boxes) {
      if (anyMeets(other.boxes, box) || anyThrough(other.leaders, box)) return false;
    }
    for (const line of one.leaders) {
      if (countUnder(line, other.boxes) || anyCrosses(other.leaders, line)) return false;
    }
    return true;
  }

  /**
   * Return the first candidate that is free.
   *
   * @template {Candidate} Wanted
   * @param {Wanted[]} candidates best first
   */
  first(candidates) {
    return candidates.find((candidate) => this.isFree(candidate)) ?? null;
  }

  /** @param {Candidate} candidate */
  take(candidate) {
    this.placed.push(candidate);
  }

  /** @returns {number} what to come back to */
  save() {
    return this.placed.length;
  }

  /** @param {number} state */
  restore(state) {
    this.placed.length = state;
  }

  /** Mark on the grid what is taken, for what looks for free areas; tell whether that is more. */
  markTaken() {
    const before = this.marked.size;
    if (!this.marked.size) {
      for (const box of this.panels) this.grid.markBox(box, TAKEN);
      for (const { box } of this.symbols) this.grid.markBox(box, TAKEN);
    }
    for (const one of this.placed) {
      if (this.marked.has(one)) continue;
      this.marked.add(one);
      for (const box of one.boxes) this.grid.markBox(box, TAKEN);
      for (const line of one.leaders) this.grid.markLine(line, TAKEN);
    }
    return this.marked.size > before;
  }

  /**
   * Return the country that a box lies in: empty at sea, `null` where it lies in two.
   *
   * @param {Box} box
   */
  countryUnder(box) {
    this.soils ??= this.sumsByCountry();
    let found = "";
    for (const [country, sums] of this.soils) {
      if (!sums.touches(box)) continue;
      if (found) return null;
      found = country;
    }
    return found;
  }

  sumsByCountry() {
    const { region } = this.grid;
    const countries = new Set(Array.from(new Set(region), this.countryOf));
    countries.delete("");
    return new Map(
      Array.from(countries, (country) => [
        country,
        new SquareSums(
          this.grid,
          region,
          countsOf((id) => this.countryOf(id) === country),
        ),
      ]),
    );
  }

  /**
   * Return open places about a spot for something of a size, best first.
   *
   * @param {Spot} spot
   * @param {[number, number]} size
   * @param {{distances: number[], gap: number, own: string[], perSymbol?: number, room?: number,
   *   isAlone?: boolean}} options `gap`: pixels kept free about the spot; `own`: ids of symbols that
   *   may be covered; `room`: pixels kept free about other symbols; `isAlone`: whether leaders pass
   *   no other symbol
   * @returns {(Candidate & {box: Box})[]}
   */
  about(spot, size, options) {
    const { distances, gap, own, room = 0 } = options;
    const reach = 2 * (gap + Math.max(...distances) + Math.max(...size) + room);
    const near = this.near(boxAbout(spot.x, spot.y, reach, reach), own);
    const isRoom = (/** @type {Box} */ box) =>
      !anyMeets(near.symbols, room ? widened(box, room) : box) && this.isOpen(box, near.panels);
    const found = [];
    for (const distance of distances) {
      for (const direction of DIRECTIONS) {
        const box = besideSpot(spot, size, direction, gap + distance);
        if (!isRoom(box)) continue;
        const leaders = distance > 0 ? [leaderTo(spot, box)] : [];
        const cost = distance + this.costOf(box, leaders, direction, near.symbols, options);
        if (cost < Number.POSITIVE_INFINITY) found.push({ box, boxes: [box], leaders, cost });
      }
    }
    return found.sort((one, other) => one.cost - other.cost);
  }

  /**
   * @param {Box} box
   * @param {Segment[]} leaders
   * @param {Direction} direction
   * @param {Box[]} symbols
   * @param {{perSymbol?: number, isAlone?: boolean}} options
   */
  costOf(box, leaders, direction, symbols, { perSymbol = OVER_SYMBOL, isAlone = false }) {
    const passed = leaders.length ? countUnder(leaders[0], symbols) : 0;
    if (passed && isAlone) return Number.POSITIVE_INFINITY;
    const divided = this.countryUnder(box) === null ? TWO_COUNTRIES : 0;
    return direction.cost + divided + perSymbol * passed;
  }

  /**
   * Return the panels and the symbols that can be in the way of what stands in a box.
   *
   * @param {Box} reach
   * @param {string[]} own ids of symbols that may be covered
   */
  near(reach, own) {
    const symbols = this.symbols.filter(({ id, box }) => meets(box, reach) && !own.includes(id));
    return {
      panels: this.panels.filter((box) => meets(box, reach)),
      symbols: symbols.map(({ box }) => box),
    };
  }
}

/** @param {Candidate} candidate @returns {Box} */
const reachOf = ({ boxes, leaders }) => around([...boxes, ...leaders.map(hullOf)]);

/** @param {Segment} line @param {Box[]} boxes */
function countUnder(line, boxes) {
  let count = 0;
  for (const box of boxes) if (segmentMeetsBox(line, box)) count += 1;
  return count;
}

/**
 * Return a box beside a spot: its nearest point is about the distance away.
 *
 * @param {Spot} spot
 * @param {[number, number]} size
 * @param {Direction} direction
 * @param {number} distance
 * @returns {Box}
 */
function besideSpot({ x, y }, [w, h], { cos, sin, leanX, leanY }, distance) {
  return boxAbout(x + distance * cos + (w / 2) * leanX, y + distance * sin + (h / 2) * leanY, w, h);
}

/** @param {Spot} spot @param {Box} box @returns {Segment} */
function leaderTo(spot, box) {
  const end = nearestOnBox(box, spot);
  const middle = middleOf(box);
  const isLevel = end.x === box[0] || end.x === box[2];
  return [spot.x, spot.y, end.x, isLevel ? middle.y : end.y];
}
