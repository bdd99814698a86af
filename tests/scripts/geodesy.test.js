import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  arc,
  geodesic,
  isInArea,
  nearest,
  nearestPointOnPaths,
  wrapped,
} from "../../geo/maps/interactive/scripts/geodesy.js";

// Lengths and bearings by PROJ; tests/scripts/test_scripts.py computes them anew.
const KNOWN = JSON.parse(readFileSync(new URL("geodesics.json", import.meta.url), "utf-8"));

/** @param {number} found @param {number} truth @param {number} within */
const near = (found, truth, within) =>
  assert.ok(Math.abs(found - truth) <= within, `${found} is not ${truth} within ${within}`);

for (const { name, from, to, metres, bearing } of KNOWN) {
  test(`geodesic: ${name}`, () => {
    const found = geodesic(from[0], from[1], to[0], to[1]);
    near(found.km * 1000, metres, 0.001);
    if (metres > 0) near(found.bearing, bearing, 1e-5);
    near(geodesic(to[0], to[1], from[0], from[1]).km * 1000, metres, 0.001);
  });
}

test("places that lie opposite each other are half a sphere apart", () => {
  near(geodesic(0, 0, 179.9, 0.1).km, 20015, 15);
});

test("nearest gives the nearest first and no more than asked", () => {
  const places = [
    { id: "far", lon: -97, lat: 26 },
    { id: "near", lon: -106, lat: 31 },
    { id: "middle", lon: -100, lat: 28 },
  ];
  const found = nearest(-106.5, 31.5, places, 2);
  assert.deepEqual(
    found.map(({ place }) => place.id),
    ["near", "middle"],
  );
  near(found[0].km, geodesic(-106.5, 31.5, -106, 31).km, 0);
});

test("an arc ends at both places and keeps to the geodesic within 0.4 % of its length", () => {
  const [lon1, lat1, lon2, lat2] = [-117, 32.5, -97.5, 25.9];
  const points = arc(lon1, lat1, lon2, lat2);
  near(points[0][0], lat1, 1e-9);
  near(points[points.length - 1][1], lon2, 1e-9);
  let km = 0;
  points.slice(1).forEach(([lat, lon], i) => {
    km += geodesic(points[i][1], points[i][0], lon, lat).km;
  });
  const straight = geodesic(lon1, lat1, lon2, lat2).km;
  assert.ok(km >= straight - 1e-6 && km < straight * 1.004);
  assert.equal(arc(-106.5, 31.7, -106.49, 31.71).length, 2);
});

test("a hole is outside its area, an island in another part is inside", () => {
  /** @type {[number, number][]} */
  const ring = [[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]]; // biome-ignore format: a square
  /** @type {[number, number][]} */
  const hole = [[2, 2], [2, 5], [5, 5], [5, 2], [2, 2]]; // biome-ignore format: a square
  /** @type {[number, number][]} */
  const island = [[20, 20], [20, 21], [21, 21], [20, 20]]; // biome-ignore format: a triangle
  const area = [[ring, hole], [island]];
  assert.equal(isInArea(1, 1, area), true);
  assert.equal(isInArea(3, 3, area), false);
  assert.equal(isInArea(10, 3, area), false);
  assert.equal(isInArea(20.3, 20.8, area), false);
  assert.equal(isInArea(20.8, 20.3, area), true);
});

test("the nearest point of a line is the foot of the perpendicular or an end", () => {
  /** @type {[number, number][]} */
  const line = [[30, -100], [30, -99]]; // biome-ignore format: latitude, longitude
  const foot = nearestPointOnPaths(-99.4, 30.5, [line]);
  assert.ok(foot);
  near(foot.lon, -99.4, 1e-9);
  near(foot.lat, 30, 1e-9);
  const end = nearestPointOnPaths(-90, 31, [line]);
  assert.ok(end);
  near(end.lon, -99, 1e-9);
  assert.equal(nearestPointOnPaths(0, 0, []), null);
});

test("longitudes come back between -180 and 180", () => {
  assert.deepEqual([-190, 180, 540, 10, -180].map(wrapped), [170, -180, -180, 10, -180]);
});
