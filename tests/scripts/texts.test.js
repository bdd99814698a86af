import assert from "node:assert/strict";
import { test } from "node:test";
import {
  distance,
  nameIn,
  number,
  otherName,
  plain,
  say,
  shortName,
} from "../../geo/maps/interactive/scripts/texts.js";

test("numbers are written as each language writes them", () => {
  assert.equal(number("en", 3166.25, 1), "3,166.3");
  assert.equal(number("es-MX", 3166.25, 1), "3,166.3");
  assert.equal(number("de", 3166.25, 1), "3.166,3");
});

// An international mile is 1.609344 km.
test("distances stand in kilometres and miles, as exact as their size asks for", () => {
  assert.equal(distance("en", 1.609344), "1.61 km (1.00 mi)");
  assert.equal(distance("en", 16.09344), "16.1 km (10.0 mi)");
  assert.equal(distance("es-MX", 3145.2), "3,145 km (1,954 mi)");
  assert.equal(distance("en", 0), "0.00 km (0.00 mi)");
});

test("phrases are filled in, and what has no value stays", () => {
  assert.equal(say("{shown} of {all}", { shown: 3, all: 55 }), "3 of 55");
  assert.equal(say("{n} ports: {names}", { n: 2, names: "{n}; b" }), "2 ports: {n}; b");
  assert.equal(say("{unknown}"), "{unknown}");
  assert.equal(say(undefined), "");
});

test("texts are compared without accents and capitals", () => {
  assert.equal(plain("Nuevo LEÓN, Ciudad Acuña"), "nuevo leon, ciudad acuna");
  assert.equal(plain("ﬁn"), "fin");
});

test("a name in a language that has none is the English one", () => {
  const port = { name: { en: "Ysleta", es: "Zaragoza" } };
  assert.equal(nameIn(port, "es"), "Zaragoza");
  assert.equal(nameIn(port, "fr"), "Ysleta");
  assert.equal(otherName(port, "es"), "Ysleta");
  assert.equal(otherName({ name: { en: "Laredo" } }, "en"), "");
});

test("names on the map are without the words that all ports have", () => {
  const short = (/** @type {string} */ en, /** @type {string} */ es, lang = "en") =>
    shortName({ name: { en, es } }, lang);
  assert.equal(
    short("Juárez-Lincoln International Bridge", "Puente Internacional II"),
    "Juárez-Lincoln",
  );
  assert.equal(short("Ysleta (Zaragoza)", ""), "Ysleta");
  assert.equal(short("x", "Puente Internacional Ferroviario Laredo", "es"), "Laredo");
  assert.equal(short("x", "Garita de Otay", "es"), "Otay");
  assert.equal(short("x", "Puente II", "es"), "Puente II");
});
