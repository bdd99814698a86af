/** Rows that somebody else supplies, as symbols, lines and areas apart from those of the data set. */

import { facts } from "../scripts/card.js";
import { el } from "../scripts/dom.js";
import { pathOptions } from "../scripts/panes.js";
import { PointsLayer } from "./points.js";

/** @typedef {import("../scripts/own_file.js").OwnContent} OwnContent */
/** @typedef {import("./points.js").Point & {facts: [string, string][]}} SuppliedPoint */
/** @typedef {{note: string, labels?: Record<string, string>}} SuppliedSettings `note`: whose it is */

const WIDTH = 2.5;
const FILL = 0.18;

export class SuppliedLayer extends PointsLayer {
  /** @returns {SuppliedSettings} */
  get said() {
    return /** @type {any} */ (this.settings);
  }

  take() {
    const { places } = /** @type {OwnContent} */ (this.content);
    /** @type {SuppliedPoint[]} */
    this.points = places.map(({ name, lon, lat, facts: rows }, i) => ({
      id: `${this.source.key}-${i + 1}`,
      name: { en: name },
      lon,
      lat,
      facts: rows,
    }));
  }

  draw() {
    const { lines, areas } = /** @type {OwnContent} */ (this.content);
    const { map } = this.scene;
    const style = { stroke: this.settings.symbol.fill, width: WIDTH };
    const area = { fill: true, fillColor: style.stroke, fillOpacity: FILL };
    if (areas.length) this.addLayer(new L.Polygon(areas, pathOptions(map, "gaps", style, area)));
    if (lines.length) this.addLayer(new L.Polyline(lines, pathOptions(map, "gaps", style)));
  }

  /** Only places in view take part in the layout: there may be many. */
  symbols() {
    const view = this.scene.map.getBounds();
    return super.symbols().filter(({ row }) => view.contains([row.lat, row.lon]));
  }

  entries() {
    return this.entriesOf("own");
  }

  /** @param {import("./points.js").Point} point */
  contentOf(point) {
    const { note, labels = {} } = this.said;
    const rows = /** @type {SuppliedPoint} */ (point).facts;
    return [
      el("p", { class: "bp-soft" }, note),
      facts(rows.map(([key, value]) => [labels[key] ?? key, value])),
    ];
  }
}
