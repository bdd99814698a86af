/** Projects at the crossings as symbols by their stage. */

import { facts } from "../scripts/card.js";
import { el } from "../scripts/dom.js";
import { PointsLayer } from "./points.js";

/**
 * @typedef {object} ProjectSettings
 * @property {Record<string, import("../scripts/dom.js").Symbol>} symbols
 * @property {Record<string, string>} stages
 */

export class ProjectsLayer extends PointsLayer {
  /** @returns {ProjectSettings} */
  get looks() {
    return /** @type {any} */ (this.settings);
  }

  /** @param {import("./points.js").Point} point */
  symbolOf(point) {
    return this.looks.symbols[point.stage ?? ""] ?? this.settings.symbol;
  }

  /** @param {import("./points.js").Point} point */
  contentOf({ stage, when, state }) {
    const { texts } = this.settings;
    return [
      el("p", {}, this.text(state) ?? ""),
      facts([
        [texts.stage, this.looks.stages[stage ?? ""] ?? null],
        [texts.last_word, when ?? null],
      ]),
    ];
  }
}
