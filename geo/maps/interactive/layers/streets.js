/** Streets, built-up areas, buildings and water close up, out of one archive that the service holds. */

import { BorderLayer } from "../scripts/layer.js";

/** @typedef {{address: string, reader: string, deepest: number, credit: string}} StreetsSettings */
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
/** Streets have names from here on. */
const NAMES_FROM_ZOOM = 14;
const LEAST_RATIO = 2;
const DARK = window.matchMedia("(prefers-color-scheme: dark)");

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
  /** @type {any} protomaps-leaflet, once it is read */
  reader = undefined;
  /** The ground that is drawn on: each theme has its own. */
  drawnOn = "";
  onTheme = () => this.recolour();

  /** @param {L.Map} map */
  onAdd(map) {
    super.onAdd(map);
    map.on("zoomend", this.show, this);
    map.on("resize", this.recolour, this);
    DARK.addEventListener("change", this.onTheme);
    this.show();
    return this;
  }

  /** @param {L.Map} map */
  onRemove(map) {
    super.onRemove(map);
    map.off("zoomend", this.show, this);
    map.off("resize", this.recolour, this);
    DARK.removeEventListener("change", this.onTheme);
    map.getContainer().classList.remove(PANE);
    return this;
  }

  /** Show streets close up: the archive and what draws it are read no sooner. */
  async show() {
    const isClose = this.map.getZoom() >= FROM_ZOOM;
    if (isClose) this.reader ??= await readerAt(this.settings.reader).catch(() => undefined);
    const areStreets = this.map.getZoom() >= FROM_ZOOM && this.map.hasLayer(this);
    this.map.getContainer().classList.toggle(PANE, areStreets && Boolean(this.reader));
    if (areStreets) this.recolour();
  }

  /** Draw in the colours of now: of the screen, light or dark, or of a sheet of paper. */
  recolour() {
    const { map, reader } = this;
    if (!reader) return;
    const style = getComputedStyle(map.getContainer());
    const colour = (/** @type {string} */ name) => style.getPropertyValue(`--bp-${name}`).trim();
    if (this.drawnOn === colour("state-us")) return;
    this.drawnOn = colour("state-us");
    if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = Z_INDEX;
    this.clearLayers();
    this.addLayer(
      reader.leafletLayer({
        url: new URL(this.settings.address, document.baseURI).href,
        maxDataZoom: this.settings.deepest,
        paintRules: rulesOf(reader, colour),
        labelRules: [namesOf(reader, colour, this.settings.lang)],
        backgroundColor: this.drawnOn,
        /* Sharp on paper and in pictures too. */
        devicePixelRatio: Math.max(window.devicePixelRatio, LEAST_RATIO),
        attribution: this.settings.credit,
        pane: PANE,
        minZoom: FROM_ZOOM,
      }),
    );
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

/** Names of streets, in the reader's language where they have one. @param {any} reader @param {Colours} colour @param {string} lang */
function namesOf({ LineLabelSymbolizer }, colour, lang) {
  return {
    dataLayer: "roads",
    minzoom: NAMES_FROM_ZOOM,
    symbolizer: new LineLabelSymbolizer({
      labelProps: [`name:${lang}`, "name"],
      font: "12px 'Source Sans 3 Variable', sans-serif",
      fill: colour("ink"),
      stroke: colour("road"),
      width: 2.5,
    }),
  };
}

/** @param {number} zoom @param {number} thin at zoom 9 @param {number} wide at zoom 16 */
const widthAt = (zoom, thin, wide) =>
  thin * (wide / thin) ** ((zoom - FROM_ZOOM) / (16 - FROM_ZOOM));
