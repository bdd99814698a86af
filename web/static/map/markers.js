/* The ports as symbols: joined where they would overlap, fanned out with leaders close up. */
"use strict";
(function () {
  const BP = window.BorderPorts;
  const APART = 27;
  const JOIN = 30;
  const FAN_ZOOM = 9.75;
  const shown = { markers: [], leaders: [] };
  BP.boxes = [];

  /* Ports follow one another along the line, so neighbours on the map are neighbours in order. */
  function grouped(ports) {
    const groups = [];
    for (const port of ports) {
      const at = BP.map.latLngToLayerPoint([port.lat, port.lon]);
      const last = groups[groups.length - 1];
      if (last && last.at.distanceTo(at) < JOIN) {
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
        if (groups[i].at.distanceTo(groups[j].at) < APART) {
          const ports = groups[i].ports.concat(groups[j].ports);
          groups.splice(j, 1);
          groups[i] = { ports, at: L.point(mean(ports, "x"), mean(ports, "y")) };
          return merged(groups);
        }
      }
    }
    return groups;
  }

  function fanned(ports) {
    const places = ports.map((port) => {
      const anchor = BP.map.latLngToLayerPoint([port.lat, port.lon]);
      return { ports: [port], anchor, at: anchor.clone() };
    });
    for (let turn = 0; turn < 120; turn += 1) {
      let moved = false;
      for (let i = 0; i < places.length; i += 1) {
        for (let j = i + 1; j < places.length; j += 1) {
          const [p, q] = [places[i].at, places[j].at];
          let [dx, dy] = [q.x - p.x, q.y - p.y];
          let length = Math.hypot(dx, dy);
          if (length >= APART) continue;
          if (length < 0.01) {
            [dx, dy, length] = [Math.cos(i * 2.4), Math.sin(i * 2.4), 1];
          }
          const push = (APART - Math.min(length, APART) + 0.2) / 2 / length;
          p.x -= dx * push;
          p.y -= dy * push;
          q.x += dx * push;
          q.y += dy * push;
          moved = true;
        }
      }
      if (!moved) break;
    }
    return places;
  }

  function portIcon(port) {
    const symbol = BP.config.symbols[port.crossing_type];
    return L.divIcon({ className: "bp-port", iconSize: [26, 26], html: BP.symbol(symbol, symbol.size + 4) });
  }
  function badgeIcon(count) {
    const disc = BP.el("span", { class: "bp-badge" }, String(count));
    return L.divIcon({ className: "bp-group", iconSize: [30, 30], html: disc });
  }

  function placeMarker(place) {
    const latLng = BP.map.layerPointToLatLng(place.at);
    const single = place.ports.length === 1;
    const port = place.ports[0];
    const icon = single ? portIcon(port) : badgeIcon(place.ports.length);
    const marker = L.marker(latLng, { icon, keyboard: true, riseOnHover: true });
    marker.on("click keypress", (event) => {
      if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
      L.DomEvent.stop(event.originalEvent || event);
      if (single) BP.showPort(port);
      else openGroup(place.ports);
    });
    marker.addTo(BP.groups.ports);
    const label = single
      ? BP.name(port)
      : BP.say("group", { n: place.ports.length, names: place.ports.map(BP.name).join("; ") });
    const element = marker.getElement();
    element.setAttribute("aria-label", label);
    element.setAttribute("title", label);
    element.setAttribute("data-ports", place.ports.map((item) => item.id).join(" "));
    shown.markers.push(marker);
    const half = single ? 12 : 15;
    BP.boxes.push([place.at.x - half, place.at.y - half, place.at.x + half, place.at.y + half]);
    if (place.anchor && place.anchor.distanceTo(place.at) > 3) leader(place, latLng, port);
  }

  function leader(place, latLng, port) {
    const line = L.polyline([[port.lat, port.lon], latLng], {
      renderer: BP.renderers.ask, pane: "bp-ask", interactive: false, weight: 1.2, className: "bp-leader",
    });
    const dot = L.circleMarker([port.lat, port.lon], {
      renderer: BP.renderers.ask, pane: "bp-ask", interactive: false, radius: 2.5, weight: 1,
      fill: true, fillOpacity: 1, className: "bp-anchor",
    });
    for (const layer of [line, dot]) {
      layer.addTo(BP.groups.ports);
      shown.leaders.push(layer);
    }
  }

  function openGroup(ports) {
    const box = L.latLngBounds(ports.map((port) => [port.lat, port.lon]));
    const zoom = Math.min(BP.map.getBoundsZoom(box.pad(0.35)), 13);
    BP.map.setView(box.getCenter(), Math.max(zoom, BP.map.getZoom() + 1.5), { animate: !BP.calm() });
  }

  BP.drawPorts = function () {
    for (const layer of shown.markers.concat(shown.leaders)) BP.groups.ports.removeLayer(layer);
    shown.markers = [];
    shown.leaders = [];
    BP.boxes = [];
    if (!BP.map.hasLayer(BP.groups.ports)) return;
    const ports = BP.visiblePorts();
    const places = BP.map.getZoom() < FAN_ZOOM ? grouped(ports) : fanned(ports);
    places.forEach(placeMarker);
  };

  BP.drawOtherPoints = function () {
    const simple = (group, rows, symbol, open) => {
      for (const row of rows.filter((item) => item.lat !== null)) {
        const icon = L.divIcon({ className: "bp-point", iconSize: [24, 24], html: BP.symbol(symbol, symbol.size + 3) });
        const marker = L.marker([row.lat, row.lon], { icon, keyboard: true, zIndexOffset: -500 });
        marker.on("click keypress", (event) => {
          if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
          L.DomEvent.stop(event.originalEvent || event);
          open(row);
        });
        marker.on("add", () => {
          marker.getElement().setAttribute("aria-label", BP.name(row));
          marker.getElement().setAttribute("title", BP.name(row));
        });
        marker.addTo(group);
      }
    };
    simple(BP.groups.points, BP.data.river_points, BP.config.points.river_point, BP.showRiverPoint);
    simple(BP.groups.not_counted, BP.data.not_counted, BP.config.points.not_counted, BP.showNotCounted);
  };
})();
