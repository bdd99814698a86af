/** Names without a shape: towns, countries, seas. */

import { BorderLayer } from "../scripts/layer.js";
import { plain } from "../scripts/texts.js";

/** @typedef {{name: string, country: string, rank: number, lon: number, lat: number}} Town */

/** The zoom from which towns of each rank are named. */
const TOWN_ZOOMS = [5.2, 7, 9];
const NAME_BESIDE_PX = 5;
const FOUND_ZOOM = 11;

export class TownsLayer extends BorderLayer {
  /** @returns {Town[]} */
  get towns() {
    return this.content?.rows ?? [];
  }

  /** @param {number} zoom */
  names(zoom) {
    return this.towns
      .filter(({ rank }) => zoom >= (TOWN_ZOOMS[rank - 1] ?? TOWN_ZOOMS[2]))
      .map(({ name, rank, lat, lon, country }) => ({
        kind: `town${Math.min(rank, TOWN_ZOOMS.length)}`,
        text: name,
        lat,
        lon,
        beside: NAME_BESIDE_PX,
        dot: true,
        isSouth: country === "MX",
      }));
  }

  entries() {
    return this.towns.map(({ name, lat, lon }) => ({
      kind: "town",
      label: name,
      words: plain(name),
      open: () => {
        this.scene.map.setView([lat, lon], FOUND_ZOOM, { animate: false });
      },
    }));
  }
}

/** @typedef {{kind: string, text: string, spots: [number, number][], until: number}} Area */

/** @extends {BorderLayer<import("../scripts/layer.js").Settings & {areas: Area[]}>} */
export class AreaNames extends BorderLayer {
  /** @param {number} zoom */
  names(zoom) {
    return this.settings.areas
      .filter(({ until }) => zoom < until)
      .map(({ kind, text, spots }) => ({ kind, text, spots, lat: spots[0][0], lon: spots[0][1] }));
  }
}
