/** Lines and areas that are cut to the view anew when the map rests, or has left what they cover. */

import { whenAtRest } from "./dom.js";

const REST_MS = 200;

export class RestingRenderer extends L.SVG {
  /** @param {L.Map} map */
  onAdd(map) {
    super.onAdd(map);
    whenAtRest(map, REST_MS, () => {
      if (this.own._container && !this.isCentred()) this.own._update();
    });
    return this;
  }

  /** Leaflet's own parts, which its types leave out. @returns {any} */
  get own() {
    return this;
  }

  getEvents() {
    return { ...super.getEvents?.(), moveend: () => this.followView() };
  }

  /** Leaflet would cut and write each path again at the end of every move. */
  followView() {
    if (!this.covers()) this.own._update();
  }

  /** Tell whether all of the view lies in what is drawn, at its zoom. */
  covers() {
    const { _map: map, _bounds: drawn, _zoom: zoom, options } = this.own;
    if (!drawn || zoom !== map.getZoom()) return false;
    const size = map.getSize();
    const isOfSize = drawn.getSize().equals(size.multiplyBy(1 + 2 * options.padding).round());
    const start = map.containerPointToLayerPoint([0, 0]);
    return isOfSize && drawn.contains(L.bounds(start, start.add(size)));
  }

  /** Tell whether the view has not moved since it was drawn. */
  isCentred() {
    const { _map: map, _center: centre } = this.own;
    return this.covers() && Boolean(centre?.equals(map.getCenter()));
  }
}
