/** Where a lake of which a part is in view can bear its name. */

/** @typedef {{x: number, y: number, gap: number}} LakeSpot `gap`: pixels to the shore, 0 for a name on the water */

/** Shares of the height that shows, and of the water across, at which a name is tried. */
const ROWS = [0.5, 0.3, 0.7, 0.15, 0.85];
const ACROSS = [0.5, 0.25, 0.75];
const NAME_PX = 110;
const SHORE_PX = 3;

/**
 * Return spots on the water that shows, the widest water of each height first.
 *
 * @param {Float64Array[]} rings of the lake, in pixels
 * @param {{width: number, height: number}} view
 * @returns {LakeSpot[]}
 */
export function lakeSpots(rings, { width, height }) {
  const heights = rings.flatMap((ring) => [...ring].filter((_value, i) => i % 2));
  const top = Math.max(0, Math.min(...heights));
  const bottom = Math.min(height, Math.max(...heights));
  if (!(top < bottom)) return [];
  return ROWS.flatMap((share) => {
    const y = top + share * (bottom - top);
    const [left, right] = widest(crossings(rings, y), width);
    if (left >= right) return [];
    const wide = right - left;
    const beside = { x: (left + right) / 2, y, gap: wide / 2 + SHORE_PX };
    if (wide < NAME_PX) return [beside];
    return [...ACROSS.map((part) => ({ x: left + part * wide, y, gap: 0 })), beside];
  });
}

/** Return where rings cross a height, from left to right. @param {Float64Array[]} rings @param {number} y */
function crossings(rings, y) {
  const found = [];
  for (const ring of rings) {
    const last = ring.length - 2;
    let [x2, y2] = [ring[last], ring[last + 1]];
    for (let i = 0; i <= last; i += 2) {
      const [x1, y1] = [ring[i], ring[i + 1]];
      if (y1 > y !== y2 > y) found.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
      [x2, y2] = [x1, y1];
    }
  }
  return found.sort((one, other) => one - other);
}

/** Return the widest water in view between shores. @param {number[]} shores @param {number} width */
function widest(shores, width) {
  let best = [0, 0];
  for (let i = 0; i + 1 < shores.length; i += 2) {
    const [left, right] = [Math.max(0, shores[i]), Math.min(width, shores[i + 1])];
    if (right - left > best[1] - best[0]) best = [left, right];
  }
  return best;
}
