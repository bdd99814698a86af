/** The panes of the map, bottom to top, each with a renderer of its own. */

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
const FIRST = 210;
const STEP = 10;
const ABOVE = 420;
/** Share of the view that is drawn beyond its edge, so that a small pan shows no gap. */
const PADDING = 0.12;

/** @type {WeakMap<L.Map, Map<string, L.Renderer>>} */
const renderers = new WeakMap();

/** @typedef {{stroke: string, width: number, dash?: number[], fill?: string, fill_opacity?: number}} LineStyle */

/**
 * Return the name of a pane and its renderer, made when first asked for.
 *
 * @param {L.Map} map
 * @param {string} name one of the order below, or `ask` for what lies above all
 */
function paneOf(map, name) {
  const known = renderers.get(map) ?? new Map();
  renderers.set(map, known);
  const pane = `bp-${name}`;
  if (!known.has(name)) {
    const element = map.createPane(pane);
    const place = ORDER.indexOf(name);
    element.style.zIndex = String(place < 0 ? ABOVE : FIRST + place * STEP);
    element.style.pointerEvents = "none";
    known.set(name, new RestingRenderer({ pane, padding: PADDING }));
  }
  return { pane, renderer: /** @type {L.Renderer} */ (known.get(name)) };
}

/**
 * Return Leaflet's options of a line or area that takes no clicks.
 *
 * @param {L.Map} map
 * @param {string} pane
 * @param {LineStyle} style
 * @param {L.PathOptions & {smoothFactor?: number}} [more]
 * @returns {L.PolylineOptions}
 */
export function pathOptions(map, pane, style, more = {}) {
  return {
    ...paneOf(map, pane),
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
export const aboveOptions = (map, more) => ({ ...paneOf(map, "ask"), interactive: false, ...more });
