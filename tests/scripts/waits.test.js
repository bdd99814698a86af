import assert from "node:assert/strict";
import { test } from "node:test";
import { aged, ofLane, stepOf } from "../../geo/maps/interactive/scripts/waits.js";

/** @param {Partial<import("../../geo/maps/interactive/scripts/waits.js").Wait>} own */
const wait = (own) => ({
  port_id: "roma",
  place: "Roma",
  lane: "pov_standard",
  status: "reported",
  minutes: 25,
  lanes_open: 3,
  lanes_most: 4,
  method: null,
  age_minutes: 30,
  ...own,
});

test("a wait grows old while the page is open, and after six hours is none of now", () => {
  const ages = [0, 89.9, 90, 329.9, 330].map((later) => aged(wait({}), later));
  assert.deepEqual(
    ages.map(({ age_minutes: minutes, age }) => [minutes, age]),
    [
      [30, "fresh"],
      [119, "fresh"],
      [120, "old"],
      [359, "old"],
      [360, "past"],
    ],
  );
  assert.deepEqual(
    ages.map(({ minutes }) => minutes),
    [25, 25, 25, 25, null],
  );
});

test("a clock that goes back makes no wait younger", () => {
  assert.equal(aged(wait({}), -5).age_minutes, 30);
});

test("of several places of a port the shortest wait counts, and an unknown one never hides it", () => {
  const waits = [
    wait({ minutes: null, status: "pending" }),
    wait({ minutes: 40 }),
    wait({ minutes: 0 }),
    wait({ minutes: 5, lane: "pov_ready" }),
    wait({ port_id: "naco", minutes: null, status: "closed" }),
  ];
  const found = ofLane(waits, "pov_standard");
  assert.equal(found.get("roma")?.minutes, 0);
  assert.equal(found.get("naco")?.status, "closed");
  assert.equal(found.size, 2);
});

test("a colour stands for at most 15, 30, 60 minutes, or more", () => {
  assert.deepEqual([0, 15, 16, 30, 31, 60, 61, 300].map(stepOf), [0, 0, 1, 1, 2, 2, 3, 3]);
});
