/** Alerts in force and gauges beside ports: a line above the map, and a part of a port's card. */

import { el } from "../scripts/dom.js";
import { Panel } from "../scripts/panel.js";
import { number, say } from "../scripts/texts.js";

/** @typedef {{event: string, severity: string, ends: string | null, expires: string}} Alert */
/**
 * @typedef {object} Gauge
 * @property {string} source
 * @property {string} name_en
 * @property {string} name_es
 * @property {string} quantity
 * @property {number | null} value
 * @property {string} unit
 * @property {number | null} value_si
 * @property {string | null} unit_si
 * @property {string | null} flood_category
 * @property {number} age_minutes
 * @property {string} age
 */
/**
 * @typedef {object} ConditionsSettings
 * @property {string} alerts
 * @property {string} gauges
 * @property {Record<string, string>} quantities
 * @property {Record<string, string>} floods
 * @property {Record<string, string>} severities
 */

const HOURS_FROM = 120;
const UNITS = /** @type {Record<string, string>} */ ({ "m3/s": "m³/s", "million m3": "hm³" });

/** @extends {Panel<import("../scripts/panel.js").PanelSettings & ConditionsSettings>} */
export class ConditionsOnMap extends Panel {
  listen() {
    this.scene.cardParts.push((port) => this.cardOf(port.id));
    this.tell();
  }

  /** Say how many alerts are in force. */
  async tell() {
    this.root.hidden = true;
    const { alerts, texts, lang } = this.settings;
    const found = await read(`${alerts}?f=json`);
    const n = found?.alerts.length ?? 0;
    if (!n) return;
    const address = `${alerts}?lang=${lang}`;
    this.root.replaceChildren(el("a", { href: address }, say(texts.alerts_now, { n })));
    this.root.hidden = false;
  }

  /** Return the part of a port's card: empty until it is read. @param {string} id */
  cardOf(id) {
    const section = el("section", { class: "bp-conditions", "aria-live": "polite" });
    const { alerts, gauges } = this.settings;
    const asked = `?f=json&port=${encodeURIComponent(id)}`;
    Promise.all([read(`${alerts}${asked}`), read(`${gauges}${asked}`)]).then(([told, river]) => {
      section.append(
        ...this.alertLines(told?.alerts ?? []),
        ...this.gaugeLines(river?.gauges ?? []),
      );
    });
    return section;
  }

  /** @param {Alert[]} alerts */
  alertLines(alerts) {
    const { locale, severities, texts } = this.settings;
    return alerts.map(({ event, severity, ends, expires }) => {
      const time = new Date(ends ?? expires).toLocaleString(locale, {
        dateStyle: "medium",
        timeStyle: "short",
      });
      return el(
        "p",
        { class: "bp-alert" },
        el("b", { lang: "en" }, event),
        ` (${severities[severity] ?? severity}), ${say(texts.alerts_until, { time })}`,
      );
    });
  }

  /** @param {Gauge[]} gauges */
  gaugeLines(gauges) {
    if (!gauges.length) return [];
    const { floods, lang, quantities, texts } = this.settings;
    const lines = gauges.map((one) => {
      const name = lang === "es" ? one.name_es : one.name_en;
      const flood = one.quantity === "stage" ? one.flood_category : null;
      const isHigh = flood && flood !== "no_flooding";
      const word = flood
        ? el("span", { class: isHigh ? "bp-flood" : null }, ` ${floods[flood]}`)
        : "";
      const told = `${this.value(one)} · ${this.ago(one.age_minutes)}`;
      return el(
        "div",
        {},
        el(
          "dt",
          {},
          `${quantities[one.quantity] ?? one.quantity} `,
          el("span", { class: "bp-soft" }, `${name}, ${one.source}`),
        ),
        el("dd", { class: one.age === "fresh" ? null : "bp-soft" }, told, word),
      );
    });
    return [el("h3", {}, texts.river_beside), el("dl", { class: "bp-facts" }, ...lines)];
  }

  /** @param {Gauge} gauge */
  value({ value, unit, value_si: metric, unit_si }) {
    const { locale, texts } = this.settings;
    if (value === null) return texts.waits_past;
    if (metric === null || unit_si === null) return `${value} ${unit}`;
    const places = Math.abs(metric) < 10 ? 2 : Math.abs(metric) < 100 ? 1 : 0;
    return `${number(locale, metric, places)} ${UNITS[unit_si] ?? unit_si}`;
  }

  /** @param {number} minutes */
  ago(minutes) {
    const { texts } = this.settings;
    if (minutes < HOURS_FROM) return say(texts.minutes_ago, { n: minutes });
    return say(texts.hours_ago, { n: Math.floor(minutes / 60) });
  }
}

/** Return the JSON of an address, `null` where it cannot be read. @param {string} address */
const read = (address) =>
  fetch(address, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
