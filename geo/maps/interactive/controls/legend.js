/** The legend whose boxes switch the layers. */

import { Panel } from "../scripts/panel.js";

/** @typedef {Record<string, L.Layer & {choose: (value: string, isShown: boolean) => void, hiddenValues: () => string[]}>} Layers by the value of their box */

export class Legend extends Panel {
  /**
   * @param {L.Map} map
   * @param {import("../scripts/panel.js").PanelSettings} settings
   * @param {() => Layers} layersOf asked later: some layers may come after the legend
   */
  constructor(map, settings, layersOf) {
    super(map, settings);
    this.layersOf = layersOf;
  }

  listen() {
    this.root.addEventListener("change", (event) => this.onChange(event));
    this.map.on("layeradd layerremove", (/** @type {any} */ event) => {
      if (Object.values(this.layers()).includes(event.layer)) this.show();
    });
    for (const name of ["ready", "changed"]) this.scene.addEventListener(name, () => this.show());
  }

  layers() {
    return this.layersOf?.() ?? {};
  }

  /** @param {string} name */
  boxes(name) {
    return [...this.root.querySelectorAll("input")].filter((box) => box.name === name);
  }

  /** @param {Event} event */
  onChange({ target }) {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.name === "choice") {
      this.layers()[target.dataset.layer ?? ""]?.choose(target.value, target.checked);
      return;
    }
    const layer = this.layers()[target.value];
    if (target.checked) layer?.addTo(this.map);
    else layer?.remove();
  }

  show() {
    const layers = this.layers();
    for (const box of this.boxes("layer")) {
      const layer = layers[box.value];
      if (layer) box.checked = this.map.hasLayer(layer);
    }
    for (const box of this.boxes("choice")) {
      const hidden = layers[box.dataset.layer ?? ""]?.hiddenValues() ?? [];
      box.checked = !hidden.includes(box.value);
    }
  }
}
