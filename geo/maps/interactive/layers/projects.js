/** Projects at the crossings as symbols by their stage. */

import { facts } from "../scripts/card.js";
import { el } from "../scripts/dom.js";
import { PointsLayer } from "./points.js";

/**
 * @typedef {object} ProjectSettings
 * @property {Record<string, import("../scripts/dom.js").Symbol>} symbols
 * @property {Record<string, string>} stages
 */

/** @type {WeakMap<object, Set<string>>} */
const hidden = new WeakMap();

export class ProjectsLayer extends PointsLayer {
  /** @returns {ProjectSettings} */
  get looks() {
    return /** @type {any} */ (this.settings);
  }

  /** @returns {Set<string>} stages that the reader has put out of sight */
  get hidden() {
    const known = hidden.get(this) ?? new Set();
    hidden.set(this, known);
    return known;
  }

  hiddenValues() {
    return [...this.hidden].sort();
  }

  /** @param {string[]} stages */
  hideValues(stages) {
    hidden.set(this, new Set(stages));
    this.scene.refresh();
  }

  /** Show or hide the projects of a stage. @param {string} stage @param {boolean} isShown */
  choose(stage, isShown) {
    if (isShown) this.hidden.delete(stage);
    else this.hidden.add(stage);
    if (isShown && !this.scene.isShown(this)) this.addTo(this.scene.map);
    else this.scene.refresh();
    this.scene.tell("changed");
  }

  symbols() {
    const isShown = (/** @type {{stage?: string | null}} */ { stage }) =>
      !this.hidden.has(stage ?? "");
    return super.symbols().filter(({ row }) => isShown(row));
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
