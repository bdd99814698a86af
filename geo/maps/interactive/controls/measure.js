/** Measuring along points that are clicked. */

import { el } from "../scripts/dom.js";
import { arc, geodesic, wrapped } from "../scripts/geodesy.js";
import { Panel } from "../scripts/panel.js";
import { aboveOptions } from "../scripts/panes.js";
import { distance } from "../scripts/texts.js";

export class Measure extends Panel {
  listen() {
    /** @type {[number, number][]} */
    this.points = [];
    this.drawn = new L.FeatureGroup();
    this.answer = this.part("div", "bp-measured-answer");
    this.button = this.part("button", "bp-measure");
    this.button.addEventListener("click", () =>
      this.scene.isMeasuring ? this.end() : this.begin(),
    );
    this.map.on("click", (event) => {
      if (this.scene.isMeasuring) this.add(event.latlng);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.scene.isMeasuring) this.end();
    });
  }

  begin() {
    this.scene.isMeasuring = true;
    this.scene.tell("measuring");
    this.button?.setAttribute("aria-pressed", "true");
    this.map.getContainer().classList.add("bp-measuring");
    this.drawn?.addTo(this.map);
    this.answer?.replaceChildren(el("p", {}, this.settings.texts.measure_hint));
  }

  end() {
    this.scene.isMeasuring = false;
    this.points = [];
    this.drawn?.clearLayers().remove();
    this.button?.setAttribute("aria-pressed", "false");
    this.map.getContainer().classList.remove("bp-measuring");
  }

  /** @param {L.LatLng} place */
  add({ lat, lng }) {
    const { points = [], drawn, map } = this;
    const style = { weight: 2.5, className: "bp-measured" };
    const last = points[points.length - 1];
    points.push([lat, wrapped(lng)]);
    if (last) {
      const path = arc(last[1], last[0], wrapped(lng), lat);
      drawn?.addLayer(new L.Polyline(path, aboveOptions(map, style)));
    }
    const dot = aboveOptions(map, { ...style, weight: 2, fill: true, fillOpacity: 1 });
    drawn?.addLayer(new L.CircleMarker([lat, lng], { ...dot, radius: 4 }));
    const { texts, locale } = this.settings;
    this.answer?.replaceChildren(
      el("h3", {}, `${texts.measured}: ${distance(locale, this.lengthKm())}`),
      el("p", { class: "bp-soft" }, texts.measure_hint),
    );
  }

  lengthKm() {
    const { points = [] } = this;
    return points
      .slice(1)
      .reduce((sum, [y, x], i) => sum + geodesic(points[i][1], points[i][0], x, y).km, 0);
  }
}
