import assert from "node:assert/strict";
import { test } from "node:test";
import { shuffled } from "../../geo/maps/interactive/labelling/shuffle.js";
import { CELL, countsOf, SquareSums } from "../../geo/maps/interactive/labelling/square_sums.js";

const [COLUMNS, ROWS] = [17, 11];

test("a box touches a held square just where looking at each square finds one", () => {
  const places = Array.from({ length: COLUMNS * ROWS }, (_none, at) => at);
  const held = new Set(shuffled(places, 1, 7)[0].slice(0, 12));
  const values = Uint8Array.from(places, (at) => (held.has(at) ? 5 : 3));
  const counts = countsOf((value) => value === 5);
  const sums = new SquareSums({ columns: COLUMNS, rows: ROWS }, values, counts);
  const edges = [-9, 0, 5.9, 6, 17, 30.5, 54, 66, 80, 101, 102, 140];
  let count = 0;
  for (const left of edges) {
    for (const right of edges.filter((edge) => edge > left)) {
      for (const top of edges) {
        for (const bottom of edges.filter((edge) => edge > top)) {
          const isHeld = [...held].some((at) => {
            const [x, y] = [(at % COLUMNS) * CELL, Math.floor(at / COLUMNS) * CELL];
            return x < right && x + CELL > left && y < bottom && y + CELL > top;
          });
          assert.equal(sums.touches([left, top, right, bottom]), isHeld);
          count += isHeld ? 1 : 0;
        }
      }
    }
  }
  assert.ok(count > 500);
});
