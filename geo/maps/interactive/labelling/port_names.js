/** Where the symbols and names of ports stand: in rows, in lists, in combs, or beside their place. */

import { boxAbout, middleOf, segmentsCross } from "./boxes.js";
import { placeMoving } from "./moving.js";
import { Places } from "./places.js";
import { shuffled } from "./shuffle.js";
import { NAME_GAP, SinglePlaces } from "./single_places.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Spot} Spot */
/** @typedef {import("./boxes.js").Segment} Segment */
/** @typedef {import("./grouping.js").Port} Port */
/** @typedef {import("./moving.js").Movable} Movable */
/** @typedef {import("./placer.js").Candidate} Candidate */
/** @typedef {import("./placer.js").Placer} Placer */
/**
 * @typedef {object} Text a name
 * @property {string} text
 * @property {[number, number]} size width and height
 * @property {Text} [below] what stands on a line of its own below it; `size` is that of both
 */
/** @typedef {{port: Port, x: number, y: number}} Drawn where a symbol is drawn */
/** @typedef {{kind: string, text: Text, box: Box}} Written */
/** @typedef {{drawn: Drawn[], written: Written[], leaders: Segment[], box: Box}} Standing */

const FLAG_DISTANCES = [14, 22, 32, 44, 58, 74, 92, 112, 134, 160, 190];
const ROW_GAP = 2.2;
const MAX_ROW = 8;
const MAX_ROW_NARROW = 7;
const MAX_LIST_COST = 170;
const MIN_LIST_ROW = 24;
/** Side of what takes a click. */
const TARGET = 24;
const COMB_ROW = 15;
/** Where a comb is tried: its edge and middle about the middle of its ports. */
const COMB_STEPS = [-1, 1].flatMap((side) =>
  Array.from({ length: 13 }, (_x, i) => 20 * i - 120).flatMap((dx) =>
    Array.from({ length: 21 }, (_y, j) => ({ side, dx, dy: 17 * j - 170 })),
  ),
);
const UNNAMED_COST = 400;
/** Pixels by which the ring about a chosen port widens it. */
const CHOSEN_RING = 16;
const FIXED_SEED = 55;

/** Pixels about a symbol that its target takes. @param {number} size */
const roomAbout = (size) => Math.max(0, (TARGET - size - 3) / 2);

/** @param {Spot[]} spots */
const meanOf = (spots) => ({
  x: spots.reduce((sum, { x }) => sum + x, 0) / spots.length,
  y: spots.reduce((sum, { y }) => sum + y, 0) / spots.length,
});

/** @param {Spot[]} spots */
function innermost(spots) {
  const mean = meanOf(spots);
  const off = (/** @type {Spot} */ { x, y }) => Math.hypot(x - mean.x, y - mean.y);
  return spots.reduce((one, other) => (off(other) < off(one) ? other : one));
}

/** @typedef {{candidate: Candidate & {box: Box}, readonly options: (Candidate & {box: Box})[], standingAt: (candidate: Candidate & {box: Box}) => Standing}} Row */

/**
 * Place a group as a row of symbols under its name, tied to its place by one leader.
 *
 * @param {Placer} placer
 * @param {Port[]} group from west to east
 * @param {Text[]} lines
 * @param {{size: number, isNarrow: boolean, movable: Movable[]}} view `movable`: what may make room
 * @returns {Row | null}
 */
export function rowFlag(placer, group, lines, { size, isNarrow, movable }) {
  const most = isNarrow ? MAX_ROW_NARROW : MAX_ROW;
  const perRow = Math.ceil(group.length / Math.ceil(group.length / most));
  const rows = Math.ceil(group.length / perRow);
  const pitch = size + ROW_GAP;
  const head = lines.reduce((sum, { size: [, h] }) => sum + h, 0);
  const width = Math.max(perRow * pitch, ...lines.map((line) => line.size[0]));
  const own = group.map(({ id }) => id);
  const places = new Places(placer, innermost(group), [width, head + rows * pitch + 2], {
    distances: FLAG_DISTANCES,
    gap: size / 2,
    own,
    room: roomAbout(size),
    ...(isNarrow ? { perSymbol: 12 } : {}),
  });
  const free = places.first((place) => placer.isFree(place));
  if (free) placer.take(free);
  const candidate = free ?? placeMoving(placer, places.all(), movable);
  if (!candidate) return null;
  const standingAt = (/** @type {Candidate & {box: Box}} */ { box, leaders }) => ({
    drawn: drawnInRow(group, perRow, pitch, box, head),
    written: writtenOver(lines, box),
    leaders,
    box,
  });
  return {
    candidate,
    standingAt,
    get options() {
      return places.all();
    },
  };
}

/**
 * @param {Port[]} group
 * @param {number} perRow
 * @param {number} pitch
 * @param {Box} box
 * @param {number} head height of the name above the symbols
 * @returns {Drawn[]}
 */
const drawnInRow = (group, perRow, pitch, [left, top, right], head) =>
  group.map((port, i) => {
    const row = Math.floor(i / perRow);
    const inRow = Math.min(perRow, group.length - row * perRow);
    const x = (left + right) / 2 + ((i % perRow) - (inRow - 1) / 2) * pitch;
    return { port, x, y: top + head + (row + 0.5) * pitch };
  });

/** @param {Text[]} lines @param {Box} box @returns {Written[]} */
function writtenOver(lines, [left, top, right]) {
  let y = top;
  return lines.map((text) => {
    const [w, h] = text.size;
    y += h;
    return { kind: "flag", text, box: boxAbout((left + right) / 2, y - h / 2, w, h) };
  });
}

/**
 * Place a group as a column, each symbol with its own name and leader.
 *
 * @param {Placer} placer
 * @param {Port[]} group
 * @param {Text[]} names one for each port
 * @param {{size: number}} view
 * @returns {Standing | null}
 */
export function listFlag(placer, group, names, { size }) {
  const row = Math.max(MIN_LIST_ROW, size + 4, ...names.map((name) => name.size[1]));
  const width = size + NAME_GAP + 2 + Math.max(...names.map((name) => name.size[0]));
  const anchor = innermost(group);
  const own = group.map(({ id }) => id);
  const options = { distances: FLAG_DISTANCES, gap: size / 2, own, room: roomAbout(size) };
  const isBeside = (/** @type {{box: Box}} */ { box }) =>
    box[2] < anchor.x - size / 2 || box[0] > anchor.x + size / 2;
  const beside = placer.about(anchor, [width, row * group.length], options).filter(isBeside);
  const candidates = beside.map((candidate) => {
    const isLeft = middleOf(candidate.box).x < anchor.x;
    const x = isLeft ? candidate.box[2] - size / 2 : candidate.box[0] + size / 2;
    const way = middleOf(candidate.box).y < anchor.y ? -1 : 1;
    const order = [...group].sort((p, q) => rankInList(p, x, way) - rankInList(q, x, way));
    const leaders = order.map(
      (port, i) => /** @type {Segment} */ ([port.x, port.y, x, candidate.box[1] + (i + 0.5) * row]),
    );
    return { ...candidate, leaders, isLeft, x, order };
  });
  const found = candidates.find(
    (one) =>
      one.cost < MAX_LIST_COST && placer.isFree({ ...one, leaders: one.leaders.map(shortened) }),
  );
  if (!found) return null;
  const { box, isLeft, x, order, leaders } = found;
  const drawn = order.map((port, i) => ({ port, x, y: box[1] + (i + 0.5) * row }));
  const written = drawn.map(({ port, y }) => {
    const text = names[group.indexOf(port)];
    const [w, h] = text.size;
    const middle = isLeft ? x - size / 2 - NAME_GAP - w / 2 : x + size / 2 + NAME_GAP + w / 2;
    return {
      kind: "port",
      text,
      box: boxAbout(middle, y, w, h),
    };
  });
  placer.take({ ...found, leaders: leaders.map(shortened) });
  return { drawn, written, leaders, box };
}

/**
 * Return what ports are sorted by, so that their leaders to a column do not cross: by height; of
 * one height the nearest has the row nearest to the line.
 *
 * @param {Port} port
 * @param {number} x of the column
 * @param {number} way -1 for a column above the ports, 1 for one below
 */
const rankInList = (port, x, way) => Math.round(port.y / 6) + (way * Math.abs(port.x - x)) / 1e4;

/** @param {Segment} line @returns {Segment} without its last pixels, which lie in its own box */
function shortened([x1, y1, x2, y2]) {
  return [x1, y1, x1 + (x2 - x1) * 0.9, y1 + (y2 - y1) * 0.9];
}

/**
 * Place the names of a chain of single ports as a list with a leader to each.
 *
 * @param {Placer} placer
 * @param {Port[]} chain from west to east
 * @param {Text[]} names
 * @returns {Standing | null}
 */
export function comb(placer, chain, names) {
  const row = Math.max(COMB_ROW, ...names.map((name) => name.size[1] - 1));
  const width = Math.max(...names.map((name) => name.size[0]));
  const candidates = combCandidates(placer, chain, width, row);
  const found = candidates.find((one) => placer.isFree(one));
  if (!found) return null;
  placer.take(found);
  const { box, leaders, side } = found;
  const written = chain.map((_port, i) => {
    const text = names[i];
    const [w] = text.size;
    const y = leaders[i][3];
    const left = side < 0 ? box[2] - w : box[0];
    const own = /** @type {Box} */ ([left, y - row / 2, left + w, y + row / 2]);
    return { kind: "port", text, box: own };
  });
  return { drawn: [], written, leaders, box };
}

/** @param {Placer} placer @param {Port[]} chain @param {number} width @param {number} row */
function combCandidates(placer, chain, width, row) {
  const height = row * chain.length;
  /** @type {(Candidate & {box: Box, side: number})[]} */
  const found = [];
  const mean = meanOf(chain);
  for (const { side, dx, dy } of COMB_STEPS) {
    const left = mean.x + dx - (side < 0 ? width : 0);
    const top = mean.y + dy - height / 2;
    const box = /** @type {Box} */ ([left, top, left + width, top + height]);
    const leaders =
      placer.isOpen(box) && placer.isOffSymbols(box) && combLeaders(chain, box, side, row);
    if (!leaders) continue;
    const cost = leaders.reduce((sum, [a, b, c, d]) => sum + Math.hypot(c - a, d - b), 0);
    found.push({ box, boxes: [box], leaders, cost, side });
  }
  return found.sort((one, other) => one.cost - other.cost);
}

/**
 * @param {Port[]} chain
 * @param {Box} box
 * @param {number} side
 * @param {number} row
 * @returns {Segment[] | null}
 */
function combLeaders(chain, box, side, row) {
  const edge = side < 0 ? box[2] + NAME_GAP : box[0] - NAME_GAP;
  const leaders = chain.map(
    ({ x, y }, i) => /** @type {Segment} */ ([x, y, edge, box[1] + (i + 0.5) * row]),
  );
  const isBeside = leaders.every(([x1, , x2]) => (side < 0 ? x1 > x2 - 4 : x1 < x2 + 4));
  return isBeside && isUncrossed(leaders) ? leaders : null;
}

/** @param {Segment[]} leaders */
const isUncrossed = (leaders) =>
  leaders.every((one, i) => leaders.slice(i + 1).every((other) => !segmentsCross(one, other)));

/**
 * @typedef {object} Single a port that stands at its place
 * @property {Port} port
 * @property {Text[]} names the one to try first, then shorter ones
 */
/** @typedef {import("./single_places.js").NameCandidate} NameCandidate */
/** @typedef {{port: Port, candidate: NameCandidate, readonly options: NameCandidate[]}} Named */

/**
 * Name single ports: the best of several orders in which they take their places.
 *
 * @param {Placer} placer
 * @param {Single[]} singles
 * @param {{size: number, orders: number, chosen: string | null}} view
 * @returns {{named: Named[], unnamed: SinglePlaces[]}}
 */
export function nameSingles(placer, singles, { size, orders, chosen }) {
  const sizeOf = (/** @type {Port} */ port) => size + (port.id === chosen ? CHOSEN_RING : 0);
  const choices = singles.map(
    ({ port, names }) => new SinglePlaces(placer, port, names, sizeOf(port)),
  );
  const width = (/** @type {Single} */ { names }) => names[0].size[0];
  const indices = singles.map((_single, i) => i);
  const tried = [
    [...indices].sort((i, j) => choices[i].room - choices[j].room),
    indices,
    [...indices].reverse(),
    [...indices].sort((i, j) => width(singles[j]) - width(singles[i])),
    [...indices].sort((i, j) => singles[i].port.y - singles[j].port.y),
    ...shuffled(indices, orders, FIXED_SEED),
  ];
  const first = (/** @type {number[]} */ order) => {
    const at = order.findIndex((i) => singles[i].port.id === chosen);
    return at > 0 ? [order[at], ...order.filter((_i, j) => j !== at)] : order;
  };
  /** @type {ReturnType<typeof tryOrder>} */
  let best = { cost: Number.POSITIVE_INFINITY, found: [] };
  const least = choices.map((places) => places.leastCost(UNNAMED_COST));
  for (const order of tried) {
    const inTurn = first(order);
    const found = tryOrder(
      inTurn.map((i) => choices[i]),
      inTurn.map((i) => least[i]),
      best.cost,
    );
    if (found.cost < best.cost) best = found;
  }
  for (const { candidate } of best.found) placer.take(candidate);
  const named = best.found.map(({ places, candidate }) => namedOf(places, candidate));
  const ports = new Set(named.map(({ port }) => port));
  return { named, unnamed: choices.filter(({ port }) => !ports.has(port)) };
}

/** @param {SinglePlaces} places @param {NameCandidate} candidate @returns {Named} */
const namedOf = (places, candidate) => ({
  port: places.port,
  candidate,
  get options() {
    return places.options;
  },
});

/**
 * @param {SinglePlaces[]} choices
 * @param {number[]} least what each costs at least
 * @param {number} most cost at which to give up
 */
function tryOrder(choices, least, most) {
  /** @type {{places: SinglePlaces, candidate: NameCandidate}[]} */
  const found = [];
  /* Of what is named already, and at least of all the others. */
  let cost = least.reduce((sum, one) => sum + one, 0);
  for (const [i, places] of choices.entries()) {
    if (cost >= most) break;
    const candidate = places.firstClear(found);
    if (candidate) found.push({ places, candidate });
    cost += (candidate?.cost ?? UNNAMED_COST) - least[i];
  }
  return { cost, found };
}
