/* Click to ask: where a place is and which ports are nearest; and measuring along points. */
import { BP } from "./base.js";

const { el } = BP;
const drawn = { lines: null, measure: null, points: [] };

function localPlace(lon, lat) {
  const shapes = BP.levels[BP.level];
  const inOf = (from) => BP.data.states.find((row) => BP.inArea(lon, lat, from.states[row.id]));
  const state = inOf(shapes) || inOf(BP.levels.web || BP.levels.overview);
  const foot = BP.foot(lon, lat, shapes.boundary);
  const km = BP.geodesic(lon, lat, foot.lon, foot.lat).km;
  return {
    state: state ? state.id : null,
    side: state ? state.country : null,
    distance_km: km,
    nearest_lon: foot.lon,
    nearest_lat: foot.lat,
    in_la_paz_zone: km <= 100,
    river_segment: null,
    approximate: true,
  };
}

async function locate(lon, lat) {
  const { locate: address } = BP.config.links;
  if (!address) return localPlace(lon, lat);
  try {
    const answer = await fetch(`${address}?lon=${lon}&lat=${lat}`, {
      signal: AbortSignal.timeout(4000),
    });
    return answer.ok ? await answer.json() : localPlace(lon, lat);
  } catch {
    return localPlace(lon, lat);
  }
}

function placeLines(place) {
  const { phrases } = BP.config;
  const where = place.state
    ? `${BP.name(BP.stateById[place.state])}, ${phrases[place.side === "US" ? "side_us" : "side_mx"]}`
    : phrases.side_none;
  const rows = [
    [phrases.here, place.on_boundary ? phrases.on_boundary : where],
    [phrases.to_boundary, BP.distance(place.distance_km)],
  ];
  const segment = BP.data.segments.find((row) => row.id === place.river_segment);
  if (segment) rows.push([phrases.layer_segments, BP.name(segment)]);
  const list = BP.facts(rows);
  const zone = el(
    "p",
    { class: "bp-soft" },
    phrases[place.in_la_paz_zone ? "in_la_paz" : "out_la_paz"],
    place.approximate ? `. ${phrases.approximate}.` : ".",
  );
  return [list, zone];
}

function nearestList(found) {
  const list = el("ol", { class: "bp-nearest" });
  for (const { port, km, bearing } of found) {
    list.append(
      el(
        "li",
        {},
        el(
          "button",
          { type: "button", class: "bp-link", onclick: () => BP.showPort(port, true) },
          BP.name(port),
        ),
        el(
          "span",
          { class: "bp-soft" },
          ` ${BP.distance(km)}, ${BP.say("bearing")} ${BP.number(bearing, 0)}°`,
        ),
      ),
    );
  }
  return list;
}

BP.ask = async (lon, lat, fit) => {
  lon = Math.round(BP.wrapped(lon) * 1e5) / 1e5;
  lat = Math.round(lat * 1e5) / 1e5;
  BP.state.ask = [lon, lat];
  BP.tell("changed");
  const found = BP.nearest(lon, lat, BP.visiblePorts(), 3);
  const asked = BP.state.ask;
  const place = await locate(lon, lat);
  if (BP.state.ask !== asked) return;
  drawAnswer(lon, lat, found, place, fit);
  const position = `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
  const answer = document.getElementById("bp-answer");
  if (answer) {
    answer.replaceChildren(
      el("h3", {}, position),
      ...placeLines(place),
      el("h4", {}, BP.say("nearest")),
      nearestList(found),
      el(
        "p",
        { class: "bp-row" },
        el("button", { type: "button", onclick: BP.clearAsk }, BP.say("clear")),
      ),
    );
  }
  if (!answer || window.matchMedia("(max-width: 800px)").matches) {
    BP.popup(
      [lat, lon],
      [el("h2", {}, position), ...placeLines(place), nearestList(found)],
      "bp-popup-ask",
    );
  }
};

function drawAnswer(lon, lat, found, place, fit) {
  if (drawn.lines) drawn.lines.remove();
  const style = { renderer: BP.renderers.ask, pane: "bp-ask", interactive: false };
  drawn.lines = L.featureGroup();
  found.forEach(({ port }, rank) => {
    L.polyline(BP.arc(lon, lat, port.lon, port.lat), {
      ...style,
      weight: rank ? 1.8 : 3,
      className: `bp-asked${rank ? " bp-asked-other" : ""}`,
      dashArray: rank ? "2 5" : null,
    }).addTo(drawn.lines);
  });
  L.polyline(
    [
      [lat, lon],
      [place.nearest_lat, place.nearest_lon],
    ],
    {
      ...style,
      weight: 1.2,
      dashArray: "1 4",
      className: "bp-asked-foot",
    },
  ).addTo(drawn.lines);
  L.circleMarker([lat, lon], {
    ...style,
    radius: 6,
    weight: 3,
    fill: true,
    fillOpacity: 1,
    className: "bp-asked-point",
  }).addTo(drawn.lines);
  drawn.lines.addTo(BP.map);
  const away = found.length && !BP.map.getBounds().contains([found[0].port.lat, found[0].port.lon]);
  if (fit || away)
    BP.map.fitBounds(drawn.lines.getBounds().pad(0.25), { animate: false, maxZoom: 12 });
}

BP.clearAsk = () => {
  BP.state.ask = null;
  if (drawn.lines) drawn.lines.remove();
  drawn.lines = null;
  const answer = document.getElementById("bp-answer");
  if (answer) answer.replaceChildren();
  BP.tell("changed");
};

function endMeasure() {
  BP.measuring = false;
  if (drawn.measure) drawn.measure.remove();
  drawn.measure = null;
  drawn.points = [];
  const button = document.getElementById("bp-measure");
  if (button) button.setAttribute("aria-pressed", "false");
  BP.map.getContainer().classList.remove("bp-measuring");
}

function measureAt({ lat, lng }) {
  drawn.points.push([lat, BP.wrapped(lng)]);
  if (drawn.measure) drawn.measure.remove();
  drawn.measure = L.featureGroup().addTo(BP.map);
  let km = 0;
  const style = {
    renderer: BP.renderers.ask,
    pane: "bp-ask",
    interactive: false,
    className: "bp-measured",
  };
  drawn.points.forEach(([y, x], i) => {
    if (i) {
      const [y0, x0] = drawn.points[i - 1];
      km += BP.geodesic(x0, y0, x, y).km;
      L.polyline(BP.arc(x0, y0, x, y), { ...style, weight: 2.5 }).addTo(drawn.measure);
    }
    L.circleMarker([y, x], { ...style, radius: 4, weight: 2, fill: true, fillOpacity: 1 }).addTo(
      drawn.measure,
    );
  });
  const answer = document.getElementById("bp-answer");
  answer.replaceChildren(
    el("h3", {}, `${BP.say("measured")}: ${BP.distance(km)}`),
    el("p", { class: "bp-soft" }, BP.say("measure_hint")),
  );
}

BP.listenToClicks = () => {
  BP.map.on("click", (event) => {
    if (BP.measuring) measureAt(event.latlng);
    else BP.ask(event.latlng.lng, event.latlng.lat);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && BP.measuring) endMeasure();
  });
  const form = document.getElementById("bp-ask-form");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [lat, lon] = [form.elements.lat, form.elements.lon].map((input) =>
      Number(input.value.trim().replace(",", ".") || NaN),
    );
    const fine = Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
    if (fine) BP.ask(lon, lat, true);
    else document.getElementById("bp-answer").replaceChildren(el("p", {}, BP.say("ask_bad")));
  });
  document.getElementById("bp-near").addEventListener("click", nearMe);
  document.getElementById("bp-measure").addEventListener("click", (event) => {
    if (BP.measuring) return endMeasure();
    BP.clearAsk();
    BP.measuring = true;
    event.currentTarget.setAttribute("aria-pressed", "true");
    BP.map.getContainer().classList.add("bp-measuring");
    document.getElementById("bp-answer").replaceChildren(el("p", {}, BP.say("measure_hint")));
    return undefined;
  });
};

function nearMe() {
  const denied = () =>
    document.getElementById("bp-answer").replaceChildren(el("p", {}, BP.say("near_me_denied")));
  if (!navigator.geolocation) return denied();
  return navigator.geolocation.getCurrentPosition(
    ({ coords }) => BP.ask(coords.longitude, coords.latitude, true),
    denied,
    { timeout: 10000 },
  );
}
