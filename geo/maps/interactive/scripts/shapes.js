/* Lines and areas: context, states, boundary, river segments, gaps, and their levels by zoom. */
import { BP } from "./base.js";

/* From this zoom on a level is drawn: its tolerance is then less than about a pixel. */
const LEVELS = [
  ["overview", 0],
  ["web", 6.8],
  ["detail", 9.5],
  ["full", 12.5],
];
const drawn = {};
BP.levels = {};
BP.level = "overview";

function pane(name, zIndex) {
  const found = BP.map.createPane(name);
  found.style.zIndex = zIndex;
  found.style.pointerEvents = "none";
  return L.svg({ pane: name, padding: 0.12 });
}

BP.makePanes = () => {
  const below = ["land", "states", "context", "zone", "segments", "gaps", "boundary"];
  BP.renderers = Object.fromEntries(
    below.map((name, i) => [name, pane(`bp-${name}`, 210 + i * 10)]),
  );
  BP.renderers.ask = pane("bp-ask", 420);
};

const options = (name, style, more) => ({
  renderer: BP.renderers[name],
  pane: `bp-${name}`,
  interactive: false,
  color: style.stroke,
  weight: style.width,
  dashArray: style.dash && style.dash.length ? style.dash.join(" ") : null,
  lineJoin: "round",
  lineCap: style.dash && style.dash[0] === 1 ? "round" : "butt",
  fill: false,
  smoothFactor: 0.7,
  ...more,
});

function area(name, codes, decimals, more) {
  return L.polygon(
    BP.decodedAll(codes, decimals),
    options(name, { stroke: "none", width: 0 }, { fill: true, stroke: false, ...more }),
  );
}

BP.drawContext = () => {
  const { context } = BP.data;
  const { lines } = BP.config;
  const at = (codes) => BP.decodedAll(codes, context.decimals);
  area("land", context.land, context.decimals, { className: "bp-land", fillOpacity: 1 }).addTo(
    BP.map,
  );
  const water = BP.groups.water;
  L.polygon(
    context.lakes.map(at),
    options("context", lines.lake, { fill: true, fillOpacity: 1, className: "bp-lake" }),
  ).addTo(water);
  L.polyline(
    context.rivers.map(at),
    options("context", lines.context_river, { className: "bp-water" }),
  ).addTo(water);
  L.polyline(context.railways.map(at), options("context", lines.railway, {})).addTo(
    BP.groups.railways,
  );
  L.polygon(
    context.la_paz.map(at),
    options("zone", lines.la_paz, {
      fill: true,
      fillColor: lines.la_paz.fill,
      fillOpacity: lines.la_paz.fill_opacity,
    }),
  ).addTo(BP.groups.la_paz);
  graticule();
  for (const gap of BP.data.gaps) {
    L.polyline(BP.decodedAll(gap.line, 4), options("gaps", lines.gap, {})).addTo(BP.groups.gaps);
  }
};

function graticule() {
  const found = [];
  for (let lon = -180; lon <= -40; lon += 5)
    found.push([
      [2, lon],
      [60, lon],
    ]);
  for (let lat = 5; lat <= 60; lat += 5)
    found.push([
      [lat, -180],
      [lat, -40],
    ]);
  L.polyline(
    found,
    options("context", BP.config.lines.graticule, { className: "bp-graticule" }),
  ).addTo(BP.groups.graticule);
}

function decodeLevel(data) {
  const found = {};
  for (const [layer, byId] of Object.entries(data.shapes)) {
    found[layer] = Object.fromEntries(
      Object.entries(byId).map(([id, codes]) => [id, BP.decodedAll(codes, data.decimals)]),
    );
  }
  if (data.state_lines) found.state_lines = BP.decodedAll(data.state_lines, data.decimals);
  BP.levels[data.level] = found;
}

BP.drawLevel = (level) => {
  const shapes = BP.levels[level];
  const { lines, segments } = BP.config;
  const boundary = Object.fromEntries(BP.data.boundary.map((row) => [row.id, row.kind]));
  /* Close up, states come only near the line: the outlines at 150 m stay below them. */
  const near = Boolean(BP.levels[level].state_lines);
  const outlines = near ? BP.levels.web : shapes;
  if (drawn.outlines !== outlines) {
    drawn.states = fresh(drawn.states);
    for (const state of BP.data.states) {
      drawn.states.push(stateArea(state, outlines.states[state.id], true));
    }
    drawn.outlines = outlines;
  }
  drawn.near = fresh(drawn.near);
  if (near) {
    for (const state of BP.data.states)
      drawn.near.push(stateArea(state, shapes.states[state.id], false));
    drawn.near.push(
      L.polyline(
        shapes.state_lines,
        options("states", lines.state, {
          className: "bp-state",
        }),
      ).addTo(BP.groups.states),
    );
  }
  drawn.lines = fresh(drawn.lines);
  for (const row of BP.data.segments) {
    drawn.lines.push(
      L.polyline(
        shapes.river_segments[row.id],
        options("segments", lines.river_segment, {
          color: segments[row.id],
          opacity: 0.75,
          lineCap: "butt",
        }),
      ).addTo(BP.groups.segments),
    );
  }
  for (const [id, kind] of Object.entries(boundary)) {
    const style = kind === "river" ? lines.boundary_river : lines.boundary_land;
    drawn.lines.push(
      L.polyline(
        shapes.boundary[id],
        options("boundary", style, {
          className: "bp-boundary",
        }),
      ).addTo(BP.groups.boundary),
    );
  }
  BP.level = level;
};

function stateArea(state, rings, stroked) {
  const kind = state.country === "US" ? "bp-state-us" : "bp-state-mx";
  return L.polygon(
    rings,
    options("states", BP.config.lines.state, {
      fill: true,
      fillOpacity: 1,
      stroke: stroked,
      className: stroked ? `bp-state ${kind}` : kind,
    }),
  ).addTo(BP.groups.states);
}

function fresh(layers) {
  (layers || []).forEach((layer) => layer.remove());
  for (const group of [BP.groups.states, BP.groups.segments, BP.groups.boundary]) {
    (layers || []).forEach((layer) => group.removeLayer(layer));
  }
  return [];
}

BP.wantedLevel = () => {
  const zoom = BP.map.getZoom();
  return LEVELS.filter(([, from]) => zoom >= from).pop()[0];
};

BP.readLevel = async (level) => {
  if (BP.levels[level]) return true;
  const { addresses, data } = BP.config;
  if (data) {
    if (!data[level]) return false;
    decodeLevel(data[level]);
    return true;
  }
  const answer = await fetch(addresses[level]);
  if (!answer.ok) return false;
  decodeLevel(await answer.json());
  return true;
};

BP.followZoom = async () => {
  let level = BP.wantedLevel();
  if (level === BP.level) return;
  try {
    if (level !== "web" && level !== "overview") await BP.readLevel("web");
    if (!(await BP.readLevel(level))) {
      const known = LEVELS.map(([name]) => name).filter(
        (name) => BP.levels[name] || (BP.config.data || {})[name],
      );
      level = known[known.length - 1];
      await BP.readLevel(level);
    }
  } catch {
    return;
  }
  if (BP.level !== level) BP.drawLevel(level);
  BP.drawLabels();
};

BP.useFirst = decodeLevel;
