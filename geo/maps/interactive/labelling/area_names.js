/** Names written in the free parts of areas: of countries, states and seas. */

import { boxInArea, roomIn } from "./areas.js";
import { middleOf } from "./boxes.js";
import { VALUES } from "./square_sums.js";
import { Writing } from "./writing.js";

const COUNTRIES = ["US", "MX"];
/** Squares of room beyond which more does not count, until a zoom and from it on. */
const NEAR = 7.4;
const CAP = { far: 12, near: 7 };

export class AreaNames extends Writing {
  /** @param {import("./view_types.js").View} view */
  constructor(view) {
    super(view);
    /** Numbers of the regions on the grid: several parts of one share that of the first. */
    this.ids = view.regions.map(({ id }) => view.regions.findIndex((one) => one.id === id) + 1);
    /** @type {Set<string>} regions whose name was tried */
    this.done = new Set();
  }

  /**
   * Name both countries in their areas, both alike; tell whether they found room.
   *
   * @param {string[]} names of the countries
   * @param {string[]} kinds the one to try first, then smaller ones
   */
  countriesAsAreas(names, kinds) {
    const room = this.roomIn(({ country }) => COUNTRIES.indexOf(country) + 1);
    for (const kind of kinds) {
      const [us, mx] = names.map((name, i) =>
        this.inArea(kind, room, i + 1, [name, name.replace(" ", "\n")]),
      );
      if (!us || !mx) continue;
      for (const { text, box } of [us, mx]) this.write(kind, text, middleOf(box));
      return true;
    }
    return false;
  }

  /** @param {string} kind @param {string[] | null} [only] */
  areas(kind, only = null) {
    const { done, ids } = this;
    const wanted = this.view.regions.flatMap(({ id, kind: own, names }, i) =>
      own === kind && names?.length && !done.has(id) && (!only || only.includes(id))
        ? [{ id, names, region: ids[i] }]
        : [],
    );
    if (!wanted.length) return;
    const regions = new Set(wanted.map(({ region }) => region));
    /* Each name lies in its own area: what is free in the others stays free. */
    const room = this.roomIn((_region, number) => (regions.has(number) ? number : 0));
    for (const { id, names, region } of wanted) {
      if (done.has(id)) continue;
      done.add(id);
      const found = this.inArea(kind, room, region, names);
      if (found) this.write(found.kind, found.text, middleOf(found.box));
    }
  }

  /**
   * Return what is free in areas.
   *
   * @param {(region: import("./view_types.js").View["regions"][number], number: number) => number}
   *   areaOf number of the area that a region is part of, 0 for none
   */
  roomIn(areaOf) {
    this.placer.markTaken();
    const areas = new Uint8Array(VALUES);
    this.view.regions.forEach((region, i) => {
      areas[this.ids[i]] = areaOf(region, this.ids[i]);
    });
    return roomIn(this.grid, areas);
  }

  /**
   * @param {string} kind
   * @param {import("./areas.js").Room} room
   * @param {number} area
   * @param {string[]} names
   */
  inArea(kind, room, area, names) {
    const { width, height, zoom } = this.view;
    const options = {
      cap: zoom < NEAR ? CAP.far : CAP.near,
      towards: { x: width / 2, y: height / 2 },
    };
    if (!room.extents.has(area)) return null;
    for (const name of names) {
      for (const own of kind === "state" ? ["state", "state_small"] : [kind]) {
        const text = this.text(own, name);
        const box = boxInArea(this.placer, room, area, { size: text.size, ...options });
        if (box) return { kind: own, text, box };
      }
    }
    return null;
  }
}
