/* The address keeps view, filters, layers, question and chosen port, so that it can be shared. */
import { BP } from "./base.js";

const FILTERS = ["mode", "type", "state", "owner"];

function parts() {
  const centre = BP.map.getCenter();
  const found = new URLSearchParams();
  found.set(
    "view",
    `${BP.map.getZoom().toFixed(2)}/${centre.lat.toFixed(4)}/${centre.lng.toFixed(4)}`,
  );
  for (const name of FILTERS) if (BP.state.filters[name]) found.set(name, BP.state.filters[name]);
  if (BP.state.ask) found.set("ask", BP.state.ask.join(","));
  if (BP.state.port) found.set("port", BP.state.port);
  const layers = BP.shownLayers();
  if (layers !== BP.firstLayers) found.set("layers", layers);
  return found;
}

/* Once the map is in use its fragment says everything: what the query said at first goes. */
const write = BP.debounced(200, () => {
  const query = new URLSearchParams(location.search);
  for (const name of [...FILTERS, "q", "lon", "lat"]) query.delete(name);
  const rest = query.toString();
  const fragment = parts().toString().replace(/%2F/g, "/").replace(/%2C/g, ",");
  try {
    history.replaceState(null, "", `${location.pathname}${rest ? `?${rest}` : ""}#${fragment}`);
  } catch {
    location.hash = fragment;
  }
  keepInLanguages(fragment);
});

function keepInLanguages(fragment) {
  for (const link of document.querySelectorAll(".languages a")) {
    const address = new URL(link.href);
    for (const name of [...FILTERS, "q", "lon", "lat"]) address.searchParams.delete(name);
    address.hash = fragment;
    link.href = address.href;
  }
}

BP.readAddress = () => {
  const found = new URLSearchParams(location.search);
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) found.set(name, value);
  const options = (name) =>
    [...(document.getElementById("bp-form")?.elements[name]?.options || [])].map(
      (item) => item.value,
    );
  for (const name of FILTERS) {
    const value = found.get(name) || "";
    if (options(name).includes(value)) BP.state.filters[name] = value;
  }
  const view = (found.get("view") || "").split("/").map(Number);
  const asked = found.has("ask")
    ? found.get("ask").split(",").map(Number)
    : found.has("lon") && found.has("lat")
      ? [Number(found.get("lon")), Number(found.get("lat"))]
      : [];
  const right = (lon, lat) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  return {
    view: view.length === 3 && view.every(Number.isFinite) && right(view[2], view[1]) ? view : null,
    ask: asked.length === 2 && right(...asked) ? asked : null,
    port: found.get("port"),
    layers: found.get("layers"),
  };
};

BP.listenToShare = () => {
  BP.on("changed", write);
  BP.map.on("moveend", write);
  const button = document.getElementById("bp-share");
  if (!button) return;
  button.addEventListener("click", async () => {
    const note = document.getElementById("bp-shared");
    try {
      await navigator.clipboard.writeText(location.href);
      note.textContent = BP.say("shared");
    } catch {
      note.textContent = location.href;
    }
  });
};
