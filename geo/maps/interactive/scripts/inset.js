/** A crowded place drawn larger, as a picture: its ports stand at their places and bear numbers. */

import { layoutOf } from "../labelling/best_layout.js";
import { typeOf } from "../labelling/styles.js";
import { readContent } from "./content.js";
import { svg, symbolPicture } from "./dom.js";
import { pixelOf, pixelsOf, worldPoint } from "./projection.js";
import { measure } from "./text_width.js";

/** @typedef {import("./layer.js").CloserParts} CloserParts */
/** @typedef {import("./projection.js").Window} Window */
/** @typedef {import("./view_painter.js").PortItem} PortItem */

/** The level of generalisation that is close enough: 25 m. */
const LEVEL = "detail";
const TILE = 256;
/** Room about the ports, tried until each has its number. */
const EDGES_PX = [22, 30, 38, 16];
const MOST_ZOOM = 14;
/** Of symbols and names, for paper; the smaller one where numbers have no room. */
const SCALES = [0.62, 0.54];
/** Symbols and names of all insets are as large as at this zoom. */
const DRAWN_ZOOM = 10;
/** The outline of a symbol of 16 units lies in a picture of 22. */
const PICTURE = 22 / 16;
/** @type {Record<string, string>} */
const GROUNDS = { US: "us", MX: "mx", "": "sea" };

/**
 * Read the areas and lines of the layers that show, close up.
 *
 * @param {import("./scene.js").Scene} scene
 * @returns {Promise<CloserParts[]>} of the layers whose parts could be read
 */
export async function readCloser(scene) {
  const layers = scene.shownLayers().filter((layer) => layer.hasLevels());
  const read = layers.map(async (layer) => {
    const content = await readContent(layer.source, LEVEL).catch(() => null);
    return content ? [layer.closerParts(content)] : [];
  });
  return (await Promise.all(read)).flat();
}

/**
 * Return the picture of a place.
 *
 * @param {import("./scene.js").Scene} scene
 * @param {PortItem[]} items ports from west to east; the first bears the number 1
 * @param {CloserParts[]} closer none where only what the map draws is there
 * @param {{width: number, height: number}} size pixels
 */
export function insetOf(scene, items, closer, { width, height }) {
  const { parts, layout } = laidOut(scene, items, closer, { width, height });
  const symbols = new Map(items.map((item) => [item.row.id, item.symbol]));
  const clip = svg("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  clip.append(
    ...parts.regions.map(({ country, rings, depth }) => {
      const side = country.toLowerCase();
      return svg("path", {
        class: depth > 1 ? `bp-state-${side}` : `bp-land-${side}`,
        d: pathText(rings, "Z"),
      });
    }),
    svg("path", {
      class: "bp-inset-line",
      d: pathText(
        parts.boundary.map(({ points }) => points),
        "",
      ),
    }),
    ...layout.leaders.map(([x1, y1, x2, y2]) =>
      svg("path", { class: "bp-leader", d: `M${x1.toFixed(1)},${y1.toFixed(1)}L${x2},${y2}` }),
    ),
    ...layout.dots.map(({ x, y }) => svg("circle", { class: "bp-anchor", cx: x, cy: y, r: 1.5 })),
    ...layout.symbols.map(({ port, x, y }) => symbolAt(symbols.get(port.id), x, y, layout.size)),
    ...layout.names.map((name) => nameOn(name, layout.scale)),
  );
  return clip;
}

/**
 * Return what is in the picture and where it stands, in the first way that numbers every port.
 *
 * @param {import("./scene.js").Scene} scene
 * @param {PortItem[]} items
 * @param {CloserParts[]} closer
 * @param {{width: number, height: number}} size pixels
 */
function laidOut(scene, items, closer, { width, height }) {
  const ways = SCALES.flatMap((scale) => EDGES_PX.map((edge) => ({ scale, edge })));
  const tried = [];
  for (const { scale, edge } of ways) {
    const window = windowAbout(items, width, height, edge);
    const parts = partsIn(scene, closer, window);
    const layout = layoutOf(viewOfInset(items, parts, window, scale));
    const numbered = new Set(layout.names.flatMap(({ ports }) => ports ?? [])).size;
    tried.push({ parts, layout, numbered });
    if (numbered === items.length) break;
  }
  return tried.reduce((best, other) => (other.numbered > best.numbered ? other : best));
}

/**
 * Return the window about ports, as near as they and their numbers allow.
 *
 * @param {PortItem[]} items
 * @param {number} width
 * @param {number} height
 * @param {number} edge pixels that stay free about the ports
 * @returns {Window}
 */
function windowAbout(items, width, height, edge) {
  const points = items.map(({ row }) => worldPoint(row.lat, row.lon));
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [west, east, north, south] = [
    Math.min(...xs),
    Math.max(...xs),
    Math.min(...ys),
    Math.max(...ys),
  ];
  const scale = Math.min(
    (width - 2 * edge) / (east - west),
    (height - 2 * edge) / (south - north),
    TILE * 2 ** MOST_ZOOM,
  );
  return {
    scale,
    left: ((west + east) / 2) * scale - width / 2,
    top: ((north + south) / 2) * scale - height / 2,
    width,
    height,
  };
}

/** @param {import("./scene.js").Scene} scene @param {CloserParts[]} closer @param {Window} window */
function partsIn(scene, closer, window) {
  const layers = scene.shownLayers();
  const drawn = layers.flatMap((layer) => layer.regions()).filter(({ country }) => country);
  drawn.sort((one, other) => one.depth - other.depth);
  const near = closer.flatMap(({ regions }) => regions);
  const regions = [...drawn, ...near].flatMap((region) => {
    const rings = region.areas.flat().flatMap((ring) => {
      const points = pixelsOf(window, ring);
      return points ? [points] : [];
    });
    return rings.length ? [{ ...region, names: [], rings }] : [];
  });
  const lines = closer.flatMap(({ boundary }) => boundary);
  const boundary = lines.length ? lines : layers.flatMap((layer) => layer.boundaryParts());
  return {
    regions,
    boundary: boundary.flatMap(({ path, isRiver, river }) => {
      const points = pixelsOf(window, path);
      return points ? [{ points, isRiver, river }] : [];
    }),
  };
}

/**
 * Return the view of an inset, in which ports are called by numbers and nothing else has a name.
 *
 * @param {PortItem[]} items
 * @param {ReturnType<typeof partsIn>} parts
 * @param {Window} window
 * @param {number} scale of symbols and numbers
 * @returns {import("../labelling/view_types.js").View}
 */
function viewOfInset(items, { regions, boundary }, window, scale) {
  const texts = { us: "", us_short: "", mx: "", more: "", range: "{first}–{last}", rivers: {} };
  const ports = items.map(({ port, row }, i) => {
    const at = pixelOf(window, row.lat, row.lon);
    return { ...port, ...at, us: "", mx: "", short: String(i + 1), modes: "" };
  });
  return {
    width: window.width,
    height: window.height,
    zoom: DRAWN_ZOOM,
    scale,
    panels: [],
    regions,
    lakes: [],
    boundary,
    ports,
    labels: [],
    towns: [],
    chosen: null,
    texts,
    measure,
  };
}

/** @param {(Float64Array | number[])[]} lines @param {string} end */
const pathText = (lines, end) =>
  lines
    .map((points) => {
      const texts = Array.from({ length: points.length / 2 }, (_none, i) =>
        [points[2 * i], points[2 * i + 1]].map((value) => value.toFixed(1)).join(","),
      );
      return `M${texts.join("L")}${end}`;
    })
    .join("");

/**
 * @param {import("./dom.js").Symbol | undefined} symbol
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
function symbolAt(symbol, x, y, size) {
  if (!symbol) return svg("g", {});
  const side = (size * PICTURE * symbol.size) / 16;
  const picture = symbolPicture(symbol, side);
  picture.setAttribute("x", String(x - side / 2));
  picture.setAttribute("y", String(y - side / 2));
  return picture;
}

/** @param {import("../labelling/view_types.js").Name} name @param {number} scale */
function nameOn({ kind, text, x, y, angle, ground }, scale) {
  const type = typeOf(kind, DRAWN_ZOOM, true, scale);
  const name = svg("text", {
    class: `bp-inset-name bp-label-${kind} bp-inset-on-${GROUNDS[ground] ?? "sea"}`,
    "font-size": type.size,
    "font-weight": type.weight,
    "letter-spacing": type.spacing,
    transform: `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${(angle * 180) / Math.PI})`,
    dy: "0.35em",
  });
  name.textContent = text;
  return name;
}
