/** Draws the symbols and names of all layers as the layout of the view places them. */

import { layoutOf } from "../labelling/best_layout.js";
import { boxAbout, meets } from "../labelling/boxes.js";
import { BESIDE } from "./beside.js";
import { CirclePainter } from "./circle_painter.js";
import { NameWriter } from "./name_writer.js";
import { SymbolMarkers } from "./symbol_markers.js";
import { measure } from "./text_width.js";
import { viewOf } from "./view.js";

/**
 * @typedef {object} SymbolItem
 * @property {{id: string, lat: number, lon: number}} row
 * @property {string} label
 * @property {string} [about] what a screen reader adds to the label
 * @property {import("./dom.js").Symbol} symbol
 * @property {import("./layer.js").BorderLayer} layer
 * @property {string} [group] how several are told, if they join: `{n}` and `{names}`
 * @property {Omit<import("../labelling/grouping.js").Port, "x" | "y">} [port]
 * @property {(focus: boolean) => void} open
 */
/** @typedef {SymbolItem & {port: NonNullable<SymbolItem["port"]>}} PortItem */
/** @typedef {import("../labelling/boxes.js").Box} Box */

const POINT_PX = 24;

export class ViewPainter {
  /** @param {import("./scene.js").Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.markers = new SymbolMarkers(scene);
    this.writer = new NameWriter(scene.map);
    this.circles = new CirclePainter(scene.map);
    /** @type {import("../labelling/view_types.js").Layout | null} */
    this.layout = null;
  }

  draw() {
    const { scene } = this;
    const items = scene.shownLayers().flatMap((layer) => layer.symbols());
    const isPort = (/** @type {SymbolItem} */ item) => item.port !== undefined;
    const ports = scene.areVolumesShown ? [] : fromWest(items.filter(isPort));
    const panels = this.panelBoxes();
    const layout = layoutOf(viewOf(scene, ports, panels, measure));
    this.layout = layout;
    const known = new Map(ports.map((item) => [item.row.id, item]));
    const others = this.otherPoints(
      items.filter((item) => item.port === undefined),
      layout,
      panels,
    );
    this.markers.draw(layout, known, others);
    this.writer.draw(layout);
    this.circles.draw(scene.volumes);
  }

  /**
   * Return where other symbols stand: at their place or beside it, none where there is no room.
   *
   * @param {SymbolItem[]} items
   * @param {import("../labelling/view_types.js").Layout} layout
   * @param {Box[]} panels
   */
  otherPoints(items, layout, panels) {
    const { map } = this.scene;
    const half = Math.max(layout.size, POINT_PX);
    const taken = [
      ...panels,
      ...layout.symbols.map(({ x, y }) => boxAbout(x, y, half, half)),
      ...layout.rows.map(({ box }) => box),
    ];
    return items.flatMap((item) => {
      const place = map.latLngToContainerPoint([item.row.lat, item.row.lon]);
      const at = BESIDE.map(({ x, y }) => ({ x: place.x + x, y: place.y + y })).find(
        ({ x, y }) => !taken.some((box) => meets(box, boxAbout(x, y, POINT_PX, POINT_PX))),
      );
      if (!at) return [];
      taken.push(boxAbout(at.x, at.y, POINT_PX, POINT_PX));
      return [{ item, at, place }];
    });
  }

  /**
   * Return where the symbol of a thing stands.
   *
   * @param {string} id
   */
  placeOf(id) {
    return this.markers.placeOf(id);
  }

  /**
   * Return what has the focus of the symbol of a thing.
   *
   * @param {string} id
   */
  elementOf(id) {
    return this.markers.elementOf(id);
  }

  /** @returns {Box[]} what covers the map */
  panelBoxes() {
    const container = this.scene.map.getContainer();
    const own = container.getBoundingClientRect();
    const panels = [
      ...container.querySelectorAll(".leaflet-control, .bp-float"),
      ...(container.parentElement?.querySelectorAll(".bp-float") ?? []),
    ];
    return panels
      .map((panel) => panel.getBoundingClientRect())
      .filter(({ width, height }) => width && height)
      .map(({ left, top, right, bottom }) => [
        left - own.left - 4,
        top - own.top - 4,
        right - own.left + 4,
        bottom - own.top + 4,
      ]);
  }
}

/** @param {SymbolItem[]} items @returns {PortItem[]} */
function fromWest(items) {
  return /** @type {PortItem[]} */ ([...items].reverse());
}
