/** Where symbols stand that would cover one another: joined from afar, fanned out close up. */

/** @typedef {{x: number, y: number}} Spot pixels */
/**
 * @template Item
 * @typedef {{items: Item[], at: Spot}} Group
 */
/**
 * @template Item
 * @typedef {{item: Item, anchor: Spot, at: Spot}} Place where an item is, and where it is drawn
 */

/** Squares of symbols and of badges, in pixels: targets of 24 pixels that never overlap. */
export const APART = 25;
const JOIN = 30;
const TURNS = 120;

/** @param {Spot} p @param {Spot} q */
const isNear = (p, q) => Math.max(Math.abs(p.x - q.x), Math.abs(p.y - q.y)) < JOIN;

/**
 * Return things joined into groups that do not touch.
 *
 * @template Item
 * @param {Item[]} items those that follow one another along the line are neighbours on the map
 * @param {(item: Item) => Spot} spotOf
 * @returns {Group<Item>[]}
 */
export function grouped(items, spotOf) {
  /** @type {Group<Item>[]} */
  const groups = [];
  for (const item of items) {
    const at = spotOf(item);
    const last = groups[groups.length - 1];
    if (last && isNear(last.at, at)) {
      last.items.push(item);
      last.at = middle(last.items, spotOf);
    } else groups.push({ items: [item], at: { x: at.x, y: at.y } });
  }
  return merged(groups, spotOf);
}

/**
 * @template Item
 * @param {Item[]} items
 * @param {(item: Item) => Spot} spotOf
 */
function middle(items, spotOf) {
  const spots = items.map(spotOf);
  const mean = (/** @type {"x" | "y"} */ axis) =>
    spots.reduce((sum, spot) => sum + spot[axis], 0) / spots.length;
  return { x: mean("x"), y: mean("y") };
}

/**
 * @template Item
 * @param {Group<Item>[]} groups
 * @param {(item: Item) => Spot} spotOf
 * @returns {Group<Item>[]}
 */
function merged(groups, spotOf) {
  for (let i = 0; i < groups.length; i += 1) {
    const j = groups.findIndex((other, k) => k > i && isNear(groups[i].at, other.at));
    if (j > i) {
      const items = groups[i].items.concat(groups[j].items);
      const joined = { items, at: middle(items, spotOf) };
      const rest = groups.filter((_group, k) => k !== i && k !== j);
      return merged([...rest.slice(0, i), joined, ...rest.slice(i)], spotOf);
    }
  }
  return groups;
}

/**
 * Move symbols that crowd until none covers another; each keeps its anchor.
 *
 * @template Item
 * @param {Place<Item>[]} places in order along the line; their `at` is moved
 */
export function fan(places) {
  stagger(places);
  for (let turn = 0; turn < TURNS; turn += 1) {
    let moved = false;
    for (let i = 0; i < places.length; i += 1) {
      for (let j = i + 1; j < places.length; j += 1) {
        moved = push(places[i].at, places[j].at, i) || moved;
      }
    }
    if (!moved) return;
  }
}

/**
 * Ports that crowd along the line step to either side of it in turn, so that their order stays.
 *
 * @template Item
 * @param {Place<Item>[]} places
 */
function stagger(places) {
  /** @type {Place<Item>[][]} */
  const runs = [];
  for (const place of places) {
    const run = runs[runs.length - 1];
    const last = run?.[run.length - 1]?.at;
    const gap = last
      ? Math.max(Math.abs(last.x - place.at.x), Math.abs(last.y - place.at.y))
      : APART;
    if (run && gap < APART) run.push(place);
    else runs.push([place]);
  }
  for (const run of runs.filter((one) => one.length > 1)) {
    const [first, end] = [run[0].anchor, run[run.length - 1].anchor];
    const across = Math.abs(end.x - first.x) >= Math.abs(end.y - first.y) ? "y" : "x";
    run.forEach((place, i) => {
      place.at[across] += ((i % 2 ? 1 : -1) * APART) / 2;
    });
  }
}

/**
 * Push two spots apart along the shorter way; tell whether they were too near.
 *
 * @param {Spot} p
 * @param {Spot} q
 * @param {number} i turns the direction where both are one spot
 */
function push(p, q, i) {
  let [dx, dy] = [q.x - p.x, q.y - p.y];
  const [overX, overY] = [APART - Math.abs(dx), APART - Math.abs(dy)];
  if (overX <= 0 || overY <= 0) return false;
  if (dx === 0 && dy === 0) [dx, dy] = [Math.cos(i * 2.4), Math.sin(i * 2.4)];
  const axis = overX < overY ? "x" : "y";
  const step = Math.sign((axis === "x" ? dx : dy) || 1) * (Math.min(overX, overY) / 2 + 0.1);
  p[axis] -= step;
  q[axis] += step;
  return true;
}

/** Steps from a place to spots around it, nearer ones first, pixels. */
export const BESIDE = [
  { x: 0, y: 0 },
  ...[28, 44, 60].flatMap((far) =>
    [90, 45, 135, 270, 315, 225, 0, 180].map((degrees) => {
      const angle = (degrees * Math.PI) / 180;
      return { x: far * Math.cos(angle), y: far * Math.sin(angle) };
    }),
  ),
];
