import assert from "node:assert/strict";
import { test } from "node:test";
import {
  boxAbout,
  boxesOfTurned,
  meets,
  segmentMeetsBox,
  segmentsCross,
} from "../../geo/maps/interactive/labelling/boxes.js";
import { BOUNDARY, CELL, Grid, MIXED } from "../../geo/maps/interactive/labelling/grid.js";

/** @typedef {[number, number, number, number]} Box */

test("boxes meet where they share more than an edge", () => {
  assert.equal(meets([0, 0, 10, 10], [10, 0, 20, 10]), false);
  assert.equal(meets([0, 0, 10, 10], [9, 9, 20, 20]), true);
});

test("a line meets a box that it runs through, not one that it passes", () => {
  assert.equal(segmentMeetsBox([0, 0, 20, 20], [8, 8, 12, 12]), true);
  assert.equal(segmentMeetsBox([0, 0, 20, 20], [12, 0, 18, 6]), false);
  assert.equal(segmentMeetsBox([0, 5, 4, 5], [8, 0, 12, 10]), false);
  assert.equal(segmentMeetsBox([0, 0, 0, 20], [8, 8, 12, 12]), false);
});

test("lines cross between their ends only", () => {
  assert.equal(segmentsCross([0, 0, 10, 10], [0, 10, 10, 0]), true);
  assert.equal(segmentsCross([0, 0, 4, 4], [0, 10, 10, 0]), false);
  assert.equal(segmentsCross([0, 0, 10, 10], [0, 0, 10, 0]), false);
});

test("the boxes of a turned name cover its corners", () => {
  const [w, h, angle] = [80, 16, 0.7];
  const boxes = boxesOfTurned({ x: 100, y: 100 }, w, h, angle);
  for (const [u, v] of [
    [-w / 2, -h / 2],
    [w / 2, h / 2],
    [0, h / 2],
    [w / 4, -h / 2],
  ]) {
    const x = 100 + u * Math.cos(angle) - v * Math.sin(angle);
    const y = 100 + u * Math.sin(angle) + v * Math.cos(angle);
    assert.ok(boxes.some((box) => meets(box, boxAbout(x, y, 0.1, 0.1))));
  }
});

test("an area takes the squares whose middle lies in it, and a hole gives them back", () => {
  const grid = new Grid(60, 60);
  const [ring, hole] = [
    [6, 6, 54, 6, 54, 54, 6, 54],
    [24, 24, 36, 24, 36, 36, 24, 36],
  ];
  grid.fillRegion([ring, hole], 3);
  const own = grid.region.filter((region) => region === 3).length;
  assert.equal(own, 8 * 8 - 2 * 2);
  assert.equal(grid.region[grid.at(30, 30)], 0);
  assert.equal(grid.region[grid.at(12, 30)], 3);
});

test("an area that reaches beyond the view is cut to it", () => {
  const grid = new Grid(30, 30);
  grid.fillRegion([[-1000, -1000, 15, -1000, 15, 1000, -1000, 1000]], 1);
  assert.equal(grid.region.filter((region) => region === 1).length, 5 * 2);
});

test("a box lies in one region, in none, or in several", () => {
  const grid = new Grid(120, 60);
  grid.fillRegion([[0, 0, 60, 0, 60, 60, 0, 60]], 1);
  assert.equal(grid.regionOf([10, 10, 40, 40]), 1);
  assert.equal(grid.regionOf([70, 10, 110, 40]), 0);
  assert.equal(grid.regionOf([50, 10, 70, 40]), MIXED);
});

test("a line marks every square that it runs through", () => {
  const grid = new Grid(120, 60);
  grid.markLine([-50, 27, 200, 27], BOUNDARY);
  assert.equal(grid.marks.filter((mark) => mark === BOUNDARY).length, 120 / CELL);
  assert.equal(grid.has([30, 24, 50, 30], BOUNDARY), true);
  assert.equal(grid.has([30, 0, 50, 20], BOUNDARY), false);
});
