/** The key of the symbols, with the number of ports that show. */

import { Panel } from "../scripts/panel.js";
import { say } from "../scripts/texts.js";

export class MapKey extends Panel {
  listen() {
    for (const name of ["ready", "filtered"]) this.scene.addEventListener(name, () => this.count());
  }

  count() {
    const title = this.part("p", "bp-map-key-title");
    title.textContent = say(this.settings.texts.key_title, { n: this.scene.visiblePorts().length });
  }
}
