import assert from "node:assert/strict";
import { test } from "node:test";
import { csvOf, geojsonOf } from "../../geo/maps/interactive/scripts/saving.js";

const PORT = {
  id: "pharr",
  name: { en: "Pharr, International Bridge", es: "=Puente «Nuevo Amanecer»" },
  lon: -98.2,
  lat: 26.07,
  modes: ["pov", "commercial"],
  opened_year: 1995,
  us_owner: 'City of "Pharr"',
};

test("a spreadsheet reads every cell and runs none", () => {
  const [head, line, end] = csvOf([PORT]).split("\r\n");
  assert.ok(head.startsWith("id,name_en,name_es,crossing_type,modes,"));
  assert.ok(head.endsWith(",lon,lat"));
  assert.ok(
    line.startsWith(
      `pharr,"Pharr, International Bridge",'=Puente «Nuevo Amanecer»,,pov commercial,`,
    ),
  );
  assert.ok(line.includes('"City of ""Pharr"""'));
  assert.ok(line.endsWith(",-98.2,26.07"));
  assert.equal(end, "");
});

test("GeoJSON has the point and what is known, in longitude and latitude", () => {
  const { type, features } = JSON.parse(geojsonOf([PORT]));
  assert.equal(type, "FeatureCollection");
  assert.deepEqual(features[0].geometry, { type: "Point", coordinates: [-98.2, 26.07] });
  assert.equal(features[0].properties.opened_year, 1995);
  assert.equal(features[0].properties.us_state, null);
});
