/** What a reader's own file holds, drawn as what others supply. */

import { SuppliedLayer } from "./supplied.js";

/** @typedef {import("../scripts/own_file.js").OwnContent} OwnContent */

export class OwnFileLayer extends SuppliedLayer {
  /**
   * @param {L.Map} map
   * @param {OwnContent} content
   * @param {import("../scripts/layer.js").Settings & import("./points.js").PointSettings & {note: string}} settings
   */
  constructor(map, content, settings) {
    super(map, { key: "own_file", contents: { overview: content } }, settings);
    this.shapes = content;
  }

  extent() {
    const { places, lines, areas } = this.shapes;
    const spots = places.map(({ lat, lon }) => L.latLng(lat, lon));
    const vertices = [...lines.flat(), ...areas.flat(2)].map(([lat, lon]) => L.latLng(lat, lon));
    return L.latLngBounds([...spots, ...vertices]);
  }
}
