import assert from "node:assert/strict";
import { test } from "node:test";
import { decodedAreas, decodedPath, levelAt } from "../../geo/maps/interactive/scripts/paths.js";

test("whole numbers become degrees, latitude first", () => {
  assert.deepEqual(decodedPath([-9750410, 2587970, 10, -20, 0, 5], 5), [
    [25.8797, -97.5041],
    [25.8795, -97.504],
    [25.87955, -97.504],
  ]);
});

test("areas keep their rings", () => {
  const area = decodedAreas(
    [
      [
        [0, 0, 9, 0, 0, 9],
        [2, 2, 1, 0, 0, 1],
      ],
    ],
    0,
  );
  assert.deepEqual(area[0][1], [
    [2, 2],
    [2, 3],
    [3, 3],
  ]);
});

test("the level is the closest that the zoom asks for and that is there", () => {
  const all = () => true;
  assert.deepEqual(
    [4, 6.79, 6.8, 9.5, 12.5, 17].map((zoom) => levelAt(zoom, all)),
    ["overview", "overview", "web", "detail", "full", "full"],
  );
  assert.equal(
    levelAt(14, (level) => level !== "full"),
    "detail",
  );
  assert.equal(
    levelAt(14, () => false),
    "overview",
  );
});
