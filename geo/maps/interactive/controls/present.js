/** The map alone on the screen, with larger names, for a room: view by view, as an agenda keeps them. */

import { Panel } from "../scripts/panel.js";
import { say } from "../scripts/texts.js";

const SCALE = 1.4;
/** Keys of the hand-held things that turn slides. */
const STEPS = new Map([
  ["PageDown", 1],
  ["PageUp", -1],
]);

export class Present extends Panel {
  listen() {
    this.button = this.part("button", "bp-present");
    this.bar = this.part("div", "bp-agenda");
    this.place = this.part("span", "bp-agenda-place");
    /** @type {number} of the view that shows, from 0; -1 before the first */
    this.at = -1;
    const onClick = (/** @type {string} */ name, /** @type {() => void} */ act) =>
      this.part("button", name).addEventListener("click", act);
    onClick("bp-present", () => this.begin());
    onClick("bp-agenda-back", () => this.go(-1));
    onClick("bp-agenda-next", () => this.go(1));
    onClick("bp-agenda-keep", () => this.keep());
    onClick("bp-agenda-clear", () => this.setAgenda([]));
    onClick("bp-agenda-end", () => this.end());
    L.DomEvent.disableClickPropagation(this.bar);
    this.map.getContainer().append(this.bar);
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement) this.end();
    });
    document.addEventListener("keydown", (event) => this.onKey(event));
  }

  get isOn() {
    return document.documentElement.classList.contains("bp-presenting");
  }

  async begin() {
    document.documentElement.classList.add("bp-presenting");
    this.at = -1;
    this.tellPlace();
    this.show(SCALE);
    if (this.scene.agenda.length) this.go(1);
    this.map.getContainer().focus({ preventScroll: true });
    /* Where the browser does not give the whole screen, the window has to do. */
    await document.documentElement.requestFullscreen?.().catch(() => null);
  }

  end() {
    if (!this.isOn) return;
    document.documentElement.classList.remove("bp-presenting");
    if (this.bar) this.bar.hidden = true;
    if (document.fullscreenElement) document.exitFullscreen();
    this.show(1);
    this.button?.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (!this.isOn) return;
    if (event.key === "Escape") this.end();
    const step = STEPS.get(event.key);
    if (!step) return;
    event.preventDefault();
    this.go(step);
  }

  /** Show the view that many steps on, if there is one. @param {number} step */
  go(step) {
    const next = Number(this.at) + step;
    const [zoom, lat, lon] = this.scene.agenda[next] ?? [];
    if (zoom === undefined || lat === undefined || lon === undefined) return;
    this.at = next;
    this.map.setView([lat, lon], zoom, { animate: false });
    this.tellPlace();
  }

  /** Keep the view that shows as the last of the agenda. */
  keep() {
    const { lat, lng } = this.map.getCenter();
    this.at = this.scene.agenda.length;
    this.setAgenda([...this.scene.agenda, [this.map.getZoom(), lat, lng]]);
  }

  /** @param {import("../scripts/address.js").View[]} agenda */
  setAgenda(agenda) {
    this.scene.agenda = agenda;
    if (!agenda.length) this.at = -1;
    this.tellPlace();
    this.scene.tell("changed");
  }

  /** Say which view shows, and offer what can be done with the agenda. */
  tellPlace() {
    const { bar, place, at = -1 } = this;
    const { length } = this.scene.agenda;
    if (!bar || !place) return;
    bar.hidden = false;
    const { agenda_place: words } = this.settings.texts;
    place.textContent = at >= 0 ? say(words, { n: at + 1, all: length }) : "";
    /** @type {[string, boolean][]} */
    const parts = [
      ["bp-agenda-back", length > 1],
      ["bp-agenda-next", length > 1],
      ["bp-agenda-clear", length > 0],
    ];
    for (const [name, isShown] of parts) {
      const button = bar.querySelector(`.${name}`);
      if (button instanceof HTMLElement) button.hidden = !isShown;
    }
  }

  /** @param {number} scale */
  show(scale) {
    this.scene.scale = scale;
    this.map.invalidateSize({ animate: false });
    this.scene.refresh();
  }
}
