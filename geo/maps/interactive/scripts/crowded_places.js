/** Which places of a view are too crowded for it: rows of symbols, and ports without a name. */

/** @typedef {import("../labelling/view_types.js").Layout} Layout */
/** @typedef {{ids: string[], text: string}} Place */

/** Ports without a name that are nearer to one another than these pixels are one place. */
const NEAR_PX = 60;

/**
 * Return the places to draw larger, those of ports without a name first, then long rows.
 *
 * @param {Layout} layout
 * @param {{width: number, height: number}} size of the view, pixels
 * @param {number} most places
 * @returns {Place[]} ids from west to east
 */
export function crowdedPlaces(layout, { width, height }, most) {
  const named = new Set(layout.names.flatMap(({ ports }) => ports ?? []));
  const ports = layout.symbols
    .map(({ port }) => port)
    .filter(({ x, y }) => x >= 0 && y >= 0 && x <= width && y <= height)
    .sort((one, other) => one.x - other.x);
  const inRows = new Set(layout.rows.flatMap(({ ids }) => ids));
  const unnamed = nearOnes(ports.filter(({ id }) => !named.has(id))).map((few) => {
    const all = ports.filter((port) => few.includes(port) || isAmong(port, few, inRows));
    const [first, last] = [all[0].short, all[all.length - 1].short];
    const row = layout.rows.find(({ ids }) => all.every(({ id }) => ids.includes(id)));
    const text = row?.text ?? (all.length > 1 ? `${first} … ${last}` : first);
    return { ids: all.map(({ id }) => id), text };
  });
  const taken = new Set(unnamed.flatMap(({ ids }) => ids));
  const rows = layout.rows
    .filter(({ ids }) => !ids.every((id) => taken.has(id)))
    .sort((one, other) => other.ids.length - one.ids.length);
  return [...unnamed, ...rows.map(({ ids, text }) => ({ ids, text }))].slice(0, most);
}

/**
 * Tell whether a port that stands in no row lies among others.
 *
 * @param {import("../labelling/grouping.js").Port} port
 * @param {import("../labelling/grouping.js").Port[]} others from west to east
 * @param {Set<string>} inRows ids
 */
function isAmong({ id, x, y }, others, inRows) {
  const ys = others.map((other) => other.y);
  return (
    !inRows.has(id) &&
    x > others[0].x &&
    x < others[others.length - 1].x &&
    y > Math.min(...ys) &&
    y < Math.max(...ys)
  );
}

/**
 * Return ports by places: each is near to another one of its place.
 *
 * @param {import("../labelling/grouping.js").Port[]} ports from west to east
 */
function nearOnes(ports) {
  /** @type {typeof ports[]} */
  let places = [];
  for (const port of ports) {
    const isNear = (/** @type {typeof ports} */ place) =>
      place.some(({ x, y }) => Math.hypot(x - port.x, y - port.y) < NEAR_PX);
    const joined = [...places.filter(isNear).flat(), port];
    places = [...places.filter((place) => !isNear(place)), joined];
  }
  return places.map((place) => place.sort((one, other) => one.x - other.x));
}
