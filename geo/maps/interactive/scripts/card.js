/** What opens at a symbol: built of elements and text, never of markup from the data. */

import { el } from "./dom.js";

/**
 * Return a list of facts; rows without a value are left out.
 *
 * @param {([string, string | null | undefined] | null)[]} rows
 */
export function facts(rows) {
  const list = el("dl", { class: "bp-facts" });
  for (const row of rows) {
    if (!row?.[1]) continue;
    list.append(el("div", {}, el("dt", {}, row[0]), el("dd", {}, row[1])));
  }
  return list;
}

/**
 * Open a card at a place. Escape closes it, and the focus goes back to where it was.
 *
 * @param {L.Map} map
 * @param {L.LatLngExpression} place
 * @param {(Node | null)[]} content
 * @param {{close: string, className?: string}} options `close` names the button that closes it
 */
export function openCard(map, place, content, { close, className = "" }) {
  const card = new L.Popup({
    className: `bp-popup ${className}`,
    maxWidth: 330,
    minWidth: 220,
    autoPanPadding: [24, 24],
    closeButton: false,
    keepInView: false,
    offset: [0, -14],
  }).setLatLng(place);
  const before = document.activeElement;
  const shut = () => {
    map.closePopup(card);
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  };
  const button = el("button", { class: "bp-close", "aria-label": close, onclick: shut }, "×");
  button.type = "button";
  const box = el("div", { class: "bp-card" }, button, ...content);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") shut();
  });
  card.setContent(box);
  card.openOn(map);
  return card;
}
