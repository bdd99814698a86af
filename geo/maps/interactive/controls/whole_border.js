/** A button that shows the whole border again. */

import { el, wantsCalm } from "../scripts/dom.js";

/** @typedef {{box: [[number, number], [number, number]], room: [number, number][], title: string}} WholeSettings */

export class WholeBorder extends L.Control {
  /**
   * @param {L.Map} map
   * @param {WholeSettings & {position: L.ControlPosition}} settings
   */
  constructor(map, { position, box, room, title }) {
    super({ position });
    this.box = box;
    this.room = room;
    this.title = title;
    map.addControl(this);
  }

  /** @param {L.Map} map */
  onAdd(map) {
    const show = () => {
      const { x, y } = map.getSize();
      const [start, end] = this.room.map(([across, down]) => L.point(across * x, down * y));
      const options = { paddingTopLeft: start, paddingBottomRight: end, animate: !wantsCalm() };
      map.fitBounds(this.box, options);
    };
    const attributes = { type: "button", class: "bp-whole", title: this.title, onclick: show };
    const button = el("button", { ...attributes, "aria-label": this.title }, "⤢");
    L.DomEvent.disableClickPropagation(button);
    return el("div", { class: "leaflet-bar" }, button);
  }
}
