import assert from "node:assert/strict";
import { test } from "node:test";
import { Grid } from "../../geo/maps/interactive/labelling/grid.js";
import { placeMoving } from "../../geo/maps/interactive/labelling/moving.js";
import { Placer } from "../../geo/maps/interactive/labelling/placer.js";

/** @typedef {import("../../geo/maps/interactive/labelling/boxes.js").Box} Box */

/** @param {Box} box */
const at = (...box) => ({ boxes: [box], leaders: [], cost: 0 });
const HERE = at(10, 10, 30, 20);
const THERE = at(50, 10, 70, 20);

/** @param {import("../../geo/maps/interactive/labelling/placer.js").Candidate[]} placed */
function placer(...placed) {
  const found = new Placer(new Grid(100, 100), { width: 100, height: 100, countryOf: () => "US" });
  for (const one of placed) found.take(one);
  return found;
}

test("what stands in the way moves to its next place", () => {
  const name = { candidate: HERE, options: [HERE, THERE] };
  const found = placer(HERE);
  const wanted = at(20, 12, 40, 22);
  assert.equal(placeMoving(found, [wanted], [name]), wanted);
  assert.equal(name.candidate, THERE);
  assert.deepEqual(found.placed, [wanted, THERE]);
});

test("what cannot move stays, and so does all else", () => {
  const name = { candidate: HERE, options: [HERE] };
  const fixed = at(80, 80, 90, 90);
  const found = placer(HERE, fixed);
  assert.equal(placeMoving(found, [at(20, 12, 40, 22)], [name]), null);
  assert.equal(placeMoving(found, [at(85, 85, 95, 95)], [name]), null);
  assert.equal(name.candidate, HERE);
  assert.deepEqual(found.placed, [HERE, fixed]);
});

test("a pair of towns goes only where nothing else makes room", () => {
  const pair = { candidate: HERE, options: [], mayGo: true };
  const name = { candidate: THERE, options: [THERE, at(50, 40, 70, 50)] };
  const [overPair, overName] = [at(20, 12, 40, 22), at(60, 12, 80, 22)];
  const found = placer(HERE, THERE);
  assert.equal(placeMoving(found, [overPair, overName], [pair, name]), overName);
  assert.equal(pair.candidate, HERE);
  assert.equal(placeMoving(found, [overPair], [pair, name]), overPair);
  assert.equal(pair.candidate, null);
});

test("no more than two things move for one name", () => {
  const places = [at(10, 10, 20, 20), at(22, 10, 32, 20), at(34, 10, 44, 20)];
  const things = places.map((one, i) => ({
    candidate: one,
    options: [at(10 + 20 * i, 60, 20 + 20 * i, 70)],
  }));
  assert.equal(placeMoving(placer(...places), [at(15, 12, 40, 18)], things), null);
  assert.notEqual(placeMoving(placer(...places), [at(15, 12, 30, 18)], things), null);
});
