/** Lakes and rivers, with the names of the larger ones. */

import { lakeSpots } from "../labelling/lake_spots.js";
import { pixelsOf, windowOf } from "../scripts/projection.js";
import { CONTEXT_UNTIL_ZOOM } from "../scripts/scene.js";
import { otherName, plain } from "../scripts/texts.js";
import { ShapesLayer } from "./shapes.js";

/** @typedef {import("../scripts/texts.js").Names} Names */
/** @typedef {[number, number, number, number]} Bounds west, south, east, north */
/** @typedef {import("../scripts/projection.js").Window} Window */
/** @typedef {{name: Names, box: Bounds}} Lake */
/** @typedef {{name: Names, box: Bounds, parts: number[]}} River `parts`: places of its lines among all */

const MIN_LAKE_PX = 18;
const MIN_RIVER_PX = 120;
/** A lake so wide has its name in it, others beside them. */
const NAME_INSIDE_PX = 170;
/** Of a lake so large a part alone may be in view, which is named. */
const CLOSE_LAKE_PX = 120;
const GAP_PX = 3;
/** Shares of what shows of a river at which its name is tried, best first. */
const SHARES = [0.5, 0.33, 0.67, 0.2, 0.8];

/** Of a lake with a name in each language both are written, of a river the reader's. */
export class WaterLayer extends ShapesLayer {
  /** @returns {Lake[]} */
  get lakeRows() {
    return this.content?.lakes ?? [];
  }

  /** @returns {River[]} */
  get riverRows() {
    return this.content?.rivers ?? [];
  }

  /** @param {number} zoom */
  names(zoom) {
    return [...this.lakeNames(zoom), ...(zoom > CONTEXT_UNTIL_ZOOM ? [] : this.riverNames())];
  }

  /** @param {number} zoom */
  lakeNames(zoom) {
    const view = windowOf(this.map);
    const perDegree = (256 * 2 ** zoom) / 360;
    return this.lakeRows.flatMap(({ name, box }) => {
      const [west, south, east, north] = box;
      const wide = (east - west) * perDegree;
      const high = (north - south) * perDegree;
      if (Math.max(wide, high) < MIN_LAKE_PX) return [];
      const label = { kind: "lake", text: this.bothNames(name).join("\n") };
      const beside = wide > NAME_INSIDE_PX ? 0 : Math.min(wide, high) / 2 + GAP_PX;
      const whole = { ...label, lat: (south + north) / 2, lon: (west + east) / 2, beside };
      if (Math.max(wide, high) < CLOSE_LAKE_PX) return [whole];
      const close = this.spotsOnLake(box, view).map(({ x, y, gap }) => {
        const { lat, lng: lon } = this.map.containerPointToLatLng([x, y]);
        return { ...label, lat, lon, beside: gap };
      });
      return [whole, ...close];
    });
  }

  /** Return spots on what shows of a lake. @param {Bounds} box @param {Window} view */
  spotsOnLake([west, south, east, north], view) {
    const isIn = (/** @type {import("../scripts/geodesy.js").Path[]} */ [[[lat, lon]]]) =>
      lon >= west && lon <= east && lat >= south && lat <= north;
    const rings = this.lakes().filter(isIn).flat();
    return lakeSpots(
      rings.map((ring) => pixelsOf(view, ring)).filter((ring) => ring !== null),
      view,
    );
  }

  /** @param {Names} name */
  bothNames(name) {
    return [this.name({ name }), otherName({ name }, this.settings.lang)].filter(Boolean);
  }

  /** Return the places at which the names of the rivers in view may stand. */
  riverNames() {
    const view = windowOf(this.map);
    const lines = this.lines?.rivers ?? [];
    return this.riverRows.flatMap(({ name, parts }) => {
      const spots = parts.flatMap((part) => {
        const pixels = lines[part] && pixelsOf(view, lines[part]);
        return pixels ? spotsIn(pixels, view) : [];
      });
      if (spots.length * STEP_PX < MIN_RIVER_PX) return [];
      return SHARES.map((share) => {
        const { x, y } = spots[Math.floor(share * spots.length)];
        const { lat, lng: lon } = this.map.containerPointToLatLng([x, y]);
        return { kind: "river", text: this.name({ name }), lat, lon, beside: GAP_PX };
      });
    });
  }

  entries() {
    const { map } = this.scene;
    const entry =
      (/** @type {string} */ kind) =>
      (/** @type {Lake | River} */ { name, box }) => ({
        kind,
        label: this.bothNames(name).join(" / "),
        words: plain(Object.values(name).join(" ")),
        open: () => {
          const [west, south, east, north] = box;
          map.fitBounds(L.latLngBounds([south, west], [north, east]).pad(0.15), {
            animate: false,
            maxZoom: CONTEXT_UNTIL_ZOOM,
          });
        },
      });
    return [...this.riverRows.map(entry("river")), ...this.lakeRows.map(entry("lake"))];
  }
}

const STEP_PX = 10;

/**
 * Return spots on a line that are in view, every ten pixels of its way.
 *
 * @param {Float64Array} line
 * @param {{width: number, height: number}} view
 */
function spotsIn(line, { width, height }) {
  const found = [];
  for (let i = 2; i < line.length; i += 2) {
    const [x1, y1, x2, y2] = line.subarray(i - 2, i + 2);
    const steps = Math.max(1, Math.round(Math.hypot(x2 - x1, y2 - y1) / STEP_PX));
    for (let step = 0; step < steps; step += 1) {
      const [x, y] = [x1 + ((x2 - x1) * step) / steps, y1 + ((y2 - y1) * step) / steps];
      if (x > 0 && y > 0 && x < width && y < height) found.push({ x, y });
    }
  }
  return found;
}
