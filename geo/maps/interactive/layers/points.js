/** Other points as symbols: named points on the river, crossings that are not counted. */

import { facts, openCard } from "../scripts/card.js";
import { el } from "../scripts/dom.js";
import { BorderLayer } from "../scripts/layer.js";
import { number, plain } from "../scripts/texts.js";

/**
 * @typedef {object} Point
 * @property {string} id
 * @property {import("../scripts/texts.js").Names} name
 * @property {number} lon
 * @property {number} lat
 * @property {number | null} [river_km]
 * @property {number | null} [river_mile]
 * @property {Record<string, string> | null} [status]
 * @property {Record<string, string> | null} [reason]
 * @property {Record<string, string> | null} [state]
 * @property {string | null} [stage]
 * @property {string | null} [when]
 */
/** @typedef {{symbol: import("../scripts/dom.js").Symbol}} PointSettings */

const FOUND_ZOOM = 12;

/** @extends {BorderLayer<import("../scripts/layer.js").Settings & PointSettings>} */
export class PointsLayer extends BorderLayer {
  take() {
    /** @type {Point[]} */
    this.points = this.content.rows ?? [];
  }

  symbols() {
    return (this.points ?? []).map((point) => ({
      row: point,
      label: this.name(point),
      symbol: this.symbolOf(point),
      layer: this,
      open: (/** @type {boolean} */ focus) => this.show(point, focus),
    }));
  }

  /**
   * @param {Point} _point
   * @returns {import("../scripts/dom.js").Symbol}
   */
  symbolOf(_point) {
    return this.settings.symbol;
  }

  /** @param {string} kind */
  entriesOf(kind) {
    return (this.points ?? []).map((point) => ({
      kind,
      label: this.name(point),
      words: plain(Object.values(point.name).join(" ")),
      open: () => {
        this.scene.map.setView([point.lat, point.lon], FOUND_ZOOM, { animate: false });
        this.show(point, true);
      },
    }));
  }

  /** @param {Point} point @param {boolean} [focus] */
  show(point, focus = false) {
    const content = [el("h2", {}, this.name(point)), ...this.contentOf(point)];
    openCard(this.scene.map, [point.lat, point.lon], content, {
      close: this.settings.texts.close,
      focus,
      home: () => this.scene.painter.elementOf(point.id),
    });
  }

  /**
   * @param {Point} _point
   * @returns {(Node | null)[]}
   */
  contentOf(_point) {
    return [];
  }

  /**
   * Return a text of a row in the reader's language, else in English.
   *
   * @param {Record<string, string> | null | undefined} text
   */
  text(text) {
    return text?.[this.settings.lang] ?? text?.en ?? null;
  }
}

const NAMES_FROM_ZOOM = 8;
const NAME_BESIDE_PX = 12;

export class RiverPointsLayer extends PointsLayer {
  /** @param {number} zoom */
  names(zoom) {
    if (zoom < NAMES_FROM_ZOOM) return [];
    return (this.points ?? []).map((point) => ({
      kind: "point",
      text: this.name(point),
      lat: point.lat,
      lon: point.lon,
      beside: NAME_BESIDE_PX,
    }));
  }

  entries() {
    return this.entriesOf("point");
  }

  /** @param {Point} point */
  contentOf({ river_km, river_mile }) {
    const { locale, texts } = this.settings;
    const figure = (/** @type {number | null | undefined} */ value, /** @type {string} */ unit) =>
      typeof value === "number" ? `${number(locale, value, 1)} ${unit}` : "";
    const miles = figure(river_mile, "mi");
    const km = figure(river_km, "km");
    return [facts([[texts.river_km, km && miles ? `${km} (${miles})` : km || miles]])];
  }
}

export class NotCountedLayer extends PointsLayer {
  entries() {
    return this.entriesOf("not_counted");
  }

  /** @param {Point} point */
  contentOf({ status, reason }) {
    const { texts } = this.settings;
    return [
      el("p", { class: "bp-soft" }, this.text(status) ?? texts.not_known),
      facts([[texts.reason, this.text(reason)]]),
    ];
  }
}
