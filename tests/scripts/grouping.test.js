import assert from "node:assert/strict";
import { test } from "node:test";
import {
  chains,
  grouped,
  groupLines,
  groupName,
  pairName,
  singleNames,
} from "../../geo/maps/interactive/labelling/grouping.js";

/** @param {string} id @param {number} x @param {string} us @param {string} mx */
const port = (id, x, us, mx) => ({ id, x, y: 100, us, mx, us_state: "US-TX", short: id });
const PHRASES = { more: "{name} and {n} more", range: "{first} to {last}" };
/** @param {ReturnType<typeof port>[][]} groups */
const ids = (groups) => groups.map((group) => group.map(({ id }) => id).join("+"));

test("symbols of one pair of towns join sooner than those of two", () => {
  const [a, b, c] = [
    port("a", 0, "El Paso", "Juárez"),
    port("b", 8, "El Paso", "Juárez"),
    port("c", 16, "Ysleta", "Juárez"),
  ];
  assert.deepEqual(ids(grouped([a, b, c], 10, false)), ["a+b", "c"]);
  assert.deepEqual(ids(grouped([a, b, { ...c, x: 13 }], 10, false)), ["a+b+c"]);
  assert.deepEqual(ids(grouped([a, { ...b, x: 9.5 }], 10, false)), ["a", "b"]);
});

test("each port is in one group, whatever the order in which they meet", () => {
  const many = [0, 30, 5, 25, 10, 20, 15].map((x, i) => port(String(i), x, "A", "B"));
  const groups = grouped(many, 10, false);
  assert.equal(groups.length, 1);
  assert.deepEqual(
    groups[0].map(({ id }) => id),
    ["0", "1", "2", "3", "4", "5", "6"],
  );
});

test("on a phone neighbours in one state join from afar", () => {
  const pair = [port("a", 0, "A", "B"), port("c", 15, "C", "D")];
  assert.deepEqual(ids(grouped(pair, 7.5, true)), ["a+c"]);
  assert.deepEqual(ids(grouped([pair[0], { ...pair[1], us_state: "US-NM" }], 7.5, true)), [
    "a",
    "c",
  ]);
});

test("a pair of towns of one name is named once", () => {
  assert.equal(pairName({ us: "Nogales", mx: "Nogales" }), "Nogales");
  assert.equal(pairName({ us: "El Paso", mx: "Ciudad Juárez" }), "El Paso–Ciudad Juárez");
  assert.equal(pairName({ us: "", mx: "Naco" }), "Naco");
});

test("a group is named by its pair, by its ports, by the largest pair, or by its ends", () => {
  const paso = ["a", "b", "c"].map((id, i) => port(id, i, "El Paso", "Juárez"));
  assert.equal(groupName(paso, PHRASES), "El Paso–Juárez");
  const two = [port("Hidalgo", 0, "Hidalgo", "Reynosa"), port("Pharr", 4, "Pharr", "Reynosa")];
  assert.equal(groupName(two, PHRASES), "Hidalgo · Pharr");
  assert.equal(groupName([...paso, ...two], PHRASES), "El Paso–Juárez and 2 more");
  const four = ["A", "B", "C", "D"].map((us, i) => port(us, i, us, `${us}'`));
  assert.equal(groupName(four, PHRASES), "A to D");
});

test("a group's two lines name each side", () => {
  const two = [
    port("a", 0, "San Diego", "Tijuana"),
    port("b", 1, "San Diego", "Tijuana"),
    port("c", 2, "San Diego", "Tijuana"),
    port("d", 3, "Tecate", "Tecate"),
  ];
  assert.deepEqual(groupLines(two, PHRASES), ["San Diego and 1 more", "Tijuana and 1 more"]);
  assert.deepEqual(groupLines([port("n", 0, "Nogales", "Nogales")], PHRASES), ["Nogales"]);
});

test("a lone port is called by its pair of towns from afar, by its own name close up", () => {
  const lone = port("Columbus", 0, "Columbus", "Palomas");
  assert.deepEqual(singleNames(lone, true, true), ["Columbus–Palomas", "Columbus"]);
  assert.deepEqual(singleNames(lone, false, true), ["Columbus"]);
  assert.deepEqual(singleNames(lone, true, false), ["Columbus"]);
});

test("chains hold ports that follow one another closely", () => {
  const row = [0, 20, 40, 60, 140, 160].map((x, i) => port(String(i), x, "A", "B"));
  assert.deepEqual(ids(chains(row, 34, 4)), ["0+1+2+3"]);
  assert.deepEqual(ids(chains(row, 34, 2)), ["0+1+2+3", "4+5"]);
});
