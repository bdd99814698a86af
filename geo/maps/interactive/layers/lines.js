/** The boundary and the river segments: lines that are drawn more closely as one zooms in. */

import { BorderLayer } from "../scripts/layer.js";
import { pathOptions } from "../scripts/panes.js";
import { decodedLines } from "../scripts/paths.js";
import { number, plain } from "../scripts/texts.js";

/** @typedef {import("../scripts/panes.js").LineStyle} LineStyle */
/** @typedef {import("../scripts/geodesy.js").Path} Path */
/** @typedef {{decimals: number, shapes: Record<string, number[][]>}} LineShapes */

/**
 * @template {{id: string}} Row
 * @template Settings
 * @extends {BorderLayer<import("../scripts/layer.js").Settings & Settings>}
 */
class LinesLayer extends BorderLayer {
  take() {
    /** @type {Row[]} */
    this.rows = this.content.rows ?? [];
    /** @type {Path[]} */
    this.paths = [];
  }

  draw() {
    this.drawLevel(this.content, "overview");
  }

  hasLevels() {
    return true;
  }

  /** @param {LineShapes} content @param {string} _level */
  drawLevel({ shapes, decimals }, _level) {
    this.clearLayers();
    this.paths = [];
    for (const row of this.rows ?? []) {
      const paths = decodedLines(shapes[row.id] ?? [], decimals);
      this.addLayer(new L.Polyline(paths, this.optionsOf(row)));
      this.paths.push(...paths);
    }
  }

  /**
   * @param {Row} _row
   * @returns {L.PolylineOptions}
   */
  optionsOf(_row) {
    return {};
  }
}

/** @typedef {{id: string, kind: string, river?: string | null}} BoundaryRow */
/** @typedef {{river: LineStyle, land: LineStyle, rivers: Record<string, {north: string, south: string}>}} BoundarySettings */

/** @extends {LinesLayer<BoundaryRow, BoundarySettings>} */
export class BoundaryLayer extends LinesLayer {
  /** @param {{shapes: Record<string, number[][]>, decimals: number}} content @param {string} level */
  drawLevel(content, level) {
    super.drawLevel(content, level);
    this.parts = this.partsOf(content);
    this.drawCasing();
  }

  /** @param {LineShapes} content @returns {import("../scripts/view.js").BoundaryOfLayer[]} */
  partsOf({ shapes, decimals }) {
    return (this.rows ?? []).flatMap(({ id, kind, river }) =>
      decodedLines(shapes[id] ?? [], decimals).map((path) => ({
        path,
        isRiver: kind === "river",
        river: river ?? "",
      })),
    );
  }

  /** @override @param {LineShapes} content */
  closerParts(content) {
    return { regions: [], boundary: this.partsOf(content) };
  }

  /** The water under the boundary in a river: the line itself is drawn above it. */
  drawCasing() {
    const rivers = (this.parts ?? []).filter(({ isRiver }) => isRiver).map(({ path }) => path);
    this.casing?.remove();
    const style = { ...this.settings.river, dash: [] };
    const options = pathOptions(this.scene.map, "casing", style, { className: "bp-casing" });
    this.casing = new L.Polyline(rivers, options);
    if (this.scene.map.hasLayer(this)) this.casing.addTo(this.scene.map);
  }

  /** @param {L.Map} map */
  onAdd(map) {
    super.onAdd(map);
    this.casing?.addTo(map);
    return this;
  }

  /** @param {L.Map} map */
  onRemove(map) {
    super.onRemove(map);
    this.casing?.remove();
    return this;
  }

  /** @param {BoundaryRow} row */
  optionsOf({ kind }) {
    const style = kind === "river" ? this.settings.river : this.settings.land;
    const className = `bp-boundary bp-boundary-${kind === "river" ? "river" : "land"}`;
    return pathOptions(this.scene.map, "boundary", { ...style, dash: [] }, { className });
  }

  boundaryParts() {
    return this.parts ?? [];
  }

  entries() {
    return Object.entries(this.settings.rivers).map(([river, { north, south }]) => ({
      kind: "river",
      label: north === south ? north : `${north} / ${south}`,
      words: plain(`${river} ${north} ${south}`),
      open: () => {
        const paths = (this.parts ?? []).filter((part) => part.river === river);
        const box = L.latLngBounds(paths.flatMap(({ path }) => path));
        if (box.isValid()) this.scene.map.fitBounds(box, { animate: false });
      },
    }));
  }

  words() {
    const { line_loading: loading, line_unread: unread } = this.settings.texts;
    return { rivers: this.settings.rivers, loading, unread };
  }
}

const NAMES_FROM_ZOOM = 7.2;
const NAME_BESIDE_PX = 8;

/**
 * @typedef {object} Segment
 * @property {string} id
 * @property {import("../scripts/texts.js").Names} name
 * @property {number} lon
 * @property {number} lat
 * @property {number | null} [length_km]
 */
/** @extends {LinesLayer<Segment, {style: LineStyle, colours: Record<string, string>}>} */
export class RiverLayer extends LinesLayer {
  /** @param {Segment} segment */
  optionsOf({ id }) {
    const { style, colours } = this.settings;
    const color = colours[id] ?? style.stroke;
    return pathOptions(this.scene.map, "segments", style, { color, opacity: 0.75 });
  }

  /** @param {number} zoom */
  names(zoom) {
    if (zoom < NAMES_FROM_ZOOM) return [];
    const { locale } = this.settings;
    return (this.rows ?? []).map((segment) => {
      const km = typeof segment.length_km === "number" ? segment.length_km : null;
      const length = km === null ? "" : ` · ${number(locale, km, 0)} km`;
      const text = `${this.name(segment)}${length}`;
      return { kind: "segment", text, lat: segment.lat, lon: segment.lon, beside: NAME_BESIDE_PX };
    });
  }

  /** @param {string} id */
  segmentName(id) {
    const segment = this.rows?.find((row) => row.id === id);
    return segment ? this.name(segment) : "";
  }
}
