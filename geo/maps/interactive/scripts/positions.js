/** Positions as people write and paste them. */

import { isPlace } from "./address.js";

/** @typedef {{lon: number, lat: number}} Position degrees */

const NUMBER = String.raw`[+-]?\d{1,3}(?:\.\d+)?`;
const PLAIN = new RegExp(
  String.raw`^\(?\s*(${NUMBER})\s*[°]?\s*[,;\s]\s*(${NUMBER})\s*[°]?\s*\)?$`,
);
const PART =
  /([NSEWO])?\s*(\d{1,3}(?:\.\d+)?)(?:(?:\s*[°º]\s*|\s+)(?:(\d{1,2}(?:\.\d+)?)(?:(?:\s*'\s*|\s+)(?:(\d{1,2}(?:\.\d+)?)\s*(?:"|'')?)?)?)?)?\s*([NSEWO])?/giu;

/**
 * Return the position that a text is, `null` where it is none.
 *
 * Latitude comes first, as in most texts; longitude first is understood where the other way round
 * cannot be meant. Degrees, minutes and seconds need the letters of the directions; O is west.
 *
 * @param {string} text
 * @returns {Position | null}
 */
export function positionIn(text) {
  const clean = text
    .trim()
    .replace(/[\u2019\u2032]/g, "'")
    .replace(/[\u201d\u2033]/g, '"')
    .replace(/\u2212/g, "-");
  const plain = PLAIN.exec(clean);
  return plain ? inOrder(Number(plain[1]), Number(plain[2])) : withLetters(clean);
}

/** @param {number} first @param {number} second @returns {Position | null} */
function inOrder(first, second) {
  if (isPlace(second, first)) return { lat: first, lon: second };
  return isPlace(first, second) ? { lat: second, lon: first } : null;
}

/** @param {string} text @returns {Position | null} */
function withLetters(text) {
  const parts = [...text.matchAll(PART)];
  if (parts.length !== 2 || text.replace(PART, "").replace(/[\s,;]/g, "")) return null;
  /** @type {Partial<Position>} */
  const found = {};
  for (const [, before, degrees, minutes, seconds, after] of parts) {
    const letter = (before ?? after ?? "").toUpperCase();
    if (!letter) return null;
    const value = Number(degrees) + Number(minutes ?? 0) / 60 + Number(seconds ?? 0) / 3600;
    const sign = "SWO".includes(letter) ? -1 : 1;
    found["NS".includes(letter) ? "lat" : "lon"] = sign * value;
  }
  const { lat, lon } = found;
  return lat !== undefined && lon !== undefined && isPlace(lon, lat) ? { lat, lon } : null;
}
