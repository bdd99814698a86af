/** Counties and municipalities: their lines and names, read when the layer first shows. */

import { readContent } from "../scripts/content.js";
import { BorderLayer } from "../scripts/layer.js";
import { pathOptions } from "../scripts/panes.js";
import { decodedLines } from "../scripts/paths.js";
import { plain } from "../scripts/texts.js";

/** @typedef {{id: string, name: import("../scripts/texts.js").Names, lon: number, lat: number}} County */
/** @typedef {{style: import("../scripts/panes.js").LineStyle}} CountySettings */

const NAMES_FROM_ZOOM = 8;
const FOUND_ZOOM = 9;

/** @extends {BorderLayer<import("../scripts/layer.js").Settings & CountySettings>} */
export class CountiesLayer extends BorderLayer {
  /** @param {L.Map} map */
  onAdd(map) {
    super.onAdd(map);
    if (!this.counties) this.read();
    return this;
  }

  async read() {
    const content = await readContent(this.source, "counties").catch(() => null);
    if (!content || this.counties) return;
    /** @type {County[] | undefined} */
    this.counties = content.rows;
    const options = pathOptions(this.map, "context", this.settings.style, {
      className: "bp-county",
    });
    this.addLayer(new L.Polyline(decodedLines(content.lines, content.decimals), options));
    this.scene.refresh();
  }

  /** @param {number} zoom */
  names(zoom) {
    if (zoom < NAMES_FROM_ZOOM) return [];
    return (this.counties ?? []).map((county) => ({
      kind: "county",
      text: this.name(county),
      lat: county.lat,
      lon: county.lon,
      beside: 0,
    }));
  }

  entries() {
    return (this.counties ?? []).map((county) => ({
      kind: "county",
      label: this.name(county),
      words: plain(Object.values(county.name).join(" ")),
      open: () => {
        this.addTo(this.map);
        this.map.setView([county.lat, county.lon], FOUND_ZOOM, { animate: false });
      },
    }));
  }
}
