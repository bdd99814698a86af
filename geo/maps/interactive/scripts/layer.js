/** What every layer of the border is: a Leaflet group whose content comes with the page or later. */

import { hasLevel, readContent } from "./content.js";
import { levelAfter, levelAt } from "./paths.js";
import { sceneOf } from "./scene.js";
import { nameIn } from "./texts.js";

/** @typedef {import("./content.js").Source} Source */
/** @typedef {import("./finding.js").Port} Port */
/** @typedef {import("./finding.js").Entry} Entry */
/** @typedef {import("./view.js").LabelOfLayer} LabelOfLayer */
/** @typedef {import("./view_painter.js").SymbolItem} SymbolItem */
/** @typedef {{regions: import("./view.js").RegionOfLayer[], boundary: import("./view.js").BoundaryOfLayer[]}} CloserParts */
/**
 * @typedef {object} Settings what Folium's element says beside the content
 * @property {string} lang
 * @property {string} locale
 * @property {import("./texts.js").Texts} texts
 * @property {string} attribution
 * @property {boolean} isListed whether the reader may switch the layer
 */

/** @template {Settings} [More=Settings] */
export class BorderLayer extends L.FeatureGroup {
  /**
   * @param {L.Map} map
   * @param {Source} source
   * @param {More} settings
   */
  constructor(map, source, settings) {
    super([], { attribution: settings.attribution });
    this.map = map;
    this.source = source;
    this.settings = settings;
    this.key = source.key;
    /** @type {any} */
    this.content = null;
    this.level = "overview";
    /** @type {Port[]} */
    this.ports = [];
    this.scene = sceneOf(map);
    this.scene.add(this);
  }

  /** Read what is drawn first; rejects where it cannot be read. */
  async load() {
    this.content = (await readContent(this.source, "overview")) ?? {};
    this.take();
  }

  /** Take what the layer needs from its content. */
  take() {}

  /** Draw the content, once it is there. */
  draw() {}

  /**
   * Draw a closer level, read before.
   *
   * @param {any} _content
   * @param {string} _level
   */
  drawLevel(_content, _level) {}

  /**
   * Return the areas and the boundary of a closer level than the one that is drawn.
   *
   * @param {any} _content of that level
   * @returns {CloserParts}
   */
  closerParts(_content) {
    return { regions: [], boundary: [] };
  }

  /** Tell whether a closer level is there than the one that is drawn. */
  isCoarse() {
    const level = levelAt(this.map.getZoom(), (name) => hasLevel(this.source, name));
    return this.hasLevels() && Boolean(this.content) && levelAfter(level, this.level);
  }

  /** Tell whether the layer is drawn more closely as one zooms in. */
  hasLevels() {
    return false;
  }

  /**
   * Draw as closely as the zoom asks for; tell whether anything changed.
   *
   * @param {number} zoom
   */
  async follow(zoom) {
    const level = levelAt(zoom, (name) => hasLevel(this.source, name));
    if (level === this.level || !this.content) return false;
    const content = await readContent(this.source, level).catch(() => null);
    const wanted = levelAt(this.map.getZoom(), (name) => hasLevel(this.source, name));
    if (!content || level !== wanted || level === this.level) return false;
    this.drawLevel(content, level);
    this.level = level;
    return true;
  }

  /** @param {{name: import("./texts.js").Names}} thing */
  name(thing) {
    return nameIn(thing, this.settings.lang);
  }

  /**
   * Return the names beside points that the layer wants on the map.
   *
   * @param {number} _zoom
   * @returns {LabelOfLayer[]}
   */
  names(_zoom) {
    return [];
  }

  /**
   * Show or hide what has a value, of layers whose legend lets the reader choose.
   *
   * @param {string} _value
   * @param {boolean} _isShown
   */
  choose(_value, _isShown) {}

  /** @returns {string[]} values that the reader has put out of sight */
  hiddenValues() {
    return [];
  }

  /** Put what has some values out of sight, and nothing else. @param {string[]} _values */
  hideValues(_values) {}

  /** @returns {import("./view.js").RegionOfLayer[]} the areas that names keep to */
  regions() {
    return [];
  }

  /** @returns {import("./geodesy.js").Path[][]} the lakes, as polygons, off which names keep */
  lakes() {
    return [];
  }

  /** @returns {import("./view.js").TownOfLayer[]} */
  towns() {
    return [];
  }

  /** @returns {import("./view.js").TextsOfLayer} what the layer says on the map */
  words() {
    return {};
  }

  /** @returns {SymbolItem[]} the symbols that the layer wants on the map */
  symbols() {
    return [];
  }

  /** @returns {Entry[]} what can be found by name */
  entries() {
    return [];
  }

  /** @returns {import("./view.js").BoundaryOfLayer[]} the boundary as drawn, off which names keep */
  boundaryParts() {
    return [];
  }

  /**
   * Return the state that a place is in, `null` where the layer knows none.
   *
   * @param {number} _lon
   * @param {number} _lat
   * @returns {{id: string, country: string} | null}
   */
  stateAt(_lon, _lat) {
    return null;
  }

  /**
   * @param {string} _id
   * @returns {string} empty where the layer does not know the state
   */
  stateName(_id) {
    return "";
  }

  /**
   * @param {string} _id
   * @returns {string} empty where the layer does not know the river segment
   */
  segmentName(_id) {
    return "";
  }

  /**
   * Open the card of a port of this layer.
   *
   * @param {Port} _port
   * @param {boolean} _focus
   */
  open(_port, _focus) {}
}
