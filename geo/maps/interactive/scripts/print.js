/* A sheet for paper: the map at the sheet's own size with title, date, legend, scale, sources. */
import { BP } from "./base.js";

BP.listenToPrint = () => {
  const paper = document.getElementById("bp-paper");
  const button = document.getElementById("bp-print");
  if (!paper || !button) return;
  const canvas = BP.map.getContainer();
  const home = canvas.parentElement;
  const tools = document.getElementById("bp-paper-tools");
  /* The whole border fills the sheet; a closer view keeps its middle and at least its scale. */
  const fit = (box) => {
    const [west, south, east, north] = BP.config.whole;
    const whole = L.latLngBounds([south, west], [north, east]);
    BP.map.invalidateSize({ animate: false });
    BP.map.fitBounds(box.contains(whole) ? whole : box.pad(-0.08), { animate: false });
  };
  const choose = (box) => {
    paper.dataset.paper = tools.elements.paper.value;
    fit(box);
  };
  const open = () => {
    const box = BP.map.getBounds();
    BP.map.closePopup();
    document.documentElement.classList.add("bp-printing");
    paper.hidden = false;
    document.getElementById("bp-sheet-map").append(canvas);
    document.getElementById("bp-sheet-sub").textContent = subtitle();
    choose(box);
    tools.elements.paper.focus();
  };
  const close = () => {
    const box = BP.map.getBounds();
    document.documentElement.classList.remove("bp-printing");
    paper.hidden = true;
    home.prepend(canvas);
    fit(box);
    button.focus();
  };
  button.addEventListener("click", open);
  document.getElementById("bp-paper-back").addEventListener("click", close);
  tools.elements.paper.addEventListener("change", () => choose(BP.map.getBounds()));
  tools.addEventListener("submit", (event) => {
    event.preventDefault();
    window.print();
  });
  paper.addEventListener("keydown", (event) => event.key === "Escape" && close());
};

function subtitle() {
  const { phrases } = BP.config;
  const { mode, type, state, owner } = BP.state.filters;
  const count = BP.say("shown_of", { shown: BP.visiblePorts().length, all: BP.data.ports.length });
  const said = [
    state && BP.name(BP.stateById[state]),
    mode && phrases.modes_by_id[mode],
    type && phrases.types_by_id[type],
    owner,
  ];
  return [count, ...said.filter(Boolean)].join(" · ");
}
