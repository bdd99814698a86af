import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addCells,
  bestSpot,
  boxAt,
  CELL,
  meets,
  spotsAbout,
} from "../../geo/maps/interactive/scripts/labelling.js";

/** @type {[number, number]} */
const SIZE = [60, 16];
const AT = { x: 200, y: 100 };

test("boxes meet where they share more than an edge", () => {
  assert.equal(meets([0, 0, 10, 10], [10, 0, 20, 10]), false);
  assert.equal(meets([0, 0, 10, 10], [9, 9, 20, 20]), true);
});

test("a name beside its place leaves the place free on every side", () => {
  for (const spot of spotsAbout(AT, SIZE, 12)) {
    assert.equal(meets(boxAt(spot, SIZE), [AT.x - 3, AT.y - 3, AT.x + 3, AT.y + 3]), false);
  }
});

test("a name on its place is centred", () => {
  assert.deepEqual(spotsAbout(AT, SIZE, undefined), [[170, 92]]);
});

test("names in Mexico rather stand below", () => {
  assert.equal(spotsAbout(AT, SIZE, 5)[2][1] < AT.y, true);
  assert.equal(spotsAbout(AT, SIZE, 5, true)[2][1] > AT.y, true);
});

test("the first spot is taken, the next where it is occupied, none where all are", () => {
  const spots = spotsAbout(AT, SIZE, 8);
  const free = new Set();
  assert.deepEqual(bestSpot(spots, SIZE, [], free), spots[0]);
  assert.deepEqual(bestSpot(spots, SIZE, [boxAt(spots[0], SIZE)], free), spots[1]);
  assert.equal(bestSpot(spots, SIZE, [[0, 0, 400, 300]], free), null);
});

test("a spot off the boundary goes before one on it", () => {
  /** @type {Set<string>} */
  const cells = new Set();
  addCells(cells, { x: 208, y: 100 }, { x: 400, y: 100 });
  assert.deepEqual(bestSpot(spotsAbout(AT, SIZE, 8), SIZE, [], cells)?.[0], 200 - 8 - 60);
});

test("a spot on the boundary is better than none", () => {
  /** @type {Set<string>} */
  const cells = new Set();
  for (let y = 0; y < 300; y += CELL) addCells(cells, { x: 0, y }, { x: 400, y });
  assert.notEqual(bestSpot(spotsAbout(AT, SIZE, 8), SIZE, [], cells), null);
});

test("a line takes every square that it runs through", () => {
  /** @type {Set<string>} */
  const cells = new Set();
  addCells(cells, { x: 4, y: 4 }, { x: 84, y: 4 });
  assert.deepEqual([...cells].sort(), Array.from({ length: 11 }, (_none, i) => `${i},0`).sort());
  addCells(cells, { x: 4, y: 4 }, { x: 4, y: 4 });
  assert.equal(cells.size, 11);
});
