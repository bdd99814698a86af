/** One picture of lines and areas, cut to the view anew when the map rests or has left what it covers. */

import { svg, whenAtRest } from "./dom.js";

const REST_MS = 200;

export class RestingRenderer extends L.SVG {
  /**
   * @param {L.RendererOptions} options
   * @param {string[]} strata bottom to top; a path names its own in its option `stratum`
   */
  constructor(options, strata) {
    super(options);
    /** @type {Record<string, SVGGElement>} */
    this.groups = Object.fromEntries(
      strata.map((name) => [name, svg("g", { class: `bp-stratum-${name}` })]),
    );
  }

  /** @param {L.Map} map */
  onAdd(map) {
    super.onAdd(map);
    this.own._rootGroup.append(...Object.values(this.groups));
    this.own._container.setAttribute("aria-hidden", "true");
    whenAtRest(map, REST_MS, () => {
      if (this.own._container && !this.isCentred()) this.own._update();
    });
    return this;
  }

  /** @param {any} path */
  _addPath(path) {
    this.groups[path.options.stratum].append(path._path);
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
