/** Waiting times of now on the map while the control is open, and in the cards of the ports. */

import { el, symbolPicture } from "../scripts/dom.js";
import { Panel } from "../scripts/panel.js";
import { number, say, shortName } from "../scripts/texts.js";
import { aged, ofLane, STEPS, stepOf } from "../scripts/waits.js";

/** @typedef {import("../scripts/waits.js").Aged} Aged */
/** @typedef {import("../scripts/waits.js").Wait} Wait */
/** @typedef {{median: number, low: number, high: number, days: number}} Usual */
/** @typedef {{lanes: Record<string, string>, address: string, page: string}} WaitsSettings */

const MINUTE_MS = 60_000;
const HOURS_FROM = 120;
/** What stands in place of minutes; readers for every eye hear words. */
const GLYPHS = /** @type {Record<string, string>} */ ({ closed: "×", pending: "…", past: "–" });
/** Measured by readers along the road, and all others. */
const OUTLINES = { rfid: "M-8-5a3,3 0 0 1 3-3H5a3,3 0 0 1 3,3V5a3,3 0 0 1-3,3H-5a3,3 0 0 1-3-3Z" };
const CIRCLE = "M-8,0A8,8 0 1,0 8,0A8,8 0 1,0 -8,0Z";

/** @extends {Panel<import("../scripts/panel.js").PanelSettings & WaitsSettings>} */
export class WaitsOnMap extends Panel {
  listen() {
    /** @type {Wait[]} */
    this.waits = [];
    this.answered = 0;
    this.timer = 0;
    this.lane = /** @type {HTMLSelectElement} */ (this.root.querySelector("select"));
    this.lane.addEventListener("change", () => this.show());
    this.root.addEventListener("toggle", () => this.onToggle());
    this.scene.addEventListener("filtered", () => this.show());
    this.scene.cardParts.push((port) => this.cardOf(port.id));
    this.key();
    /* Only one of two controls that draw figures is open. */
    for (const one of document.querySelectorAll("details:is(.bp-waits, .bp-volumes)")) {
      one.setAttribute("name", "bp-figures");
    }
  }

  isOpen() {
    return this.root instanceof HTMLDetailsElement && this.root.open;
  }

  async onToggle() {
    clearInterval(this.timer);
    if (!this.isOpen()) {
      this.scene.showMarks(null);
      return;
    }
    this.timer = window.setInterval(() => document.hidden || this.read(), MINUTE_MS);
    await this.read();
  }

  /** Read the waits; those that cannot be read stay, and age. */
  async read() {
    const { address } = this.settings;
    const found = await read(`${address}?f=json`);
    if (found) {
      this.waits = found.waits;
      this.answered = performance.now();
    }
    this.show();
  }

  /** @returns {Aged[]} */
  now() {
    const later = (performance.now() - (this.answered ?? 0)) / MINUTE_MS;
    return (this.waits ?? []).map((wait) => aged(wait, later));
  }

  show() {
    if (!this.isOpen()) return;
    const { lanes, texts } = this.settings;
    const lane = this.lane?.value ?? "";
    const waits = ofLane(this.now(), lane);
    const marks = new Map([...waits].map(([id, wait]) => [id, this.markOf(wait)]));
    this.scene.showMarks(marks);
    const ports = this.scene.visiblePorts();
    const shown = ports.filter(({ id }) => waits.has(id));
    this.table(shown, waits);
    const told = shown
      .flatMap(({ id }) => waits.get(id) ?? [])
      .filter((one) => one.minutes !== null);
    const ages = told.map((one) => one.age_minutes);
    const [newest, oldest] = [Math.min(...ages), Math.max(...ages)].map((age) => this.ago(age));
    const values = { lanes: lanes[lane] ?? lane, newest, oldest };
    this.part("p", "bp-waits-age").textContent = told.length
      ? say(texts.waits_ages, values)
      : texts.waits_none;
    const missing = say(texts.waits_missing, { n: ports.length - shown.length });
    this.part("p", "bp-waits-missing").textContent = ports.length > shown.length ? missing : "";
  }

  /** @param {Aged} wait @returns {import("../scripts/scene.js").Mark} */
  markOf(wait) {
    const { minutes, age, status, method } = wait;
    const isTold = minutes !== null;
    const look = isTold ? (age === "old" ? "old" : stepOf(minutes)) : "none";
    return {
      symbol: {
        path: method === "rfid" ? OUTLINES.rfid : CIRCLE,
        fill: "none",
        className: `bp-wait bp-wait-${look}`,
        size: 16,
        text: isTold ? String(minutes) : (GLYPHS[age === "past" ? age : status] ?? "?"),
      },
      label: `${this.said(wait)}, ${this.ago(wait.age_minutes)}`,
      below: this.ago(wait.age_minutes),
    };
  }

  /** @param {Aged} wait minutes or why there are none, and how they were found */
  said({ minutes, age, status, method }) {
    const { texts } = this.settings;
    if (minutes === null) return texts[`waits_${age === "past" ? age : status}`] ?? "?";
    return `${minutes} min${method === "rfid" ? " RFID" : ""}`;
  }

  /** @param {number} minutes */
  ago(minutes) {
    const { texts } = this.settings;
    if (minutes < HOURS_FROM) return say(texts.minutes_ago, { n: minutes });
    return say(texts.hours_ago, { n: Math.floor(minutes / 60) });
  }

  /** @param {import("../scripts/finding.js").Port[]} ports @param {Map<string, Aged>} waits */
  table(ports, waits) {
    const { lang } = this.settings;
    const rank = (/** @type {string} */ id) => waits.get(id)?.minutes ?? Number.MAX_SAFE_INTEGER;
    const rows = [...ports]
      .sort((one, other) => rank(one.id) - rank(other.id))
      .flatMap((port) => {
        const wait = waits.get(port.id);
        if (!wait) return [];
        const onclick = () => this.scene.openPort(port.id, true);
        const button = el(
          "button",
          { type: "button", class: "bp-link", onclick },
          port.short?.[lang] ?? shortName(port, lang),
        );
        const isSoft = wait.age !== "fresh" || wait.minutes === null;
        return [
          el(
            "tr",
            { class: isSoft ? "bp-soft" : null },
            el("th", { scope: "row" }, button),
            el("td", { class: "bp-figure" }, this.said(wait).replace(" min", "")),
            el("td", {}, this.ago(wait.age_minutes)),
          ),
        ];
      });
    this.root.querySelector("tbody")?.replaceChildren(...rows);
  }

  /** The colours, with the minutes that they stand for. */
  key() {
    const least = [0, ...STEPS.map((most) => most + 1)];
    const parts = least.flatMap((from, i) => {
      const words = i < STEPS.length ? `${from}–${STEPS[i]}` : `≥ ${from}`;
      const className = `bp-wait bp-wait-${i}`;
      const symbol = { path: CIRCLE, fill: "none", className, size: 16 };
      return [symbolPicture(symbol, 15), ` ${words} `];
    });
    this.part("p", "bp-waits-key").replaceChildren(...parts, "min");
  }

  /** Return the part of a port's card: empty until its waits are read. @param {string} id */
  cardOf(id) {
    const section = el("section", { class: "bp-waits-card", "aria-live": "polite" });
    read(`${this.settings.page}${encodeURIComponent(id)}/waits`).then((found) => {
      if (found?.waits.length) section.append(...this.linesOf(found.waits));
    });
    return section;
  }

  /** @param {(Wait & {usual: Usual | null})[]} waits */
  linesOf(waits) {
    const { lanes, texts } = this.settings;
    const places = new Set(waits.map(({ place }) => place));
    const lines = waits.map((wait) => {
      const now = aged(wait, 0);
      const open = { n: wait.lanes_open ?? "?", all: wait.lanes_most ?? "?" };
      const parts = [
        this.said(now),
        wait.lanes_open === null ? "" : say(texts.waits_lanes_open, open),
        this.ago(now.age_minutes),
      ];
      const place =
        places.size > 1 ? el("span", { class: "bp-soft", lang: "en" }, ` ${wait.place}`) : null;
      const name = el("dt", {}, lanes[wait.lane] ?? wait.lane, place);
      const usual = el("span", { class: "bp-soft" }, this.usual(wait.usual));
      const isSoft = now.age !== "fresh" ? "bp-soft" : null;
      const words = parts.filter(Boolean).join(" · ");
      return el("div", {}, name, el("dd", { class: isSoft }, words, el("br"), usual));
    });
    return [el("h3", {}, texts.waits), el("dl", { class: "bp-facts" }, ...lines)];
  }

  /** @param {Usual | null} usual */
  usual(usual) {
    const { locale, texts } = this.settings;
    if (!usual) return texts.waits_usual_unknown;
    const { days: n, ...minutes } = usual;
    const told = Object.entries(minutes).map(([name, value]) => [name, number(locale, value, 0)]);
    return say(texts.waits_usual, { ...Object.fromEntries(told), n });
  }
}

/** Return the JSON of an address, `null` where it cannot be read. @param {string} address */
const read = (address) =>
  fetch(address, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
