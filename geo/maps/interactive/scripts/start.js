/* Puts the map together: called by the script that Folium writes. */
import { BP } from "./base.js";

BP.state = { filters: { mode: "", type: "", state: "", owner: "" }, ask: null, port: null };

BP.setChosen = (id) => {
  BP.state.port = id;
  BP.tell("changed");
};

BP.refresh = () => {
  BP.drawSymbols();
  BP.drawLabels();
  BP.filterTable();
};

BP.shownLayers = () =>
  Object.keys(BP.groups)
    .filter((name) => BP.map.hasLayer(BP.groups[name]))
    .join(",");

function setLayers(names) {
  for (const [name, group] of Object.entries(BP.groups)) {
    if (names.includes(name)) group.addTo(BP.map);
    else group.remove();
    const box = document.querySelector(`input[name="layer"][value="${name}"]`);
    if (box) box.checked = names.includes(name);
  }
}

function listenToLayers() {
  for (const box of document.querySelectorAll('#bp-legend input[name="layer"]')) {
    box.checked = BP.map.hasLayer(BP.groups[box.value]);
    box.addEventListener("change", () => {
      const group = BP.groups[box.value];
      if (box.checked) group.addTo(BP.map);
      else group.remove();
      BP.drawSymbols();
      BP.drawLabels();
      BP.tell("changed");
    });
  }
}

function controls() {
  const { map, config } = BP;
  map.attributionControl.setPrefix("");
  L.control
    .zoom({
      position: "topleft",
      zoomInTitle: config.phrases.zoom_in,
      zoomOutTitle: config.phrases.zoom_out,
    })
    .addTo(map);
  const whole = L.control({ position: "topleft" });
  whole.onAdd = () => {
    const button = BP.el(
      "button",
      {
        type: "button",
        class: "bp-whole",
        title: config.phrases.whole,
        "aria-label": config.phrases.whole,
        onclick: () => wholeBorder(true),
      },
      "⤢",
    );
    L.DomEvent.disableClickPropagation(button);
    return BP.el("div", { class: "leaflet-bar" }, button);
  };
  whole.addTo(map);
  L.control.scale({ position: "bottomleft", maxWidth: 140 }).addTo(map);
  BP.map.attributionControl.addAttribution(
    "IBWC/CILA · US Census Bureau · INEGI · Natural Earth · GeoNames",
  );
}

function wholeBorder(animate) {
  const [west, south, east, north] = BP.config.whole;
  BP.map.fitBounds(
    [
      [south, west],
      [north, east],
    ],
    { animate: animate && !BP.calm() },
  );
}

function show(address) {
  BP.firstLayers = BP.shownLayers();
  if (address.layers !== null) setLayers(address.layers.split(","));
  if (address.view)
    BP.map.setView([address.view[1], address.view[2]], address.view[0], { animate: false });
  else wholeBorder(false);
  BP.useFirst(BP.data);
  BP.drawContext();
  BP.drawLevel("overview");
  if (!address.view && BP.state.filters.state) BP.zoomToState(BP.state.filters.state);
  BP.setFilters({});
  if (BP.portById[address.port]) BP.showPort(BP.portById[address.port]);
  if (address.ask) BP.ask(...address.ask, !address.view);
  BP.refresh();
  BP.followZoom();
  markCloseUp();
}

function listen() {
  BP.map.on("zoomend viewreset", () => {
    BP.drawSymbols();
    BP.followZoom();
  });
  /* Names follow a change of scale at once, and a pan when it rests. */
  BP.map.on("zoomend", BP.drawLabels);
  BP.map.on("moveend", BP.debounced(120, BP.drawLabels));
  BP.map.on("moveend", BP.markReachable);
  BP.map.on("zoomend", markCloseUp);
  listenToLayers();
  BP.listenToClicks();
  BP.listenToSearch();
  BP.listenToTable();
  BP.listenToShare();
  BP.listenToPrint();
  if (document.fonts) {
    document.fonts.ready.then(() => {
      BP.forgetWidths();
      BP.drawLabels();
    });
  }
  if (window.ResizeObserver) {
    new ResizeObserver(() => BP.map.invalidateSize({ animate: false, pan: false })).observe(
      BP.map.getContainer(),
    );
  }
}

/* Context is coarse: from here on it would look wrong beside the exact line. */
const CONTEXT_UNTIL = 9.25;
function markCloseUp() {
  BP.map.getContainer().classList.toggle("bp-close-up", BP.map.getZoom() > CONTEXT_UNTIL);
}

async function read() {
  if (BP.config.data) return BP.config.data.first;
  const answer = await fetch(BP.config.addresses.first);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

BP.start = async (map, groups, config) => {
  document.documentElement.classList.add("js");
  Object.assign(BP, { map, groups, config });
  BP.makePanes();
  controls();
  const note = document.getElementById("bp-loading");
  try {
    BP.data = await read();
  } catch {
    if (note) note.textContent = BP.say("load_failed");
    return;
  }
  BP.portById = Object.fromEntries(BP.data.ports.map((port) => [port.id, port]));
  BP.stateById = Object.fromEntries(BP.data.states.map((state) => [state.id, state]));
  BP.makeIndex();
  show(BP.readAddress());
  listen();
  if (note) note.remove();
  BP.ready = true;
  document.documentElement.dataset.map = "ready";
  performance.mark("map-ready");
};
