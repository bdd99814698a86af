/* The table of the same ports: sorted by its headings, in step with the filters. */
import { BP } from "./base.js";

BP.filterTable = () => {
  const table = document.getElementById("bp-rows");
  const visible = new Set(BP.visiblePorts().map((port) => port.id));
  const count = document.getElementById("bp-count");
  if (count)
    count.textContent = BP.say("shown_of", { shown: visible.size, all: BP.data.ports.length });
  if (!table) return;
  for (const row of table.tBodies[0].rows) row.hidden = !visible.has(row.dataset.port);
};

function sort(table, heading) {
  const column = Number(heading.dataset.column);
  const downward = heading.getAttribute("aria-sort") === "ascending";
  const value = (row) => {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent.trim() : Number(cell.dataset.value);
  };
  const order = new Intl.Collator(BP.config.locale, { numeric: true, sensitivity: "base" });
  const rows = [...table.tBodies[0].rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    const difference = typeof x === "number" ? x - y : order.compare(x, y);
    return downward ? -difference : difference;
  });
  table.tBodies[0].append(...rows);
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", downward ? "descending" : "ascending");
}

BP.listenToTable = () => {
  const table = document.getElementById("bp-rows");
  if (!table) return;
  table.tHead.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) sort(table, button.closest("th"));
  });
  table.tBodies[0].addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const port = BP.portById[button.closest("tr").dataset.port];
    BP.map
      .getContainer()
      .scrollIntoView({ block: "center", behavior: BP.calm() ? "auto" : "smooth" });
    BP.showPort(port, true);
  });
};
