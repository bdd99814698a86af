import assert from "node:assert/strict";
import { test } from "node:test";
import { APART, fan, grouped } from "../../geo/maps/interactive/scripts/crowding.js";

/** @typedef {{x: number, y: number}} Spot */

/** @param {Spot[]} spots */
const joined = (spots) => grouped(spots, (spot) => spot);
/** @param {Spot[]} spots */
const fanned = (spots) => {
  const places = spots.map((item) => ({ item, anchor: item, at: { ...item } }));
  fan(places);
  return places;
};
/** @param {Spot} p @param {Spot} q */
const apart = (p, q) => Math.max(Math.abs(p.x - q.x), Math.abs(p.y - q.y));

/** A chain of places like the bridges of a town, some of them at one spot. */
const CHAIN = Array.from({ length: 12 }, (_none, i) => ({ x: 100 + 7 * i, y: 200 + (i % 3) }));

test("places far from one another stay alone", () => {
  const spots = [0, 40, 80].map((x) => ({ x, y: 0 }));
  assert.deepEqual(
    joined(spots).map(({ items }) => items.length),
    [1, 1, 1],
  );
});

test("groups hold every place once and do not touch", () => {
  const groups = joined([...CHAIN, { x: 400, y: 10 }]);
  assert.equal(groups.flatMap(({ items }) => items).length, 13);
  assert.equal(new Set(groups.flatMap(({ items }) => items)).size, 13);
  groups.forEach(({ at }, i) => {
    for (const other of groups.slice(i + 1)) assert.ok(apart(at, other.at) >= 30);
  });
});

test("a group stands in the middle of its places", () => {
  const [group] = joined([
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 20, y: 6 },
  ]);
  assert.deepEqual(group.at, { x: 10, y: 2 });
});

test("fanned symbols leave room for one another, whatever their places", () => {
  const same = Array.from({ length: 6 }, () => ({ x: 50, y: 50 }));
  for (const spots of [CHAIN, same, [...CHAIN].reverse()]) {
    const places = fanned(spots);
    places.forEach(({ at }, i) => {
      for (const other of places.slice(i + 1)) assert.ok(apart(at, other.at) >= APART - 0.01);
    });
  }
});

test("a symbol with room stays at its place", () => {
  const places = fanned([
    { x: 0, y: 0 },
    { x: 100, y: 0 },
  ]);
  assert.deepEqual(
    places.map(({ at }) => at),
    [
      { x: 0, y: 0 },
      { x: 100, y: 0 },
    ],
  );
});
