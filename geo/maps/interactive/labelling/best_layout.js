/** The way of laying out a view that leaves the least without a name. */

import { Layouter, TWINS_FROM } from "./layout.js";

/** @typedef {import("./view_types.js").View} View */
/** @typedef {import("./view_types.js").Layout} Layout */
/** @typedef {import("./layout.js").Way} Way */

/** What a view without the countries lacks, in ports without a name. */
const BOTH_COUNTRIES = 1000;

/** @type {Way[]} ways that are tried, one after another, while something is left without a name */
const WAYS = [
  { combed: 4 },
  { combed: 3 },
  { combed: 2 },
  { areCountriesFirst: true },
  { areCountriesFirst: true, combed: 3 },
];

/** @param {View} view @returns {Layout} */
export function layoutOf(view) {
  /** @type {Way} */
  let chosen = {};
  let best = new Layouter(view, chosen).run();
  let least = lacking(view, best);
  for (const way of WAYS) {
    if (least === 0) break;
    const other = new Layouter(view, way).run();
    const lacks = lacking(view, other);
    if (lacks < least) [chosen, best, least] = [way, other, lacks];
  }
  const statesFirst = statesWithoutName(view, best);
  if (view.zoom >= TWINS_FROM || !statesFirst.length) return best;
  const other = new Layouter(view, { ...chosen, statesFirst }).run();
  const areFewer = statesWithoutName(view, other).length < statesFirst.length;
  return areFewer && lacking(view, other) <= least && keepsMain(best, other) ? other : best;
}

/**
 * Tell whether a layout writes the countries and boundary rivers that another one writes.
 *
 * @param {Layout} before
 * @param {Layout} after
 */
function keepsMain(before, after) {
  const written = after.names.map(({ text }) => text);
  return before.names
    .filter(({ kind }) => kind.startsWith("country") || kind === "boundary_river")
    .every(({ text }) => written.includes(text));
}

/**
 * Return the ids of the states in view without a name, none where no state has one.
 *
 * @param {View} view
 * @param {Layout} layout
 */
function statesWithoutName({ regions }, { names }) {
  const written = names.filter(({ kind }) => kind.startsWith("state")).map(({ text }) => text);
  if (!written.length) return [];
  const isLacking = (/** @type {import("./view_types.js").Region} */ { kind, names: own = [] }) =>
    kind === "state" && !own.some((name) => written.includes(name));
  return [...new Set(regions.filter(isLacking).map(({ id }) => id))];
}

/**
 * Return how many ports in view have no name, many more where the countries have none.
 *
 * @param {View} view
 * @param {Layout} layout
 */
function lacking({ width, height, regions, texts }, { names, symbols }) {
  const areNamed = names.some(({ kind }) => kind.startsWith("country"));
  const areThere =
    texts.us && ["US", "MX"].every((id) => regions.some(({ country }) => country === id));
  const named = new Set(names.flatMap(({ ports }) => ports ?? []));
  const isLacking = (/** @type {import("./view_types.js").DrawnSymbol} */ { port: { id, x, y } }) =>
    !named.has(id) && x >= 0 && y >= 0 && x <= width && y <= height;
  return symbols.filter(isLacking).length + (areThere && !areNamed ? BOTH_COUNTRIES : 0);
}
