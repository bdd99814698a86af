/** Says to those who do not see the map what it shows, and lets the keyboard point at its middle. */

import { el, whenAtRest } from "./dom.js";
import { say } from "./texts.js";

/** What is in view is said once the map has rested so long, milliseconds. */
const REST_MS = 700;
/** Most ports that are named one by one, and most lines of a card. */
const MAX_NAMED = 6;
const MAX_LINES = 5;

export class Announcer {
  /** @param {import("./scene.js").Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.region = el("p", { class: "bp-hidden bp-announcer", role: "status" });
    const container = scene.map.getContainer();
    container.append(this.region, el("div", { class: "bp-cross", "aria-hidden": "true" }));
    whenAtRest(scene.map, REST_MS, () => {
      if (container.contains(document.activeElement)) this.say(this.view());
    });
    container.addEventListener("focus", () => {
      if (container.matches(":focus-visible")) this.say(this.texts().cross);
    });
    container.addEventListener("keydown", (event) => this.onKey(event));
  }

  texts() {
    return Object.assign({}, ...this.scene.layers.map((layer) => layer.words()));
  }

  /** @param {string} text */
  say(text) {
    this.region.textContent = text;
  }

  /** Say what a card holds that has not taken the focus. @param {Element} card */
  sayCard(card) {
    const lines = [...card.querySelectorAll("h2, dl > div, ol > li")].slice(0, MAX_LINES);
    const textOf = (/** @type {Element} */ line) =>
      [...line.childNodes].map((part) => part.textContent?.trim()).join(" ");
    this.say(lines.map(textOf).join("; "));
  }

  /** The ports in view, from west to east. */
  view() {
    const { view_moved: some, view_moved_more: many, view_empty: none } = this.texts();
    const { x, y } = this.scene.map.getSize();
    const names = (this.scene.painter.layout?.symbols ?? [])
      .filter(({ port }) => port.x >= 0 && port.y >= 0 && port.x <= x && port.y <= y)
      .sort((one, other) => one.port.x - other.port.x)
      .map(({ port }) => port.short);
    const [first, last] = [names[0] ?? "", names[names.length - 1] ?? ""];
    const values = { shown: names.length, names: names.join(", "), first, last };
    return say(names.length ? (names.length > MAX_NAMED ? many : some) : none, values);
  }

  /** Enter or the space bar on the map itself is a click on its middle. @param {KeyboardEvent} event */
  onKey(event) {
    const { map } = this.scene;
    if (event.target !== map.getContainer() || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    map.fire("click", { latlng: map.getCenter(), originalEvent: event });
  }
}
