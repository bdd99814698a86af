import assert from "node:assert/strict";
import { test } from "node:test";
import { layoutOf } from "../../geo/maps/interactive/labelling/best_layout.js";
import { meets, segmentMeetsBox } from "../../geo/maps/interactive/labelling/boxes.js";
import { shuffled } from "../../geo/maps/interactive/labelling/shuffle.js";

/** @typedef {import("../../geo/maps/interactive/labelling/view_types.js").View} View */

/** A border from west to east at half height, two states on each side, twelve ports. */
const [WIDTH, HEIGHT] = [1000, 700];
/** @param {number[]} numbers */
const ring = (...numbers) => [Float64Array.from(numbers)];
/** @param {Partial<View>} [more] @returns {View} */
function view(more = {}) {
  const ports = Array.from({ length: 12 }, (_none, i) => ({
    id: `p${i}`,
    x: i < 5 ? 500 + 5 * i : 70 + 70 * i + (i > 8 ? 60 : 0),
    y: 350,
    us: i < 5 ? "North" : `Town ${i}`,
    mx: i < 5 ? "South" : `Villa ${i}`,
    us_state: "US-TX",
    short: `Port ${i}`,
  }));
  return {
    width: WIDTH,
    height: HEIGHT,
    zoom: 9,
    panels: [[0, 0, 250, 60]],
    regions: [
      {
        id: "US-A",
        country: "US",
        kind: "state",
        names: ["Alpha", "A."],
        rings: ring(0, 0, 600, 0, 600, 350, 0, 350),
      },
      {
        id: "US-B",
        country: "US",
        kind: "state",
        names: ["Beta"],
        rings: ring(600, 0, 1000, 0, 1000, 350, 600, 350),
      },
      {
        id: "MX-C",
        country: "MX",
        kind: "state",
        names: ["Gamma"],
        rings: ring(0, 350, 1000, 350, 1000, 700, 0, 700),
      },
    ],
    lakes: [],
    boundary: [{ points: Float64Array.from([-50, 350, 1050, 350]), isRiver: true, river: "R" }],
    ports,
    labels: [],
    towns: [
      { name: "North", country: "US", population: 300_000, x: 510, y: 320 },
      { name: "South", country: "MX", population: 100_000, x: 510, y: 380 },
      { name: "Town 7", country: "US", population: 9, x: 560, y: 300 },
      { name: "Inland", country: "US", population: 60_000, x: 300, y: 120 },
    ],
    chosen: null,
    texts: {
      us: "UNITED STATES",
      us_short: "US",
      mx: "MEXICO",
      more: "{name} and {n} more",
      range: "{first} to {last}",
      rivers: { R: { north: "Rio", south: "Río" } },
    },
    measure: (text, { size, spacing }) => text.length * (size * 0.5 + spacing),
    ...more,
  };
}

/** @param {View} own @param {string} kind */
const named = (own, kind) =>
  layoutOf(own)
    .names.filter((name) => name.kind === kind)
    .map(({ text }) => text);

for (const zoom of [6, 8, 9, 10, 11, 13]) {
  test(`at zoom ${zoom} no name covers another, a panel, a symbol or the boundary`, () => {
    const own = view({ zoom });
    const { names, symbols, size } = layoutOf(own);
    const boxes = names.flatMap((name) => name.boxes.map((box) => ({ name, box })));
    for (const [i, { name, box }] of boxes.entries()) {
      for (const other of boxes.slice(i + 1)) {
        if (other.name !== name)
          assert.ok(!meets(box, other.box), `${name.text} ${other.name.text}`);
      }
      assert.ok(!meets(box, [0, 0, 250, 60]), name.text);
      assert.ok(!segmentMeetsBox([-50, 350, 1050, 350], box), name.text);
      for (const { port, x, y } of symbols.filter(({ port }) => !name.ports?.includes(port.id))) {
        assert.ok(
          !meets(box, [x - size / 2, y - size / 2, x + size / 2, y + size / 2]),
          `${name.text} ${port.id}`,
        );
      }
    }
  });
}

test("every port is drawn once, and those of one town in a row with its name", () => {
  const { symbols, rows, names, dots } = layoutOf(view());
  assert.deepEqual(
    symbols.map(({ port }) => port.id).sort(),
    view()
      .ports.map(({ id }) => id)
      .sort(),
  );
  assert.deepEqual(
    rows.map(({ ids }) => ids),
    [["p0", "p1", "p2", "p3", "p4"]],
  );
  assert.ok(names.some(({ kind, text }) => kind === "flag" && text === "North–South"));
  assert.equal(dots.length, 5);
});

test("from zoom 9.8 on each port of a row has its own name", () => {
  const { rows, names } = layoutOf(view({ zoom: 10 }));
  assert.equal(rows.length, 0);
  for (let i = 0; i < 12; i += 1)
    assert.ok(
      names.some(({ text }) => text === `Port ${i}`),
      `Port ${i}`,
    );
});

test("both countries are named, each on its own side", () => {
  for (const zoom of [6, 9, 12]) {
    const both = layoutOf(view({ zoom })).names.filter(({ kind }) => kind === "country");
    assert.deepEqual(both.map(({ text }) => text).sort(), ["MEXICO", "UNITED STATES"]);
    for (const { text, y } of both) assert.equal(y < 350, text === "UNITED STATES");
  }
});

test("without room for both countries neither is named", () => {
  const regions = view().regions.filter(({ country }) => country === "US");
  assert.deepEqual(named(view({ zoom: 6, regions }), "country"), []);
});

test("a river has both its names, each on its own side", () => {
  const both = layoutOf(view()).names.filter(({ kind }) => kind === "boundary_river");
  assert.deepEqual(
    both.map(({ text, y }) => [text, y < 350]),
    [
      ["Rio", true],
      ["Río", false],
    ],
  );
});

test("the towns of a pair are named both or neither", () => {
  assert.deepEqual(named(view({ zoom: 11 }), "twin_large"), ["North", "South"]);
  const towns = view().towns.filter(({ name }) => name !== "South");
  assert.deepEqual(named(view({ zoom: 11, towns }), "twin_large"), []);
});

test("a pair that a row names is not named again, other towns are", () => {
  const { names } = layoutOf(view());
  const towns = names.filter(({ kind }) => kind.startsWith("t")).map(({ text }) => text);
  assert.deepEqual(towns, ["Inland"]);
});

test("states are named in what the view shows of them, shorter where there is less room", () => {
  assert.deepEqual(named(view(), "state").sort(), ["Alpha", "Beta", "Gamma"]);
  const regions = view().regions.map((region) =>
    region.id === "US-A"
      ? {
          ...region,
          names: ["A name that is longer than any state is wide, in truth".repeat(3), "A."],
        }
      : region,
  );
  assert.ok(named(view({ regions }), "state").includes("A."));
});

test("a chosen port is named even where others would take its place", () => {
  for (const { id } of view().ports) {
    const own = layoutOf(view({ zoom: 10, chosen: id })).names;
    assert.ok(
      own.some(({ ports }) => ports?.length === 1 && ports[0] === id),
      id,
    );
  }
});

test("the same view is laid out the same", () => {
  assert.deepEqual(layoutOf(view()), layoutOf(view()));
  assert.deepEqual(shuffled([1, 2, 3, 4, 5], 3, 7), shuffled([1, 2, 3, 4, 5], 3, 7));
  assert.notDeepEqual(shuffled([1, 2, 3, 4, 5], 1, 7), shuffled([1, 2, 3, 4, 5], 1, 8));
});

test("where panels leave the countries little room, both are named smaller", () => {
  const panels = /** @type {View["panels"]} */ ([
    [0, 0, WIDTH, 314],
    [0, 386, WIDTH, HEIGHT],
    [0, 0, 400, HEIGHT],
    [640, 0, WIDTH, HEIGHT],
  ]);
  const bare = view({ zoom: 6, panels, ports: [], towns: [] });
  assert.deepEqual(named(bare, "country"), []);
  assert.deepEqual(named(bare, "country_small"), ["UNITED STATES", "MEXICO"]);
});

test("where not even smaller names find room, both countries are named shortly", () => {
  const panels = /** @type {View["panels"]} */ ([
    [0, 0, WIDTH, 322],
    [0, 378, WIDTH, HEIGHT],
    [0, 0, 400, HEIGHT],
    [470, 0, WIDTH, HEIGHT],
  ]);
  const own = view({ zoom: 6, panels, ports: [], towns: [] });
  assert.deepEqual(named(own, "country_small").sort(), ["MEXICO", "US"]);
});

test("ports that find no room one by one stand in a list, and the countries come before them", () => {
  const ports = Array.from({ length: 6 }, (_none, i) => ({
    ...view().ports[0],
    id: `q${i}`,
    x: 455 + 18 * i,
    us: `Town ${i}`,
    mx: `Town ${i}`,
    short: `A rather long name ${i}`,
  }));
  const panels = /** @type {View["panels"]} */ ([
    [0, 0, 330, HEIGHT],
    [670, 0, WIDTH, HEIGHT],
    [0, 0, WIDTH, 200],
    [0, 420, WIDTH, HEIGHT],
  ]);
  const { names } = layoutOf(view({ zoom: 9, panels, ports, towns: [] }));
  const own = new Set(names.flatMap(({ ports: ids }) => ids ?? []));
  assert.deepEqual([...own].sort(), ["q0", "q1", "q2", "q3", "q4", "q5"]);
  assert.equal(names.filter(({ kind }) => kind.startsWith("country")).length, 2);
});
