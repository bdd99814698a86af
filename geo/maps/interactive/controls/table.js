/** The table of the same ports: sorted by its headings, in step with the filters. */

import { wantsCalm } from "../scripts/dom.js";
import { Panel } from "../scripts/panel.js";
import { csvOf, geojsonOf, saveFile } from "../scripts/saving.js";

const FILE = "border-ports";

export class PortTable extends Panel {
  listen() {
    this.table = this.part("table", "bp-rows");
    this.table.tHead?.addEventListener("click", ({ target }) => {
      const heading = target instanceof Element ? target.closest("button")?.closest("th") : null;
      if (heading) this.sort(heading);
    });
    this.table.tBodies[0].addEventListener("click", ({ target }) => {
      const row = target instanceof Element ? target.closest("button")?.closest("tr") : null;
      if (row) this.open(row.dataset.port ?? "");
    });
    for (const button of this.root.querySelectorAll("button.bp-save")) {
      button.addEventListener("click", () => this.save(/** @type {any} */ (button).value));
    }
    this.scene.addEventListener("filtered", () => this.filter());
    this.scene.addEventListener("ready", () => this.filter());
  }

  filter() {
    const visible = new Set(this.scene.visiblePorts().map((port) => port.id));
    for (const row of this.table?.tBodies[0].rows ?? []) {
      row.hidden = !visible.has(row.dataset.port ?? "");
    }
  }

  /** Save the ports that the filters leave. @param {string} format */
  save(format) {
    const ports = this.scene.visiblePorts();
    if (format === "csv") saveFile(`${FILE}.csv`, "text/csv", csvOf(ports));
    else saveFile(`${FILE}.geojson`, "application/geo+json", geojsonOf(ports));
  }

  /** @param {string} id */
  open(id) {
    const behavior = wantsCalm() ? "auto" : "smooth";
    this.map.getContainer().scrollIntoView({ block: "center", behavior });
    this.scene.openPort(id, true);
  }

  /** @param {HTMLElement} heading */
  sort(heading) {
    const { table } = this;
    if (!table) return;
    const column = Number(heading.dataset.column);
    const isDownward = heading.getAttribute("aria-sort") === "ascending";
    const order = new Intl.Collator(this.settings.locale, { numeric: true, sensitivity: "base" });
    const rows = [...table.tBodies[0].rows].sort((one, other) => {
      const [x, y] = [one.cells[column], other.cells[column]];
      const [p, q] = [x.dataset.value, y.dataset.value];
      const byNumber = p !== undefined && q !== undefined;
      const difference = byNumber
        ? Number(p) - Number(q)
        : order.compare(x.textContent?.trim() ?? "", y.textContent?.trim() ?? "");
      return isDownward ? -difference : difference;
    });
    table.tBodies[0].append(...rows);
    for (const other of table.tHead?.rows[0].cells ?? []) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", isDownward ? "descending" : "ascending");
  }
}
