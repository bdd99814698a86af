/** A sheet for paper: the map at the sheet's own size with title, date, legend, scale, sources. */

import { closeCard } from "../scripts/card.js";
import { crowdedPlaces } from "../scripts/crowded_places.js";
import { el, whenAtRest } from "../scripts/dom.js";
import { insetOf, readCloser } from "../scripts/inset.js";
import { Panel } from "../scripts/panel.js";
import { pictureOf } from "../scripts/picture.js";
import { qrPicture } from "../scripts/qr_code.js";
import { saveBlob } from "../scripts/saving.js";
import { say, shortName } from "../scripts/texts.js";

const PICTURE = "border-ports.png";
/** Pixels of the picture for each of the sheet: 192 to the inch. */
const SCALE = 2;
/** So few ports are named below the sheet's title. */
const MOST_NAMES = 8;
const MOST_INSETS = 10;
const REST_MS = 200;
/** Times that map and insets are drawn, at most, until they suit one another. */
const SETTLING = 6;
/** Width of an inset beside others, for a place of none, for each of its ports, and at most. */
const SHARES = { none: 0.8, port: 0.1, most: 1.9 };
/** Width of an inset, in inches. */
const MOST_WIDTH = 1.9;

/** @typedef {import("../scripts/view_painter.js").PortItem} PortItem */
/** @typedef {{whole: [number, number, number, number]}} PrintSettings west, south, east, north */

/** @extends {Panel<import("../scripts/panel.js").PanelSettings & PrintSettings>} */
export class PrintView extends Panel {
  listen() {
    const paper = document.getElementById(`${this.settings.id}-paper`);
    const tools = paper?.querySelector("form");
    const size = tools?.querySelector("select");
    this.button = this.part("button", "bp-print");
    if (!paper || !tools || !size) return;
    this.paper = paper;
    this.size = size;
    this.button.addEventListener("click", () => this.open());
    /* The browser's own command prints the same sheet. */
    window.addEventListener("beforeprint", () => {
      if (!paper.hidden) return;
      window.addEventListener("afterprint", () => this.close(), { once: true });
      this.open();
    });
    paper.querySelector(".bp-paper-back")?.addEventListener("click", () => this.close());
    paper.querySelector(".bp-paper-picture")?.addEventListener("click", () => this.savePicture());
    size.addEventListener("change", () => this.fit(this.map.getBounds()));
    tools.addEventListener("submit", (event) => {
      event.preventDefault();
      window.print();
    });
    paper.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    document.addEventListener("keydown", (event) => this.onKey(event));
    whenAtRest(this.map, REST_MS, () => {
      if (!paper.hidden) this.drawInsets();
    });
  }

  open() {
    const { paper, size, map } = this;
    if (!paper) return;
    const box = map.getBounds();
    const canvas = map.getContainer();
    this.home = canvas.parentElement;
    this.next = canvas.nextSibling;
    closeCard(map);
    document.documentElement.classList.add("bp-printing");
    document.body.append(paper);
    paper.hidden = false;
    paper.querySelector(".bp-sheet-map")?.append(canvas);
    this.fit(box);
    this.fill(paper);
    map.on("moveend", this.tellView, this);
    size?.focus();
    return this.readCloser();
  }

  /**
   * Print on the keys of the browser's own command once the sheet is whole: that command does not
   * wait for what is still to be read.
   *
   * @param {KeyboardEvent} event
   */
  async onKey(event) {
    const isPrint = event.key === "p" && (event.ctrlKey || event.metaKey);
    if (!isPrint || event.shiftKey || event.altKey || !this.paper?.hidden) return;
    event.preventDefault();
    await this.open();
    window.addEventListener("afterprint", () => this.close(), { once: true });
    window.print();
  }

  /** Draw the insets anew once the line is there as closely as they need. */
  async readCloser() {
    if (!this.closer?.length) this.closer = await readCloser(this.scene);
    if (!this.paper?.hidden) this.settle();
  }

  /** Draw larger, below the map, the places where symbols stand in a row or have no name. */
  drawInsets() {
    const { scene } = this;
    const band = this.paper?.querySelector(".bp-sheet-insets");
    if (!(band instanceof HTMLElement)) return;
    const layers = scene.shownLayers();
    const items = new Map(
      layers.flatMap((layer) => layer.symbols()).map((item) => [item.row.id, item]),
    );
    const words = Object.assign({}, ...layers.map((layer) => layer.words()));
    const note = this.closer?.length ? "" : this.closer ? words.unread : words.loading;
    const { layout } = scene.painter;
    const { x: width, y: height } = this.map.getSize();
    const crowded = layout ? crowdedPlaces(layout, { width, height }, MOST_INSETS) : [];
    const places = crowded.map(({ ids, text }) => {
      const own = /** @type {PortItem[]} */ (ids.flatMap((id) => items.get(id) ?? []));
      return { own, text };
    });
    places.sort(({ own: [one] }, { own: [other] }) => one.row.lon - other.row.lon);
    const figures = places.map(({ own, text }) => {
      const names = own.map(({ port }, i) => `${i + 1} ${port.short}`).join(" · ");
      const said = note ? el("p", {}, note) : null;
      const place = el("div", { class: "bp-inset-place" });
      const all = [el("figcaption", {}, text), place, el("p", {}, names), said];
      return { own, place, figure: el("figure", { class: "bp-inset" }, ...all) };
    });
    const { none, port, most } = SHARES;
    const columns = figures.map(
      ({ own }) => `minmax(0, ${Math.min(most, none + port * own.length)}fr)`,
    );
    band.style.gridTemplateColumns = columns.join(" ");
    band.style.maxWidth = `${(MOST_WIDTH * figures.length).toFixed(1)}in`;
    band.replaceChildren(...figures.map(({ figure }) => figure));
    for (const { own, place } of figures) {
      const size = { width: place.clientWidth, height: place.clientHeight };
      place.append(insetOf(scene, own, this.closer ?? [], size));
    }
  }

  /** Say above the map which ports are on it. */
  tellView() {
    const sub = this.paper?.querySelector(".bp-sheet-sub");
    if (sub) sub.textContent = this.subtitle();
  }

  /** Write on the sheet what the map shows: its title, the legend of its layers, its link. @param {HTMLElement} paper */
  fill(paper) {
    this.tellView();
    const shown = new Set(this.scene.shownLayers().map(({ key }) => key));
    for (const line of paper.querySelectorAll("li")) {
      line.hidden = !shown.has(line.dataset.layer ?? "");
    }
    const link = paper.querySelector(".bp-sheet-link");
    const isServed = window.location.protocol.startsWith("http");
    if (link) link.textContent = isServed ? window.location.href : "";
    const code = isServed ? [qrPicture(window.location.href, this.settings.texts.qr_label)] : [];
    paper.querySelector(".bp-sheet-qr")?.replaceChildren(...code);
  }

  close() {
    const { paper, map, home } = this;
    if (!paper || !home) return;
    const box = map.getBounds();
    map.off("moveend", this.tellView, this);
    document.documentElement.classList.remove("bp-printing");
    paper.hidden = true;
    home.insertBefore(map.getContainer(), this.next ?? null);
    this.fit(box);
    this.button?.focus();
  }

  /**
   * The whole border fills the sheet; a closer view keeps its middle and at least its scale.
   *
   * @param {L.LatLngBounds} box
   */
  fit(box) {
    const { paper, size } = this;
    if (paper && size) paper.dataset.paper = size.value;
    const [west, south, east, north] = this.settings.whole;
    const whole = L.latLngBounds([south, west], [north, east]);
    this.view = box.contains(whole) ? whole : box.pad(-0.08);
    this.settle();
  }

  /**
   * Bring the view onto the sheet. The insets take room from the map, and may be others then: what
   * they have taken once they keep, so that this comes to an end.
   */
  settle() {
    const { paper, map, view } = this;
    const band = paper?.querySelector(".bp-sheet-insets");
    if (!view || !(band instanceof HTMLElement)) return;
    band.style.minHeight = "";
    for (let i = 0; i < SETTLING; i += 1) {
      map.invalidateSize({ animate: false, pan: false });
      map.fitBounds(view, { animate: false });
      if (paper?.hidden) return;
      this.scene.refresh();
      this.drawInsets();
      band.style.minHeight = `${band.clientHeight}px`;
      if (map.getContainer().clientHeight === map.getSize().y) return;
    }
  }

  /** Hand the sheet to the reader as a picture. */
  async savePicture() {
    const sheet = this.paper?.querySelector(".bp-sheet");
    const said = this.paper?.querySelector(".bp-paper-said");
    if (!(sheet instanceof HTMLElement) || !said) return;
    try {
      saveBlob(PICTURE, await pictureOf(sheet, SCALE));
      said.textContent = "";
    } catch {
      said.textContent = this.settings.texts.picture_failed;
    }
  }

  subtitle() {
    const { scene, map } = this;
    const { types, modes, ...texts } = /** @type {any} */ (this.settings.texts);
    const { mode, type, state, owner } = scene.filters;
    const view = map.getBounds();
    const ports = scene.visiblePorts().filter(({ lat, lon }) => view.contains([lat, lon]));
    const count = say(texts.shown_of, { shown: ports.length, all: scene.ports().length });
    const names =
      ports.length <= MOST_NAMES
        ? ports.map((port) => shortName(port, this.settings.lang)).join(", ")
        : "";
    const said = [state && scene.stateName(state), modes[mode] ?? mode, types[type] ?? type, owner];
    return [count, names, ...said].filter(Boolean).join(" · ");
  }
}
