/** Towns: those of a pair on both sides or on neither, and others where there is room. */

import { boxAbout, middleOf } from "./boxes.js";
import { pairOf } from "./grouping.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./view_types.js").Town} Town */
/** @typedef {{town: Town, kind: string, text: import("./port_names.js").Text, spot: {box: Box, boxes: Box[], hasRing: boolean}}} TownName */
/** @typedef {import("./moving.js").Movable & {names: TownName[]}} Pair */
/** @typedef {{view: import("./view_types.js").View, pairs: Pair[], placer: import("./placer.js").Placer, found: import("./view_types.js").Layout, named?: Set<string>, text: (kind: string, text: string) => import("./port_names.js").Text, write: (kind: string, text: import("./port_names.js").Text, middle: import("./boxes.js").Spot, more?: object) => void}} Page */

const LARGE_PAIR = 200_000;
const LARGE_TOWN = 500_000;
const RING = 4;
const SPIRAL_FROM = 9;
/** From here on a town is an area: its name stands without a ring. */
const AREAS_FROM = 10.5;
const SPIRAL_PX = 150;
/** A partner this share of the view beyond its edge is named at the edge. */
const BEYOND = { x: 0.4, y: 0.5 };
/** Fewest inhabitants of other towns by zoom. */
/** @type {[number, number][]} */
const LEAST = [
  [5.2, 900_000],
  [5.8, 250_000],
  [6.8, 50_000],
  [9, 15_000],
  [9.8, 0],
];
const MAX_TOWNS = { far: 16, near: 26 };
const NEAR = 7;
const TRIED = 80;

/** @param {Town} town */
const keyOf = ({ name, country }) => `${country} ${name}`;

/**
 * Name the towns of each pair that no row of symbols names.
 *
 * @param {Page} page
 */
export function placeTwins(page) {
  const { view } = page;
  const towns = new Map(view.towns.map((town) => [keyOf(town), town]));
  const pairs = new Map(view.ports.map((port) => [pairOf(port), port]));
  /** @type {[Town, Town][]} */
  const found = [];
  for (const [key, { us, mx }] of pairs) {
    const [north, south] = [towns.get(`US ${us}`), towns.get(`MX ${mx}`)];
    if (north && south && !page.named?.has(key)) found.push([north, south]);
  }
  const size = (/** @type {[Town, Town]} */ [one, other]) =>
    Math.max(one.population, other.population);
  found.sort((one, other) => size(other) - size(one));
  for (const pair of found) placePair(page, pair);
}

/** @param {Page} page @param {[Town, Town]} pair */
function placePair(page, pair) {
  const { view, placer } = page;
  const isIn = (/** @type {Town} */ { x, y }) =>
    x >= 0 && y >= 0 && x <= view.width && y <= view.height;
  if (!pair.some(isIn) || pair.some((town) => isDone(page, town) || !isNear(view, town))) return;
  const kind =
    Math.max(...pair.map(({ population }) => population)) > LARGE_PAIR ? "twin_large" : "twin";
  const state = placer.save();
  /** @type {Pair["names"]} */
  const names = [];
  for (const town of pair) {
    const text = page.text(kind, town.name);
    const spot = townSpot(page, town, text.size, true);
    if (!spot) break;
    placer.take({ boxes: spot.boxes, leaders: [], cost: 0 });
    names.push({ town, kind, text, spot });
  }
  placer.restore(state);
  if (names.length < pair.length) return;
  const candidate = { boxes: names.flatMap(({ spot }) => spot.boxes), leaders: [], cost: 0 };
  placer.take(candidate);
  page.pairs.push({ candidate, options: [], mayGo: true, names });
}

/** Write the pairs that still have their room. @param {Page} page */
export function writePairs(page) {
  for (const { town, kind, text, spot } of page.pairs.flatMap(standingNames)) {
    page.write(kind, text, middleOf(spot.box), { ground: town.country, isTaken: true });
    if (spot.hasRing) page.found.rings.push({ x: town.x, y: town.y });
  }
}

/** @param {Pair} pair */
const standingNames = ({ candidate, names }) => (candidate ? names : []);

/** @param {Page} page @param {Town} town */
const isDone = (page, { name, country }) =>
  page.pairs.some(({ names }) =>
    names.some(({ town }) => town.name === name && town.country === country),
  );

/** @param {import("./view_types.js").View} view @param {Town} town */
const isNear = ({ width, height }, { x, y }) =>
  x > -BEYOND.x * width &&
  x < (1 + BEYOND.x) * width &&
  y > -BEYOND.y * height &&
  y < (1 + BEYOND.y) * height;

/**
 * Return where a town's name stands on its own soil, `null` where it has no room.
 *
 * @param {Page} page
 * @param {Town} town
 * @param {[number, number]} size
 * @param {boolean} isTwin
 */
function townSpot({ view, placer }, town, size, isTwin) {
  const ring = boxAbout(town.x, town.y, 2 * RING, 2 * RING);
  const isGood = (/** @type {Box} */ box, /** @type {Box[]} */ boxes) =>
    placer.isOpen(box) &&
    placer.countryUnder(box) === town.country &&
    placer.isOffSymbols(box) &&
    placer.isFree({ boxes, leaders: [], cost: 0 });
  const hasRing = view.zoom < AREAS_FROM && placer.isInView(ring) && placer.isOffSymbols(ring);
  if (hasRing) {
    const box = pointPlaces(town, size).find((one) => isGood(one, [one, ring]));
    if (box) return { box, boxes: [box, ring], hasRing };
  }
  if (!isTwin || view.zoom < SPIRAL_FROM) return null;
  const box = spiral(view, town, size).find((one) => isGood(one, [one]));
  return box ? { box, boxes: [box], hasRing: false } : null;
}

/** @param {{x: number, y: number}} at @param {[number, number]} size @returns {Box[]} */
function pointPlaces({ x, y }, [w, h]) {
  const [right, up] = [RING + 3 + w / 2, RING + 1 + h / 2];
  return [
    [right, 0],
    [-right, 0],
    [0, -up],
    [0, up],
    [right - 2, -up + 4],
    [right - 2, up - 4],
    [2 - right, -up + 4],
    [2 - right, up - 4],
  ].map(([dx, dy]) => boxAbout(x + dx, y + dy, w, h));
}

/**
 * @param {{width: number, height: number}} view
 * @param {{x: number, y: number}} town
 * @param {[number, number]} size
 * @returns {Box[]} about the town, or about the point of the view's edge nearest to it
 */
function spiral({ width, height }, town, [w, h]) {
  const x = Math.max(w / 2 + 6, Math.min(width - w / 2 - 6, town.x));
  const y = Math.max(h / 2 + 6, Math.min(height - h / 2 - 6, town.y));
  const turns = Array.from({ length: 220 }, (_none, i) => {
    const far = (SPIRAL_PX * i) / 220;
    const angle = i * 2.4;
    return boxAbout(x + far * Math.cos(angle), y + far * Math.sin(angle), w, h);
  });
  return turns;
}

/**
 * Name other towns, the largest first.
 *
 * @param {Page} page
 */
export function placeTowns(page) {
  const { view, placer, found } = page;
  const least = LEAST.filter(([zoom]) => view.zoom >= zoom).pop()?.[1];
  if (least === undefined) return;
  const paired = new Set(view.ports.flatMap(({ us, mx }) => [`US ${us}`, `MX ${mx}`]));
  const others = view.towns
    .filter((town) => town.population >= least && !paired.has(keyOf(town)))
    .sort((one, other) => other.population - one.population)
    .slice(0, TRIED);
  const most = view.zoom < NEAR ? MAX_TOWNS.far : MAX_TOWNS.near;
  let count = 0;
  for (const town of others) {
    if (count >= most) return;
    const kind = town.population > LARGE_TOWN ? "town_large" : "town";
    const text = page.text(kind, town.name);
    const spot = townSpot(page, town, text.size, false);
    if (!spot) continue;
    count += 1;
    placer.take({ boxes: spot.boxes, leaders: [], cost: 0 });
    page.write(kind, text, middleOf(spot.box), { ground: town.country, isTaken: true });
    if (spot.hasRing) found.rings.push({ x: town.x, y: town.y });
  }
}
