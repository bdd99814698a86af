/** Search over names, and which ports the filters leave. */

import { plain } from "./texts.js";

/** @typedef {import("./address.js").Filters} Filters */
/**
 * @typedef {object} Entry something that can be found
 * @property {string} kind `port`, `state`, `river`, `county`, `point`, `town`, `not_counted` or
 *   `place`
 * @property {string} label
 * @property {string} words what is searched, plain
 * @property {() => void} open
 */
/**
 * @typedef {object} Port
 * @property {string} id
 * @property {import("./texts.js").Names} name
 * @property {import("./texts.js").Names} [short]
 * @property {number} lon
 * @property {number} lat
 * @property {string} [crossing_type]
 * @property {string[] | null} [modes]
 * @property {string | null} [us_state]
 * @property {string | null} [mx_state]
 * @property {string | null} [us_city]
 * @property {string | null} [us_county]
 * @property {string | null} [mx_municipality]
 * @property {string | null} [mx_city]
 * @property {string | null} [us_owner]
 * @property {string | null} [us_operator]
 * @property {string | null} [mx_owner]
 * @property {string | null} [mx_operator]
 * @property {string[] | null} [other_names]
 * @property {string | null} [cbp_port_code]
 * @property {string} [programmes] names of programmes that serve it
 * @property {string | null} [hours]
 * @property {string | null} [hours_as_of]
 * @property {number | null} [opened_year]
 * @property {number | null} [river_km]
 * @property {number | null} [boundary_km]
 */

const MOST = 9;
/** @type {Record<string, number>} */
const LATER = { county: 1, point: 2, town: 3, not_counted: 4 };

/**
 * Return the entries that hold every word of a text, names that begin with it first.
 *
 * @param {Entry[]} entries
 * @param {string} text
 */
export function found(entries, text) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const rank = (/** @type {Entry} */ entry) =>
    (plain(entry.label).startsWith(words[0]) ? 0 : 1) + (LATER[entry.kind] ?? 0);
  const labels = new Set();
  /* A river of the boundary may have a stretch inland: it is found once. */
  const isNew = (/** @type {Entry} */ { kind, label }) =>
    labels.size < labels.add(`${kind} ${label}`).size;
  return entries
    .filter(
      (entry) =>
        words.every((word) => entry.words.includes(word)) &&
        (entry.kind !== "river" || isNew(entry)),
    )
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, MOST);
}

/**
 * Tell whether a port is among those that the filters ask for.
 *
 * @param {Port} port
 * @param {Filters} filters
 */
export function passes(port, { mode, type, state, owner, q = "" }) {
  const owners = [port.us_owner, port.us_operator, port.mx_owner, port.mx_operator];
  return (
    (!mode || (port.modes ?? []).includes(mode)) &&
    (!type || port.crossing_type === type) &&
    (!state || port.us_state === state || port.mx_state === state) &&
    (!owner || owners.includes(owner)) &&
    (!q || holds(port, q))
  );
}

/**
 * Tell whether the names of a port and of its towns hold every word of a text.
 *
 * @param {Port} port
 * @param {string} text
 */
function holds({ name, us_city, mx_city, other_names }, text) {
  const names = plain([...Object.values(name), us_city, mx_city, ...(other_names ?? [])].join(" "));
  return plain(text)
    .split(/\s+/)
    .every((word) => names.includes(word));
}
