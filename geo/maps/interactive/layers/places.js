/** Names without a shape: towns, countries, seas. */

import { BorderLayer } from "../scripts/layer.js";
import { plain } from "../scripts/texts.js";

/** @typedef {import("../scripts/view.js").TownOfLayer} Town */

const FOUND_ZOOM = 11;

export class TownsLayer extends BorderLayer {
  /** @returns {Town[]} */
  towns() {
    return this.content?.rows ?? [];
  }

  entries() {
    return this.towns().map(({ name, lat, lon }) => ({
      kind: "town",
      label: name,
      words: plain(name),
      open: () => {
        this.scene.map.setView([lat, lon], FOUND_ZOOM, { animate: false });
      },
    }));
  }
}

/** @typedef {{id: string, name: string, ring: import("../scripts/geodesy.js").Path}} Sea */

/** @extends {BorderLayer<import("../scripts/layer.js").Settings & {us: string, mx: string, us_short: string, seas: Sea[]}>} */
export class AreaNames extends BorderLayer {
  words() {
    const { us, mx, us_short } = this.settings;
    return { us, mx, us_short };
  }

  regions() {
    return this.settings.seas.map(({ id, name, ring }) => ({
      id,
      country: "",
      kind: "sea",
      names: [name, name.replace(" ", "\n")],
      depth: 0,
      areas: [[ring]],
    }));
  }
}
