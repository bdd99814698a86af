/** The ports of entry as symbols that join from afar, with their names and cards. */

import { facts, openCard } from "../scripts/card.js";
import { el, symbolPicture } from "../scripts/dom.js";
import { BorderLayer } from "../scripts/layer.js";
import { distance, number, otherLanguage, otherName, plain, shortName } from "../scripts/texts.js";

/** @typedef {import("../scripts/finding.js").Port} Port */
/** @typedef {import("../scripts/dom.js").Symbol} Symbol */
/**
 * @typedef {object} PortSettings
 * @property {Record<string, Symbol>} symbols by crossing type
 * @property {Symbol} symbol of a port whose type is not known
 * @property {Record<string, string>} types names of the crossing types
 * @property {Record<string, string>} modes names of the modes
 * @property {Record<string, string>} mode_words shorter, as they stand below a name
 * @property {Record<string, string>} hours opening hours in the reader's language, by the data's text
 * @property {Record<string, string>} as_of since when hours hold, by the data's date
 * @property {string} page address of a port's page before its id, empty for none
 */

const CARD_ZOOM = 11;
const CARD_FROM_ZOOM = 10;
/** Directions along the line, with the step in the order of the ports from the Gulf. */
const DIRECTIONS = /** @type {const} */ ([
  ["pacificward", 1],
  ["gulfward", -1],
]);

/**
 * Return a town's name without what stands in brackets after it.
 *
 * @param {string | null | undefined} text
 */
const townName = (text) => (text ?? "").replace(/ *\(.*\)$/, "");

/** @extends {BorderLayer<import("../scripts/layer.js").Settings & PortSettings>} */
export class PortsLayer extends BorderLayer {
  take() {
    this.ports = this.content.rows ?? [];
  }

  symbols() {
    const visible = new Set(this.scene.visiblePorts());
    const { marks } = this.scene;
    return this.ports
      .filter((port) => visible.has(port) && (!marks || marks.has(port.id)))
      .map((port) => ({
        row: port,
        label: [this.name(port), marks?.get(port.id)?.label].filter(Boolean).join(": "),
        about: this.aboutOf(port),
        symbol: marks?.get(port.id)?.symbol ?? this.symbolOf(port),
        layer: this,
        group: this.settings.texts.group,
        port: this.inView(port),
        open: (/** @type {boolean} */ focus) => this.open(port, focus),
      }));
  }

  /** @param {Port} port */
  inView(port) {
    const modes = (port.modes ?? []).map((mode) => this.settings.mode_words[mode] ?? mode);
    return {
      id: port.id,
      us: townName(port.us_city),
      mx: townName(port.mx_city),
      us_state: port.us_state ?? "",
      short: port.short?.[this.settings.lang] ?? shortName(port, this.settings.lang),
      modes: this.scene.marks?.get(port.id)?.below ?? modes.join(" · "),
    };
  }

  words() {
    const { group_more: more, group_range: range, ...texts } = this.settings.texts;
    const { view_moved, view_moved_more, view_empty, cross } = texts;
    return { more, range, view_moved, view_moved_more, view_empty, cross };
  }

  entries() {
    return this.ports.map((port) => ({
      kind: "port",
      label: this.name(port),
      words: plain(
        [
          ...Object.values(port.name),
          port.us_city,
          port.mx_city,
          port.us_county,
          port.mx_municipality,
          ...(port.other_names ?? []),
          port.cbp_port_code,
          port.programmes,
        ]
          .filter(Boolean)
          .join(" "),
      ),
      open: () => this.open(port, true),
    }));
  }

  /** @param {Port} port */
  symbolOf(port) {
    return this.settings.symbols[port.crossing_type ?? ""] ?? this.settings.symbol;
  }

  /** @param {Port} port @param {boolean} focus */
  open(port, focus) {
    const { scene, settings } = this;
    this.bringIntoView(port);
    const heading = el("h2", {}, symbolPicture(this.symbolOf(port), 18), ` ${this.name(port)}`);
    const other = otherName(port, settings.lang);
    const small = el("p", { class: "bp-soft", lang: otherLanguage(settings.lang) }, other);
    const content = [
      heading,
      other ? small : null,
      facts(this.factsOf(port)),
      this.linkOf(port),
      ...scene.cardParts.map((part) => part(port)),
      this.neighboursOf(port),
    ];
    const place = scene.painter.placeOf(port.id) ?? L.latLng(port.lat, port.lon);
    scene.choose(port.id);
    openCard(scene.map, place, content, {
      close: settings.texts.close,
      focus,
      home: () => scene.painter.elementOf(port.id),
      onClose: () => {
        if (scene.chosen === port.id) scene.choose(null);
      },
    });
  }

  /** @param {Port} port */
  bringIntoView(port) {
    const { map } = this.scene;
    const place = L.latLng(port.lat, port.lon);
    if (map.getZoom() < CARD_FROM_ZOOM || !map.getBounds().pad(-0.1).contains(place)) {
      map.setView(place, Math.max(map.getZoom(), CARD_ZOOM), { animate: false });
    }
  }

  /** @param {Port} port */
  aboutOf(port) {
    const [us, mx, type] = this.factsOf(port).slice(0, 3);
    return [type?.[1], us?.[1], mx?.[1]].filter(Boolean).join("; ");
  }

  /** @param {Port} port @returns {([string, string | null] | null)[]} */
  factsOf(port) {
    const { texts, types, modes, locale } = this.settings;
    const side = (/** @type {(string | null | undefined)[]} */ ...parts) =>
      parts.filter(Boolean).join(", ");
    const year = port.opened_year === null ? texts.not_known : String(port.opened_year);
    const onRiver = typeof port.river_km === "number";
    const along = onRiver ? port.river_km : port.boundary_km;
    const along_text = typeof along === "number" ? distance(locale, along) : null;
    const note = onRiver || !along_text ? along_text : `${along_text} ${texts.boundary_km_note}`;
    return [
      [texts.us_side, side(port.us_city, this.scene.stateName(port.us_state))],
      [texts.mx_side, side(port.mx_city, this.scene.stateName(port.mx_state))],
      [texts.type, types[port.crossing_type ?? ""] ?? null],
      [texts.modes, (port.modes ?? []).map((mode) => modes[mode] ?? mode).join(", ")],
      port.hours === undefined ? null : [texts.hours, this.hoursOf(port)],
      port.opened_year === undefined ? null : [texts.opened, year],
      [onRiver ? texts.river_km : texts.boundary_km, note],
    ];
  }

  /** @param {Port} port */
  hoursOf(port) {
    const { texts, hours, as_of: dates } = this.settings;
    if (!port.hours) return texts.not_known;
    const text = hours[port.hours] ?? port.hours;
    return port.hours_as_of ? `${text} (${dates[port.hours_as_of] ?? port.hours_as_of})` : text;
  }

  /** @param {Port} port */
  linkOf(port) {
    const { page, lang, texts } = this.settings;
    if (!page) return null;
    const href = `${page}${encodeURIComponent(port.id)}?lang=${lang}`;
    return el("p", {}, el("a", { href }, texts.details));
  }

  /** @param {Port} port */
  neighboursOf(port) {
    const { texts, lang, locale } = this.settings;
    const row = el("p", { class: "bp-row bp-next" });
    for (const [key, step] of DIRECTIONS) {
      const next = this.ports[this.ports.indexOf(port) + step];
      if (typeof next?.boundary_km !== "number" || typeof port.boundary_km !== "number") continue;
      const km = number(locale, Math.abs(next.boundary_km - port.boundary_km), 1);
      const label = `${texts[key]}: ${this.name(next)}, ${km} km`;
      const short = shortName(next, lang);
      const button = el(
        "button",
        {
          type: "button",
          "aria-label": label,
          title: label,
          "data-next": key,
          onclick: () => this.open(next, true),
        },
        step > 0 ? `← ${short}` : `${short} →`,
      );
      row.append(button);
    }
    return row;
  }
}
