/** The symbols of ports and other points as markers that keep the focus when a view is drawn anew. */

import { around, boxAbout, meets, middleOf } from "../labelling/boxes.js";
import { el, symbolPicture, wantsCalm } from "./dom.js";
import { say } from "./texts.js";

/** @typedef {import("../labelling/boxes.js").Box} Box */
/** @typedef {import("../labelling/boxes.js").Spot} Spot */
/** @typedef {import("../labelling/view_types.js").Layout} Layout */
/** @typedef {import("./view_painter.js").SymbolItem} SymbolItem */
/** @typedef {{item: SymbolItem, at: Spot}} Picture */
/** @typedef {{pictures: Picture[], box: Box, isRow: boolean}} Target what takes a click or the focus as one */

/** Least side of a target, in pixels. */
const LEAST = 24;
/** Sides that a target has for a finger, where no other target is so near. */
const FINGER = [44, 36, 30];
const POINT_SYMBOL = 14;
const MAX_GROUP_ZOOM = 13;
/** The outline of a symbol of 16 units lies in a picture of 22. */
const PICTURE = 22 / 16;

export class SymbolMarkers {
  /** @param {import("./scene.js").Scene} scene */
  constructor(scene) {
    this.scene = scene;
    /** @type {Map<string, L.Marker>} */
    this.markers = new Map();
    /** @type {Map<string, L.LatLng>} */
    this.places = new Map();
    /** @type {WeakMap<L.Marker, Target>} */
    this.targets = new WeakMap();
    /** @type {WeakMap<L.Marker, string>} what each marker's picture was made of */
    this.looks = new WeakMap();
  }

  /**
   * @param {Layout} layout
   * @param {Map<string, SymbolItem>} items
   * @param {{item: SymbolItem, at: Spot}[]} others
   */
  draw(layout, items, others) {
    const targets = targetsOf(layout, items);
    const points = others.map((picture) => ({
      pictures: [picture],
      box: boxAbout(picture.at.x, picture.at.y, LEAST, LEAST),
      isRow: false,
    }));
    const all = [...targets, ...points];
    if (window.matchMedia("(pointer: coarse)").matches) grow(all);
    const lost = this.focused();
    const kept = new Set();
    this.places.clear();
    for (const target of all) kept.add(this.place(target, layout.size));
    for (const [key, marker] of this.markers) {
      if (kept.has(key)) continue;
      marker.remove();
      this.markers.delete(key);
    }
    this.order();
    if (lost) this.refocus(lost);
    this.markChosen();
  }

  /** @param {Target} target @param {number} size */
  place(target, size) {
    const { pictures, box } = target;
    const key = pictures.map(({ item }) => `${item.layer.key}/${item.row.id}`).join(" ");
    const { map } = this.scene;
    const at = map.containerPointToLatLng([middleOf(box).x, middleOf(box).y]);
    const look = lookOf(target, size);
    let marker = this.markers.get(key);
    if (marker) {
      marker.setLatLng(at);
      if (this.looks.get(marker) !== look) marker.setIcon(iconOf(target, size));
    } else {
      const icon = iconOf(target, size);
      marker = new L.Marker(at, { icon, keyboard: true, riseOnHover: true }).addTo(map);
      this.listen(marker);
      this.markers.set(key, marker);
    }
    this.looks.set(marker, look);
    this.targets.set(marker, target);
    const element = marker.getElement();
    if (element) describe(element, target, map);
    for (const { item, at: spot } of pictures) {
      this.places.set(item.row.id, map.containerPointToLatLng([spot.x, spot.y]));
    }
    return key;
  }

  /** @param {L.Marker} marker */
  listen(marker) {
    marker.on("click", (/** @type {any} */ event) => {
      L.DomEvent.stop(event.originalEvent ?? event);
      this.activate(marker, event.originalEvent?.target, false);
    });
    marker.getElement()?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      this.activate(marker, null, true);
    });
  }

  /** @param {L.Marker} marker @param {unknown} clicked @param {boolean} focus */
  activate(marker, clicked, focus) {
    const pictures = this.targets.get(marker)?.pictures ?? [];
    const symbol = clicked instanceof Element ? clicked.closest("[data-port]") : null;
    const id = symbol instanceof SVGElement ? symbol.dataset.port : undefined;
    const one =
      pictures.length === 1 ? pictures[0] : pictures.find(({ item }) => item.row.id === id);
    if (one) one.item.open(focus);
    else this.openGroup(pictures.map(({ item }) => item));
  }

  /** @param {SymbolItem[]} items */
  openGroup(items) {
    const { map } = this.scene;
    const box = L.latLngBounds(items.map(({ row }) => [row.lat, row.lon]));
    const zoom = Math.min(map.getBoundsZoom(box.pad(0.35)), MAX_GROUP_ZOOM);
    map.setView(box.getCenter(), Math.max(zoom, map.getZoom() + 1.5), { animate: !wantsCalm() });
  }

  /** @returns {string | null} the first thing of the target that has the focus */
  focused() {
    for (const marker of this.markers.values()) {
      if (marker.getElement() === document.activeElement) {
        return this.targets.get(marker)?.pictures[0].item.row.id ?? null;
      }
    }
    return null;
  }

  /** Give the focus to the target that a thing now belongs to. @param {string} id */
  refocus(id) {
    for (const marker of this.markers.values()) {
      const element = marker.getElement();
      const holds = this.targets.get(marker)?.pictures.some(({ item }) => item.row.id === id);
      if (holds && element !== document.activeElement) element?.focus({ preventScroll: true });
      if (holds) return;
    }
  }

  /** @param {string} id */
  elementOf(id) {
    const holds = (/** @type {L.Marker} */ marker) =>
      this.targets.get(marker)?.pictures.some(({ item }) => item.row.id === id);
    return [...this.markers.values()].find(holds)?.getElement() ?? null;
  }

  /** Put the markers into the order in which the Tab key comes to them: from the west. */
  order() {
    const pane = this.scene.map.getPane("markerPane");
    const wanted = [...this.markers.values()]
      .sort((one, other) => one.getLatLng().lng - other.getLatLng().lng)
      .map((marker) => marker.getElement())
      .filter((element) => element !== undefined);
    const there = [...(pane?.children ?? [])];
    if (wanted.some((element, i) => element !== there[i])) pane?.append(...wanted);
  }

  markChosen() {
    for (const marker of this.markers.values()) {
      const pictures = this.targets.get(marker)?.pictures ?? [];
      const isChosen = pictures.some(({ item }) => item.row.id === this.scene.chosen);
      marker.getElement()?.classList.toggle("bp-chosen", isChosen && pictures.length === 1);
    }
  }

  /** @param {string} id */
  placeOf(id) {
    return this.places.get(id) ?? null;
  }
}

/**
 * Return the targets: each row is one, symbols nearer than a target's side are one.
 *
 * @param {Layout} layout
 * @param {Map<string, SymbolItem>} items
 * @returns {Target[]}
 */
export function targetsOf({ symbols, rows }, items) {
  const pictures = symbols.flatMap(({ port, x, y }) => {
    const item = items.get(port.id);
    return item ? [{ item, at: { x, y } }] : [];
  });
  const inRows = new Map(rows.flatMap((row) => row.ids.map((id) => [id, row])));
  /** @type {Target[]} */
  const found = rows.map((row) => ({
    pictures: pictures.filter(({ item }) => inRows.get(item.row.id) === row),
    box: row.box,
    isRow: true,
  }));
  for (const picture of pictures) {
    if (inRows.has(picture.item.row.id)) continue;
    join(found, {
      pictures: [picture],
      box: boxAbout(picture.at.x, picture.at.y, LEAST, LEAST),
      isRow: false,
    });
  }
  return found;
}

/** @param {Target[]} found @param {Target} target */
function join(found, target) {
  const near = found.findIndex((other) => !other.isRow && meets(other.box, target.box));
  if (near < 0) {
    found.push(target);
    return;
  }
  const [other] = found.splice(near, 1);
  join(found, {
    pictures: [...other.pictures, ...target.pictures],
    box: around([other.box, target.box]),
    isRow: false,
  });
}

/** Give targets the room of a finger, each as much as the others leave. @param {Target[]} targets */
export function grow(targets) {
  for (const target of targets) {
    const { x, y } = middleOf(target.box);
    const [width, height] = [target.box[2] - target.box[0], target.box[3] - target.box[1]];
    const isFree = (/** @type {Box} */ box) =>
      targets.every((other) => other === target || !meets(other.box, box));
    const larger = FINGER.map((side) =>
      boxAbout(x, y, Math.max(side, width), Math.max(side, height)),
    ).find(isFree);
    if (larger && !target.isRow) target.box = larger;
  }
}

/**
 * Return what a target's picture depends on: where its symbols stand in it, and how large.
 *
 * @param {Target} target
 * @param {number} size
 */
const lookOf = ({ pictures, box, isRow }, size) =>
  JSON.stringify([
    size,
    isRow,
    Math.round(box[2] - box[0]),
    Math.round(box[3] - box[1]),
    ...pictures.map(({ at, item }) => [
      Math.round(at.x - box[0]),
      Math.round(at.y - box[1]),
      item.symbol,
    ]),
  ]);

/** @param {Target} target @param {number} size */
function iconOf({ pictures, box, isRow }, size) {
  const [width, height] = [box[2] - box[0], box[3] - box[1]];
  const isPort = pictures[0].item.port !== undefined;
  const own = (isPort ? size : POINT_SYMBOL) * PICTURE;
  const symbols = pictures.map(({ item, at }) => {
    const side = (own * item.symbol.size) / 16;
    const picture = symbolPicture(item.symbol, side);
    picture.setAttribute("data-port", item.row.id);
    picture.style.left = `${at.x - box[0] - side / 2}px`;
    picture.style.top = `${at.y - box[1] - side / 2}px`;
    return picture;
  });
  const html = /** @type {any} */ (el("div", { class: "bp-symbols" }, ...symbols));
  const kind = isPort ? "bp-port" : "bp-point";
  const several = pictures.length > 1 ? (isRow ? " bp-group" : " bp-group bp-near") : "";
  return new L.DivIcon({ className: kind + several, iconSize: [width, height], html });
}

/** @param {HTMLElement} element @param {Target} target @param {L.Map} map */
function describe(element, { pictures, box }, map) {
  const names = pictures.map(({ item }) => item.label).join("; ");
  const { group } = pictures[0].item;
  const text = pictures.length > 1 ? say(group, { n: pictures.length, names }) : names;
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", text);
  element.setAttribute("title", text);
  const { about } = pictures[0].item;
  if (about && pictures.length === 1) element.setAttribute("aria-description", about);
  else element.removeAttribute("aria-description");
  if (pictures[0].item.port)
    element.dataset.ports = pictures.map(({ item }) => item.row.id).join(" ");
  const { x, y } = map.getSize();
  const middle = middleOf(box);
  element.style.setProperty("--bp-grown", `${(box[2] - box[0] - LEAST) / 2}px`);
  const isInView = middle.x >= 0 && middle.y >= 0 && middle.x <= x && middle.y <= y;
  element.tabIndex = isInView ? 0 : -1;
}
