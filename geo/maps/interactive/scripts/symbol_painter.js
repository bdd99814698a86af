/** Draws the symbols of all layers together, so that none covers another. */

import { BESIDE, fan, grouped } from "./crowding.js";
import { el, symbolPicture, wantsCalm } from "./dom.js";
import { aboveOptions } from "./panes.js";
import { say } from "./texts.js";

/** From this zoom on every symbol is drawn, beside its place where there is no room. */
const FAN_ZOOM = 9.75;
const LEADER_FROM_PX = 3;
const MAX_GROUP_ZOOM = 13;
const HALF = { port: 12, group: 15, other: 10 };
const CLEARANCE = 13;

/**
 * @typedef {object} SymbolItem
 * @property {{id: string, lat: number, lon: number}} row
 * @property {string} label
 * @property {import("./dom.js").Symbol} symbol
 * @property {number} enlarged pixels added to the symbol's size
 * @property {import("./layer.js").BorderLayer} layer
 * @property {string} [group] how several are told, if they join from afar: `{n}` and `{names}`
 * @property {(focus: boolean) => void} open
 */
/** @typedef {import("./crowding.js").Spot} Spot */
/** @typedef {{items: SymbolItem[], at: Spot, anchor: Spot | null}} Drawn */

export class SymbolPainter {
  /** @param {import("./scene.js").Scene} scene */
  constructor(scene) {
    this.scene = scene;
    /** @type {{layer: L.Layer, group: L.FeatureGroup, ids: string[]}[]} */
    this.shown = [];
    /** @type {import("./labelling.js").Box[]} */
    this.boxes = [];
  }

  draw() {
    for (const { layer, group } of this.shown) group.removeLayer(layer);
    this.shown = [];
    this.boxes = [];
    const items = this.scene.shownLayers().flatMap((layer) => layer.symbols());
    const joining = items.filter((item) => item.group !== undefined);
    const others = items.filter((item) => item.group === undefined);
    if (this.scene.map.getZoom() >= FAN_ZOOM) this.drawFanned(joining, others);
    else this.drawGrouped(joining, others);
    this.markReachable();
  }

  /** @param {SymbolItem} item */
  spotOf = ({ row }) => this.scene.map.latLngToLayerPoint([row.lat, row.lon]);

  /** @param {SymbolItem[]} joining @param {SymbolItem[]} others */
  drawFanned(joining, others) {
    const places = [...joining, ...others].map((item) => {
      const anchor = this.spotOf(item);
      return { item, anchor, at: { x: anchor.x, y: anchor.y } };
    });
    fan(places);
    for (const { item, at, anchor } of [
      ...places.slice(0, joining.length).reverse(),
      ...places.slice(joining.length),
    ]) {
      this.place({ items: [item], at, anchor });
    }
  }

  /** @param {SymbolItem[]} joining @param {SymbolItem[]} others */
  drawGrouped(joining, others) {
    for (const { items, at } of grouped(joining, this.spotOf).reverse()) {
      this.place({ items, at, anchor: null });
    }
    for (const item of others) {
      const anchor = this.spotOf(item);
      const at = BESIDE.map(({ x, y }) => ({ x: anchor.x + x, y: anchor.y + y })).find((spot) =>
        this.isClear(spot),
      );
      if (at) this.place({ items: [item], at, anchor });
    }
  }

  /** @param {Spot} spot */
  isClear({ x, y }) {
    return !this.boxes.some(
      ([left, top, right, bottom]) =>
        x > left - CLEARANCE &&
        x < right + CLEARANCE &&
        y > top - CLEARANCE &&
        y < bottom + CLEARANCE,
    );
  }

  /** @param {Drawn} drawn */
  place({ items, at, anchor }) {
    const [item] = items;
    const isGroup = items.length > 1;
    const half = isGroup ? HALF.group : item.group === undefined ? HALF.other : HALF.port;
    const marker = new L.Marker(this.latLngOf(at), {
      icon: isGroup ? badgeIcon(items.length) : symbolIcon(item),
      keyboard: true,
      riseOnHover: true,
    });
    listen(marker, () => (isGroup ? this.openGroup(items) : item.open(false)));
    this.show(marker, item.layer, items);
    label(marker, items);
    this.boxes.push([at.x - half, at.y - half, at.x + half, at.y + half]);
    const moved = anchor ? Math.hypot(anchor.x - at.x, anchor.y - at.y) : 0;
    if (anchor && moved > LEADER_FROM_PX) this.lead(anchor, at, item.layer);
  }

  /** @param {L.Layer} layer @param {L.FeatureGroup} group @param {SymbolItem[]} items */
  show(layer, group, items) {
    layer.addTo(group);
    this.shown.push({ layer, group, ids: items.map(({ row }) => row.id) });
  }

  /** @param {Spot} anchor @param {Spot} at @param {L.FeatureGroup} group */
  lead(anchor, at, group) {
    const from = this.latLngOf(anchor);
    const { map } = this.scene;
    const line = aboveOptions(map, { weight: 1.2, className: "bp-leader" });
    const dot = { weight: 1, fill: true, fillOpacity: 1, className: "bp-anchor" };
    this.show(new L.Polyline([from, this.latLngOf(at)], line), group, []);
    this.show(new L.CircleMarker(from, { ...aboveOptions(map, dot), radius: 2.5 }), group, []);
  }

  /** @param {Spot} spot */
  latLngOf({ x, y }) {
    return this.scene.map.layerPointToLatLng([x, y]);
  }

  /** @param {SymbolItem[]} items */
  openGroup(items) {
    const { map } = this.scene;
    const box = L.latLngBounds(items.map(({ row }) => [row.lat, row.lon]));
    const zoom = Math.min(map.getBoundsZoom(box.pad(0.35)), MAX_GROUP_ZOOM);
    map.setView(box.getCenter(), Math.max(zoom, map.getZoom() + 1.5), { animate: !wantsCalm() });
  }

  /**
   * Return where the symbol of a single thing stands: beside its place where it is fanned out.
   *
   * @param {string} id
   */
  placeOf(id) {
    const own = this.shown.find(({ ids }) => ids.length === 1 && ids[0] === id);
    return own?.layer instanceof L.Marker ? own.layer.getLatLng() : null;
  }

  /** Symbols outside the view are not stops of the Tab key; those in it come from west to east. */
  markReachable() {
    const view = this.scene.map.getBounds();
    for (const { layer } of this.shown) {
      const element = layer instanceof L.Marker ? layer.getElement() : null;
      if (element && layer instanceof L.Marker) {
        element.tabIndex = view.contains(layer.getLatLng()) ? 0 : -1;
      }
    }
  }
}

/** @param {SymbolItem} item */
function symbolIcon({ symbol, enlarged, group }) {
  const className = group === undefined ? "bp-point" : "bp-port";
  const html = /** @type {any} */ (symbolPicture(symbol, symbol.size + enlarged));
  return new L.DivIcon({ className, iconSize: [24, 24], html });
}

/** @param {number} count */
function badgeIcon(count) {
  const html = el("span", { class: "bp-badge" }, String(count));
  return new L.DivIcon({ className: "bp-group", iconSize: [30, 30], html });
}

/** @param {L.Marker} marker @param {() => void} open */
function listen(marker, open) {
  marker.on("click keypress", (/** @type {any} */ event) => {
    if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
    L.DomEvent.stop(event.originalEvent ?? event);
    open();
  });
}

/** @param {L.Marker} marker @param {SymbolItem[]} items */
function label(marker, items) {
  const element = marker.getElement();
  if (!element) return;
  const names = items.map((item) => item.label).join("; ");
  const text = items.length > 1 ? say(items[0].group, { n: items.length, names }) : names;
  element.setAttribute("aria-label", text);
  element.setAttribute("title", text);
  if (items[0].group !== undefined)
    element.dataset.ports = items.map(({ row }) => row.id).join(" ");
}
