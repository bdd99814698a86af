/** Areas and lines that are only looked at: land, railways, zones, gaps, the graticule. */

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

/** The country of land by the name of its part. */
/** @type {Record<string, string>} */
const LAND_COUNTRIES = { land: "", land_us: "US", land_mx: "MX" };

/** @extends {BorderLayer<import("../scripts/layer.js").Settings & ShapeSettings>} */
export class ShapesLayer extends BorderLayer {
  draw() {
    /** @type {Record<string, import("../scripts/geodesy.js").Path[][]>} */
    this.areas = {};
    /** @type {Record<string, import("../scripts/geodesy.js").Path[]>} */
    this.lines = {};
    for (const [name, part] of Object.entries(this.settings.parts)) {
      const codes = this.content.shapes?.[name] ?? [];
      const { decimals } = this.content;
      const { fill, fill_opacity: fillOpacity } = part.style;
      const area = { fill: true, fillColor: fill || undefined, fillOpacity };
      const more = { className: part.className, ...(part.isArea ? area : {}) };
      const options = pathOptions(this.scene.map, part.pane, part.style, more);
      if (part.isArea) {
        this.areas[name] = decodedAreas(codes, decimals);
        const stroke = part.style.width > 0;
        this.addLayer(new L.Polygon(this.areas[name], { ...options, stroke }));
      } else {
        this.lines[name] = decodedLines(codes, decimals);
        this.addLayer(new L.Polyline(this.lines[name], options));
      }
    }
  }

  regions() {
    return Object.entries(this.areas ?? {}).flatMap(([name, areas]) =>
      name in LAND_COUNTRIES ? [{ id: name, country: LAND_COUNTRIES[name], depth: 1, areas }] : [],
    );
  }

  lakes() {
    return this.areas?.lakes ?? [];
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
