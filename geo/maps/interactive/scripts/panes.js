/** The lines and areas of the map, bottom to top, in one picture: each more would be blended anew with every move. */

import { RestingRenderer } from "./resting_renderer.js";

const ORDER = [
  "land",
  "states",
  "context",
  "zone",
  "bands",
  "lakes",
  "segments",
  "gaps",
  "casing",
  "boundary",
];
/** The stratum of what is asked about and measured, above symbols of other layers. */
const ABOVE = "ask";
/** @type {Record<string, string>} */
const Z_INDEX = { lines: "210", [ABOVE]: "420" };
/** Share of the view that is drawn beyond its edge, so that a small pan shows no gap. */
const PADDING = 0.12;

/** @type {WeakMap<L.Map, Record<string, RestingRenderer>>} */
const renderers = new WeakMap();

/** @typedef {{stroke: string, width: number, dash?: number[], fill?: string, fill_opacity?: number}} LineStyle */

/**
 * Return the renderer of a map's lines, or of those above, made when first asked for.
 *
 * @param {L.Map} map
 * @param {"lines" | "ask"} name
 */
function rendererOf(map, name) {
  const known = renderers.get(map) ?? {};
  renderers.set(map, known);
  if (!known[name]) {
    const pane = `bp-${name}`;
    const element = map.createPane(pane);
    element.style.zIndex = Z_INDEX[name];
    element.style.pointerEvents = "none";
    const strata = name === ABOVE ? [ABOVE] : ORDER;
    known[name] = new RestingRenderer({ pane, padding: PADDING }, strata);
  }
  return known[name];
}

/** @param {L.Map} map @param {string} stratum */
function placeOf(map, stratum) {
  const name = stratum === ABOVE ? ABOVE : "lines";
  return { pane: `bp-${name}`, renderer: rendererOf(map, name), stratum };
}

/**
 * Return the part of the picture that holds a stratum, for what is no path of Leaflet's.
 *
 * @param {L.Map} map
 * @param {string} stratum
 */
export function stratumOf(map, stratum) {
  const { renderer } = placeOf(map, stratum);
  if (!map.hasLayer(renderer)) renderer.addTo(map);
  return renderer.groups[stratum];
}

/**
 * Return Leaflet's options of a line or area that takes no clicks.
 *
 * @param {L.Map} map
 * @param {string} stratum one of the order above
 * @param {LineStyle} style
 * @param {L.PathOptions & {smoothFactor?: number}} [more]
 * @returns {L.PolylineOptions}
 */
export function pathOptions(map, stratum, style, more = {}) {
  return {
    ...placeOf(map, stratum),
    interactive: false,
    color: style.stroke,
    weight: style.width,
    dashArray: style.dash?.length ? style.dash.join(" ") : undefined,
    lineJoin: "round",
    lineCap: style.dash?.[0] === 1 ? "round" : "butt",
    fill: false,
    smoothFactor: 0.7,
    ...more,
  };
}

/**
 * Return Leaflet's options of what lies above all other lines, coloured by the style sheet.
 *
 * @param {L.Map} map
 * @param {L.PathOptions} more
 * @returns {L.PathOptions}
 */
export const aboveOptions = (map, more) => ({
  ...placeOf(map, ABOVE),
  interactive: false,
  ...more,
});
