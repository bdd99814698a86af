/** Streets, built-up areas, buildings and water close up, out of one archive that the service holds. */

import { BorderLayer } from "../scripts/layer.js";

/** @typedef {{address: string, reader: string}} StreetsSettings */
/** @typedef {{props: Record<string, unknown>, geomType: number}} Feature */
/** @typedef {(name: string) => string} Colours */

const FROM_ZOOM = 9;
const PANE = "bp-streets";
const Z_INDEX = "205";
/** A geometry's kind in vector tiles. */
const AREA = 3;
const BUILT_UP = new Set(["residential", "commercial", "industrial", "urban_area", "school"]);
/** Kinds of roads with the zoom from which they show, and their width at zoom 9 and 16, pixels. */
const ROADS = /** @type {const} */ ([
  ["minor_road", 12, 0.4, 4.5],
  ["major_road", FROM_ZOOM, 0.9, 7],
  ["highway", FROM_ZOOM, 1.6, 9],
]);
const EDGE_PX = 1.4;

/** @type {Promise<any> | null} */
let reading = null;

/** Return protomaps-leaflet, read when first asked for. @param {string} address */
function readerAt(address) {
  reading ??= new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(/** @type {any} */ (window).protomapsL);
    script.onerror = () => fail(new Error(address));
    document.head.append(script);
  });
  reading.catch(() => {
    reading = null;
  });
  return reading;
}

/** @extends {BorderLayer<import("../scripts/layer.js").Settings & StreetsSettings>} */
export class StreetsLayer extends BorderLayer {
  async draw() {
    const reader = await readerAt(this.settings.reader).catch(() => null);
    if (!reader) return;
    const { map } = this.scene;
    if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = Z_INDEX;
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const fill = () => {
      const style = getComputedStyle(map.getContainer());
      const colour = (/** @type {string} */ name) => style.getPropertyValue(`--bp-${name}`).trim();
      this.clearLayers();
      this.addLayer(
        reader.leafletLayer({
          url: new URL(this.settings.address, document.baseURI).href,
          paintRules: rulesOf(reader, colour),
          labelRules: [],
          backgroundColor: colour("state-us"),
          attribution: "",
          pane: PANE,
          minZoom: FROM_ZOOM,
        }),
      );
    };
    fill();
    dark.addEventListener("change", fill);
  }

  /** @param {L.Map} map */
  onAdd(map) {
    super.onAdd(map);
    map.on("zoomend", this.mark, this);
    this.mark();
    return this;
  }

  /** @param {L.Map} map */
  onRemove(map) {
    super.onRemove(map);
    map.off("zoomend", this.mark, this);
    map.getContainer().classList.remove(PANE);
    return this;
  }

  /** Areas above let streets through where these show. */
  mark() {
    const { map } = this.scene;
    map.getContainer().classList.toggle(PANE, map.getZoom() >= FROM_ZOOM);
  }
}

/** @param {any} reader @param {Colours} colour */
function rulesOf({ PolygonSymbolizer, LineSymbolizer }, colour) {
  const area = (/** @type {string} */ dataLayer, /** @type {string} */ name) => ({
    dataLayer,
    symbolizer: new PolygonSymbolizer({ fill: colour(name) }),
    filter: (/** @type {number} */ _zoom, /** @type {Feature} */ { geomType }) => geomType === AREA,
  });
  const line = (
    /** @type {string} */ kind,
    /** @type {string} */ name,
    /** @type {number} */ minzoom,
    /** @type {(zoom: number) => number} */ width,
  ) => ({
    dataLayer: "roads",
    minzoom,
    symbolizer: new LineSymbolizer({ color: colour(name), width, lineCap: "round" }),
    filter: (/** @type {number} */ _zoom, /** @type {Feature} */ { props }) => props.kind === kind,
  });
  const builtUp = {
    ...area("landuse", "built-up"),
    filter: (/** @type {number} */ _zoom, /** @type {Feature} */ { props }) =>
      BUILT_UP.has(String(props.kind)),
  };
  return [
    builtUp,
    area("water", "lake"),
    area("buildings", "building"),
    ...ROADS.map(([kind, from, thin, wide]) =>
      line(kind, "road-edge", from, (zoom) => widthAt(zoom, thin, wide) + EDGE_PX),
    ),
    line("rail", "street-rail", FROM_ZOOM, () => 1),
    ...ROADS.map(([kind, from, thin, wide]) =>
      line(kind, "road", from, (zoom) => widthAt(zoom, thin, wide)),
    ),
  ];
}

/** @param {number} zoom @param {number} thin at zoom 9 @param {number} wide at zoom 16 */
const widthAt = (zoom, thin, wide) =>
  thin * (wide / thin) ** ((zoom - FROM_ZOOM) / (16 - FROM_ZOOM));
