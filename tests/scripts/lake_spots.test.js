import assert from "node:assert/strict";
import { test } from "node:test";
import { lakeSpots } from "../../geo/maps/interactive/labelling/lake_spots.js";

const VIEW = { width: 1000, height: 600 };
/** A lake 400 wide that begins above the view and ends at height 300. */
const LAKE = Float64Array.from([300, -500, 700, -500, 700, 300, 300, 300]);

test("a lake of which a part is in view has its spots on the water that shows", () => {
  const spots = lakeSpots([LAKE], VIEW);
  assert.deepEqual(spots[0], { x: 500, y: 150, gap: 0 });
  for (const { x, y } of spots) {
    assert.ok(x > 300 && x < 700);
    assert.ok(y > 0 && y < 300);
  }
});

test("an island is no water, and a narrow lake has its name beside it", () => {
  const island = Float64Array.from([350, 0, 690, 0, 690, 299, 350, 299]);
  const [narrow] = lakeSpots([LAKE, island], VIEW);
  assert.deepEqual(narrow, { x: 325, y: 150, gap: 28 });
});

test("a lake out of view has no spots", () => {
  assert.deepEqual(lakeSpots([LAKE.map((value) => value + 2000)], VIEW), []);
  assert.deepEqual(lakeSpots([], VIEW), []);
});
