/** What every control is: markup that Folium wrote, in a corner of the map or elsewhere on the page. */

import { sceneOf } from "./scene.js";

/**
 * @typedef {object} PanelSettings
 * @property {string} id of the control's markup
 * @property {L.ControlPosition | null} position corner of the map; `null`: where the page has it
 * @property {string} lang
 * @property {string} locale
 * @property {import("./texts.js").Texts} texts
 */

/** @template {PanelSettings} [More=PanelSettings] */
export class Panel extends L.Control {
  /**
   * @param {L.Map} map
   * @param {More} settings
   */
  constructor(map, settings) {
    super({ position: settings.position ?? "topleft" });
    this.map = map;
    this.settings = settings;
    this.scene = sceneOf(map);
    this.root = /** @type {HTMLElement} */ (document.getElementById(settings.id));
    this.root.hidden = false;
    document.documentElement.classList.add("js");
    if (settings.position) map.addControl(this);
    this.listen();
  }

  onAdd() {
    this.root.classList.add("bp-panel");
    L.DomEvent.disableClickPropagation(this.root);
    L.DomEvent.disableScrollPropagation(this.root);
    return this.root;
  }

  /** Listen to the markup and to the map. */
  listen() {}

  /**
   * Return a part of the markup by its class.
   *
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {string} name
   * @returns {HTMLElementTagNameMap[Tag]}
   */
  part(tag, name) {
    return /** @type {HTMLElementTagNameMap[Tag]} */ (this.root.querySelector(`${tag}.${name}`));
  }
}
