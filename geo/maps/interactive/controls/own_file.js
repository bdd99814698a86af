/** A file of the reader's own on the map: chosen or dropped, read here, sent nowhere. */

import { OwnFileLayer } from "../layers/own_file.js";
import { MAX_BYTES, MAX_FEATURES, OwnFileError, readOwnFile, textOf } from "../scripts/own_file.js";
import { Panel } from "../scripts/panel.js";
import { number, say } from "../scripts/texts.js";

const OVER = "bp-own-over";
const MEGABYTE = 1_000_000;
const FOUND_ZOOM = 12;

/** @extends {Panel<import("../scripts/panel.js").PanelSettings & {symbol: import("../scripts/dom.js").Symbol}>} */
export class OwnFile extends Panel {
  listen() {
    const input = this.root.querySelector("input");
    this.drop = this.part("button", "bp-own-drop");
    this.part("button", "bp-own-choose").addEventListener("click", () => input?.click());
    input?.addEventListener("change", () => {
      const [file] = input.files ?? [];
      if (file) this.take(file);
      input.value = "";
    });
    this.drop.addEventListener("click", () => {
      this.clear();
      this.say("");
      this.part("button", "bp-own-choose").focus();
    });
    this.listenToDrops();
  }

  listenToDrops() {
    const container = this.map.getContainer();
    const isFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
    container.addEventListener("dragover", (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      container.classList.add(OVER);
    });
    container.addEventListener("dragleave", (event) => {
      const into = event.relatedTarget;
      if (!(into instanceof Node && container.contains(into))) container.classList.remove(OVER);
    });
    container.addEventListener("drop", (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      container.classList.remove(OVER);
      const [file] = event.dataTransfer?.files ?? [];
      if (file) this.take(file);
    });
  }

  /** @param {File} file */
  async take(file) {
    try {
      if (file.size > MAX_BYTES) throw new OwnFileError("too_large");
      const content = readOwnFile(textOf(await file.arrayBuffer()), this.scene.ports());
      this.show(file.name, content);
    } catch (error) {
      const fault = error instanceof OwnFileError ? error.message : "unreadable";
      const values = { file: file.name, most: this.count(MAX_FEATURES), mb: MAX_BYTES / MEGABYTE };
      this.say(say(this.settings.texts[`own_${fault}`], values));
    }
  }

  /** @param {string} file @param {import("../scripts/own_file.js").OwnContent} content */
  show(file, content) {
    this.clear();
    const { lang, locale, texts, symbol } = this.settings;
    const note = say(texts.own_note, { file });
    const settings = { lang, locale, texts, symbol, note, attribution: "", isListed: false };
    this.layer = new OwnFileLayer(this.map, content, settings).addTo(this.map);
    const box = this.layer.extent();
    this.map.fitBounds(box, { animate: false, maxZoom: FOUND_ZOOM, padding: [60, 60] });
    if (this.drop) this.drop.hidden = false;
    const shown = content.places.length + content.lines.length + content.areas.length;
    const values = { file, shown: this.count(shown), skipped: this.count(content.skipped) };
    this.say(say(texts.own_shown, values));
  }

  clear() {
    if (this.layer) this.scene.drop(this.layer);
    this.layer = undefined;
    if (this.drop) this.drop.hidden = true;
  }

  /** @param {number} value */
  count(value) {
    return number(this.settings.locale, value, 0);
  }

  /** @param {string} text */
  say(text) {
    const folded = this.root.closest("details");
    if (text && folded) folded.open = true;
    this.part("p", "bp-own-said").textContent = text;
  }
}
