/** Keeps view, filters, layers, question and chosen port in the address, so that it can be shared. */

import { fragmentOf, readAddress, restOfQuery } from "../scripts/address.js";
import { debounced } from "../scripts/dom.js";
import { Panel } from "../scripts/panel.js";

const REST_MS = 200;

export class Share extends Panel {
  listen() {
    const { scene } = this;
    this.address = readAddress(window.location.search, window.location.hash);
    this.firstLayers = "";
    scene.addEventListener("loaded", () => this.restore());
    scene.addEventListener("ready", () => this.reopen());
    this.part("button", "bp-share").addEventListener("click", () => this.copy());
  }

  /** Bring back what is seen: view, layers and filters. */
  restore() {
    const { scene, map, address } = this;
    if (!address) return;
    this.firstLayers = this.shownLayers();
    Object.assign(scene.filters, address.filters);
    if (address.layers) this.showLayers(address.layers);
    const [zoom, lat, lon] = address.view ?? [];
    if (zoom !== undefined && lat !== undefined && lon !== undefined) {
      map.setView([lat, lon], zoom, { animate: false });
    } else if (scene.filters.state) scene.zoomToState(scene.filters.state);
  }

  /** Bring back what was opened, and keep the address from now on. */
  reopen() {
    const { scene, address } = this;
    if (address?.port) scene.openPort(address.port);
    if (address?.ask) scene.ask(...address.ask, !address.view);
    const write = debounced(REST_MS, () => this.write());
    scene.addEventListener("changed", write);
    this.map.on("moveend", write);
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

  /** Once the map is in use its fragment says everything: what the query said at first goes. */
  write() {
    const { scene, map } = this;
    const { lat, lng } = map.getCenter();
    const shown = this.shownLayers();
    const fragment = fragmentOf({
      view: [map.getZoom(), lat, lng],
      filters: scene.filters,
      ask: scene.asked,
      port: scene.chosen,
      layers: shown === this.firstLayers ? null : shown.split(","),
    });
    const { pathname, search } = window.location;
    try {
      window.history.replaceState(null, "", `${pathname}${restOfQuery(search)}#${fragment}`);
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
