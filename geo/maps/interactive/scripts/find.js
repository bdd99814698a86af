/* Search over names in both languages, and filters that map and table share. */
import { BP } from "./base.js";

const { el } = BP;
const MOST = 9;
let index = [];
let hits = [];
let chosen = -1;

BP.visiblePorts = () => {
  const { mode, type, state, owner } = BP.state.filters;
  return BP.data.ports.filter(
    (port) =>
      (!mode || port.modes.includes(mode)) &&
      (!type || port.crossing_type === type) &&
      (!state || port.us_state === state || port.mx_state === state) &&
      (!owner ||
        [port.us_owner, port.us_operator, port.mx_owner, port.mx_operator].includes(owner)),
  );
};

BP.makeIndex = () => {
  const entry = (kind, thing, words, open) => ({
    kind,
    label: thing,
    words: BP.plain(words.filter(Boolean).join(" ")),
    open,
  });
  index = [
    ...BP.data.ports.map((port) =>
      entry(
        "port",
        BP.name(port),
        [
          port.name.en,
          port.name.es,
          port.us_city,
          port.mx_city,
          ...(port.other_names || []),
          port.cbp_port_code,
        ],
        () => BP.showPort(port),
      ),
    ),
    ...BP.data.states.map((state) =>
      entry("state", BP.name(state), [state.name.en, state.name.es, state.id], () =>
        BP.zoomToState(state.id),
      ),
    ),
    ...BP.data.river_points.map((row) =>
      entry("point", BP.name(row), [row.name.en, row.name.es], () => {
        BP.map.setView([row.lat, row.lon], 12, { animate: false });
        BP.showRiverPoint(row);
      }),
    ),
    ...BP.data.context.towns.map((town) =>
      entry("town", town.name, [town.name], () =>
        BP.map.setView([town.lat, town.lon], 11, { animate: false }),
      ),
    ),
  ];
};

function found(text) {
  const words = BP.plain(text).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const rank = (item) =>
    (BP.plain(item.label).startsWith(words[0]) ? 0 : 1) +
    { port: 0, state: 0, point: 2, town: 3 }[item.kind];
  return index
    .filter((item) => words.every((word) => item.words.includes(word)))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MOST);
}

function show(input, list) {
  hits = found(input.value);
  chosen = -1;
  list.replaceChildren(
    ...hits.map((hit, i) =>
      el(
        "li",
        { role: "option", id: `bp-hit-${i}`, "aria-selected": "false" },
        hit.label,
        el("span", { class: "bp-soft" }, ` ${BP.say(`kind_${hit.kind}`)}`),
      ),
    ),
  );
  const open = input.value.trim() !== "";
  if (open && !hits.length) {
    list.append(
      el(
        "li",
        { role: "option", "aria-disabled": "true", "aria-selected": "false" },
        BP.say("find_none"),
      ),
    );
  }
  list.hidden = !open;
  input.setAttribute("aria-expanded", String(open));
  input.removeAttribute("aria-activedescendant");
}

function mark(input, list, next) {
  chosen = (next + hits.length) % hits.length;
  [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === chosen)));
  input.setAttribute("aria-activedescendant", `bp-hit-${chosen}`);
  list.children[chosen].scrollIntoView({ block: "nearest" });
}

function close(input, list) {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function take(input, list, i) {
  const hit = hits[i];
  if (!hit) return;
  input.value = hit.label;
  close(input, list);
  hit.open();
}

BP.listenToSearch = () => {
  const input = document.getElementById("bp-q");
  const list = document.getElementById("bp-hits");
  if (!input) return;
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": "bp-hits",
    "aria-autocomplete": "list",
  }))
    input.setAttribute(name, value);
  input.addEventListener("input", () => show(input, list));
  input.addEventListener("keydown", (event) => {
    const keys = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in keys && hits.length && !list.hidden) {
      event.preventDefault();
      mark(
        input,
        list,
        chosen < 0 && event.key === "ArrowUp" ? hits.length - 1 : chosen + keys[event.key],
      );
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(input, list, Math.max(chosen, 0));
    } else if (event.key === "Escape") close(input, list);
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) take(input, list, [...list.children].indexOf(item));
  });
  input.addEventListener("blur", () => close(input, list));
  listenToFilters(document.getElementById("bp-form"));
};

function listenToFilters(form) {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    if (event.target.name in BP.state.filters) {
      BP.setFilters({ [event.target.name]: event.target.value });
      if (event.target.name === "state" && event.target.value) BP.zoomToState(event.target.value);
    }
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    document.getElementById("bp-q").value = "";
    BP.setFilters({ mode: "", type: "", state: "", owner: "" });
  });
}

BP.setFilters = (filters) => {
  Object.assign(BP.state.filters, filters);
  const form = document.getElementById("bp-form");
  if (form) {
    for (const [name, value] of Object.entries(BP.state.filters)) form.elements[name].value = value;
  }
  BP.map.closePopup();
  BP.refresh();
  if (BP.state.ask) BP.ask(...BP.state.ask);
  BP.tell("changed");
};

/* The part of a state along the boundary with its ports, rather than the whole state. */
BP.zoomToState = (id) => {
  const ports = BP.data.ports.filter((port) => port.us_state === id || port.mx_state === id);
  const box = L.latLngBounds(ports.map((port) => [port.lat, port.lon]));
  BP.map.fitBounds(box.pad(0.12), { animate: false, maxZoom: 11 });
};
