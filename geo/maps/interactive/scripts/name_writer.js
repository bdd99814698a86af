/** Writes names and leaders into the map, as text of the page. */

import { typeOf } from "../labelling/styles.js";
import { el, svg } from "./dom.js";

/** @typedef {import("../labelling/view_types.js").Layout} Layout */
/** @typedef {import("../labelling/view_types.js").Name} Name */

const LEADERS_Z = "580";
const NAMES_Z = "590";
const DOT = 1.9;
const DOT_NEAR = 2.6;
const NEAR = 7;
const RING = 2.5;
const NARROW_PX = 600;
/** @type {Record<string, string>} */
const GROUNDS = { US: "us", MX: "mx", "": "sea" };

export class NameWriter {
  /** @param {L.Map} map */
  constructor(map) {
    this.map = map;
  }

  /** @param {string} name @param {string} zIndex */
  pane(name, zIndex) {
    const known = this.map.getPane(name);
    if (known) return known;
    const pane = this.map.createPane(name);
    pane.classList.add("leaflet-zoom-hide");
    pane.style.zIndex = zIndex;
    pane.style.pointerEvents = "none";
    return pane;
  }

  /** @param {Layout} layout */
  draw(layout) {
    const { x, y } = this.map.containerPointToLayerPoint([0, 0]);
    const names = this.pane("bp-labels", NAMES_Z);
    names.style.transform = `translate(${x}px, ${y}px)`;
    names.replaceChildren(...layout.names.map((name) => this.label(name, layout.scale)));
    const lines = this.pane("bp-leaders", LEADERS_Z);
    lines.setAttribute("aria-hidden", "true");
    lines.style.transform = `translate(${x}px, ${y}px)`;
    lines.replaceChildren(this.leaders(layout));
  }

  /** @param {Name} name @param {number} scale */
  label({ kind, text, x, y, width, height, angle, ground }, scale) {
    const zoom = this.map.getZoom();
    const type = typeOf(kind, zoom, this.map.getSize().x < NARROW_PX, scale);
    const className = `bp-label bp-label-${kind} bp-on-${GROUNDS[ground] ?? "sea"}`;
    const label = el("span", { class: className }, text);
    const [left, top] = [x - width / 2, y - height / 2].map((value) => value.toFixed(1));
    const turned = angle ? ` rotate(${angle.toFixed(4)}rad)` : "";
    label.style.cssText = [
      `font-size: ${type.size}px`,
      `font-weight: ${type.weight}`,
      `font-style: ${type.isItalic ? "italic" : "normal"}`,
      `line-height: ${type.height}px`,
      `letter-spacing: ${type.spacing || 0}px`,
      `width: ${width}px`,
      `transform: translate(${left}px, ${top}px)${turned}`,
    ].join(";");
    return label;
  }

  /** @param {Layout} layout */
  leaders({ leaders, dots, rings }) {
    const d = leaders
      .map((line) => line.map((value) => value.toFixed(1)))
      .map(([x1, y1, x2, y2]) => `M${x1},${y1}L${x2},${y2}`)
      .join("");
    const r = this.map.getZoom() < NEAR ? DOT : DOT_NEAR;
    return svg(
      "svg",
      { class: "bp-leaders", width: 1, height: 1, overflow: "visible" },
      svg("path", { class: "bp-leader-halo", d }),
      svg("path", { class: "bp-leader", d }),
      ...rings.map(({ x, y }) => svg("circle", { class: "bp-town-ring", cx: x, cy: y, r: RING })),
      ...dots.map(({ x, y }) => svg("circle", { class: "bp-anchor", cx: x, cy: y, r })),
    );
  }
}
