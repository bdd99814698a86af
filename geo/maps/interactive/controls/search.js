/** Search over the names of all layers, in both languages: a combobox with a list of hits. */

import { el } from "../scripts/dom.js";
import { found } from "../scripts/finding.js";
import { Panel } from "../scripts/panel.js";
import { positionIn } from "../scripts/positions.js";

const DECIMALS = 5;
/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export class SearchPorts extends Panel {
  listen() {
    this.input = this.part("input", "bp-q");
    this.list = this.part("ul", "bp-hits");
    /** @type {import("../scripts/finding.js").Entry[]} */
    this.hits = [];
    this.marked = -1;
    const attributes = {
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
      "aria-autocomplete": "list",
    };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.show());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.onClick(event));
    this.input.form?.addEventListener("submit", (event) => event.preventDefault());
    this.input.form?.addEventListener("reset", () => this.close());
  }

  show() {
    const { input, list } = this;
    if (!input || !list) return;
    const entries = this.scene.layers.flatMap((layer) => layer.entries());
    const position = positionIn(input.value);
    this.hits = position ? [this.placeOf(position)] : found(entries, input.value);
    this.marked = -1;
    const { texts } = this.settings;
    const options = this.hits.map((hit, i) => {
      const kind = el("span", { class: "bp-soft" }, ` ${texts[`kind_${hit.kind}`]}`);
      const id = `${list.id}-${i}`;
      return el("li", { role: "option", id, "aria-selected": "false" }, hit.label, kind);
    });
    const isOpen = input.value.trim() !== "";
    const none = { role: "option", "aria-disabled": "true", "aria-selected": "false" };
    if (isOpen && !options.length) options.push(el("li", none, texts.find_none));
    list.replaceChildren(...options);
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    input.removeAttribute("aria-activedescendant");
  }

  /**
   * @param {import("../scripts/positions.js").Position} position
   * @returns {import("../scripts/finding.js").Entry}
   */
  placeOf({ lat, lon }) {
    const label = `${lat.toFixed(DECIMALS)}, ${lon.toFixed(DECIMALS)}`;
    return { kind: "place", label, words: "", open: () => this.scene.ask(lon, lat, true) };
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const step = STEPS[event.key];
    if (step && this.hits?.length && !this.list?.hidden) {
      event.preventDefault();
      const from = this.marked ?? -1;
      this.mark(from < 0 && step < 0 ? this.hits.length - 1 : from + step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.take(Math.max(this.marked ?? -1, 0));
    } else if (event.key === "Escape") this.close();
  }

  /** @param {Event} event */
  onClick({ target }) {
    const item = target instanceof Element ? target.closest("li") : null;
    if (item && this.list) this.take([...this.list.children].indexOf(item));
  }

  /** @param {number} next */
  mark(next) {
    const { input, list, hits } = this;
    if (!input || !list || !hits) return;
    const marked = (next + hits.length) % hits.length;
    this.marked = marked;
    [...list.children].forEach((item, i) => {
      item.setAttribute("aria-selected", String(i === marked));
    });
    input.setAttribute("aria-activedescendant", `${list.id}-${marked}`);
    list.children[marked].scrollIntoView({ block: "nearest" });
  }

  close() {
    if (this.list) this.list.hidden = true;
    this.input?.setAttribute("aria-expanded", "false");
    this.input?.removeAttribute("aria-activedescendant");
  }

  /** @param {number} i */
  take(i) {
    const hit = this.hits?.[i];
    if (!hit || !this.input) return;
    this.input.value = hit.label;
    this.close();
    hit.open();
  }
}
