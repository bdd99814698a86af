/* The ports as symbols: joined where they would overlap, fanned out with leaders close up. */
import { BP } from "./base.js";

/* Squares of symbols and of badges, in pixels: targets of 24 pixels that never overlap. */
const APART = 25;
const JOIN = 30;
const FAN_ZOOM = 9.75;
const shown = { markers: [] };
BP.boxes = [];

const near = (p, q) => Math.max(Math.abs(p.x - q.x), Math.abs(p.y - q.y)) < JOIN;

/* Ports follow one another along the line, so neighbours on the map are neighbours in order. */
function grouped(ports) {
  const groups = [];
  for (const port of ports) {
    const at = BP.map.latLngToLayerPoint([port.lat, port.lon]);
    const last = groups[groups.length - 1];
    if (last && near(last.at, at)) {
      last.ports.push(port);
      last.at = L.point(mean(last.ports, "x"), mean(last.ports, "y"));
    } else groups.push({ ports: [port], at });
  }
  return merged(groups);
}
function mean(ports, axis) {
  const points = ports.map((port) => BP.map.latLngToLayerPoint([port.lat, port.lon]));
  return points.reduce((sum, point) => sum + point[axis], 0) / points.length;
}
function merged(groups) {
  for (let i = 0; i < groups.length; i += 1) {
    for (let j = i + 1; j < groups.length; j += 1) {
      if (near(groups[i].at, groups[j].at)) {
        const ports = groups[i].ports.concat(groups[j].ports);
        groups.splice(j, 1);
        groups[i] = { ports, at: L.point(mean(ports, "x"), mean(ports, "y")) };
        return merged(groups);
      }
    }
  }
  return groups;
}

/* Ports that crowd along the line step to either side of it in turn, so that their order stays. */
function stagger(places) {
  const runs = [];
  for (const place of places) {
    const run = runs[runs.length - 1];
    const last = run && run[run.length - 1];
    const gap = last
      ? Math.max(Math.abs(last.at.x - place.at.x), Math.abs(last.at.y - place.at.y))
      : APART;
    if (gap < APART) run.push(place);
    else runs.push([place]);
  }
  for (const run of runs.filter((found) => found.length > 1)) {
    const first = run[0].anchor;
    const end = run[run.length - 1].anchor;
    const across = Math.abs(end.x - first.x) >= Math.abs(end.y - first.y) ? "y" : "x";
    run.forEach((place, i) => {
      place.at[across] += ((i % 2 ? 1 : -1) * APART) / 2;
    });
  }
}

function fanned(ports, others) {
  const place = (item, more) => {
    const anchor = BP.map.latLngToLayerPoint([item.lat, item.lon]);
    return { anchor, at: anchor.clone(), ...more };
  };
  const places = [
    ...ports.map((port) => place(port, { ports: [port] })),
    ...others.map((other) => place(other.row, { other })),
  ];
  stagger(places);
  for (let turn = 0; turn < 120; turn += 1) {
    let moved = false;
    for (let i = 0; i < places.length; i += 1) {
      for (let j = i + 1; j < places.length; j += 1) {
        const [p, q] = [places[i].at, places[j].at];
        let [dx, dy] = [q.x - p.x, q.y - p.y];
        const [overX, overY] = [APART - Math.abs(dx), APART - Math.abs(dy)];
        if (overX <= 0 || overY <= 0) continue;
        if (dx === 0 && dy === 0) [dx, dy] = [Math.cos(i * 2.4), Math.sin(i * 2.4)];
        if (overX < overY) {
          const push = Math.sign(dx || 1) * (overX / 2 + 0.1);
          p.x -= push;
          q.x += push;
        } else {
          const push = Math.sign(dy || 1) * (overY / 2 + 0.1);
          p.y -= push;
          q.y += push;
        }
        moved = true;
      }
    }
    if (!moved) break;
  }
  return places;
}

function portIcon(port) {
  const symbol = BP.config.symbols[port.crossing_type];
  return L.divIcon({
    className: "bp-port",
    iconSize: [24, 24],
    html: BP.symbol(symbol, symbol.size + 4),
  });
}
function badgeIcon(count) {
  const disc = BP.el("span", { class: "bp-badge" }, String(count));
  return L.divIcon({ className: "bp-group", iconSize: [30, 30], html: disc });
}

function addMarker(place, { icon, label, group, half, open }) {
  const marker = L.marker(BP.map.layerPointToLatLng(place.at), {
    icon,
    keyboard: true,
    riseOnHover: true,
  });
  marker.on("click keypress", (event) => {
    if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
    L.DomEvent.stop(event.originalEvent || event);
    open();
  });
  marker.addTo(group);
  const element = marker.getElement();
  element.setAttribute("aria-label", label);
  element.setAttribute("title", label);
  shown.markers.push([marker, group]);
  BP.boxes.push([place.at.x - half, place.at.y - half, place.at.x + half, place.at.y + half]);
  if (place.anchor && place.anchor.distanceTo(place.at) > 3)
    leader(place, marker.getLatLng(), group);
  return element;
}

function placePorts(place) {
  const single = place.ports.length === 1;
  const port = place.ports[0];
  const element = addMarker(place, {
    icon: single ? portIcon(port) : badgeIcon(place.ports.length),
    label: single
      ? BP.name(port)
      : BP.say("group", { n: place.ports.length, names: place.ports.map(BP.name).join("; ") }),
    group: BP.groups.ports,
    half: single ? 12 : 15,
    open: () => (single ? BP.showPort(port) : openGroup(place.ports)),
  });
  element.dataset.ports = place.ports.map((item) => item.id).join(" ");
}

function placeOther({ other, ...place }) {
  const { row, symbol, group, open } = other;
  const icon = L.divIcon({
    className: "bp-point",
    iconSize: [24, 24],
    html: BP.symbol(symbol, symbol.size + 3),
  });
  addMarker(place, { icon, label: BP.name(row), group, half: 10, open: () => open(row) });
}

function leader(place, latLng, group) {
  const from = BP.map.layerPointToLatLng(place.anchor);
  const line = L.polyline([from, latLng], {
    renderer: BP.renderers.ask,
    pane: "bp-ask",
    interactive: false,
    weight: 1.2,
    className: "bp-leader",
  });
  const dot = L.circleMarker(from, {
    renderer: BP.renderers.ask,
    pane: "bp-ask",
    interactive: false,
    radius: 2.5,
    weight: 1,
    fill: true,
    fillOpacity: 1,
    className: "bp-anchor",
  });
  for (const layer of [line, dot]) {
    layer.addTo(group);
    shown.markers.push([layer, group]);
  }
}

function openGroup(ports) {
  const box = L.latLngBounds(ports.map((port) => [port.lat, port.lon]));
  const zoom = Math.min(BP.map.getBoundsZoom(box.pad(0.35)), 13);
  BP.map.setView(box.getCenter(), Math.max(zoom, BP.map.getZoom() + 1.5), { animate: !BP.calm() });
}

/* Dams, river points and crossings not counted, of the layers that are switched on. */
function others() {
  const { points, not_counted: left } = BP.groups;
  const kinds = [
    [BP.data.river_points, BP.config.points.river_point, points, BP.showRiverPoint],
    [BP.data.not_counted, BP.config.points.not_counted, left, BP.showNotCounted],
  ];
  return kinds.flatMap(([rows, symbol, group, open]) =>
    BP.map.hasLayer(group)
      ? rows.filter((row) => row.lat !== null).map((row) => ({ row, symbol, group, open }))
      : [],
  );
}

/* Steps from a place to spots around it, nearer ones first. */
const BESIDE = [[0, 0]].concat(
  ...[28, 44, 60].map((far) =>
    [90, 45, 135, 270, 315, 225, 0, 180].map((degrees) => {
      const angle = (degrees * Math.PI) / 180;
      return [far * Math.cos(angle), far * Math.sin(angle)];
    }),
  ),
);

const clear = (place) => {
  const { x, y } = place.at;
  return !BP.boxes.some(
    (box) => x > box[0] - 13 && x < box[2] + 13 && y > box[1] - 13 && y < box[3] + 13,
  );
};

BP.drawSymbols = () => {
  for (const [layer, group] of shown.markers) group.removeLayer(layer);
  shown.markers = [];
  BP.boxes = [];
  const ports = BP.map.hasLayer(BP.groups.ports) ? BP.visiblePorts() : [];
  if (BP.map.getZoom() >= FAN_ZOOM) {
    const places = fanned(ports, others());
    places
      .filter((place) => place.ports)
      .reverse()
      .forEach(placePorts);
    places.filter((place) => place.other).forEach(placeOther);
  } else {
    grouped(ports).reverse().forEach(placePorts);
    for (const other of others()) {
      const anchor = BP.map.latLngToLayerPoint([other.row.lat, other.row.lon]);
      const place = BESIDE.map((step) => ({ other, anchor, at: anchor.add(step) })).find(clear);
      if (place) placeOther(place);
    }
  }
  BP.markReachable();
};

/* Where the symbol of a port stands: beside its place where symbols are fanned out. */
BP.symbolPlace = (port) => {
  const own = shown.markers.find(([layer]) => layer.getElement().dataset?.ports === port.id);
  return own ? own[0].getLatLng() : L.latLng(port.lat, port.lon);
};

/* Symbols outside the view are not stops of the Tab key; those in it come from west to east. */
BP.markReachable = () => {
  const view = BP.map.getBounds();
  for (const [layer] of shown.markers) {
    if (layer instanceof L.Marker)
      layer.getElement().tabIndex = view.contains(layer.getLatLng()) ? 0 : -1;
  }
};
