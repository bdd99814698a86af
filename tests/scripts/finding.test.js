import assert from "node:assert/strict";
import { test } from "node:test";
import { found, passes } from "../../geo/maps/interactive/scripts/finding.js";
import { plain } from "../../geo/maps/interactive/scripts/texts.js";

/** @param {string} kind @param {string} label @param {string} [more] */
const entry = (kind, label, more = "") => ({
  kind,
  label,
  words: plain(`${label} ${more}`),
  open: () => {},
});
const ENTRIES = [
  entry("town", "Roma"),
  entry("port", "Roma-Ciudad Miguel Alemán", "Roma"),
  entry("port", "Juárez-Lincoln", "Laredo Puente II"),
  entry("state", "Coahuila de Zaragoza", "MX-COA"),
  entry("port", "Ysleta", "Zaragoza"),
  entry("point", "Amistad Dam", "Presa de la Amistad"),
];

/** @param {string} text */
const labels = (text) => found(ENTRIES, text).map(({ label }) => label);

test("every word counts, accents and order do not", () => {
  assert.deepEqual(labels("aleman roma"), ["Roma-Ciudad Miguel Alemán"]);
  assert.deepEqual(labels("juarez"), ["Juárez-Lincoln"]);
  assert.deepEqual(labels("puente laredo"), ["Juárez-Lincoln"]);
  assert.deepEqual(labels("   "), []);
  assert.deepEqual(labels("roma nowhere"), []);
});

test("ports come before towns, and names that begin with the word before others", () => {
  assert.deepEqual(labels("roma"), ["Roma-Ciudad Miguel Alemán", "Roma"]);
  assert.deepEqual(labels("coahuila"), ["Coahuila de Zaragoza"]);
  assert.deepEqual(labels("presa"), ["Amistad Dam"]);
});

test("no more than nine are found", () => {
  const many = Array.from({ length: 30 }, (_none, i) => entry("port", `Bridge ${i}`));
  assert.equal(found(many, "bridge").length, 9);
});

const PORT = {
  id: "a",
  name: { en: "A" },
  lon: -100,
  lat: 30,
  modes: ["bus", "pov"],
  crossing_type: "bridge",
  us_state: "US-TX",
  mx_state: "MX-TAM",
  us_owner: "City",
  mx_operator: "CAPUFE",
};
const ALL = { mode: "", type: "", state: "", owner: "" };

test("words ask for the names of a port and of its towns, accents do not count", () => {
  const port = { ...PORT, name: { en: "Anzalduas", es: "Anzaldúas" }, mx_city: "Reynosa" };
  assert.equal(passes(port, { ...ALL, q: "anzaldúas reynosa" }), true);
  assert.equal(passes(port, { ...ALL, q: " reynosa " }), true);
  assert.equal(passes(port, { ...ALL, q: "anzalduas roma" }), false);
  assert.equal(passes(port, { ...ALL, q: "" }), true);
});

test("each filter asks for its column, and all must hold", () => {
  assert.equal(passes(PORT, ALL), true);
  assert.equal(passes(PORT, { ...ALL, mode: "bus", type: "bridge" }), true);
  assert.equal(passes(PORT, { ...ALL, mode: "rail" }), false);
  assert.equal(passes(PORT, { ...ALL, type: "land" }), false);
  assert.equal(passes(PORT, { ...ALL, state: "MX-TAM" }), true);
  assert.equal(passes(PORT, { ...ALL, state: "US-AZ" }), false);
  assert.equal(passes(PORT, { ...ALL, owner: "CAPUFE" }), true);
  assert.equal(passes(PORT, { ...ALL, owner: "City", mode: "rail" }), false);
});

test("a port of which little is known passes no filter but none", () => {
  const bare = { id: "b", name: { en: "B" }, lon: 0, lat: 0, modes: null };
  assert.equal(passes(bare, ALL), true);
  assert.equal(passes(bare, { ...ALL, mode: "bus" }), false);
  assert.equal(passes(bare, { ...ALL, owner: "City" }), false);
});
