/** The ports that show as files, made in the browser, with or without a service. */

/** @typedef {import("./finding.js").Port} Port */

const LANGUAGES = ["en", "es"];
/** @type {(keyof Port)[]} */
const COLUMNS = [
  "crossing_type",
  "modes",
  "us_state",
  "us_city",
  "us_county",
  "mx_state",
  "mx_city",
  "mx_municipality",
  "cbp_port_code",
  "hours",
  "hours_as_of",
  "opened_year",
  "river_km",
  "boundary_km",
  "us_owner",
  "us_operator",
  "mx_owner",
  "mx_operator",
];
/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** @param {Port} port @returns {Record<string, unknown>} */
function propertiesOf(port) {
  const names = LANGUAGES.map((lang) => [`name_${lang}`, port.name[lang] ?? null]);
  const others = COLUMNS.map((name) => [name, port[name] ?? null]);
  return Object.fromEntries([["id", port.id], ...names, ...others]);
}

/**
 * Return ports as GeoJSON.
 *
 * @param {Port[]} ports
 */
export function geojsonOf(ports) {
  const features = ports.map((port) => ({
    type: "Feature",
    id: port.id,
    geometry: { type: "Point", coordinates: [port.lon, port.lat] },
    properties: propertiesOf(port),
  }));
  return `${JSON.stringify({ type: "FeatureCollection", features }, null, 1)}\n`;
}

/**
 * Return ports as a table of comma-separated values, which a spreadsheet reads and never runs.
 *
 * @param {Port[]} ports
 */
export function csvOf(ports) {
  const rows = ports.map((port) => ({ ...propertiesOf(port), lon: port.lon, lat: port.lat }));
  const head = ["id", ...LANGUAGES.map((lang) => `name_${lang}`), ...COLUMNS, "lon", "lat"];
  const lines = rows.map((row) => head.map((name) => cell(/** @type {any} */ (row)[name])));
  return [head, ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

/** @param {unknown} value */
function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = Array.isArray(value) ? value.join(" ") : String(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Hand a text to the reader as a file.
 *
 * @param {string} name
 * @param {string} type
 * @param {string} text
 */
export function saveFile(name, type, text) {
  /* The mark tells spreadsheets that the text is UTF-8. */
  const parts = [type === "text/csv" ? "\ufeff" : "", text];
  saveBlob(name, new Blob(parts, { type: `${type};charset=utf-8` }));
}

/** Hand a file to the reader. @param {string} name @param {Blob} content */
export function saveBlob(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
