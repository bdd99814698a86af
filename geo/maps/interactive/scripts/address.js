/** The state of a map as the address keeps it: view, filters, layers, question, chosen port. */

export const FILTERS = /** @type {const} */ (["mode", "type", "state", "owner"]);

/**
 * @typedef {Record<typeof FILTERS[number], string> & {q?: string}} Filters empty shows all; `q` holds
 * words of a name, which an address may ask for and no choice offers
 */
/** @typedef {[number, number, number]} View zoom, latitude, longitude */
/**
 * @typedef {object} Address
 * @property {View | null} view
 * @property {View[]} agenda views to be presented one after another
 * @property {[number, number] | null} ask longitude, latitude of a place to ask about
 * @property {Partial<Filters>} filters
 * @property {string | null} port
 * @property {string[] | null} layers keys of the layers that show
 * @property {Record<string, string[]>} without values out of sight by the key of their layer
 */

/**
 * Read the state from an address; what cannot be meant is left out.
 *
 * @param {string} search the query, with its question mark
 * @param {string} hash the fragment, which goes before the query
 * @returns {Address}
 */
export function readAddress(search, hash) {
  const found = new URLSearchParams(search);
  for (const [name, value] of new URLSearchParams(hash.slice(1))) found.set(name, value);
  const asked = found.get("ask") ?? `${found.get("lon") ?? ""},${found.get("lat") ?? ""}`;
  const [x, y] = numbers(asked, ",");
  /** @type {Partial<Filters>} */
  const filters = {};
  for (const name of FILTERS) {
    const value = found.get(name);
    if (value) filters[name] = value;
  }
  if (found.get("q")) filters.q = found.get("q") ?? "";
  return {
    view: readView(found.get("view") ?? ""),
    agenda: (found.get("agenda") ?? "").split(",").flatMap((text) => {
      const view = readView(text);
      return view ? [view] : [];
    }),
    ask: isPlace(x, y) ? [x, y] : null,
    filters,
    port: found.get("port"),
    layers: found.get("layers")?.split(",") ?? null,
    without: readWithout(found.get("without") ?? ""),
  };
}

/** @param {string} text @param {string} mark */
const numbers = (text, mark) =>
  text.split(mark).map((part) => (part.trim() === "" ? Number.NaN : Number(part)));

/** @param {string} text such as `8.00/31.7000/-106.4000` @returns {View | null} */
function readView(text) {
  const [zoom, lat, lon] = numbers(text, "/");
  return Number.isFinite(zoom) && isPlace(lon, lat) ? [zoom, lat, lon] : null;
}

/** @param {View} view */
const viewText = ([zoom, lat, lon]) => `${zoom.toFixed(2)}/${lat.toFixed(4)}/${lon.toFixed(4)}`;

/** @param {string} text such as `projects:built,projects:planned` */
function readWithout(text) {
  /** @type {Record<string, string[]>} */
  const found = {};
  for (const part of text.split(",")) {
    const [key, value] = part.split(":");
    if (value) found[key] = [...(found[key] ?? []), value];
  }
  return found;
}

/**
 * Tell whether two numbers are a longitude and a latitude in degrees.
 *
 * @param {number} lon
 * @param {number} lat
 */
export const isPlace = (lon, lat) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90;

/**
 * Write the state as a fragment, without its mark.
 *
 * @param {Address} address
 */
export function fragmentOf({ view, agenda, ask, filters, port, layers, without }) {
  const found = new URLSearchParams();
  if (view) found.set("view", viewText(view));
  for (const name of FILTERS) {
    const value = filters[name];
    if (value) found.set(name, value);
  }
  if (filters.q) found.set("q", filters.q);
  if (ask) found.set("ask", ask.join(","));
  if (port) found.set("port", port);
  if (layers) found.set("layers", layers.join(","));
  const hidden = Object.entries(without).flatMap(([key, values]) =>
    values.map((value) => `${key}:${value}`),
  );
  if (hidden.length) found.set("without", hidden.join(","));
  if (agenda.length) found.set("agenda", agenda.map(viewText).join(","));
  return found.toString().replace(/%2F/g, "/").replace(/%2C/g, ",").replace(/%3A/g, ":");
}

/**
 * Return a query without what the fragment says from now on.
 *
 * @param {string} search
 */
export function restOfQuery(search) {
  const query = new URLSearchParams(search);
  for (const name of [...FILTERS, "q", "lon", "lat"]) query.delete(name);
  const rest = query.toString();
  return rest ? `?${rest}` : "";
}
