/** Where everything stands in a view: symbols, leaders and names, the most important first. */

import { alongLine, visibleRuns } from "./along.js";
import { AreaNames } from "./area_names.js";
import { boxAbout, middleOf, widened } from "./boxes.js";
import { BOUNDARY, LAKE } from "./grid.js";
import { chains, grouped, groupLines, groupName, pairOf, singleNames } from "./grouping.js";
import { placeMoving } from "./moving.js";
import { comb, listFlag, nameSingles, rowFlag } from "./port_names.js";
import { placeTowns, placeTwins, writePairs } from "./towns.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Spot} Spot */
/** @typedef {import("./grouping.js").Port} Port */
/** @typedef {import("./port_names.js").Text} Text */
/** @typedef {{candidate: import("./along.js").Both, options: import("./along.js").Both[], kind: string, texts: Text[]}} Both */
/** @typedef {import("./port_names.js").Row & {group: Port[], text: string}} Flag */
/** @typedef {import("./view_types.js").View} View */
/** @typedef {import("./view_types.js").Layout} Layout */

const MERGE_UNTIL = 6;
/** Zooms: countries along the line, towns as such, lists instead of rows, combs. */
const ALONG_FROM = 7.5;
export const TWINS_FROM = 7.4;
const LISTS_FROM = 9.8;
const COMBS_UNTIL = 7.6;
const STATES_NARROW_FROM = 6;
/** Ports nearer to one another than these pixels, and these sizes of symbols, are a chain. */
const COMB_WITHIN = { px: 34, sizes: 3.6 };
const COMB_LEAST = 4;
/** Orders in which ports take their places, beside five fixed ones. */
const ORDERS = 24;
/** Symbols that bear figures are joined from farther off: none may cover another. */
const FIGURES_APART = 1.9;
const DOT = 2.6;
const MIN_ROOM = ["MX-BCN", "MX-NLE"];
/** Zooms from which modes stand below the names of single ports, and in lists. */
const MODES_FROM = { single: 11, list: 12 };

/**
 * @typedef {object} Way how a view is laid out
 * @property {boolean} [areCountriesFirst] whether the countries come before the ports
 * @property {number} [combed] ports of a chain whose names stand in a list
 * @property {string[]} [statesFirst] ids of states that come before the ports, from afar
 */

/**
 * Return the first result that there is.
 *
 * @template From, Result
 * @param {From[]} things
 * @param {(thing: From) => Result | null} make
 * @returns {Result | null}
 */
function firstOf(things, make) {
  for (const thing of things) {
    const found = make(thing);
    if (found) return found;
  }
  return null;
}

/** One layout of a view, in one way. */
export class Layouter extends AreaNames {
  /** @param {View} view @param {Way} way */
  constructor(view, way) {
    super(view);
    this.way = way;
    this.isMerged = this.isNarrow && view.zoom < MERGE_UNTIL;
    this.paint();
  }

  paint() {
    const { view, grid, placer } = this;
    for (const [i, { rings }] of view.regions.entries()) grid.fillRegion(rings, this.ids[i]);
    for (const rings of view.lakes) grid.fillMark(rings, LAKE);
    for (const { points } of view.boundary) grid.markLine(points, BOUNDARY);
    placer.panels.push(...view.panels);
    for (const { x, y, side } of view.circles ?? []) {
      placer.symbols.push({ id: "", box: boxAbout(x, y, side, side) });
    }
  }

  run() {
    const { zoom, texts } = this.view;
    this.group();
    const areNamed =
      (this.way.areCountriesFirst && this.countriesShortly()) ||
      (zoom >= ALONG_FROM && this.countriesAlong()) ||
      !texts.us;
    if (zoom >= ALONG_FROM) this.boundaryRivers();
    if (zoom >= TWINS_FROM && zoom < LISTS_FROM) this.twins();
    this.labels("volume");
    if (zoom < TWINS_FROM) this.states([...MIN_ROOM, ...(this.way.statesFirst ?? [])]);
    if ((zoom < COMBS_UNTIL || this.way.combed) && !this.isMerged) this.combs();
    this.flags();
    if (zoom < ALONG_FROM) this.boundaryRivers();
    if (zoom >= LISTS_FROM) this.twins();
    this.singlePorts();
    this.keepRows();
    this.keepBoth();
    writePairs(this);
    if (!areNamed) this.countriesAnywhere();
    this.labels("point");
    this.labels("lake", [0]);
    this.states(null);
    this.areas("sea");
    this.labels("river", [0]);
    this.labels("segment");
    placeTowns(this);
    this.centred("county");
    return this.found;
  }

  /** Part the ports in view into groups and singles, and keep their places free. */
  group() {
    const { view, placer, size } = this;
    const inView = view.ports.filter(
      ({ x, y }) => x >= 0 && y >= 0 && x <= view.width && y <= view.height,
    );
    const groups = grouped(inView, view.least ? size * FIGURES_APART : size, this.isMerged);
    this.groups = groups.filter((group) => group.length > 1);
    this.singles = groups.filter((group) => group.length === 1).map(([port]) => port);
    const beyond = view.ports.filter((port) => !inView.includes(port));
    for (const port of [...this.singles, ...beyond])
      this.found.symbols.push({ port, x: port.x, y: port.y });
    for (const { id, x, y } of this.singles) {
      placer.symbols.push({ id, box: boxAbout(x, y, size + 3, size + 3) });
    }
    for (const { id, x, y } of this.groups.flat()) {
      placer.symbols.push({ id, box: boxAbout(x, y, 2 * DOT, 2 * DOT) });
    }
    /** @type {Flag[]} rows whose places are not final */
    this.rows = [];
    /** @type {Both[]} pairs of names along the line whose places are not final */
    this.both = [];
    /** @type {import("./towns.js").Pair[]} pairs of towns whose places are not final */
    this.pairs = [];
    this.named = new Set(
      this.groups.filter(() => view.zoom < LISTS_FROM).flatMap((group) => group.map(pairOf)),
    );
  }

  /** @param {string} [kind] */
  countriesAlong(kind = "country") {
    const { us, mx } = this.view.texts;
    if (!us) return false;
    const [north, south] = [this.text(kind, us), this.text(kind, mx)];
    return this.along(kind, this.view.boundary, north, south, {
      offset: 8,
      spreads: [26, 70],
      steepest: 69,
    });
  }

  boundaryRivers() {
    const { boundary, texts } = this.view;
    for (const river of new Set(boundary.map((part) => part.river))) {
      const names = texts.rivers[river];
      if (!names) continue;
      const parts = boundary.filter((part) => part.river === river);
      const [north, south] = [
        this.text("boundary_river", names.north),
        this.text("boundary_river", names.south),
      ];
      this.along("boundary_river", parts, north, south, {
        offset: 10,
        spreads: [22, 70],
        steepest: 77,
      });
    }
  }

  /**
   * @param {string} kind
   * @param {import("./along.js").BoundaryPart[]} parts
   * @param {Text} north
   * @param {Text} south
   * @param {{offset: number, spreads: number[], steepest: number}} options
   */
  along(kind, parts, north, south, options) {
    const { width, height } = this.view;
    const runs = visibleRuns(
      parts.map(({ points }) => points),
      width,
      height,
    );
    const names = { north: north.size, south: south.size, ...options };
    const ports = [...(this.singles ?? []), ...(this.groups ?? []).flat()];
    const found = alongLine(this.placer, runs, names, ports);
    if (!found) return false;
    this.placer.take(found.candidate);
    this.both.push({ ...found, kind, texts: [north, south] });
    return true;
  }

  twins() {
    placeTwins(this);
  }

  combs() {
    const isOnly = this.onlyOnes();
    const within = Math.max(COMB_WITHIN.px, COMB_WITHIN.sizes * this.size);
    const least = this.way.combed ?? COMB_LEAST;
    for (const chain of chains(this.singles ?? [], within, least)) {
      const names = chain.map((port) =>
        this.text("port", singleNames(port, isOnly(port), true)[0]),
      );
      const found = comb(this.placer, chain, names);
      if (!found) continue;
      const ids = new Set(chain.map(({ id }) => id));
      this.singles = this.singles?.filter(({ id }) => !ids.has(id));
      this.keep(found, chain);
    }
  }

  /** @returns {(port: Port) => boolean} whether no other port has the same pair of towns */
  onlyOnes() {
    const pairs = this.view.ports.map(pairOf);
    return (port) => pairs.filter((pair) => pair === pairOf(port)).length === 1;
  }

  flags() {
    const { view, placer, size, isNarrow } = this;
    const ordered = [...(this.groups ?? [])].sort((p, q) => q.length - p.length);
    for (const group of ordered) {
      const names = group.map((port) => this.text("port", port.short));
      const both = group.map((port, i) => this.withModes(names[i], port));
      const tried = view.zoom >= MODES_FROM.list ? [both, names] : [names];
      const list =
        view.zoom >= LISTS_FROM
          ? firstOf(tried, (one) => listFlag(placer, group, one, { size }))
          : null;
      if (list) this.keep(list, group);
      else this.row(group, isNarrow);
    }
  }

  /** @param {Port[]} group @param {boolean} isNarrow */
  row(group, isNarrow) {
    const texts = this.isMerged
      ? groupLines(group, this.view.texts)
      : [groupName(group, this.view.texts)];
    const lines = texts.map((text) => this.text("flag", text));
    const options = { size: this.size, isNarrow, movable: this.movable() };
    const shown =
      rowFlag(this.placer, group, lines, options) ?? rowFlag(this.placer, group, [], options);
    if (shown) {
      this.rows.push(Object.assign(shown, { group, text: texts.join(" · ") }));
      return;
    }
    /* Without room anywhere symbols stand at their places, one on another. */
    for (const port of group) this.found.symbols.push({ port, x: port.x, y: port.y });
  }

  /** @param {import("./port_names.js").Standing} standing @param {Port[]} group */
  keep({ drawn, written, leaders }, group) {
    this.found.symbols.push(...drawn);
    this.found.leaders.push(...leaders);
    if (drawn.length) this.found.dots.push(...group.map(({ x, y }) => ({ x, y })));
    const isEach = written.length === group.length && written.length > 1;
    written.forEach(({ kind, text, box }, i) => {
      const size = /** @type {[number, number]} */ ([box[2] - box[0], box[3] - box[1]]);
      const port = isEach ? (drawn[i]?.port ?? group[i]) : null;
      const ports = port ? [port.id] : group.map(({ id }) => id);
      const at = drawn[i]?.x;
      this.write(kind, { ...text, size }, middleOf(box), { ports, isTaken: true, at });
    });
  }

  singlePorts() {
    const isOnly = this.onlyOnes();
    const isFar = this.view.zoom < LISTS_FROM - 1.2;
    const isClose = this.view.zoom >= MODES_FROM.single;
    const singles = (this.singles ?? []).map((port) => {
      const names = singleNames(port, isOnly(port), isFar).map((text) => this.text("port", text));
      return { port, names: isClose ? [this.withModes(names[0], port), ...names] : names };
    });
    const options = { size: this.size, orders: ORDERS, chosen: this.view.chosen };
    const { named, unnamed } = nameSingles(this.placer, singles, options);
    for (const { port, options } of unnamed) {
      const candidate = placeMoving(this.placer, options, [...named, ...this.movable()]);
      if (candidate) named.push({ port, candidate, options });
    }
    for (const { port, candidate } of named) {
      this.found.leaders.push(...candidate.leaders);
      const { text, box } = candidate;
      const more = { ports: [port.id], isTaken: true, at: port.x };
      this.write("port", text, middleOf(box), more);
    }
  }

  movable() {
    return [...this.rows, ...this.pairs, ...this.both];
  }

  /** Write the names along the line where they stand for good. */
  keepBoth() {
    for (const { candidate, kind, texts } of this.both) {
      const { north, south } = candidate;
      const isTaken = true;
      this.write(kind, texts[0], north.middle, { angle: north.angle, ground: "US", isTaken });
      this.write(kind, texts[1], south.middle, { angle: south.angle, ground: "MX", isTaken });
    }
    this.both = [];
  }

  /** Write the rows where they stand for good. */
  keepRows() {
    for (const { candidate, standingAt, group, text } of this.rows) {
      this.keep(standingAt(candidate), group);
      this.found.rows.push({ ids: group.map(({ id }) => id), box: candidate.box, text });
    }
  }

  /** Name both countries in their areas or, where these are covered, smaller, along the line, shortly. */
  countriesAnywhere() {
    const { us, mx } = this.view.texts;
    if (this.countriesAsAreas([us, mx], ["country", "country_small"])) return;
    if (this.countriesAlong("country_small")) this.keepBoth();
    else this.countriesShortly();
  }

  countriesShortly() {
    const { us_short, mx } = this.view.texts;
    return this.countriesAsAreas([us_short, mx], ["country_small"]);
  }

  /** @param {string[] | null} only ids, `null` for all that are not named yet */
  states(only) {
    if (this.isNarrow && this.view.zoom < STATES_NARROW_FROM) return;
    this.areas("state", only);
  }

  /** Write names at their very places, where nothing stands. @param {string} kind */
  centred(kind) {
    for (const label of this.view.labels.filter((one) => one.kind === kind)) {
      const text = this.text(kind, label.text);
      const box = boxAbout(label.x, label.y, ...text.size);
      const candidate = { boxes: [box], leaders: [], cost: 0 };
      const { placer } = this;
      if (!placer.isOpen(box) || !placer.isOffSymbols(box) || !placer.isFree(candidate)) continue;
      this.write(kind, text, label);
    }
  }

  /** @param {string} kind @param {number[]} [distances] pixels; a leader leads to what is beyond 0 */
  labels(kind, distances = [0, 14, 26]) {
    /* A river or lake has several places for its name, of which one is enough. */
    const named = new Set();
    const isWater = kind === "river" || kind === "lake";
    for (const label of this.view.labels.filter((one) => one.kind === kind)) {
      if (named.has(label.text)) continue;
      const text = this.text(kind, label.text);
      const options = { distances, gap: label.gap, own: [] };
      const found = this.placer.first(this.placer.about(label, text.size, options));
      if (!found) continue;
      if (isWater) named.add(label.text);
      this.found.leaders.push(...found.leaders);
      this.placer.take(found);
      this.write(kind, text, middleOf(widened(found.boxes[0], 0)), { isTaken: true });
    }
  }
}
