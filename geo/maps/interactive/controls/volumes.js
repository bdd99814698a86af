/** Yearly crossings on the map while the control is open: circles, year, play, key and table. */

import { readContent } from "../scripts/content.js";
import { el, svg, wantsCalm } from "../scripts/dom.js";
import { Panel } from "../scripts/panel.js";
import { number, say } from "../scripts/texts.js";
import {
  apart,
  figuresOf,
  firstYear,
  MONTHS_OF_YEAR,
  meanPlace,
  radiusOf,
  referenceOf,
  yearsOf,
} from "../scripts/volumes.js";

/** @typedef {import("../scripts/volumes.js").Volumes} Volumes */
/** @typedef {import("../scripts/volumes.js").Figure} Figure */

const STEP_MS = 900;
const RADIUS = { usual: 50, wide: 62 };
const WIDE_PX = 1500;
const LABELLED = 16;
const SHARES = [1, 0.25, 0.05];
const KEY_WIDTH = 230;
/** From this zoom on crossings stand apart where they are counted one by one. */
const APART_FROM_ZOOM = 8;

/** @extends {Panel<import("../scripts/panel.js").PanelSettings & {modes: Record<string, string>}>} */
export class VolumesOnMap extends Panel {
  /**
   * @param {L.Map} map
   * @param {import("../scripts/panel.js").PanelSettings & {modes: Record<string, string>}} settings
   * @param {import("../scripts/content.js").Source} source
   */
  constructor(map, settings, source) {
    super(map, settings);
    this.source = source;
  }

  listen() {
    /** @type {Volumes | null} */
    this.volumes = null;
    this.timer = 0;
    this.areApart = false;
    this.mode = /** @type {HTMLSelectElement} */ (this.root.querySelector("select"));
    this.year = /** @type {HTMLInputElement} */ (this.root.querySelector("input[type=range]"));
    this.button = this.part("button", "bp-volumes-play");
    this.root.addEventListener("toggle", () => this.onToggle());
    this.mode.addEventListener("change", () => this.setMode());
    this.year.addEventListener("input", () => this.show());
    this.button.addEventListener("click", () => (this.timer ? this.pause() : this.play()));
    this.scene.addEventListener("filtered", () => this.show());
    this.map.on("zoomend", () => {
      if (this.areApart !== this.isClose()) this.show();
    });
  }

  isClose() {
    return this.map.getZoom() >= APART_FROM_ZOOM;
  }

  async onToggle() {
    if (!(this.root instanceof HTMLDetailsElement) || !this.root.open) {
      this.pause();
      this.scene.showVolumes(null);
      return;
    }
    this.volumes ??= await readContent(/** @type {any} */ (this.source), "volumes").catch(
      () => null,
    );
    if (this.volumes && this.root.open) this.setMode();
  }

  own() {
    return this.volumes?.modes[this.mode?.value ?? ""];
  }

  setMode() {
    const mode = this.own();
    if (!mode || !this.year) return;
    const years = yearsOf(mode);
    const before = Number(this.year.value);
    const isKept = !this.year.disabled && years.includes(before);
    this.year.min = String(years[0]);
    this.year.max = String(years[years.length - 1]);
    this.year.value = String(isKept ? before : firstYear(mode));
    this.year.disabled = false;
    this.show();
  }

  play() {
    const mode = this.own();
    if (!mode || !this.year) return;
    const last = firstYear(mode);
    if (Number(this.year.value) >= last) this.year.value = this.year.min;
    this.button?.setAttribute("aria-pressed", "true");
    if (this.button) this.button.textContent = this.settings.texts.pause;
    this.show();
    const step = () => {
      if (!this.year) return;
      this.year.value = String(Number(this.year.value) + 1);
      this.show();
      if (Number(this.year.value) >= last) this.pause();
    };
    this.timer = window.setInterval(step, wantsCalm() ? 2 * STEP_MS : STEP_MS);
  }

  pause() {
    clearInterval(this.timer);
    this.timer = 0;
    this.button?.setAttribute("aria-pressed", "false");
    if (this.button) this.button.textContent = this.settings.texts.play;
  }

  show() {
    const { volumes, settings } = this;
    const mode = this.own();
    const isOpen = this.root instanceof HTMLDetailsElement && this.root.open;
    if (!volumes || !mode || !this.mode || !this.year || !isOpen) return;
    const year = Number(this.year.value);
    const shown = new Set(this.scene.visiblePorts().map(({ id }) => id));
    const all = figuresOf(volumes, this.mode.value, year);
    this.areApart = this.isClose();
    const counted = this.areApart
      ? apart(volumes, this.mode.value, year, all.figures)
      : all.figures;
    const figures = counted.filter(({ ports }) => ports.some((id) => shown.has(id)));
    this.part("p", "bp-volumes-apart").hidden = !figures.some(({ isCrossing }) => isCrossing);
    const reference = referenceOf(mode);
    const most = this.map.getSize().x >= WIDE_PX ? RADIUS.wide : RADIUS.usual;
    this.tell(year, mode);
    this.key(reference, most);
    this.table(figures, year);
    const missing = say(settings.texts.no_figure, { year, names: all.missing.join(", ") });
    this.part("p", "bp-volumes-missing").textContent = all.missing.length ? missing : "";
    /* Names keep off this panel, which now has its height. */
    this.scene.showVolumes(this.circles(figures, reference, most));
  }

  /** @param {Figure[]} figures @param {number} reference @param {number} most */
  circles(figures, reference, most) {
    const known = new Map(this.scene.ports().map((port) => [port.id, port]));
    return figures.flatMap((figure, i) => {
      const ports = figure.ports.flatMap((id) => known.get(id) ?? []);
      if (!ports.length || !figure.value) return [];
      const lines = [figure.name, this.said(figure)];
      if (ports.length > 1) lines.push(this.together(ports.length));
      return [
        {
          ...meanPlace(ports),
          radius: radiusOf(figure.value, reference, most),
          isPart: figure.isPart,
          text: i < LABELLED ? lines.join("\n") : "",
          title: lines.join(": "),
          members: ports,
        },
      ];
    });
  }

  /** @param {Figure} figure */
  called({ name, ports }) {
    return ports.length > 1 ? `${name} · ${this.together(ports.length)}` : name;
  }

  /** @param {number} n ports that one code counts */
  together(n) {
    return say(this.settings.texts.volumes_together, { n });
  }

  /** @param {Figure} figure */
  said({ value, isPart, months }) {
    const { locale, texts } = this.settings;
    const text = number(locale, value, 0);
    return isPart ? `${text} · ${say(texts.months_of, { n: months, all: MONTHS_OF_YEAR })}` : text;
  }

  /** @param {number} year @param {import("../scripts/volumes.js").Mode} mode */
  tell(year, mode) {
    const { texts, locale, modes } = this.settings;
    const title = say(texts.volumes_title, { mode: modes[this.mode?.value ?? ""] ?? "", year });
    this.part("p", "bp-volumes-title").textContent = title;
    const [value, months, expected] = mode.total[year] ?? [0, 0, 0];
    const words = mode.full.includes(year) ? texts.volumes_total : texts.total_of_months;
    const values = { value: number(locale, value, 0), months, all: expected };
    this.part("p", "bp-volumes-total").textContent = say(words, values);
    if (this.year) this.year.setAttribute("aria-valuetext", String(year));
  }

  /** @param {number} reference @param {number} most */
  key(reference, most) {
    const { locale, texts } = this.settings;
    const circles = SHARES.flatMap((share) => {
      const r = radiusOf(share * reference, reference, most);
      const y = 2 * most - 2 * r + 2;
      const label = svg("text", { x: 2 * most + 26, y: y + (share === 1 ? 10 : 4) });
      label.textContent = number(locale, share * reference, 0);
      return [
        svg("circle", { cx: most + 2, cy: 2 * most - r + 2, r }),
        svg("line", { x1: most + 2, y1: y, x2: 2 * most + 22, y2: y }),
        label,
      ];
    });
    const size = {
      width: KEY_WIDTH,
      height: 2 * most + 8,
      role: "img",
      "aria-label": texts.volumes_key,
    };
    const key = this.part("div", "bp-volumes-key");
    key.replaceChildren(
      el("p", { class: "bp-hint" }, `${texts.volumes_key}. ${texts.volumes_part}.`),
      svg("svg", size, ...circles),
    );
  }

  /** @param {Figure[]} figures @param {number} year */
  table(figures, year) {
    const { locale } = this.settings;
    this.part("th", "bp-volumes-year").textContent = String(year);
    const percent = new Intl.NumberFormat(locale, {
      style: "percent",
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
      signDisplay: "exceptZero",
    });
    const rows = figures.map((figure) =>
      el(
        "tr",
        {},
        el("th", { scope: "row" }, this.called(figure)),
        el("td", { class: "bp-figure" }, this.said(figure)),
        el(
          "td",
          { class: "bp-figure" },
          figure.change === null ? "" : percent.format(figure.change),
        ),
      ),
    );
    this.root.querySelector("tbody")?.replaceChildren(...rows);
  }
}
