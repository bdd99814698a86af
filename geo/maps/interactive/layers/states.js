/** The states as areas; close up they are drawn near the boundary only, over coarser outlines. */

import { readContent } from "../scripts/content.js";
import { isInArea } from "../scripts/geodesy.js";
import { BorderLayer } from "../scripts/layer.js";
import { pathOptions } from "../scripts/panes.js";
import { decodedAreas, decodedLines } from "../scripts/paths.js";
import { plain } from "../scripts/texts.js";

/** @typedef {import("../scripts/geodesy.js").Path} Path */
/** @typedef {{id: string, name: import("../scripts/texts.js").Names, country: string, abbreviation?: string | null, lon: number, lat: number}} State */
/** @typedef {{decimals: number, shapes: Record<string, number[][][]>, lines?: number[][]}} StateShapes */
/** @typedef {{style: import("../scripts/panes.js").LineStyle}} StateSettings */

/** The level whose outlines lie below those that are cut to a band along the boundary. */
const BELOW = "web";

/** @extends {BorderLayer<import("../scripts/layer.js").Settings & StateSettings>} */
export class StatesLayer extends BorderLayer {
  take() {
    /** @type {State[]} */
    this.states = this.content.rows ?? [];
    /** @type {Record<string, Path[][]>} */
    this.outlines = {};
    /** @type {string} */
    this.outlineLevel = "";
    /** @type {Record<string, Path[][]>} */
    this.near = {};
    /** @type {StateShapes | undefined} */
    this.below = undefined;
    this.outlineGroup = new L.FeatureGroup().addTo(this);
    this.nearGroup = new L.FeatureGroup().addTo(this);
  }

  draw() {
    this.drawLevel(this.content, "overview");
  }

  hasLevels() {
    return true;
  }

  /** @returns {Promise<StateShapes | undefined>} */
  async readBelow() {
    return (await readContent(this.source, BELOW).catch(() => null)) ?? undefined;
  }

  /** @param {StateShapes} content @param {string} level */
  drawLevel(content, level) {
    const isCut = Boolean(content.lines);
    if (!isCut) this.drawOutlines(content, level);
    else if (this.below) this.drawOutlines(this.below, BELOW);
    else {
      this.readBelow().then((below) => {
        this.below = below;
        if (below && this.level === level) this.drawOutlines(below, BELOW);
      });
    }
    this.drawNear(isCut ? content : null);
  }

  /** @param {StateShapes} content @param {string} level */
  drawOutlines(content, level) {
    if (this.outlineLevel === level) return;
    this.outlineLevel = level;
    this.outlines = this.areasOf(content);
    this.outlineGroup?.clearLayers();
    for (const state of this.states ?? []) {
      this.outlineGroup?.addLayer(this.area(state, this.outlines[state.id] ?? [], true));
    }
  }

  /** @param {StateShapes | null} content */
  drawNear(content) {
    this.nearGroup?.clearLayers();
    this.near = content ? this.areasOf(content) : {};
    if (!content) return;
    for (const state of this.states ?? []) {
      this.nearGroup?.addLayer(this.area(state, this.near[state.id] ?? [], false));
    }
    const lines = decodedLines(content.lines ?? [], content.decimals);
    const options = this.styleWith({ className: "bp-state bp-state-line" });
    this.nearGroup?.addLayer(new L.Polyline(lines, options));
  }

  /** @param {L.PathOptions} more */
  styleWith(more) {
    return pathOptions(this.scene.map, "states", this.settings.style, more);
  }

  /** @param {StateShapes} content */
  areasOf({ shapes, decimals }) {
    return Object.fromEntries(
      Object.entries(shapes).map(([id, areas]) => [id, decodedAreas(areas, decimals)]),
    );
  }

  /** @param {State} state @param {Path[][]} areas @param {boolean} isOutlined */
  area(state, areas, isOutlined) {
    const side = state.country === "MX" ? "bp-state-mx" : "bp-state-us";
    const className = `${isOutlined ? "bp-state" : "bp-state-near"} ${side}`;
    const options = this.styleWith({ fill: true, fillOpacity: 1, stroke: true, className });
    return new L.Polygon(areas, options);
  }

  regions() {
    return [...this.regionsOf(this.outlines, 2), ...this.regionsOf(this.near, 3)];
  }

  /** @override @param {StateShapes} content */
  closerParts(content) {
    return { regions: this.regionsOf(this.areasOf(content), 3), boundary: [] };
  }

  /** @param {Record<string, Path[][]> | undefined} shapes @param {number} depth */
  regionsOf(shapes, depth) {
    return (this.states ?? []).map((state) => ({
      id: state.id,
      country: state.country,
      kind: "state",
      names: this.namesOf(state),
      depth,
      areas: shapes?.[state.id] ?? [],
    }));
  }

  /** @param {State} state */
  namesOf(state) {
    const name = this.name(state);
    const short = state.abbreviation;
    return [
      name,
      ...(name.includes(" ") ? [name.replace(" ", "\n")] : []),
      ...(short ? [short] : []),
    ];
  }

  entries() {
    return (this.states ?? []).map((state) => ({
      kind: "state",
      label: this.name(state),
      words: plain([...Object.values(state.name), state.id].join(" ")),
      open: () => this.scene.zoomToState(state.id),
    }));
  }

  /** @param {number} lon @param {number} lat */
  stateAt(lon, lat) {
    for (const shapes of [this.near, this.outlines]) {
      const found = this.states?.find(({ id }) => isInArea(lon, lat, shapes?.[id] ?? []));
      if (found) return found;
    }
    return null;
  }

  /** @param {string} id */
  stateName(id) {
    const state = this.states?.find((one) => one.id === id);
    return state ? this.name(state) : "";
  }
}
