/* Names on the map, most important first, none on top of another or of a symbol. */
import { BP } from "./base.js";

const AWAY = 15;
let holder = null;
let brush = null;

const SIZES = {
  country: 17,
  sea: 15,
  state: 14,
  port: 13,
  segment: 12,
  town1: 13,
  town2: 12,
  town3: 12,
  point: 12,
};

/* Where a sea's name may stand: the first spot that is wholly in view is taken. */
const SEAS = {
  gulf: [
    [25.9, -94.4],
    [27.0, -95.9],
    [25.2, -96.3],
    [24.2, -97.0],
  ],
  pacific: [
    [29.2, -119.8],
    [28.2, -117.0],
    [26.4, -114.9],
    [31.4, -117.9],
  ],
  california_gulf: [
    [27.35, -111.25],
    [26.0, -110.2],
  ],
};

function candidates(zoom) {
  const found = [];
  const say = BP.say;
  const add = (kind, text, lat, lon, more) => found.push({ kind, text, lat, lon, ...more });
  if (BP.map.hasLayer(BP.groups.ports) && zoom >= 8.5) {
    for (const marker of BP.groups.ports.getLayers()) {
      const ids = marker.getElement && marker.getElement() && marker.getElement().dataset.ports;
      if (ids && !ids.includes(" ")) {
        const at = marker.getLatLng();
        add("port", BP.shortName(BP.portById[ids]), at.lat, at.lng, { beside: AWAY });
      }
    }
  }
  if (zoom < 8.5) {
    add("country", say("united_states"), 35.6, -106.4);
    add("country", say("mexico"), 24.9, -104.3);
  }
  if (zoom < 9) {
    for (const [key, spots] of Object.entries(SEAS)) add("sea", say(key), ...spots[0], { spots });
  }
  if (BP.map.hasLayer(BP.groups.states) && zoom >= 4.8 && zoom < 10) {
    for (const state of BP.data.states) add("state", BP.name(state), ...placeOfState(state));
  }
  if (BP.map.hasLayer(BP.groups.segments) && zoom >= 7.2) {
    for (const row of BP.data.segments) {
      const text = `${BP.name(row)} · ${BP.number(row.length_km, 0)} km`;
      add("segment", text, row.lat, row.lon, { beside: 8, colour: row.id });
    }
  }
  if (BP.map.hasLayer(BP.groups.points) && zoom >= 8) {
    for (const row of BP.data.river_points)
      add("point", BP.name(row), row.lat, row.lon, { beside: 12 });
  }
  if (BP.map.hasLayer(BP.groups.towns)) {
    const least = { 1: 5.2, 2: 7, 3: 9 };
    for (const town of BP.data.context.towns) {
      if (zoom >= least[town.rank]) {
        add(`town${town.rank}`, town.name, town.lat, town.lon, {
          beside: 5,
          dot: true,
          country: town.country,
        });
      }
    }
  }
  return found;
}

const STATE_PLACES = {
  "US-CA": [36.6, -119.6],
  "US-AZ": [34.4, -111.8],
  "US-NM": [34.2, -106.2],
  "US-TX": [31.6, -99.3],
  "MX-BCN": [30.6, -115.3],
  "MX-SON": [29.6, -110.6],
  "MX-CHH": [28.6, -106.4],
  "MX-COA": [27.4, -102.2],
  "MX-NLE": [25.3, -99.95],
  "MX-TAM": [24.4, -98.7],
};
const placeOfState = (state) => STATE_PLACES[state.id] || [state.lat, state.lon];

const widths = new Map();
BP.forgetWidths = () => widths.clear();
function widthOf(item) {
  const size = SIZES[item.kind];
  const key = `${item.kind} ${item.text}`;
  if (!widths.has(key)) {
    const weight = item.kind === "port" || item.kind === "state" ? 600 : 400;
    brush.font = `${weight} ${size}px "Source Sans 3 Variable", sans-serif`;
    const spaced = item.kind === "country" ? 1.35 : item.kind === "state" ? 1.12 : 1.04;
    widths.set(key, brush.measureText(item.text).width * spaced + 4);
  }
  return [widths.get(key), size * 1.25];
}

function places(item, at, [w, h]) {
  const away = item.beside;
  if (away === undefined) return [[at.x - w / 2, at.y - h / 2]];
  const north = item.country === "MX" ? -1 : 1;
  return [
    [at.x + away, at.y - h / 2],
    [at.x - away - w, at.y - h / 2],
    [at.x - w / 2, north > 0 ? at.y - away - h : at.y + away],
    [at.x - w / 2, north > 0 ? at.y + away : at.y - away - h],
    [at.x + away * 0.8, at.y - away - h * 0.6],
    [at.x + away * 0.8, at.y + away - h * 0.4],
    [at.x - away * 0.8 - w, at.y - away - h * 0.6],
    [at.x - away * 0.8 - w, at.y + away - h * 0.4],
  ];
}

/* The squares of the screen through which the boundary runs, so that names keep off it. */
const CELL = 8;
function boundaryCells(view) {
  const cells = new Set();
  if (!BP.map.hasLayer(BP.groups.boundary)) return cells;
  const [west, south, east, north] = [
    view.getWest(),
    view.getSouth(),
    view.getEast(),
    view.getNorth(),
  ];
  for (const paths of Object.values(BP.levels[BP.level].boundary)) {
    for (const path of paths) {
      for (let i = 1; i < path.length; i += 1) {
        const [[y0, x0], [y1, x1]] = [path[i - 1], path[i]];
        if (Math.max(x0, x1) < west || Math.min(x0, x1) > east) continue;
        if (Math.max(y0, y1) < south || Math.min(y0, y1) > north) continue;
        const [p, q] = [BP.map.latLngToLayerPoint(path[i - 1]), BP.map.latLngToLayerPoint(path[i])];
        const steps = Math.min(400, Math.ceil(p.distanceTo(q) / CELL)) || 1;
        for (let step = 0; step <= steps; step += 1) {
          const [x, y] = [p.x + ((q.x - p.x) * step) / steps, p.y + ((q.y - p.y) * step) / steps];
          cells.add(`${Math.floor(x / CELL)},${Math.floor(y / CELL)}`);
        }
      }
    }
  }
  return cells;
}
function crossings([x, y], w, h, cells) {
  let found = 0;
  for (let i = Math.floor(x / CELL); i <= Math.floor((x + w) / CELL); i += 1) {
    for (let j = Math.floor((y + 3) / CELL); j <= Math.floor((y + h - 3) / CELL); j += 1) {
      if (cells.has(`${i},${j}`)) found += 1;
    }
  }
  return found;
}
function bestSpot(spots, w, h, taken, cells) {
  let best = null;
  for (const spot of spots) {
    const box = [spot[0] - 1, spot[1], spot[0] + w + 1, spot[1] + h];
    if (taken.some((other) => meets(box, other))) continue;
    const crossed = crossings(spot, w, h, cells);
    if (!best || crossed < best.crossed) best = { spot, crossed };
    if (crossed === 0) break;
  }
  return best && best.spot;
}

const meets = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

BP.drawLabels = () => {
  if (!holder) {
    holder = BP.map.createPane("bp-labels");
    holder.style.zIndex = 590;
    holder.style.pointerEvents = "none";
    holder.setAttribute("aria-hidden", "true");
    brush = document.createElement("canvas").getContext("2d");
  }
  const frame = screen();
  const taken = BP.boxes.concat(controlBoxes(frame));
  holder.replaceChildren();
  const view = BP.map.getBounds().pad(0.25);
  const line = boundaryCells(view);
  for (const item of candidates(BP.map.getZoom())) {
    if (item.spots) settle(item);
    if (!view.contains([item.lat, item.lon])) continue;
    const at = BP.map.latLngToLayerPoint([item.lat, item.lon]);
    const [w, h] = widthOf(item);
    if (item.beside === undefined && !whollyInView(item, w)) continue;
    const dot = [at.x - 3, at.y - 3, at.x + 3, at.y + 3];
    if (item.dot && taken.some((other) => meets(dot, other))) continue;
    const spots = places(item, at, [w, h]).filter(([x]) => !straddles(x, w, frame));
    const spot = bestSpot(spots, w, h, taken, line);
    if (!spot) continue;
    taken.push([spot[0] - 1, spot[1], spot[0] + w + 1, spot[1] + h]);
    if (item.dot) taken.push(dot);
    draw(item, at, spot);
  }
};

const screen = () => {
  const corner = BP.map.containerPointToLayerPoint([0, 0]);
  return { left: corner.x, top: corner.y, right: corner.x + BP.map.getSize().x };
};
const straddles = (x, w, { left, right }) =>
  (x < left && x + w > left) || (x < right && x + w > right);

/* The controls' places in the map, read once for each size of it: reading costs a layout. */
const controls = { size: "", boxes: [] };
function controlBoxes({ left, top }) {
  const size = String(BP.map.getSize());
  if (controls.size !== size) {
    const map = BP.map.getContainer().getBoundingClientRect();
    controls.size = size;
    controls.boxes = [...BP.map.getContainer().querySelectorAll(".leaflet-control")].map(
      (control) => {
        const box = control.getBoundingClientRect();
        return [box.left - map.left, box.top - map.top, box.right - map.left, box.bottom - map.top];
      },
    );
  }
  return controls.boxes.map(([x, y, right, bottom]) => [
    x + left,
    y + top,
    right + left,
    bottom + top,
  ]);
}

function whollyInView(item, w) {
  const { x } = BP.map.latLngToContainerPoint([item.lat, item.lon]);
  return x - w / 2 > 4 && x + w / 2 < BP.map.getSize().x - 4;
}
function settle(item) {
  const [w] = widthOf(item);
  const found = item.spots.find(
    ([lat, lon]) => whollyInView({ lat, lon }, w) && BP.map.getBounds().contains([lat, lon]),
  );
  if (found) [item.lat, item.lon] = found;
}

function draw(item, at, [x, y]) {
  const label = BP.el("span", { class: `bp-label bp-label-${item.kind}` }, item.text);
  label.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  holder.append(label);
  if (item.dot) {
    const dot = BP.el("span", { class: "bp-town-dot" });
    dot.style.transform = `translate(${Math.round(at.x) - 2}px, ${Math.round(at.y) - 2}px)`;
    holder.append(dot);
  }
}

/* A port's name without the words that every port's name has. */
BP.shortName = (port) => {
  const words =
    BP.config.lang === "es"
      ? [/^Puente (Fronterizo |Internacional |Ferroviario )*/i, /^Garita (de |Internacional )*/i]
      : [/ (Port of Entry|Land Port of Entry|International Bridge|Bridge)$/i, / \(.*\)$/];
  const short = words.reduce((text, word) => text.replace(word, ""), BP.name(port));
  return short.length >= 3 ? short : BP.name(port);
};
