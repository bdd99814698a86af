/** Click to ask: where a place is and which ports are nearest. */

import { isPlace } from "../scripts/address.js";
import { facts, openCard } from "../scripts/card.js";
import { el } from "../scripts/dom.js";
import { arc, geodesic, nearest, nearestPointOnPaths, wrapped } from "../scripts/geodesy.js";
import { Panel } from "../scripts/panel.js";
import { aboveOptions } from "../scripts/panes.js";
import { distance, nameIn, number, say } from "../scripts/texts.js";

/**
 * @typedef {object} Located where a place is, as `/queries/locate` answers
 * @property {string | null} state
 * @property {string | null} side
 * @property {boolean} [on_boundary]
 * @property {number} distance_km
 * @property {number} nearest_lon
 * @property {number} nearest_lat
 * @property {boolean} in_la_paz_zone
 * @property {string | null} river_segment
 * @property {boolean} [approximate] whether it was computed here, from generalised lines
 */
/**
 * @typedef {object} AskSettings
 * @property {string} locate address of the service's answer, or empty
 * @property {Record<string, Record<string, string>>} closed to whom ports are open that are not
 *   open to everyone, by mode and id
 * @property {Record<string, string>} open_to names of those groups
 */
/** @typedef {ReturnType<typeof nearest<import("../scripts/finding.js").Port>>} Nearest */
/** @typedef {{ports: Nearest, leftOut: Nearest}} Answer the nearest ports, and nearer closed ones */

const NEAREST = 3;
const LA_PAZ_KM = 100;
const DECIMALS = 5;
const LOCATE_MS = 4000;
const POSITION_MS = 10000;
const NARROW = "(max-width: 800px)";

/** @extends {Panel<import("../scripts/panel.js").PanelSettings & AskSettings>} */
export class AskNearest extends Panel {
  listen() {
    const { scene } = this;
    /** @type {L.FeatureGroup | null} */
    this.drawn = null;
    this.answer = this.part("div", "bp-answer");
    this.map.on("click", (event) => {
      if (!scene.isMeasuring) this.ask(event.latlng.lng, event.latlng.lat, false);
    });
    scene.addEventListener("ask", (event) => {
      const { lon, lat, fit } = /** @type {CustomEvent} */ (event).detail;
      this.ask(lon, lat, fit);
    });
    scene.addEventListener("filtered", () => {
      if (scene.asked) this.ask(...scene.asked, false);
    });
    scene.addEventListener("measuring", () => this.clear());
    const form = this.root.querySelector("form");
    form?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.askTyped(form);
    });
    this.part("button", "bp-near")?.addEventListener("click", () => this.nearMe());
  }

  /** @param {HTMLFormElement} form */
  askTyped(form) {
    const [lat, lon] = ["lat", "lon"].map((name) => {
      const input = form.elements.namedItem(name);
      const text = input instanceof HTMLInputElement ? input.value.trim().replace(",", ".") : "";
      return text === "" ? Number.NaN : Number(text);
    });
    if (isPlace(lon, lat)) this.ask(lon, lat, true);
    else this.say(this.settings.texts.ask_bad);
  }

  nearMe() {
    const denied = () => this.say(this.settings.texts.near_me_denied);
    if (!navigator.geolocation) return denied();
    return navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.ask(coords.longitude, coords.latitude, true),
      denied,
      { timeout: POSITION_MS },
    );
  }

  /** @param {string} text */
  say(text) {
    this.answer?.replaceChildren(el("p", {}, text));
  }

  /** @param {number} x longitude @param {number} y latitude @param {boolean} fit */
  async ask(x, y, fit) {
    const { scene } = this;
    const [lon, lat] = [wrapped(x), y].map((value) => Number(value.toFixed(DECIMALS)));
    /** @type {[number, number]} */
    const asked = [lon, lat];
    scene.asked = asked;
    scene.tell("changed");
    const answer = this.nearestOpen(lon, lat);
    const located = await this.locate(lon, lat);
    if (scene.asked !== asked) return;
    this.draw(asked, answer.ports, located, fit);
    this.tell(asked, answer, located);
  }

  /** Return to whom ports are open that are not open to everyone in the chosen mode. */
  closed() {
    return this.settings.closed[this.scene.filters.mode ?? ""] ?? {};
  }

  /** @param {number} lon @param {number} lat @returns {Answer} */
  nearestOpen(lon, lat) {
    const all = this.scene.visiblePorts();
    const closed = this.closed();
    const isClosed = (/** @type {{id: string}} */ { id }) => Object.hasOwn(closed, id);
    const open = all.filter((port) => !isClosed(port));
    const ports = nearest(lon, lat, open, NEAREST);
    const last = ports[NEAREST - 1]?.km ?? Number.POSITIVE_INFINITY;
    const leftOut = nearest(lon, lat, all.filter(isClosed), all.length);
    return { ports, leftOut: leftOut.filter(({ km }) => km <= last) };
  }

  /** @param {number} lon @param {number} lat @returns {Promise<Located | null>} */
  async locate(lon, lat) {
    const { locate } = this.settings;
    if (!locate) return this.locateHere(lon, lat);
    try {
      const signal = AbortSignal.timeout(LOCATE_MS);
      const answer = await fetch(`${locate}?lon=${lon}&lat=${lat}`, { signal });
      return answer.ok ? await answer.json() : this.locateHere(lon, lat);
    } catch {
      return this.locateHere(lon, lat);
    }
  }

  /**
   * Return where a place is by the lines as they are drawn, `null` where no boundary is.
   *
   * @param {number} lon
   * @param {number} lat
   * @returns {Located | null}
   */
  locateHere(lon, lat) {
    const { layers } = this.scene;
    const paths = layers.flatMap((layer) => layer.boundaryParts()).map(({ path }) => path);
    const foot = nearestPointOnPaths(lon, lat, paths);
    if (!foot) return null;
    const state = layers.map((layer) => layer.stateAt(lon, lat)).find(Boolean);
    const { km } = geodesic(lon, lat, foot.lon, foot.lat);
    return {
      state: state?.id ?? null,
      side: state?.country ?? null,
      distance_km: km,
      nearest_lon: foot.lon,
      nearest_lat: foot.lat,
      in_la_paz_zone: km <= LA_PAZ_KM,
      river_segment: null,
      approximate: true,
    };
  }

  /** @param {[number, number]} asked @param {Answer} answer @param {Located | null} located */
  tell([lon, lat], answer, located) {
    const { texts } = this.settings;
    const position = `${lat.toFixed(DECIMALS)}, ${lon.toFixed(DECIMALS)}`;
    const clear = el("button", { type: "button", onclick: () => this.clear() }, texts.clear);
    this.answer?.replaceChildren(
      el("h3", {}, position),
      ...this.placeLines(located),
      el("h4", {}, texts.nearest),
      ...this.nearestLines(answer),
      el("p", { class: "bp-row" }, clear),
    );
    const isFolded = this.root instanceof HTMLDetailsElement && !this.root.open;
    if (!isFolded && !window.matchMedia(NARROW).matches) return;
    const lines = [...this.placeLines(located), ...this.nearestLines(answer)];
    const content = [el("h2", {}, position), ...lines];
    const options = { close: texts.close, className: "bp-card-ask" };
    openCard(this.map, [lat, lon], content, options);
  }

  /** @param {Located | null} located */
  placeLines(located) {
    if (!located) return [];
    const { texts, locale } = this.settings;
    const side = located.side === "US" ? texts.side_us : texts.side_mx;
    const where = located.state
      ? `${this.scene.stateName(located.state)}, ${side}`
      : texts.side_none;
    const segment = located.river_segment ?? "";
    const list = facts([
      [texts.here, located.on_boundary ? texts.on_boundary : where],
      [texts.to_boundary, distance(locale, located.distance_km)],
      [texts.layer_segments, this.segmentName(segment)],
    ]);
    const zone = located.in_la_paz_zone ? texts.in_la_paz : texts.out_la_paz;
    const how = located.approximate ? `. ${texts.approximate}.` : ".";
    return [list, el("p", { class: "bp-soft" }, zone, how)];
  }

  /** @param {string} id */
  segmentName(id) {
    return this.scene.layers.map((layer) => layer.segmentName(id)).find(Boolean) ?? "";
  }

  /** @param {Answer} answer */
  nearestLines({ ports, leftOut }) {
    const list = this.nearestList(ports);
    if (!leftOut.length) return [list];
    const { lang, open_to: groups, texts } = this.settings;
    const closed = this.closed();
    const named = leftOut.map(
      ({ place }) => `${nameIn(place, lang)} (${groups[closed[place.id]] ?? closed[place.id]})`,
    );
    const text = say(texts.left_out, { ports: named.join(", ") });
    return [list, el("p", { class: "bp-soft" }, text)];
  }

  /** @param {Nearest} ports */
  nearestList(ports) {
    const { texts, locale } = this.settings;
    const items = ports.map(({ place, km, bearing }) => {
      const open = () => this.scene.openPort(place.id, true);
      const words = ` ${distance(locale, km)}, ${texts.bearing} ${number(locale, bearing, 0)}°`;
      const name = nameIn(place, this.settings.lang);
      return el(
        "li",
        {},
        el("button", { type: "button", class: "bp-link", onclick: open }, name),
        el("span", { class: "bp-soft" }, words),
      );
    });
    return el("ol", { class: "bp-nearest" }, ...items);
  }

  /**
   * @param {[number, number]} asked
   * @param {Nearest} ports
   * @param {Located | null} located
   * @param {boolean} fit
   */
  draw([lon, lat], ports, located, fit) {
    const { map } = this;
    this.drawn?.remove();
    const group = new L.FeatureGroup();
    this.drawn = group;
    ports.forEach(({ place }, rank) => {
      const style = rank
        ? { weight: 1.8, className: "bp-asked bp-asked-other", dashArray: "2 5" }
        : { weight: 3, className: "bp-asked" };
      const path = arc(lon, lat, place.lon, place.lat);
      new L.Polyline(path, aboveOptions(map, style)).addTo(group);
    });
    if (located) {
      const foot = { weight: 1.2, dashArray: "1 4", className: "bp-asked-foot" };
      /** @type {[number, number][]} */
      const ends = [
        [lat, lon],
        [located.nearest_lat, located.nearest_lon],
      ];
      new L.Polyline(ends, aboveOptions(map, foot)).addTo(group);
    }
    const point = { weight: 3, fill: true, fillOpacity: 1, className: "bp-asked-point" };
    new L.CircleMarker([lat, lon], { ...aboveOptions(map, point), radius: 6 }).addTo(group);
    group.addTo(map);
    const first = ports[0]?.place;
    const isAway = first && !map.getBounds().contains([first.lat, first.lon]);
    const options = { animate: false, maxZoom: 12 };
    if (fit || isAway) map.fitBounds(group.getBounds().pad(0.25), options);
  }

  clear() {
    this.scene.asked = null;
    this.drawn?.remove();
    this.drawn = null;
    this.answer?.replaceChildren();
    this.scene.tell("changed");
  }
}
