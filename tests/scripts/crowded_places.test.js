import assert from "node:assert/strict";
import { test } from "node:test";
import { crowdedPlaces } from "../../geo/maps/interactive/scripts/crowded_places.js";

const SIZE = { width: 500, height: 300 };
/** @param {string} id @param {number} x @param {number} [y] */
const port = (id, x, y = 100) =>
  /** @type {import("../../geo/maps/interactive/labelling/grouping.js").Port} */ (
    /** @type {unknown} */ ({ id, x, y, short: id.toUpperCase() })
  );
/**
 * @param {ReturnType<typeof port>[]} ports
 * @param {string[]} named
 * @param {{ids: string[], text: string}[]} [rows]
 */
const layout = (ports, named, rows = []) =>
  /** @type {import("../../geo/maps/interactive/labelling/view_types.js").Layout} */ (
    /** @type {unknown} */ ({
      symbols: ports.map((one) => ({ port: one, x: one.x, y: one.y })),
      names: named.map((id) => ({ kind: "port", text: id, ports: [id] })),
      rows,
    })
  );

test("near ports without a name are one place, with the named port among them", () => {
  const ports = [port("c", 60, 120), port("a", 10), port("b", 40, 110), port("far", 400)];
  assert.deepEqual(crowdedPlaces(layout(ports, ["b"]), SIZE, 10), [
    { ids: ["a", "b", "c"], text: "A … C" },
    { ids: ["far"], text: "FAR" },
  ]);
});

test("a chain of near ports is one place, though its ends are far from one another", () => {
  const ports = [0, 100, 50, 150].map((x, i) => port("abcd"[i], x));
  const [place, ...others] = crowdedPlaces(layout(ports, []), SIZE, 10);
  assert.deepEqual([place.ids, others], [["a", "c", "b", "d"], []]);
});

test("a row without a name keeps its own text, and joins what is near it", () => {
  const [a, b, c] = [port("a", 10), port("b", 20), port("c", 50)];
  const rows = [{ ids: ["a", "b"], text: "A and B" }];
  assert.deepEqual(crowdedPlaces(layout([a, b, c], ["c"], rows), SIZE, 10), [
    { ids: ["a", "b"], text: "A and B" },
  ]);
  assert.deepEqual(crowdedPlaces(layout([a, b, c], [], rows), SIZE, 10), [
    { ids: ["a", "b", "c"], text: "A … C" },
  ]);
});

test("ports without a name come before rows, long rows before short ones", () => {
  const ports = ["a", "b", "c", "d", "e", "f"].map((id, i) => port(id, 80 * i));
  const rows = [
    { ids: ["a", "b"], text: "short" },
    { ids: ["c", "d", "e"], text: "long" },
  ];
  const view = layout(ports, ["a", "b", "c", "d", "e"], rows);
  const texts = crowdedPlaces(view, SIZE, 10).map(({ text }) => text);
  assert.deepEqual(texts, ["F", "long", "short"]);
  assert.equal(crowdedPlaces(view, SIZE, 2).length, 2);
});

test("a port outside the view asks for no place", () => {
  const ports = [port("a", -5), port("b", 20, 301), port("c", 20)];
  assert.deepEqual(crowdedPlaces(layout(ports, ["c"]), SIZE, 10), []);
});
