/* What opens at a symbol: built of elements and text, never of markup from the data. */
import { BP } from "./base.js";

const { el } = BP;

function facts(rows) {
  const list = el("dl", { class: "bp-facts" });
  for (const [term, value] of rows.filter(Boolean)) {
    if (value === null || value === undefined || value === "") continue;
    list.append(el("div", {}, el("dt", {}, term), el("dd", {}, value)));
  }
  return list;
}

BP.popup = (latLng, content, className) => {
  const found = L.popup({
    className: `bp-popup ${className || ""}`,
    maxWidth: 330,
    minWidth: 220,
    autoPanPadding: [24, 24],
    closeButton: false,
    keepInView: false,
    offset: [0, -14],
  }).setLatLng(latLng);
  const close = el(
    "button",
    {
      type: "button",
      class: "bp-close",
      "aria-label": BP.say("close"),
      onclick: () => BP.map.closePopup(found),
    },
    "×",
  );
  found.setContent(el("div", { class: "bp-card" }, close, ...content));
  found.openOn(BP.map);
  return found;
};

const known = (value) => (value === null || value === "" ? BP.say("not_known") : value);

function hoursOf(port) {
  if (!port.hours) return BP.say("not_known");
  const text = BP.config.hours[port.hours] || port.hours;
  return port.hours_as_of ? `${text} (${BP.say("as_of")} ${port.hours_as_of})` : text;
}

function neighbours(port) {
  const row = el("p", { class: "bp-row bp-next" });
  for (const [key, arrow] of [
    ["pacificward", "←"],
    ["gulfward", "→"],
  ]) {
    const next = BP.portById[port[key]];
    if (!next) continue;
    const km = Math.abs(next.boundary_km - port.boundary_km);
    const label = `${BP.say(key)}: ${BP.name(next)}, ${BP.number(km, 1)} km`;
    const text =
      key === "gulfward" ? `${BP.shortName(next)} ${arrow}` : `${arrow} ${BP.shortName(next)}`;
    row.append(
      el(
        "button",
        {
          type: "button",
          "aria-label": label,
          title: label,
          "data-next": key,
          onclick: () => BP.showPort(next, true),
        },
        text,
      ),
    );
  }
  return row;
}

BP.showPort = (port, focus) => {
  const { phrases, links, symbols } = BP.config;
  const latLng = L.latLng(port.lat, port.lon);
  const state = (id) => BP.name(BP.stateById[id]);
  const other = BP.otherName(port);
  const heading = el(
    "h2",
    { tabindex: "-1" },
    BP.symbol(symbols[port.crossing_type], 18),
    ` ${BP.name(port)}`,
  );
  const rows = [
    [phrases.us_side, `${port.us_city}, ${state(port.us_state)}`],
    [phrases.mx_side, `${port.mx_city}, ${state(port.mx_state)}`],
    [phrases.type, phrases.types_by_id[port.crossing_type]],
    [phrases.modes, port.modes.map((mode) => phrases.modes_by_id[mode]).join(", ")],
    [phrases.hours, hoursOf(port)],
    [phrases.opened, port.opened_year === null ? phrases.not_known : String(port.opened_year)],
    [phrases.river_km, port.river_km === null ? null : BP.distance(port.river_km)],
    port.river_km === null && [
      phrases.boundary_km,
      `${BP.distance(port.boundary_km)} ${phrases.boundary_km_note}`,
    ],
  ];
  const page = links.port
    ? el(
        "p",
        {},
        el(
          "a",
          { href: `${links.port}${encodeURIComponent(port.id)}?lang=${BP.config.lang}` },
          phrases.details,
        ),
      )
    : null;
  bringIntoView(latLng);
  const small = other
    ? el("p", { class: "bp-soft", lang: BP.config.lang === "es" ? "en" : "es" }, other)
    : null;
  const opened = BP.popup(
    BP.symbolPlace(port),
    [heading, small, facts(rows), page, neighbours(port)],
    "bp-popup-port",
  );
  BP.setChosen(port.id);
  opened.on("remove", () => BP.state.port === port.id && BP.setChosen(null));
  if (focus) heading.focus({ preventScroll: true });
};

function bringIntoView(latLng) {
  const zoom = BP.map.getZoom();
  if (zoom < 10 || !BP.map.getBounds().pad(-0.1).contains(latLng)) {
    BP.map.setView(latLng, Math.max(zoom, 11), { animate: false });
  }
}

BP.showRiverPoint = (row) => {
  BP.popup(
    [row.lat, row.lon],
    [
      el("h2", {}, BP.name(row)),
      facts([
        [
          BP.say("river_km"),
          `${BP.number(row.river_km, 1)} km (${BP.number(row.river_mile, 1)} mi)`,
        ],
      ]),
    ],
  );
};

BP.showNotCounted = (row) => {
  const lang = BP.config.lang;
  BP.popup(
    [row.lat, row.lon],
    [
      el("h2", {}, BP.name(row)),
      el("p", { class: "bp-soft" }, known(row[`status_${lang}`])),
      facts([[BP.say("reason"), row[`reason_${lang}`]]]),
    ],
  );
};

BP.facts = facts;
