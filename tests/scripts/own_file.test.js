import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_FEATURES, readOwnFile, textOf } from "../../geo/maps/interactive/scripts/own_file.js";

const PORTS = [{ id: "laredo-juarez-lincoln", lon: -99.5, lat: 27.5 }];
const BAD = /unreadable|no_places|too_many/;

test("a table gives places by its columns, quoted cells whole, and by the id of a port", () => {
  const text =
    'Nombre;Latitud;Longitud;port_id;Nota\r\n"Uno; ""dos""";31.5;-106.4;;a\r\n' +
    "Tres;;;laredo-juarez-lincoln;b\r\nCuatro;95;-106;;c\r\n";
  const { places, skipped } = readOwnFile(text, PORTS);
  assert.deepEqual(
    places.map(({ name, lon, lat }) => [name, lon, lat]),
    [
      ['Uno; "dos"', -106.4, 31.5],
      ["Tres", -99.5, 27.5],
    ],
  );
  assert.equal(skipped, 1);
  assert.deepEqual(places[1].facts, [
    ["Nombre", "Tres"],
    ["port_id", "laredo-juarez-lincoln"],
    ["Nota", "b"],
  ]);
});

test("GeoJSON gives places, lines and areas, and counts what cannot be drawn", () => {
  const at = [-106, 31];
  const ring = [at, [-105, 31], [-105, 32], at];
  const geometries = [
    { type: "Point", coordinates: [...at, 1200] },
    { type: "MultiLineString", coordinates: [[at, [-105, 31]]] },
    { type: "Polygon", coordinates: [ring] },
    { type: "Point", coordinates: ["-106", "31"] },
    null,
  ];
  const features = geometries.map((geometry) => ({
    type: "Feature",
    properties: { name: "<b>x</b>", more: { a: 1 } },
    geometry,
  }));
  const found = readOwnFile(JSON.stringify({ type: "FeatureCollection", features }), []);
  assert.deepEqual(found.places, [
    {
      name: "<b>x</b>",
      facts: [
        ["name", "<b>x</b>"],
        ["more", '{"a":1}'],
      ],
      lon: -106,
      lat: 31,
    },
  ]);
  assert.deepEqual(found.lines, [
    [
      [31, -106],
      [31, -105],
    ],
  ]);
  assert.equal(found.areas[0][0].length, 4);
  assert.equal(found.skipped, 2);
});

test("a file without places, broken, or with too many is refused by name", () => {
  assert.throws(() => readOwnFile("a,b\n1,2\n", []), /no_places/);
  assert.throws(() => readOwnFile('{"type": "Feature"', []), /unreadable/);
  assert.throws(() => readOwnFile('lat,lon\n"31,-106\n', []), /unreadable/);
  const many = `lat,lon\n${"31,-106\n".repeat(MAX_FEATURES + 1)}`;
  assert.throws(() => readOwnFile(many, []), /too_many/);
});

test("whatever the bytes, reading ends with places or by name", () => {
  const marks = '{}[]",;\n\r\t\\<>&=:0-9a\u0000\ufeff'.split("");
  let state = 11;
  for (let round = 0; round < 300; round += 1) {
    let text = round % 3 ? "lat,lon,name\n" : "[";
    for (let i = 0; i < 60; i += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      text += marks[state % marks.length];
    }
    try {
      assert.ok(readOwnFile(text, PORTS).places.length >= 0);
    } catch (error) {
      assert.match(String(/** @type {Error} */ (error).message), BAD);
    }
  }
});

test("a file of an older spreadsheet keeps its accents", () => {
  const bytes = Uint8Array.from([0x43, 0x64, 0x2e, 0x20, 0x4a, 0x75, 0xe1, 0x72, 0x65, 0x7a]);
  assert.equal(textOf(bytes.buffer), "Cd. Juárez");
  assert.equal(textOf(new TextEncoder().encode("Juárez").buffer), "Juárez");
});
