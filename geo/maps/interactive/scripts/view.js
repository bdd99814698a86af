/** What a view holds, gathered from the layers for the layout of symbols and names. */

import { pixelOf, pixelsOf, windowOf } from "./projection.js";

/** @typedef {import("./geodesy.js").Path} Path */
/** @typedef {import("../labelling/view_types.js").View} View */
/**
 * @typedef {object} RegionOfLayer an area that layers know, painted by depth
 * @property {string} id
 * @property {string} country
 * @property {string} [kind]
 * @property {string[]} [names]
 * @property {number} depth 0 sea, 1 land, 2 states, 3 states close up
 * @property {Path[][]} areas polygons, each a list of rings
 */
/** @typedef {{path: Path, isRiver: boolean, river: string}} BoundaryOfLayer */
/** @typedef {{kind: string, text: string, lat: number, lon: number, beside: number}} LabelOfLayer */
/** @typedef {{name: string, country: string, population: number, lat: number, lon: number}} TownOfLayer */
/** @typedef {Partial<View["texts"] & {loading: string, unread: string, cross: string, view_moved: string, view_moved_more: string, view_empty: string}>} TextsOfLayer */

const NEAR_PX = 60;
/** Least side of a symbol that bears a figure. */
const MARK_PX = 21;

/**
 * Return the view of a map.
 *
 * @param {import("./scene.js").Scene} scene
 * @param {import("./view_painter.js").PortItem[]} items ports from west to east
 * @param {import("../labelling/boxes.js").Box[]} panels
 * @param {View["measure"]} measure
 * @returns {View}
 */
export function viewOf(scene, items, panels, measure) {
  const { map } = scene;
  const window = windowOf(map);
  const layers = scene.shownLayers();
  const zoom = map.getZoom();
  const at = (/** @type {{lat: number, lon: number}} */ { lat, lon }) => pixelOf(window, lat, lon);
  const texts = { us: "", mx: "", us_short: "", more: "", range: "", rivers: {} };
  for (const layer of layers) Object.assign(texts, layer.words());
  return {
    width: window.width,
    height: window.height,
    zoom,
    scale: scene.scale,
    least: scene.marks ? MARK_PX : 0,
    panels,
    measure,
    texts,
    chosen: scene.chosen,
    circles: circlesIn(scene, window),
    regions: regionsIn(window, layers),
    lakes: ringsIn(
      window,
      layers.flatMap((layer) => layer.lakes()),
    ),
    boundary: layers
      .flatMap((layer) => layer.boundaryParts())
      .flatMap((part) => {
        const points = pixelsOf(window, part.path);
        return points ? [{ points, isRiver: part.isRiver, river: part.river }] : [];
      }),
    ports: items.map((item) => ({ ...item.port, ...at(item.row) })),
    labels: layers
      .flatMap((layer) => layer.names(zoom))
      .concat(volumeLabels(scene))
      .flatMap((name) => {
        const spot = at(name);
        return isNear(spot, window) ? [{ ...name, ...spot, gap: name.beside }] : [];
      }),
    towns: layers.flatMap((layer) => layer.towns()).map((town) => ({ ...town, ...at(town) })),
  };
}

/** @param {import("./scene.js").Scene} scene @returns {LabelOfLayer[]} */
const volumeLabels = ({ volumes }) =>
  volumes
    .filter(({ text }) => text)
    .map(({ lat, lon, radius, text }) => ({ kind: "volume", text, lat, lon, beside: radius + 3 }));

/**
 * Return the squares in the circles, off which names keep.
 *
 * @param {import("./scene.js").Scene} scene
 * @param {import("./projection.js").Window} window
 */
const circlesIn = ({ volumes }, window) =>
  volumes.map(({ lat, lon, radius }) => ({ ...pixelOf(window, lat, lon), side: radius * 1.5 }));

/** @param {{x: number, y: number}} spot @param {{width: number, height: number}} window */
const isNear = ({ x, y }, { width, height }) =>
  x > -NEAR_PX && y > -NEAR_PX && x < width + NEAR_PX && y < height + NEAR_PX;

/**
 * @param {import("./projection.js").Window} window
 * @param {Path[][]} areas
 */
const ringsIn = (window, areas) =>
  areas
    .map((rings) => rings.map((ring) => pixelsOf(window, ring)).filter((ring) => ring !== null))
    .filter((rings) => rings.length);

/**
 * @param {import("./projection.js").Window} window
 * @param {import("./layer.js").BorderLayer[]} layers
 */
function regionsIn(window, layers) {
  const regions = layers.flatMap((layer) => layer.regions());
  regions.sort((one, other) => one.depth - other.depth);
  return regions.flatMap(({ id, country, kind, names, areas }) => {
    const rings = ringsIn(window, areas).flat();
    return rings.length ? [{ id, country, kind, names, rings }] : [];
  });
}
