/** What stands where in a view, and whether something more finds room. */

import {
  boxAbout,
  meets,
  middleOf,
  nearestOnBox,
  segmentMeetsBox,
  segmentsCross,
  widened,
} from "./boxes.js";
import { BOUNDARY, MIXED, TAKEN } from "./grid.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Segment} Segment */
/** @typedef {import("./boxes.js").Spot} Spot */
/**
 * @typedef {object} Candidate a place where something may stand
 * @property {Box[]} boxes what it covers
 * @property {Segment[]} leaders lines to the places that it belongs to
 * @property {number} cost
 */
/** @typedef {{id: string, box: Box}} Symbol */

const EDGE = 4;
/** Costs, in pixels of distance. */
const LEVEL = 6;
const TWO_COUNTRIES = 26;
const OVER_SYMBOL = 70;
const ACROSS = 4;

export const DIRECTIONS = Array.from({ length: 24 }, (_none, i) => (i * Math.PI) / 12);

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
   */
  isOpen(box) {
    return (
      this.isInView(box) &&
      !this.panels.some((panel) => meets(panel, box)) &&
      !this.grid.has(box, BOUNDARY)
    );
  }

  /**
   * @param {Box} box
   * @param {string[]} [own] ids of symbols that it may cover
   * @param {number} [room] pixels kept free about each symbol
   */
  isOffSymbols(box, own = [], room = 0) {
    const wide = room ? widened(box, room) : box;
    return !this.symbols.some((symbol) => meets(symbol.box, wide) && !own.includes(symbol.id));
  }

  /**
   * Tell whether nothing placed before is in the way.
   *
   * @param {Candidate} candidate
   */
  isFree(candidate) {
    return this.placed.every((other) => this.isClear(candidate, other));
  }

  /** @param {Candidate} one @param {Candidate} other */
  isClear({ boxes, leaders }, other) {
    for (const box of boxes) {
      if (other.boxes.some((taken) => meets(taken, box))) return false;
      if (other.leaders.some((line) => segmentMeetsBox(line, box))) return false;
    }
    for (const line of leaders) {
      if (other.boxes.some((taken) => segmentMeetsBox(line, taken))) return false;
      if (other.leaders.some((taken) => segmentsCross(line, taken))) return false;
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

  /** Mark what is taken on the grid, for what looks for free areas. */
  markTaken() {
    const boxes = this.placed.flatMap((one) => one.boxes);
    for (const box of [...this.panels, ...boxes]) this.grid.markBox(box, TAKEN);
    for (const { box } of this.symbols) this.grid.markBox(box, TAKEN);
    for (const line of this.placed.flatMap(({ leaders }) => leaders))
      this.grid.markLine(line, TAKEN);
  }

  /**
   * Return the country that a box lies in: empty at sea, `null` where it lies in two.
   *
   * @param {Box} box
   */
  countryUnder(box) {
    const region = this.grid.regionOf(box);
    if (region !== MIXED) return this.countryOf(region);
    /** @type {Set<string>} */
    const found = new Set();
    this.grid.each(box, (at) => {
      found.add(this.countryOf(this.grid.region[at]));
      return true;
    });
    found.delete("");
    return found.size > 1 ? null : ([...found][0] ?? "");
  }

  /**
   * Return open places about a spot for something of a size, best first.
   *
   * @param {Spot} spot
   * @param {[number, number]} size
   * @param {{distances: number[], gap: number, own: string[], perSymbol?: number, room?: number}}
   *   options `gap`: pixels kept free about the spot; `own`: ids of symbols that may be covered;
   *   `room`: pixels kept free about other symbols
   * @returns {(Candidate & {box: Box})[]}
   */
  about(spot, size, { distances, gap, own, perSymbol = OVER_SYMBOL, room = 0 }) {
    const found = [];
    for (const distance of distances) {
      for (const angle of DIRECTIONS) {
        const box = besideSpot(spot, size, angle, gap + distance);
        if (!this.isOpen(box) || !this.isOffSymbols(box, own, room)) continue;
        const leaders = distance > 0 ? [leaderTo(spot, box)] : [];
        const cost =
          distance + this.costOf(box, angle) + perSymbol * this.symbolsUnder(leaders, own);
        found.push({ box, boxes: [box], leaders, cost });
      }
    }
    return found.sort((one, other) => one.cost - other.cost);
  }

  /** @param {Box} box @param {number} angle */
  costOf(box, angle) {
    const across = Math.abs(Math.sin(angle));
    const level = across < 0.1 ? LEVEL : 0;
    const divided = this.countryUnder(box) === null ? TWO_COUNTRIES : 0;
    return ACROSS * Math.abs(Math.cos(angle)) + level + divided;
  }

  /** @param {Segment[]} leaders @param {string[]} own */
  symbolsUnder(leaders, own) {
    return this.symbols.filter(
      ({ id, box }) => !own.includes(id) && leaders.some((line) => segmentMeetsBox(line, box)),
    ).length;
  }
}

/**
 * Return a box beside a spot: its nearest point is about the distance away.
 *
 * @param {Spot} spot
 * @param {[number, number]} size
 * @param {number} angle
 * @param {number} distance
 * @returns {Box}
 */
export function besideSpot({ x, y }, [w, h], angle, distance) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const lean = (/** @type {number} */ share) => Math.max(-1, Math.min(1, share * 1.7));
  return boxAbout(
    x + distance * cos + (w / 2) * lean(cos),
    y + distance * sin + (h / 2) * lean(sin),
    w,
    h,
  );
}

/** @param {Spot} spot @param {Box} box @returns {Segment} */
export function leaderTo(spot, box) {
  const end = nearestOnBox(box, spot);
  const middle = middleOf(box);
  const isLevel = end.x === box[0] || end.x === box[2];
  return [spot.x, spot.y, end.x, isLevel ? middle.y : end.y];
}
