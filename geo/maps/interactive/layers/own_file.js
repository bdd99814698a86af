/** What a reader's own file holds, as symbols, lines and areas apart from those of the data set. */

import { facts } from "../scripts/card.js";
import { el } from "../scripts/dom.js";
import { pathOptions } from "../scripts/panes.js";
import { say } from "../scripts/texts.js";
import { PointsLayer } from "./points.js";

/** @typedef {import("../scripts/own_file.js").OwnContent} OwnContent */
/** @typedef {import("./points.js").Point & {facts: [string, string][]}} OwnPoint */

const WIDTH = 2.5;
const FILL = 0.18;

export class OwnFileLayer extends PointsLayer {
  /**
   * @param {L.Map} map
   * @param {string} file its name
   * @param {OwnContent} content
   * @param {import("../scripts/layer.js").Settings & import("./points.js").PointSettings} settings
   */
  constructor(map, file, content, settings) {
    super(map, { key: "own_file", contents: { overview: content } }, settings);
    this.file = file;
    this.shapes = content;
  }

  take() {
    const { places } = /** @type {OwnContent} */ (this.content);
    /** @type {OwnPoint[]} */
    this.points = places.map(({ name, lon, lat, facts: rows }, i) => ({
      id: `own-file-${i + 1}`,
      name: { en: name },
      lon,
      lat,
      facts: rows,
    }));
  }

  draw() {
    const { lines, areas } = /** @type {OwnContent} */ (this.content);
    const style = { stroke: this.settings.symbol.fill, width: WIDTH };
    const area = { fill: true, fillColor: style.stroke, fillOpacity: FILL };
    if (areas.length)
      this.addLayer(new L.Polygon(areas, pathOptions(this.map, "gaps", style, area)));
    if (lines.length) this.addLayer(new L.Polyline(lines, pathOptions(this.map, "gaps", style)));
  }

  /** Only places in view take part in the layout: a file may hold many. */
  symbols() {
    const view = this.map.getBounds();
    return super.symbols().filter(({ row }) => view.contains([row.lat, row.lon]));
  }

  extent() {
    const { places, lines, areas } = this.shapes;
    const spots = places.map(({ lat, lon }) => L.latLng(lat, lon));
    const vertices = [...lines.flat(), ...areas.flat(2)].map(([lat, lon]) => L.latLng(lat, lon));
    return L.latLngBounds([...spots, ...vertices]);
  }

  /** @param {import("./points.js").Point} point */
  contentOf(point) {
    const { texts } = this.settings;
    return [
      el("p", { class: "bp-soft" }, say(texts.own_note, { file: this.file })),
      facts(/** @type {OwnPoint} */ (point).facts),
    ];
  }
}
