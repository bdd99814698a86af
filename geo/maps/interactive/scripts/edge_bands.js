/** Soft bands of colour on each side of the boundary, each on its own country's soil. */

import { svg } from "./dom.js";
import { stratumOf } from "./panes.js";
import { pixelsOf, windowOf } from "./projection.js";

/** Widths of the strokes that lie on one another, in shares of twice the band's width. */
const STROKES = [1, 0.675, 0.35];
/** Width of the band on each side in pixels, from the zoom before it. */
const WIDTHS = [
  [12, 15],
  [9, 12],
  [7, 9],
  [0, 7],
];
/** Share of the view that is drawn beyond its edge. */
const BEYOND = 0.15;
const CELL = 0.75;
let count = 0;

export class EdgeBands {
  /** @param {import("./scene.js").Scene} scene */
  constructor(scene) {
    this.scene = scene;
    count += 1;
    this.id = `bp-bands-${count}`;
  }

  draw() {
    const { scene } = this;
    const { map } = scene;
    const own = windowOf(map);
    const [dx, dy] = [own.width * BEYOND, own.height * BEYOND];
    const window = {
      ...own,
      left: own.left - dx,
      top: own.top - dy,
      width: own.width + 2 * dx,
      height: own.height + 2 * dy,
    };
    const layers = scene.shownLayers();
    const regions = layers
      .flatMap((layer) => layer.regions())
      .filter(({ kind }) => kind === "state");
    const nearest = Math.max(...regions.map(({ depth, areas }) => (areas.length ? depth : 0)));
    const line = pathText(
      layers.flatMap((layer) => layer.boundaryParts()).map(({ path }) => pixelsOf(window, path)),
    );
    const width = WIDTHS.find(([from]) => map.getZoom() >= from)?.[1] ?? 7;
    const sides = ["US", "MX"].flatMap((country) => {
      const areas = regions.filter(
        (region) => region.country === country && region.depth === nearest,
      );
      const clip = pathText(
        areas.flatMap((region) => region.areas.flat()).map((ring) => pixelsOf(window, ring)),
        "Z",
      );
      return line && clip ? [this.side(country.toLowerCase(), line, clip, width)] : [];
    });
    const corner = map.containerPointToLayerPoint([-dx, -dy]);
    const group = stratumOf(map, "bands");
    group.setAttribute("transform", `translate(${corner.x} ${corner.y})`);
    group.replaceChildren(...sides);
  }

  /** @param {string} side @param {string} line @param {string} clip @param {number} width */
  side(side, line, clip, width) {
    const id = `${this.id}-${side}`;
    return svg(
      "g",
      {},
      svg("clipPath", { id }, svg("path", { d: clip, "clip-rule": "evenodd" })),
      svg(
        "g",
        { "clip-path": `url(#${id})`, class: `bp-band bp-band-${side}` },
        ...STROKES.map((share) => svg("path", { d: line, "stroke-width": 2 * width * share })),
      ),
    );
  }
}

/**
 * Return lines as the text of an SVG path; vertices that fall together are written once.
 *
 * @param {(Float64Array | null)[]} lines
 * @param {string} [end]
 */
function pathText(lines, end = "") {
  const parts = [];
  for (const line of lines) {
    if (!line) continue;
    let [x, y] = [Number.NaN, Number.NaN];
    const words = [];
    for (let i = 0; i < line.length; i += 2) {
      const isLast = i + 2 >= line.length;
      if (!isLast && Math.abs(line[i] - x) < CELL && Math.abs(line[i + 1] - y) < CELL) continue;
      [x, y] = [line[i], line[i + 1]];
      words.push(`${x.toFixed(1)},${y.toFixed(1)}`);
    }
    parts.push(`M${words.join("L")}${end}`);
  }
  return parts.join("");
}
