/** Areas and lines that are only looked at: land, water, railways, zones, gaps, the graticule. */

import { BorderLayer } from "../scripts/layer.js";
import { pathOptions } from "../scripts/panes.js";
import { decodedAreas, decodedLines } from "../scripts/paths.js";

/**
 * @typedef {object} Part
 * @property {string} pane
 * @property {import("../scripts/panes.js").LineStyle} style
 * @property {boolean} isArea
 * @property {string} className
 */
/** @typedef {{parts: Record<string, Part>}} ShapeSettings */

/** @extends {BorderLayer<import("../scripts/layer.js").Settings & ShapeSettings>} */
export class ShapesLayer extends BorderLayer {
  draw() {
    for (const [name, part] of Object.entries(this.settings.parts)) {
      const codes = this.content.shapes?.[name] ?? [];
      const { decimals } = this.content;
      const { fill, fill_opacity: fillOpacity } = part.style;
      const area = { fill: true, fillColor: fill || undefined, fillOpacity };
      const more = { className: part.className, ...(part.isArea ? area : {}) };
      const options = pathOptions(this.scene.map, part.pane, part.style, more);
      const shape = part.isArea
        ? new L.Polygon(decodedAreas(codes, decimals), { ...options, stroke: part.style.width > 0 })
        : new L.Polyline(decodedLines(codes, decimals), options);
      this.addLayer(shape);
    }
  }
}

/** @typedef {{step: number, style: import("../scripts/panes.js").LineStyle}} GraticuleSettings */

const FAR = { west: -180, east: -40, south: 2, north: 60 };

/** @extends {BorderLayer<import("../scripts/layer.js").Settings & GraticuleSettings>} */
export class GraticuleLayer extends BorderLayer {
  draw() {
    const { step, style } = this.settings;
    /** @type {[number, number][][]} */
    const lines = [];
    for (let lon = FAR.west; lon <= FAR.east; lon += step) {
      lines.push([
        [FAR.south, lon],
        [FAR.north, lon],
      ]);
    }
    for (let lat = Math.ceil(FAR.south / step) * step; lat <= FAR.north; lat += step) {
      lines.push([
        [lat, FAR.west],
        [lat, FAR.east],
      ]);
    }
    const options = pathOptions(this.scene.map, "context", style, { className: "bp-graticule" });
    this.addLayer(new L.Polyline(lines, options));
  }
}
