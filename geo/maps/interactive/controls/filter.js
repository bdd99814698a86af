/** Filters that map, table and question share. */

import { FILTERS } from "../scripts/address.js";
import { Panel } from "../scripts/panel.js";
import { say } from "../scripts/texts.js";

const NONE = { mode: "", type: "", state: "", owner: "", q: "" };

export class FilterPorts extends Panel {
  listen() {
    const { scene } = this;
    const form = this.form();
    form?.addEventListener("submit", (event) => event.preventDefault());
    form?.addEventListener("reset", (event) => {
      event.preventDefault();
      for (const input of form.querySelectorAll("input[type=search]")) {
        if (input instanceof HTMLInputElement) input.value = "";
      }
      scene.setFilters(NONE);
    });
    form?.addEventListener("input", (event) => this.onInput(event));
    this.root.addEventListener("change", (event) => this.onChange(event));
    scene.addEventListener("loaded", () => this.keepPossible());
    scene.addEventListener("filtered", () => this.show());
    scene.addEventListener("ready", () => this.show());
  }

  form() {
    return this.root.closest("form") ?? this.root.querySelector("form");
  }

  /** @param {string} name */
  choice(name) {
    const found = this.root.querySelector(`select[name="${name}"]`);
    return found instanceof HTMLSelectElement ? found : null;
  }

  /**
   * Typing searches; words that the address brought filter no more.
   *
   * @param {Event} event
   */
  onInput({ target }) {
    const isSearch = target instanceof HTMLInputElement && target.name === "q";
    if (isSearch && this.scene.filters.q) this.scene.setFilters({ q: "" });
  }

  /** @param {Event} event */
  onChange({ target }) {
    if (!(target instanceof HTMLSelectElement)) return;
    this.scene.setFilters({ [target.name]: target.value });
    if (target.name === "state" && target.value) this.scene.zoomToState(target.value);
  }

  /** What the address asks for and no choice has is no filter. */
  keepPossible() {
    for (const name of FILTERS) {
      const options = [...(this.choice(name)?.options ?? [])].map((option) => option.value);
      if (!options.includes(this.scene.filters[name])) this.scene.filters[name] = "";
    }
  }

  show() {
    const { scene } = this;
    for (const name of FILTERS) {
      const choice = this.choice(name);
      if (choice) choice.value = scene.filters[name];
    }
    const values = { shown: scene.visiblePorts().length, all: scene.ports().length };
    this.part("span", "bp-count").textContent = say(this.settings.texts.shown_of, values);
  }
}
