/** The map alone on the screen, with larger names, for a room. */

import { Panel } from "../scripts/panel.js";

const SCALE = 1.4;

export class Present extends Panel {
  listen() {
    this.button = this.part("button", "bp-present");
    this.button.addEventListener("click", () => this.begin());
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement) this.end();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.end();
    });
  }

  async begin() {
    document.documentElement.classList.add("bp-presenting");
    this.show(SCALE);
    this.map.getContainer().focus({ preventScroll: true });
    /* Where the browser does not give the whole screen, the window has to do. */
    await document.documentElement.requestFullscreen?.().catch(() => null);
  }

  end() {
    if (!document.documentElement.classList.contains("bp-presenting")) return;
    document.documentElement.classList.remove("bp-presenting");
    if (document.fullscreenElement) document.exitFullscreen();
    this.show(1);
    this.button?.focus({ preventScroll: true });
  }

  /** @param {number} scale */
  show(scale) {
    this.scene.scale = scale;
    this.map.invalidateSize({ animate: false });
    this.scene.refresh();
  }
}
