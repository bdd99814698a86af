import assert from "node:assert/strict";
import { test } from "node:test";
import {
  apart,
  figuresOf,
  firstYear,
  meanPlace,
  radiusOf,
  referenceOf,
  yearsOf,
} from "../../geo/maps/interactive/scripts/volumes.js";

/** @typedef {import("../../geo/maps/interactive/scripts/volumes.js").Volumes} Volumes */

/** @type {Volumes} */
const VOLUMES = {
  codes: {
    1: { name: "One", ports: ["a", "b"] },
    2: { name: "Two", ports: ["c"] },
    3: { name: "Three", ports: ["d"] },
  },
  modes: {
    commercial: {
      total: { 2023: [500, 24, 24], 2024: [640, 24, 24], 2025: [90, 4, 4] },
      full: [2023, 2024],
      codes: {
        1: { 2023: [400, 12, 12], 2024: [600, 12, 12], 2025: [90, 2, 2] },
        2: { 2023: [100, 12, 12], 2024: [40, 11, 12] },
        3: { 2024: [0, 12, 12] },
      },
    },
  },
};

test("the year that shows first is the newest whole one", () => {
  assert.equal(firstYear(VOLUMES.modes.commercial), 2024);
  assert.deepEqual(yearsOf(VOLUMES.modes.commercial), [2023, 2024, 2025]);
});

test("figures come from the most to the least, codes without one are named, zeros are figures", () => {
  const { figures, missing } = figuresOf(VOLUMES, "commercial", 2024);
  assert.deepEqual(
    figures.map(({ name, value, isPart }) => [name, value, isPart]),
    [
      ["One", 600, false],
      ["Two", 40, true],
      ["Three", 0, false],
    ],
  );
  assert.deepEqual(missing, []);
  assert.deepEqual(figuresOf(VOLUMES, "commercial", 2025).missing, ["Two", "Three"]);
});

test("crossings stand apart where they are counted, else the code does", () => {
  const { commercial } = VOLUMES.modes;
  const crossings = { A: { 2024: [390, 12, 12] }, B: { 2023: [1, 12, 12], 2024: [200, 11, 12] } };
  /** @type {any} */
  const volumes = {
    ...VOLUMES,
    crossings: { A: ["a"], B: ["b"] },
    modes: { commercial: { ...commercial, crossings } },
  };
  const at = (/** @type {number} */ year) =>
    apart(volumes, "commercial", year, figuresOf(volumes, "commercial", year).figures).map(
      ({ name, ports, value, isPart, isCrossing }) => [name, ports, value, isPart, isCrossing],
    );
  assert.deepEqual(at(2024), [
    ["A", ["a"], 390, false, true],
    ["B", ["b"], 200, true, true],
    ["Two", ["c"], 40, true, false],
    ["Three", ["d"], 0, false, false],
  ]);
  assert.deepEqual(at(2025), [["One", ["a", "b"], 90, true, false]]);
  assert.deepEqual(apart(VOLUMES, "commercial", 2025, []), []);
});

test("only whole years are compared, with the year before", () => {
  const change = (/** @type {number} */ year) =>
    figuresOf(VOLUMES, "commercial", year).figures.map((figure) => figure.change);
  assert.deepEqual(change(2024), [0.5, null, null]);
  assert.deepEqual(change(2025), [null]);
  assert.deepEqual(change(2023), [null, null]);
});

test("the area of a circle is the number, on one scale for all years", () => {
  const reference = referenceOf(VOLUMES.modes.commercial);
  assert.equal(reference, 600);
  assert.equal(radiusOf(600, reference, 50), 50);
  assert.equal(radiusOf(150, reference, 50), 25);
  assert.equal(radiusOf(0, reference, 50), 0);
  assert.equal(radiusOf(0.001, reference, 50), 1.6);
});

test("a code's circle stands in the middle of its ports", () => {
  const place = meanPlace([
    { lat: 26, lon: -98 },
    { lat: 28, lon: -99 },
  ]);
  assert.deepEqual(place, { lat: 27, lon: -98.5 });
});
