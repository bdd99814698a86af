/** How wide a text is in a type of the map. */

/** @typedef {import("../labelling/styles.js").Type} Type */

export const FAMILY = '"Source Sans 3 Variable", "Source Sans 3", system-ui, sans-serif';
const AVERAGE = 0.5;

/** @type {Map<string, number>} */
const known = new Map();
const brush =
  typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");

/** The font that the brush has: to set it again costs more than to measure. */
let held = "";

/** Forget what was measured in another typeface. */
export function forgetWidths() {
  known.clear();
  held = "";
}

/**
 * Return the width of a text in pixels.
 *
 * @param {string} text
 * @param {Type} type
 */
export function measure(text, { size, weight, spacing, isItalic }) {
  const font = `${isItalic ? "italic " : ""}${weight} ${size}px`;
  const key = `${font} ${text}`;
  let width = known.get(key);
  if (width === undefined) {
    width = text.length * size * AVERAGE;
    if (brush) {
      if (held !== font) brush.font = `${font} ${FAMILY}`;
      held = font;
      width = brush.measureText(text).width;
    }
    known.set(key, width);
  }
  return width + spacing * text.length;
}
