/** A part of the page as a picture in a file, drawn by the browser itself. */

import { svg } from "./dom.js";

const XHTML = "http://www.w3.org/1999/xhtml";

/**
 * Return a part of the page as a PNG; rejects where the browser does not give its pixels.
 *
 * @param {HTMLElement} element
 * @param {number} scale pixels of the picture for each of the page
 * @returns {Promise<Blob>}
 */
export async function pictureOf(element, scale) {
  const { width, height } = element.getBoundingClientRect();
  const image = new Image();
  image.src = await addressOf(element, width, height);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png");
  });
}

/** @param {HTMLElement} element @param {number} width @param {number} height */
async function addressOf(element, width, height) {
  const style = document.createElementNS(XHTML, "style");
  style.textContent = await styleText();
  const frame = svg("foreignObject", { width, height }, style, nested(element));
  const picture = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}` }, frame);
  const text = new XMLSerializer().serializeToString(picture);
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

/** Return a copy of an element in copies of those about it, which styles ask for. @param {HTMLElement} element */
function nested(element) {
  const own = /** @type {HTMLElement} */ (element.cloneNode(true));
  fillCanvases(element, own);
  own.style.margin = "0";
  own.style.font = getComputedStyle(element).font;
  own.style.color = getComputedStyle(element).color;
  let whole = own;
  for (let outer = element.parentElement; outer; outer = outer.parentElement) {
    const copy = /** @type {HTMLElement} */ (outer.cloneNode(false));
    copy.style.all = "unset";
    copy.append(whole);
    whole = copy;
    if (outer === document.body) break;
  }
  return whole;
}

/** Put pictures in place of the copies of canvases, which are empty. @param {HTMLElement} from @param {HTMLElement} to */
function fillCanvases(from, to) {
  const drawn = [...from.querySelectorAll("canvas")];
  for (const [index, copy] of [...to.querySelectorAll("canvas")].entries()) {
    const image = document.createElement("img");
    image.src = drawn[index].toDataURL();
    image.className = copy.className;
    image.style.cssText = copy.style.cssText;
    copy.replaceWith(image);
  }
}

/** Return all styles of the page as one text, the typefaces in it. */
async function styleText() {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const texts = rules.map((rule) =>
    rule instanceof CSSFontFaceRule ? withTypeface(rule) : rule.cssText,
  );
  return (await Promise.all(texts)).join("\n");
}

/** @param {CSSFontFaceRule} rule */
async function withTypeface(rule) {
  const address = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue("src"))?.[1] ?? "";
  if (!address || address.startsWith("data:")) return rule.cssText;
  const base = rule.parentStyleSheet?.href ?? document.baseURI;
  const answer = await fetch(new URL(address, base));
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return rule.cssText.replace(address, `data:font/woff2;base64,${btoa(letters)}`);
}
