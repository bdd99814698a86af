/** Writes the names of all layers, most important first, none on another or on a symbol. */

import { el } from "./dom.js";
import { addCells, bestSpot, boxAt, meets, spotsAbout } from "./labelling.js";

/** Kinds of names, the most important first, with their size in pixels. */
/** @type {Record<string, number>} */
const SIZES = {
  port: 13,
  country: 17,
  sea: 15,
  state: 14,
  segment: 12,
  point: 12,
  town1: 13,
  town2: 12,
  town3: 12,
};
const KINDS = Object.keys(SIZES);
const HEAVY = ["port", "state"];
/** @type {Record<string, number>} */
const SPACED = { country: 1.35, state: 1.12 };
const LINE_HEIGHT = 1.25;
const DOT_PX = 3;
const EDGE_PX = 4;
const Z_INDEX = "590";

/**
 * @typedef {object} Name
 * @property {string} kind
 * @property {string} text
 * @property {number} lat
 * @property {number} lon
 * @property {number} [beside] pixels from the place; without it the name stands on the place
 * @property {boolean} [dot] whether a dot marks the place
 * @property {boolean} [isSouth] whether the name rather stands below its place
 * @property {[number, number][]} [spots] latitudes and longitudes; the first in view is taken
 */
/** @typedef {import("./labelling.js").Box} Box */
/** @typedef {import("./labelling.js").Size} Size */

export class NamePainter {
  /** @param {import("./scene.js").Scene} scene */
  constructor(scene) {
    this.scene = scene;
    /** @type {Map<string, number>} */
    this.widths = new Map();
    this.controls = { size: "", boxes: /** @type {Box[]} */ ([]) };
    this.brush = document.createElement("canvas").getContext("2d");
  }

  forgetWidths() {
    this.widths.clear();
  }

  draw() {
    const { map } = this.scene;
    const frame = this.screen();
    const taken = [...this.scene.symbols.boxes, ...this.controlBoxes(frame)];
    const view = map.getBounds().pad(0.25);
    const line = this.boundaryCells(view);
    this.pane().replaceChildren();
    for (const name of this.wanted()) {
      const [lat, lon] = this.settle(name);
      if (!view.contains([lat, lon])) continue;
      const size = this.sizeOf(name);
      if (name.beside === undefined && !this.isWhollyInView(lat, lon, size[0])) continue;
      const at = map.latLngToLayerPoint([lat, lon]);
      /** @type {Box} */
      const dot = [at.x - DOT_PX, at.y - DOT_PX, at.x + DOT_PX, at.y + DOT_PX];
      if (name.dot && taken.some((other) => meets(dot, other))) continue;
      const spots = spotsAbout(at, size, name.beside, name.isSouth).filter(
        ([x]) => !straddles(x, size[0], frame),
      );
      const spot = bestSpot(spots, size, taken, line);
      if (!spot) continue;
      taken.push(boxAt(spot, size));
      if (name.dot) taken.push(dot);
      this.write(name, at, spot);
    }
  }

  /** @returns {Name[]} */
  wanted() {
    const zoom = this.scene.map.getZoom();
    const names = this.scene.shownLayers().flatMap((layer) => layer.names(zoom));
    return names.sort((one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind));
  }

  pane() {
    const { map } = this.scene;
    const known = map.getPane("bp-labels");
    if (known) return known;
    const pane = map.createPane("bp-labels");
    pane.style.zIndex = Z_INDEX;
    pane.style.pointerEvents = "none";
    pane.setAttribute("aria-hidden", "true");
    return pane;
  }

  /** @param {Name} name @returns {Size} */
  sizeOf({ kind, text }) {
    const size = SIZES[kind];
    const key = `${kind} ${text}`;
    const known = this.widths.get(key);
    if (known !== undefined) return [known, size * LINE_HEIGHT];
    const weight = HEAVY.includes(kind) ? 600 : 400;
    let width = text.length * size * 0.5;
    if (this.brush) {
      this.brush.font = `${weight} ${size}px "Source Sans 3 Variable", sans-serif`;
      width = this.brush.measureText(text).width;
    }
    const found = width * (SPACED[kind] ?? 1.04) + EDGE_PX;
    this.widths.set(key, found);
    return [found, size * LINE_HEIGHT];
  }

  /** @param {L.LatLngBounds} view */
  boundaryCells(view) {
    const { map } = this.scene;
    /** @type {Set<string>} */
    const cells = new Set();
    const [west, south, east, north] = [
      view.getWest(),
      view.getSouth(),
      view.getEast(),
      view.getNorth(),
    ];
    for (const path of this.scene.shownLayers().flatMap((layer) => layer.boundaryPaths())) {
      for (let i = 1; i < path.length; i += 1) {
        const [[y0, x0], [y1, x1]] = [path[i - 1], path[i]];
        if (Math.max(x0, x1) < west || Math.min(x0, x1) > east) continue;
        if (Math.max(y0, y1) < south || Math.min(y0, y1) > north) continue;
        addCells(cells, map.latLngToLayerPoint(path[i - 1]), map.latLngToLayerPoint(path[i]));
      }
    }
    return cells;
  }

  screen() {
    const corner = this.scene.map.containerPointToLayerPoint([0, 0]);
    return { left: corner.x, top: corner.y, right: corner.x + this.scene.map.getSize().x };
  }

  /**
   * Return the controls' places in the map, read once for each size of it: reading costs a layout.
   *
   * @param {{left: number, top: number}} corner
   * @returns {Box[]}
   */
  controlBoxes({ left, top }) {
    const container = this.scene.map.getContainer();
    const size = String(this.scene.map.getSize());
    if (this.controls.size !== size) {
      const map = container.getBoundingClientRect();
      const boxes = [...container.querySelectorAll(".leaflet-control")].map((control) => {
        const box = control.getBoundingClientRect();
        return /** @type {Box} */ ([
          box.left - map.left,
          box.top - map.top,
          box.right - map.left,
          box.bottom - map.top,
        ]);
      });
      this.controls = { size, boxes };
    }
    return this.controls.boxes.map(([x, y, right, bottom]) => [
      x + left,
      y + top,
      right + left,
      bottom + top,
    ]);
  }

  /** @param {number} lat @param {number} lon @param {number} width */
  isWhollyInView(lat, lon, width) {
    const { x } = this.scene.map.latLngToContainerPoint([lat, lon]);
    const right = this.scene.map.getSize().x - EDGE_PX;
    return x - width / 2 > EDGE_PX && x + width / 2 < right;
  }

  /**
   * Return where a name stands: its place, or the first of its spots that is wholly in view.
   *
   * @param {Name} name
   */
  settle(name) {
    const [width] = this.sizeOf(name);
    const view = this.scene.map.getBounds();
    const found = name.spots?.find(
      ([lat, lon]) => this.isWhollyInView(lat, lon, width) && view.contains([lat, lon]),
    );
    return found ?? [name.lat, name.lon];
  }

  /** @param {Name} name @param {{x: number, y: number}} at @param {[number, number]} spot */
  write(name, at, [x, y]) {
    const label = el("span", { class: `bp-label bp-label-${name.kind}` }, name.text);
    label.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    this.pane().append(label);
    if (name.dot) {
      const dot = el("span", { class: "bp-town-dot" });
      dot.style.transform = `translate(${Math.round(at.x) - 2}px, ${Math.round(at.y) - 2}px)`;
      this.pane().append(dot);
    }
  }
}

/** @param {number} x @param {number} w @param {{left: number, right: number}} frame */
const straddles = (x, w, { left, right }) =>
  (x < left && x + w > left) || (x < right && x + w > right);
