/** Elements of the page, made of attributes and text: no text is ever read as markup. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {string | number | boolean | null | undefined | ((event: Event) => void)} Attribute */
/** @typedef {{path: string, fill: string, className: string, size: number, pictogram?: string, text?: string}} Symbol */

/** From this width on, in pixels with its edge, a symbol shows its pictogram. */
const PICTOGRAM_FROM = 21;

/**
 * Return an element with attributes and children.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, Attribute>} attributes `onclick` takes a function; `null`, `undefined`
 *   and `false` are left out
 * @param {...(Node | string | null)} children text becomes text nodes
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * Return the picture of a symbol, which assistive technology passes over.
 *
 * @param {Symbol} symbol
 * @param {number} size pixels
 */
export function symbolPicture(symbol, size) {
  const path = svg("path", {
    d: symbol.path,
    fill: symbol.fill,
    class: symbol.className,
    "stroke-width": 1.7,
  });
  const attributes = {
    viewBox: "-11 -11 22 22",
    width: size,
    height: size,
    "aria-hidden": "true",
    focusable: "false",
  };
  if (symbol.text) {
    const words = svg("text", {
      class: `bp-mark ${symbol.className}`,
      y: 3,
      "text-anchor": "middle",
    });
    words.textContent = symbol.text;
    return svg("svg", attributes, path, words);
  }
  if (!symbol.pictogram || size < PICTOGRAM_FROM) return svg("svg", attributes, path);
  const inside = { d: symbol.pictogram, class: "bp-pictogram", fill: "none", "stroke-width": 1.3 };
  return svg("svg", attributes, path, svg("path", inside));
}

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} attributes
 * @param {...Node} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/** Tell whether the reader asks for less movement. */
export const wantsCalm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Return a function that waits until it is no longer called.
 *
 * @param {number} wait milliseconds
 * @param {() => void} action
 */
export function debounced(wait, action) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(action, wait);
  };
}

/**
 * Call an action each time that a map has rested for a while after a move.
 *
 * @param {L.Map} map
 * @param {number} wait milliseconds
 * @param {() => void} action
 */
export function whenAtRest(map, wait, action) {
  let timer = 0;
  map.on("movestart", () => clearTimeout(timer));
  map.on("moveend", () => {
    clearTimeout(timer);
    timer = window.setTimeout(action, wait);
  });
}

/** Call an action once the browser has nothing else to do. @param {() => void} action */
export const whenIdle = (action) =>
  window.requestIdleCallback ? window.requestIdleCallback(action) : window.setTimeout(action, 200);
