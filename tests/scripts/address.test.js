import assert from "node:assert/strict";
import { test } from "node:test";
import {
  fragmentOf,
  isPlace,
  readAddress,
  restOfQuery,
} from "../../geo/maps/interactive/scripts/address.js";

const NOTHING = {
  view: null,
  ask: null,
  filters: {},
  port: null,
  layers: null,
  without: {},
  agenda: [],
};

test("an address without a state asks for nothing", () => {
  assert.deepEqual(readAddress("", ""), NOTHING);
  assert.deepEqual(readAddress("?lang=es", "#"), NOTHING);
});

test("what is written is read again", () => {
  /** @type {import("../../geo/maps/interactive/scripts/address.js").Address} */
  const state = {
    view: [12.25, 31.7523, -106.4612],
    agenda: [
      [8, 31.7, -106.4],
      [9.5, 26.1, -98.2],
    ],
    ask: [-106.4, 31.7],
    filters: { mode: "rail", owner: "City of Laredo & Webb County" },
    port: "el-paso-paso-del-norte",
    layers: ["ports", "la_paz"],
    without: { projects: ["built", "permitted"] },
  };
  const fragment = fragmentOf(state);
  assert.match(fragment, /without=projects:built,projects:permitted&/);
  assert.match(fragment, /agenda=8\.00\/31\.7000\/-106\.4000,9\.50\/26\.1000\/-98\.2000$/);
  assert.match(fragment, /view=12\.25\/31\.7523\/-106\.4612/);
  assert.deepEqual(readAddress("", `#${fragment}`), state);
});

test("the fragment goes before the query", () => {
  const found = readAddress("?state=US-TX&mode=bus", "#state=US-AZ");
  assert.deepEqual(found.filters, { state: "US-AZ", mode: "bus" });
});

test("a question may stand in the query as longitude and latitude", () => {
  assert.deepEqual(readAddress("?lon=-110.94&lat=31.4", "").ask, [-110.94, 31.4]);
  assert.equal(readAddress("?lon=-110.94", "").ask, null);
});

test("what cannot be meant is left out", () => {
  for (const view of ["12/91/0", "12/0/181", "12/31", "a/b/c", "", "12//-106"]) {
    assert.equal(readAddress("", `#view=${view}`).view, null, view);
    assert.deepEqual(readAddress("", `#agenda=${view}`).agenda, [], view);
  }
  for (const ask of ["200,0", "0,95", "1", "x,y", ","]) {
    assert.equal(readAddress("", `#ask=${ask}`).ask, null, ask);
  }
});

test("no layer at all is a state too", () => {
  assert.deepEqual(readAddress("", "#layers=").layers, [""]);
  assert.equal(fragmentOf({ ...NOTHING, layers: [""] }), "layers=");
});

test("the query keeps what the fragment does not say", () => {
  assert.equal(restOfQuery("?lang=es&state=US-TX&q=roma&lon=1&lat=2"), "?lang=es");
  assert.equal(restOfQuery("?mode=rail"), "");
});

test("longitude and latitude have their limits", () => {
  assert.equal(isPlace(-180, 90), true);
  assert.equal(isPlace(-180.1, 0), false);
  assert.equal(isPlace(Number.NaN, 0), false);
});
