/** An address as a QR code. */

import { generate } from "lean-qr";
import { svg } from "./dom.js";

/** Modules that are left free about the code, as its standard asks. */
const QUIET = 4;

/**
 * Return the picture of a QR code.
 *
 * @param {string} text
 * @param {string} label what it is, in words
 */
export function qrPicture(text, label) {
  const code = generate(text);
  const side = code.size + 2 * QUIET;
  const rows = Array.from({ length: code.size }, (_none, i) => i);
  const d = rows.flatMap((y) =>
    rows.filter((x) => code.get(x, y)).map((x) => `M${x + QUIET},${y + QUIET}h1v1h-1z`),
  );
  const attributes = { viewBox: `0 0 ${side} ${side}`, role: "img", "aria-label": label };
  return svg(
    "svg",
    { ...attributes, class: "bp-qr", "shape-rendering": "crispEdges" },
    svg("rect", { width: side, height: side, fill: "#fff" }),
    svg("path", { d: d.join(""), fill: "#000" }),
  );
}
