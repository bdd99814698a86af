/** A tray of two to four ports, filled from their cards, that leads to them side by side. */

import { el } from "../scripts/dom.js";
import { Panel } from "../scripts/panel.js";
import { nameIn, say } from "../scripts/texts.js";

/** @typedef {import("../scripts/finding.js").Port} Port */
/** @typedef {{page: string, most: number}} CompareSettings */

const LEAST = 2;

/** @extends {Panel<import("../scripts/panel.js").PanelSettings & CompareSettings>} */
export class ComparePorts extends Panel {
  listen() {
    /** @type {Port[]} */
    this.ports = [];
    this.scene.cardParts.push((port) => this.buttonOf(port));
    this.show();
  }

  /** @param {Port} port */
  buttonOf(port) {
    const add = () => {
      this.add(port);
      button.disabled = true;
    };
    const attributes = { type: "button", class: "bp-compare-add", onclick: add };
    const button = el("button", attributes, this.settings.texts.compare_add);
    button.disabled = this.isFull() || this.holds(port);
    return el("p", {}, button);
  }

  isFull() {
    return (this.ports ?? []).length >= this.settings.most;
  }

  /** @param {Port} port */
  holds({ id }) {
    return (this.ports ?? []).some((one) => one.id === id);
  }

  /** @param {Port} port */
  add(port) {
    if (this.isFull() || this.holds(port)) return;
    this.ports = [...(this.ports ?? []), port];
    this.show();
    const names = this.ports.map((one) => nameIn(one, this.settings.lang));
    this.scene.announcer.say(names.join("; "));
  }

  /** @param {Port} port */
  drop(port) {
    this.ports = (this.ports ?? []).filter((one) => one !== port);
    this.show();
    const next = this.root.querySelector("button") ?? this.map.getContainer();
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  }

  show() {
    const { page, texts, lang } = this.settings;
    const ports = this.ports ?? [];
    const items = ports.map((port) => {
      const name = nameIn(port, lang);
      const label = say(texts.compare_drop, { name });
      const attributes = { type: "button", "aria-label": label, title: label };
      const button = el("button", { ...attributes, onclick: () => this.drop(port) }, "×");
      return el("li", {}, el("span", {}, name), button);
    });
    this.part("ul", "bp-compared").replaceChildren(...items);
    const isEnough = ports.length >= LEAST;
    const go = this.part("a", "bp-compare-go");
    go.hidden = !isEnough;
    this.part("span", "bp-compare-more").hidden = isEnough;
    go.href = `${page}?ports=${ports.map(({ id }) => encodeURIComponent(id)).join(",")}&lang=${lang}`;
    this.root.hidden = !ports.length;
    this.scene.refresh();
  }
}
