/** The quickest ways by road from the place asked about, as the service's routing engine says. */

import { el } from "../scripts/dom.js";
import { Panel } from "../scripts/panel.js";
import { aboveOptions } from "../scripts/panes.js";
import { distance, nameIn, number, say } from "../scripts/texts.js";

/**
 * @typedef {object} Found what `/queries/nearest?by=road` answers
 * @property {{properties: {id: string, road_minutes: number | null, road_km: number | null}}[]} features
 * @property {string} ranked_by
 * @property {string} [road_note_en]
 * @property {string} [road_note_es]
 * @property {{id: string, lon: number[], lat: number[]}[]} routes
 */

const PORTS = 3;

/** @extends {Panel<import("../scripts/panel.js").PanelSettings & {address: string}>} */
export class WayByRoad extends Panel {
  listen() {
    /** @type {[number, number] | null | undefined} */
    this.shown = undefined;
    this.drawn = new L.FeatureGroup();
    this.answer = this.part("div", "bp-road-answer");
    this.button = this.part("button", "bp-road");
    this.button.addEventListener("click", () => {
      this.button?.setAttribute("aria-pressed", String(!this.isOn()));
      this.shown = undefined;
      this.show();
    });
    for (const name of ["changed", "filtered"]) {
      this.scene.addEventListener(name, () => this.show());
    }
  }

  isOn() {
    return this.button?.getAttribute("aria-pressed") === "true";
  }

  /** Ask for the place that was asked about last, once. */
  async show() {
    const asked = this.isOn() ? this.scene.asked : null;
    if (asked === this.shown) return;
    this.shown = asked;
    this.drawn?.clearLayers().remove();
    this.answer?.replaceChildren();
    const { texts } = this.settings;
    if (!this.isOn()) return;
    if (!asked) {
      this.answer?.replaceChildren(el("p", { class: "bp-soft" }, texts.road_hint));
      return;
    }
    const found = await this.read(asked);
    if (this.shown !== asked) return;
    if (found) this.draw(found);
    this.answer?.replaceChildren(...this.lines(found));
  }

  /** @param {[number, number]} asked @returns {Promise<Found | null>} */
  read([lon, lat]) {
    const { mode } = this.scene.filters;
    const asked = { lon: String(lon), lat: String(lat), k: String(PORTS), by: "road", f: "json" };
    const query = new URLSearchParams(mode ? { ...asked, mode } : asked);
    return fetch(`${this.settings.address}?${query}`)
      .then((answer) => (answer.ok ? answer.json() : null))
      .catch(() => null);
  }

  /** @param {Found} found */
  draw({ routes }) {
    routes.forEach(({ lon, lat }, rank) => {
      const style = rank
        ? { weight: 2.5, className: "bp-way bp-way-other", fill: false }
        : { weight: 4, className: "bp-way", fill: false };
      /** @type {[number, number][]} */
      const path = lon.map((x, i) => [lat[i] ?? 0, x]);
      this.drawn?.addLayer(new L.Polyline(path, aboveOptions(this.map, style)));
    });
    this.drawn?.addTo(this.map);
  }

  /** @param {Found | null} found */
  lines(found) {
    const { lang, locale, texts } = this.settings;
    if (!found) return [el("p", {}, texts.road_none)];
    const note = lang === "es" ? found.road_note_es : found.road_note_en;
    const said = note ? [el("p", { class: "bp-soft" }, note)] : [];
    if (found.ranked_by !== "road") return said;
    const ports = new Map(this.scene.visiblePorts().map((port) => [port.id, port]));
    const items = found.features.flatMap(({ properties: { id, road_minutes, road_km } }) => {
      const port = ports.get(id);
      if (!port || road_minutes === null || road_km === null) return [];
      const values = { minutes: number(locale, road_minutes, 0), km: distance(locale, road_km) };
      const open = () => this.scene.openPort(id, true);
      const name = nameIn(port, lang);
      return [
        el(
          "li",
          {},
          el("button", { type: "button", class: "bp-link", onclick: open }, name),
          el("span", { class: "bp-soft" }, ` ${say(texts.road_line, values)}`),
        ),
      ];
    });
    return [el("h4", {}, texts.road), el("ol", { class: "bp-nearest" }, ...items), ...said];
  }
}
