import assert from "node:assert/strict";
import { test } from "node:test";
import { positionIn } from "../../geo/maps/interactive/scripts/positions.js";

/** @param {string} text */
const place = (text) => {
  const found = positionIn(text);
  return found && [Number(found.lat.toFixed(4)), Number(found.lon.toFixed(4))];
};

test("decimal degrees are read with comma, semicolon, space and brackets", () => {
  for (const text of [
    "31.75,-106.45",
    "31.75, -106.45",
    "31.75 -106.45",
    "(31.75; -106.45)",
    "31.75° −106.45°",
  ]) {
    assert.deepEqual(place(text), [31.75, -106.45], text);
  }
});

test("longitude first is understood where it cannot be a latitude", () => {
  assert.deepEqual(place("-106.45, 31.75"), [31.75, -106.45]);
});

test("degrees, minutes and seconds are read with letters before or after, and O for oeste", () => {
  for (const text of [
    "31°45'N 106°27'W",
    "31°45′00″N, 106°27′00″W",
    "N 31 45 00, W 106 27 00",
    "31°45'N 106°27'O",
    "31.75N 106.45W",
    "31°45’ N, 106°27’ W",
  ]) {
    assert.deepEqual(place(text), [31.75, -106.45], text);
  }
});

test("what is no position is none", () => {
  for (const text of [
    "",
    "laredo",
    "2304",
    "31.75",
    "131.75, -206.45",
    "31°45' 106°27'",
    "nogales 3",
    "31°45'N 106°27'N",
  ]) {
    assert.equal(positionIn(text), null, text);
  }
});
