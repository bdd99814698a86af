/** Room for a name that found none: one or two things that stand in its way move, or go. */

/** @typedef {import("./placer.js").Candidate} Candidate */
/** @typedef {import("./placer.js").Placer} Placer */
/**
 * @typedef {object} Movable something that stands and could stand elsewhere
 * @property {Candidate | null} candidate where it stands, `null` once it is gone
 * @property {Candidate[]} options where it could, best first
 * @property {boolean} [mayGo] whether it may go where it finds no other place
 */

const MAX_MOVED = 2;

/**
 * Place something where others make room for it, and tell where; `null` where they cannot.
 *
 * @template {Candidate} Wanted
 * @param {Placer} placer
 * @param {Wanted[]} wanted where it could stand, best first
 * @param {Movable[]} movable
 */
export function placeMoving(placer, wanted, movable) {
  const known = new Map(movable.map((one) => [one.candidate, one]));
  for (const mayGo of [false, true]) {
    for (const candidate of wanted) {
      const inWay = placer.placed.filter((other) => !placer.isClear(candidate, other));
      const things = inWay.flatMap((one) => known.get(one) ?? []);
      if (inWay.length > MAX_MOVED || things.length < inWay.length) continue;
      if (moved(placer, candidate, things, mayGo)) return candidate;
    }
  }
  return null;
}

/**
 * @param {Placer} placer
 * @param {Candidate} candidate
 * @param {Movable[]} things
 * @param {boolean} mayGo
 */
function moved(placer, candidate, things, mayGo) {
  const before = placer.placed;
  placer.placed = before.filter((one) => !things.some((thing) => thing.candidate === one));
  placer.take(candidate);
  /** @type {(Candidate | null)[]} */
  const found = [];
  for (const thing of things) {
    const next = placer.first(thing.options);
    if (!next && !(mayGo && thing.mayGo)) {
      placer.placed = before;
      return false;
    }
    if (next) placer.take(next);
    found.push(next);
  }
  things.forEach((thing, i) => {
    thing.candidate = found[i];
  });
  return true;
}
