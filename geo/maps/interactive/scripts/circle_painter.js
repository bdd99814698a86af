/** Circles whose area is a number, drawn below the names. */

import { svg } from "./dom.js";

/** @typedef {{lat: number, lon: number}} Place */
/** @typedef {Place & {radius: number, isPart: boolean, text: string, title: string, members: Place[]}} Circle `members`: the places that are counted together */

const Z_INDEX = "570";

export class CirclePainter {
  /** @param {L.Map} map */
  constructor(map) {
    this.map = map;
  }

  pane() {
    const known = this.map.getPane("bp-circles");
    if (known) return known;
    const pane = this.map.createPane("bp-circles");
    pane.classList.add("leaflet-zoom-hide");
    pane.style.zIndex = Z_INDEX;
    pane.style.pointerEvents = "none";
    return pane;
  }

  /** @param {Circle[]} circles the largest first */
  draw(circles) {
    if (!circles.length && !this.map.getPane("bp-circles")) return;
    const marks = circles.map(({ lat, lon, radius, isPart, title }) => {
      const { x, y } = this.map.latLngToLayerPoint([lat, lon]);
      const words = svg("title", {});
      words.textContent = title;
      const name = `bp-volume${isPart ? " bp-volume-part" : ""}`;
      return svg("circle", { class: name, cx: x, cy: y, r: radius.toFixed(1) }, words);
    });
    const spokes = circles.flatMap((circle) => {
      if (circle.members.length < 2) return [];
      const middle = this.map.latLngToLayerPoint([circle.lat, circle.lon]);
      return circle.members.map(({ lat, lon }) => {
        const { x, y } = this.map.latLngToLayerPoint([lat, lon]);
        return `M${middle.x},${middle.y}L${x},${y}m-2,0a2,2 0 1,0 4,0a2,2 0 1,0 -4,0`;
      });
    });
    const hatch = svg(
      "pattern",
      {
        id: "bp-hatch",
        width: 6,
        height: 6,
        patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(45)",
      },
      svg("line", { class: "bp-hatch-line", x1: 0, y1: 0, x2: 0, y2: 6 }),
    );
    const picture = svg(
      "svg",
      { class: "bp-circles", width: 1, height: 1, overflow: "visible" },
      svg("defs", {}, hatch),
      ...marks,
      svg("path", { class: "bp-volume-spoke", d: spokes.join("") }),
    );
    this.pane().replaceChildren(picture);
  }
}
