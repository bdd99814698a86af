/** The way of laying out a view that leaves the least without a name. */

import { Layouter } from "./layout.js";

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
  let best = new Layouter(view, {}).run();
  let least = lacking(view, best);
  for (const way of WAYS) {
    if (least === 0) break;
    const other = new Layouter(view, way).run();
    const lacks = lacking(view, other);
    if (lacks < least) [best, least] = [other, lacks];
  }
  return best;
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
