/** A page that names are written on: how large each is, and where it stands in the layout. */

import { boxAbout, boxesOfTurned } from "./boxes.js";
import { Grid } from "./grid.js";
import { Placer } from "./placer.js";
import { symbolSize, typeOf } from "./styles.js";

/** @typedef {import("./boxes.js").Spot} Spot */
/** @typedef {import("./grouping.js").Port} Port */
/** @typedef {import("./port_names.js").Text} Text */
/** @typedef {import("./view_types.js").View} View */
/** @typedef {import("./view_types.js").Layout} Layout */

const NARROW_PX = 600;
const LINES_GAP = 1;

export class Writing {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.isNarrow = view.width < NARROW_PX;
    this.scale = view.scale ?? 1;
    this.size = Math.max(symbolSize(view.zoom, this.isNarrow), view.least ?? 0) * this.scale;
    this.grid = new Grid(view.width, view.height);
    const countries = ["", ...view.regions.map(({ country }) => country)];
    const countryOf = (/** @type {number} */ region) => countries[region] ?? "";
    this.placer = new Placer(this.grid, { ...view, countryOf });
    /** @type {Layout} */
    this.found = {
      size: this.size,
      scale: this.scale,
      symbols: [],
      rows: [],
      leaders: [],
      dots: [],
      rings: [],
      names: [],
    };
  }

  /**
   * Return a text with its size.
   *
   * @param {string} kind
   * @param {string} text lines parted by a line feed
   * @returns {Text}
   */
  text(kind, text) {
    const type = typeOf(kind, this.view.zoom, this.isNarrow, this.scale);
    const lines = text.split("\n");
    const width = Math.max(...lines.map((line) => this.view.measure(line, type)));
    return { text, size: [Math.ceil(width) + 4, lines.length * type.height + LINES_GAP] };
  }

  /**
   * Write a name and keep its place free.
   *
   * @param {string} kind
   * @param {Text} name
   * @param {Spot} middle
   * @param {{angle?: number, ground?: string, ports?: string[], isTaken?: boolean, at?: number}}
   *   [more] `at`: where its port stands, pixels from the left
   */
  write(kind, name, { x, y }, more = {}) {
    if (name.below) {
      this.writeLines(kind, name, { x, y }, more);
      return;
    }
    const {
      text,
      size: [width, height],
    } = name;
    const { angle = 0, ground, ports, isTaken } = more;
    const boxes = boxesOfTurned({ x, y }, width, height, angle);
    if (!isTaken) this.placer.take({ boxes, leaders: [], cost: 0 });
    const under = ground ?? this.placer.countryUnder(boxAbout(x, y, 2, 2)) ?? "";
    this.found.names.push({ kind, text, x, y, width, height, angle, ground: under, boxes, ports });
  }

  /**
   * Write a name of two lines, which begin or end on the side of their port.
   *
   * @param {string} kind
   * @param {Text} name
   * @param {Spot} middle
   * @param {Parameters<Writing["write"]>[3]} more
   */
  writeLines(kind, { text, size: [width, height], below }, { x, y }, more = {}) {
    const { at = x } = more;
    const way = at <= x - width / 2 ? -1 : at >= x + width / 2 ? 1 : 0;
    const lines = [{ kind, line: this.text(kind, text) }];
    if (below) lines.push({ kind: "modes", line: below });
    let top = y - height / 2;
    for (const { kind: own, line } of lines) {
      const [w, h] = line.size;
      this.write(own, line, { x: x + (way * (width - w)) / 2, y: top + h / 2 }, more);
      top += h;
    }
  }

  /** Return a name with the port's modes below it. @param {Text} name @param {Port} port */
  withModes(name, { modes }) {
    if (!modes) return name;
    const below = this.text("modes", modes);
    const size = /** @type {[number, number]} */ ([
      Math.max(name.size[0], below.size[0]),
      name.size[1] + below.size[1],
    ]);
    return { ...name, size, below };
  }
}
