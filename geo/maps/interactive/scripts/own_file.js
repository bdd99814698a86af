/** A reader's own file as places: CSV or GeoJSON, read as data, never as markup or script. */

import { isPlace } from "./address.js";
import { plain } from "./texts.js";

/** @typedef {import("./geodesy.js").Path} Path */
/** @typedef {{name: string, lon: number, lat: number, facts: [string, string][]}} OwnPlace */
/**
 * @typedef {object} OwnContent
 * @property {OwnPlace[]} places
 * @property {Path[]} lines
 * @property {Path[][]} areas polygons, each a list of rings
 * @property {number} skipped features or rows without a place that can be drawn
 */
/** @typedef {{id: string, lon: number, lat: number}} KnownPort */

export const MAX_BYTES = 5_000_000;
/** Most places, lines and areas together. */
export const MAX_FEATURES = 1000;
const MAX_FACTS = 24;
const MAX_LETTERS = 500;
const COLUMNS = {
  lon: ["lon", "lng", "long", "longitude", "longitud", "x"],
  lat: ["lat", "latitude", "latitud", "y"],
  port: ["port_id", "port", "puerto", "cruce", "id"],
  name: ["name", "nombre", "name_en", "name_es", "title", "titulo", "project", "proyecto"],
};

/** What is wrong with a file: `too_large`, `unreadable`, `no_places` or `too_many`. */
export class OwnFileError extends Error {}

/**
 * Return the text of a file: UTF-8 or, where it is not, Windows' Latin alphabet.
 *
 * @param {ArrayBuffer} bytes
 */
export function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/**
 * Return what a file holds; `OwnFileError` where it cannot be shown.
 *
 * @param {string} text
 * @param {KnownPort[]} ports for rows that name a port instead of a position
 * @returns {OwnContent}
 */
export function readOwnFile(text, ports) {
  const found = /^\s*[{[]/.test(text) ? fromGeojson(text) : fromCsv(text, ports);
  const count = found.places.length + found.lines.length + found.areas.length;
  if (!count) throw new OwnFileError("no_places");
  if (count > MAX_FEATURES) throw new OwnFileError("too_many");
  return found;
}

/** @returns {OwnContent} */
const nothing = () => ({ places: [], lines: [], areas: [], skipped: 0 });

/** @param {string} text */
function fromGeojson(text) {
  let whole;
  try {
    whole = JSON.parse(text);
  } catch {
    throw new OwnFileError("unreadable");
  }
  const features = Array.isArray(whole?.features) ? whole.features : [whole];
  const found = nothing();
  for (const feature of features) {
    const isFeature = feature?.type === "Feature";
    const properties = isFeature ? (feature.properties ?? {}) : {};
    const rows = Object.entries(properties).map(([key, value]) => [key, worded(value)]);
    const own = described(/** @type {[string, string][]} */ (rows));
    if (!drawn(found, isFeature ? feature.geometry : feature, own)) found.skipped += 1;
  }
  return found;
}

/** @param {unknown} value */
const worded = (value) =>
  value === null || value === undefined
    ? ""
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);

/** @param {[string, string][]} rows */
function described(rows) {
  const named = COLUMNS.name
    .map((wanted) => rows.find(([key, value]) => plain(key) === wanted && value.trim()))
    .find(Boolean);
  const facts = /** @type {[string, string][]} */ (
    rows
      .filter(([, value]) => value.trim())
      .slice(0, MAX_FACTS)
      .map(([key, value]) => [key.slice(0, MAX_LETTERS), value.slice(0, MAX_LETTERS)])
  );
  const name = named?.[1] ?? facts[0]?.[1] ?? "";
  return { name: name.slice(0, MAX_LETTERS), facts };
}

/**
 * Add a geometry to what was found; tell whether any of it can be drawn.
 *
 * @param {OwnContent} found
 * @param {any} geometry
 * @param {{name: string, facts: [string, string][]}} own
 */
function drawn(found, geometry, own) {
  const { type, coordinates: at } = geometry ?? {};
  const listed = Array.isArray(at) ? at : [];
  const parts = String(type).startsWith("Multi") ? listed : [at];
  if (type === "Point" || type === "MultiPoint") {
    const places = parts.map(placeOf).filter((place) => place !== null);
    found.places.push(...places.map(([lat, lon]) => ({ ...own, lon, lat })));
    return places.length > 0;
  }
  if (type === "LineString" || type === "MultiLineString") {
    const lines = parts.map(pathOf).filter((path) => path.length > 1);
    found.lines.push(...lines);
    return lines.length > 0;
  }
  if (type !== "Polygon" && type !== "MultiPolygon") return false;
  const areas = parts
    .map((rings) => (Array.isArray(rings) ? rings.map(pathOf).filter(isRing) : []))
    .filter((rings) => rings.length);
  found.areas.push(...areas);
  return areas.length > 0;
}

/** @param {Path} path */
const isRing = (path) => path.length > 2;

/** @param {unknown} pair @returns {[number, number] | null} latitude and longitude */
function placeOf(pair) {
  if (!Array.isArray(pair)) return null;
  const [lon, lat] = pair;
  return typeof lon === "number" && typeof lat === "number" && isPlace(lon, lat)
    ? [lat, lon]
    : null;
}

/** @param {unknown} pairs @returns {Path} empty where any of it is no place */
function pathOf(pairs) {
  if (!Array.isArray(pairs)) return [];
  const path = pairs.map(placeOf);
  return path.every((place) => place !== null) ? /** @type {Path} */ (path) : [];
}

/** @param {string} text @param {KnownPort[]} ports */
function fromCsv(text, ports) {
  const [head = [], ...rows] = rowsOf(text.replace(/^\ufeff/, ""));
  const columns = head.map((name) => plain(name.trim()));
  const at = (/** @type {string[]} */ names) =>
    names.map((name) => columns.indexOf(name)).find((column) => column >= 0) ?? -1;
  const [lon, lat, port] = [at(COLUMNS.lon), at(COLUMNS.lat), at(COLUMNS.port)];
  if ((lon < 0 || lat < 0) && port < 0) throw new OwnFileError("no_places");
  const known = new Map(ports.map((one) => [one.id, one]));
  const found = nothing();
  for (const row of rows) {
    const pair = [row[lon], row[lat]].map((cell) => (cell?.trim() ? Number(cell) : Number.NaN));
    const own = placeOf(pair) ?? undefined;
    const joined = known.get((row[port] ?? "").trim());
    const place = own ?? (joined ? [joined.lat, joined.lon] : null);
    if (!place) {
      found.skipped += 1;
      continue;
    }
    const cells = head.map((name, i) => /** @type {[string, string]} */ ([name, row[i] ?? ""]));
    found.places.push({ ...described(cells), lat: place[0], lon: place[1] });
  }
  return found;
}

/**
 * Return the cells of a table (RFC 4180), parted by the commonest of comma, semicolon and tab in
 * its first line.
 *
 * @param {string} text
 * @returns {string[][]}
 */
function rowsOf(text) {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const marks = [",", ";", "\t"].map((mark) => ({ mark, count: first.split(mark).length }));
  const { mark } = marks.reduce((one, other) => (other.count > one.count ? other : one));
  const cell = new RegExp(
    `(?:"((?:[^"]|"")*)"|([^"${mark}\\r\\n][^${mark}\\r\\n]*)?)(${mark}|\\r?\\n|\\r|$)`,
    "y",
  );
  /** @type {string[][]} */
  const rows = [];
  /** @type {string[]} */
  let row = [];
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) throw new OwnFileError("unreadable");
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === mark) continue;
    if (row.some((value) => value.trim())) rows.push(row);
    row = [];
  }
  return rows;
}
