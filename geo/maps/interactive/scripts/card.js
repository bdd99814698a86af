/** What opens at a place: a card beside it, on a small screen a sheet; never markup from the data. */

import { el } from "./dom.js";
import { sceneOf } from "./scene.js";

/** Cards are sheets at the bottom of maps narrower than this. */
const NARROW_PX = 600;
/** Where the place then stands, in shares of the height above the sheet. */
const FREE_SHARE = 0.45;
const MARGIN = 30;
let count = 0;

/** @type {WeakMap<L.Map, Card>} */
const open = new WeakMap();

/**
 * Return a list of facts; rows without a value are left out.
 *
 * @param {([string, string | null | undefined] | null)[]} rows
 */
export function facts(rows) {
  const list = el("dl", { class: "bp-facts" });
  for (const row of rows) {
    if (!row?.[1]) continue;
    list.append(el("div", {}, el("dt", {}, row[0]), el("dd", {}, row[1])));
  }
  return list;
}

/**
 * Open a card about a place, instead of the one before it.
 *
 * @param {L.Map} map
 * @param {L.LatLng | [number, number]} place
 * @param {(Node | null)[]} content with a heading
 * @param {CardOptions} options
 */
export function openCard(map, place, content, options) {
  const before = open.get(map);
  const card = new Card(map, content, {
    ...options,
    from: before?.from ?? document.activeElement,
  });
  before?.remove();
  open.set(map, card);
  card.show(L.latLng(place));
  return card;
}

/**
 * Close the card of a map, if one is open.
 *
 * @param {L.Map} map
 */
export const closeCard = (map) => open.get(map)?.close();

/**
 * @typedef {object} CardOptions
 * @property {string} close names the button that closes the card
 * @property {string} [className]
 * @property {boolean} [focus] whether the card takes the focus
 * @property {() => Element | null | undefined} [home] what has the focus when the card has closed
 * @property {() => void} [onClose]
 */

class Card {
  /**
   * @param {L.Map} map
   * @param {(Node | null)[]} content
   * @param {CardOptions & {from: Element | null}} options
   */
  constructor(map, content, options) {
    this.map = map;
    this.options = options;
    this.from = options.from;
    count += 1;
    const attributes = { class: "bp-close", type: "button", "aria-label": options.close };
    const button = el("button", { ...attributes, onclick: () => this.close() }, "×");
    const box = el("div", { class: "bp-card" }, button, ...content);
    const heading = box.querySelector("h2");
    if (heading) {
      heading.id = `bp-card-title-${count}`;
      heading.tabIndex = -1;
    }
    this.heading = heading;
    this.element = el(
      "div",
      {
        class: `bp-card-panel bp-float ${options.className ?? ""}`,
        role: "dialog",
        "aria-labelledby": heading?.id,
      },
      box,
    );
    this.onKey = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape") this.close();
    };
  }

  /** @param {L.LatLng} place */
  show(place) {
    const { map, element } = this;
    L.DomEvent.disableClickPropagation(element);
    L.DomEvent.disableScrollPropagation(element);
    map.getContainer().append(element);
    document.addEventListener("keydown", this.onKey);
    this.clear(place);
    sceneOf(map).refresh();
    if (this.options.focus) this.heading?.focus({ preventScroll: true });
    else sceneOf(map).announcer.sayCard(element);
  }

  /** Move the map where the card would cover the place. @param {L.LatLng} place */
  clear(place) {
    const { map, element } = this;
    const { x, y } = map.latLngToContainerPoint(place);
    const size = map.getSize();
    const own = map.getContainer().getBoundingClientRect();
    const box = element.getBoundingClientRect();
    const [left, top] = [box.left - own.left - MARGIN, box.top - own.top - MARGIN];
    if (size.x < NARROW_PX) {
      const panels = map.getContainer().parentElement?.querySelector(".bp-panels");
      const roof = (panels?.getBoundingClientRect().bottom ?? own.top) - own.top + MARGIN;
      const wanted = roof + FREE_SHARE * (top - roof);
      if (y > top || y < roof) map.panBy([x - size.x / 2, y - wanted], { animate: false });
    } else if (x > left && y > top) map.panBy([x - left, 0], { animate: false });
  }

  close() {
    const { map, element, options, from } = this;
    if (!element.isConnected) return;
    const hadFocus = element.contains(document.activeElement);
    this.remove();
    open.delete(map);
    sceneOf(map).refresh();
    if (!hadFocus) return;
    const isThere = from instanceof HTMLElement && from.isConnected && from !== document.body;
    const home = options.home?.() ?? (isThere ? from : map.getContainer());
    if (home instanceof HTMLElement) home.focus({ preventScroll: true });
  }

  remove() {
    document.removeEventListener("keydown", this.onKey);
    this.element.remove();
    this.options.onClose?.();
  }
}
