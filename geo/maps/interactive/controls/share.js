/** Keeps view, filters, layers, question and chosen port in the address, so that it can be shared. */

import { fragmentOf, readAddress, restOfQuery } from "../scripts/address.js";
import { closeCard } from "../scripts/card.js";
import { debounced } from "../scripts/dom.js";
import { Panel } from "../scripts/panel.js";

const REST_MS = 200;
const NO_FILTERS = { mode: "", type: "", state: "", owner: "", q: "" };

export class Share extends Panel {
  listen() {
    const { scene } = this;
    /** @type {import("../scripts/address.js").Address} */
    this.address = readAddress(window.location.search, window.location.hash);
    this.firstLayers = "";
    this.written = "";
    /** Whether the next state is one that the address already had. */
    this.isFollowing = true;
    scene.addEventListener("loaded", () => this.restore());
    scene.addEventListener("ready", () => this.reopen());
    this.part("button", "bp-share").addEventListener("click", () => this.copy());
  }

  /** Bring back what is seen: view, layers and filters. */
  restore() {
    const { scene, address } = this;
    if (!address) return;
    this.firstLayers = this.shownLayers();
    Object.assign(scene.filters, address.filters);
    scene.agenda = address.agenda;
    if (address.layers) this.showLayers(address.layers);
    this.hideValues();
    if (!this.setView()) scene.zoomToState(scene.filters.state);
  }

  /** Show the view of the address; tell whether it has one. */
  setView() {
    const [zoom, lat, lon] = this.address?.view ?? [];
    if (zoom === undefined || lat === undefined || lon === undefined) return false;
    this.map.setView([lat, lon], zoom, { animate: false });
    return true;
  }

  /** Show what another address says: a pasted link, or one step back. */
  follow() {
    const { scene } = this;
    if (window.location.hash.slice(1) === this.written) return;
    this.written = window.location.hash.slice(1);
    const address = readAddress(window.location.search, window.location.hash);
    this.address = address;
    this.isFollowing = true;
    scene.agenda = address.agenda;
    scene.setFilters({ ...NO_FILTERS, ...address.filters });
    this.showLayers(address.layers ?? (this.firstLayers ?? "").split(","));
    this.hideValues();
    this.setView();
    if (address.port) scene.openPort(address.port);
    else closeCard(this.map);
    if (address.ask) scene.ask(...address.ask, !address.view);
  }

  /** Bring back what was opened, and keep the address from now on. */
  reopen() {
    const { scene, address } = this;
    if (address?.port) scene.openPort(address.port);
    if (address?.ask) scene.ask(...address.ask, !address.view);
    const write = debounced(REST_MS, () => this.write());
    scene.addEventListener("changed", write);
    this.map.on("moveend", write);
    for (const name of ["hashchange", "popstate"]) {
      window.addEventListener(name, () => this.follow());
    }
  }

  switched() {
    return this.scene.layers.filter((layer) => layer.settings.isListed);
  }

  shownLayers() {
    return this.switched()
      .filter((layer) => this.scene.isShown(layer))
      .map((layer) => layer.key)
      .join(",");
  }

  /** @param {string[]} keys */
  showLayers(keys) {
    for (const layer of this.switched()) {
      if (keys.includes(layer.key)) layer.addTo(this.map);
      else layer.remove();
    }
  }

  /** Put out of sight what the address leaves out of each layer. */
  hideValues() {
    const { scene, address } = this;
    for (const layer of scene.layers) layer.hideValues(address?.without[layer.key] ?? []);
    scene.tell("changed");
  }

  /** Once the map is in use its fragment says everything: what the query said at first goes. */
  write() {
    const { scene, map } = this;
    const { lat, lng } = map.getCenter();
    const shown = this.shownLayers();
    const fragment = fragmentOf({
      view: [map.getZoom(), lat, lng],
      agenda: scene.agenda,
      filters: scene.filters,
      ask: scene.asked,
      port: scene.chosen,
      layers: shown === this.firstLayers ? null : shown.split(","),
      without: Object.fromEntries(scene.layers.map((layer) => [layer.key, layer.hiddenValues()])),
    });
    const { pathname, search } = window.location;
    const address = `${pathname}${restOfQuery(search)}#${fragment}`;
    const isNew = fragment !== this.written && !this.isFollowing;
    this.written = fragment;
    this.isFollowing = false;
    try {
      if (isNew) window.history.pushState(null, "", address);
      else window.history.replaceState(null, "", address);
    } catch {
      window.location.hash = fragment;
    }
    for (const link of document.querySelectorAll(".languages a")) {
      if (!(link instanceof HTMLAnchorElement)) continue;
      const address = new URL(link.href);
      address.search = restOfQuery(address.search);
      address.hash = fragment;
      link.href = address.href;
    }
  }

  async copy() {
    const note = this.part("span", "bp-shared");
    this.write();
    try {
      await navigator.clipboard.writeText(window.location.href);
      note.textContent = this.settings.texts.shared;
    } catch {
      note.textContent = window.location.href;
    }
  }
}
