/** Type on the map: size, weight and spacing of each kind of name, by zoom. */

/**
 * @typedef {object} Type
 * @property {number} size pixels
 * @property {number} weight
 * @property {number} spacing pixels between letters
 * @property {boolean} [isItalic]
 * @property {number} height of a line, pixels
 */

const LINE_HEIGHT = 1.22;

/** @param {number} size @param {number} weight @param {number} [spacing] @returns {Type} */
const type = (size, weight, spacing = 0) => ({
  size,
  weight,
  spacing,
  height: Math.ceil(size * LINE_HEIGHT),
});
/** @param {number} size @param {number} [spacing] @returns {Type} */
const water = (size, spacing = 0.4) => ({ ...type(size, 400, spacing), isItalic: true });

/** From this zoom on names stand at their places rather than in rows for whole towns. */
const NEAR = 7;

/** @type {Record<string, (isNear: boolean, isNarrow: boolean) => Type>} */
const TYPES = {
  country: (isNear) => (isNear ? type(13.5, 700, 2.6) : type(15, 700, 4.2)),
  country_small: () => type(12.5, 700, 1.4),
  state: (isNear, isNarrow) => type(isNear ? 13.5 : isNarrow ? 11 : 13, 600, 1.3),
  state_small: (isNear, isNarrow) => type(isNear ? 12.5 : isNarrow ? 10 : 12, 600, 0.4),
  flag: (isNear, isNarrow) => type(isNear ? 14 : isNarrow ? 11.5 : 13, 600),
  port: (isNear, isNarrow) => type(isNear ? 14 : isNarrow ? 11 : 12, 600),
  modes: () => type(12.5, 400),
  volume: () => type(13, 600),
  twin: () => type(15, 400),
  twin_large: () => type(17, 400),
  town: () => type(13, 400),
  town_large: (isNear) => type(isNear ? 13 : 14, 400),
  boundary_river: (isNear) => water(isNear ? 15 : 13, 0.6),
  river: () => water(12.5),
  lake: () => water(14),
  sea: () => water(14, 0.6),
  point: () => type(12, 400),
  county: () => ({ ...type(12, 400, 0.4), isItalic: false }),
  segment: () => water(12.5, 0),
};

/** The kinds of names. */
export const KINDS = Object.keys(TYPES);

/**
 * Return the type of a kind of name.
 *
 * @param {string} kind
 * @param {number} zoom
 * @param {boolean} isNarrow whether the view is as narrow as a phone's
 * @param {number} scale larger than 1 for a room
 * @returns {Type}
 */
export function typeOf(kind, zoom, isNarrow, scale) {
  const own = (TYPES[kind] ?? TYPES.town)(zoom >= NEAR, isNarrow);
  if (scale === 1) return own;
  const [size, spacing] = [own.size * scale, own.spacing * scale];
  return { ...own, size, spacing, height: Math.ceil(own.height * scale) };
}

/**
 * Return the width and height of a symbol of a port, in pixels.
 *
 * @param {number} zoom
 * @param {boolean} isNarrow
 */
export function symbolSize(zoom, isNarrow) {
  if (zoom < 7) return isNarrow ? 7.5 : 9.5;
  if (zoom < 8.6) return 12;
  if (zoom < 10.4) return 16;
  return zoom < 12.5 ? 20 : 23;
}
