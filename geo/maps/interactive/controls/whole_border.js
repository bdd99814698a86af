/** A button that shows the whole border again. */

import { el, wantsCalm } from "../scripts/dom.js";

/** @typedef {{box: [[number, number], [number, number]], title: string}} WholeSettings */

export class WholeBorder extends L.Control {
  /**
   * @param {L.Map} map
   * @param {WholeSettings & {position: L.ControlPosition}} settings
   */
  constructor(map, { position, box, title }) {
    super({ position });
    this.box = box;
    this.title = title;
    map.addControl(this);
  }

  /** @param {L.Map} map */
  onAdd(map) {
    const show = () => map.fitBounds(this.box, { animate: !wantsCalm() });
    const attributes = { type: "button", class: "bp-whole", title: this.title, onclick: show };
    const button = el("button", { ...attributes, "aria-label": this.title }, "⤢");
    L.DomEvent.disableClickPropagation(button);
    return el("div", { class: "leaflet-bar" }, button);
  }
}
