/** Ports whose symbols would cover one another, and how such a group is named. */

/**
 * @typedef {object} Port a port in a view
 * @property {string} id
 * @property {number} x pixels
 * @property {number} y
 * @property {string} us name of the town in the United States, empty if not known
 * @property {string} mx
 * @property {string} us_state
 * @property {string} short name in the reader's language
 * @property {string} [modes] in words
 */
/** @typedef {{more: string, range: string}} Phrases with `{name}` and `{n}`; `{first}`, `{last}` */

/** Symbols nearer than this share of their size are joined: of one pair of towns, of any. */
const SAME_PAIR = 0.92;
const ANY_PAIR = 0.55;
/** On a phone's first view neighbours in one state are joined within this many pixels. */
const NARROW_PX = 16.6;
const MAX_NAMED = 3;
/** Letters of the longest pair of towns that names a port. */
const LONGEST_PAIR = 38;

/** @param {Port} port */
export const pairOf = ({ us, mx }) => `${us}\t${mx}`;

/**
 * Return the groups in the order of the ports; most hold one port.
 *
 * @param {Port[]} ports in order along the line
 * @param {number} size of the symbols
 * @param {boolean} isMerged whether neighbours of one state are joined too
 * @returns {Port[][]}
 */
export function grouped(ports, size, isMerged) {
  const group = ports.map((_port, i) => i);
  const root = (/** @type {number} */ i) => {
    let at = i;
    while (group[at] !== at) at = group[at];
    return at;
  };
  ports.forEach((one, i) => {
    for (let j = i + 1; j < ports.length; j += 1) {
      if (isJoined(one, ports[j], size, isMerged)) {
        const [a, b] = [root(i), root(j)];
        group[Math.max(a, b)] = Math.min(a, b);
      }
    }
  });
  /** @type {Map<number, Port[]>} */
  const found = new Map();
  ports.forEach((port, i) => {
    const at = root(i);
    found.set(at, [...(found.get(at) ?? []), port]);
  });
  return [...found.values()];
}

/** @param {Port} one @param {Port} other @param {number} size @param {boolean} isMerged */
function isJoined(one, other, size, isMerged) {
  const apart = Math.hypot(one.x - other.x, one.y - other.y);
  if (isMerged && one.us_state === other.us_state && apart < NARROW_PX) return true;
  return apart < size * (pairOf(one) === pairOf(other) ? SAME_PAIR : ANY_PAIR);
}

/**
 * Return the name of a pair of towns, once where both are called the same.
 *
 * @param {{us: string, mx: string}} pair
 */
export function pairName({ us, mx }) {
  if (!us || !mx) return us || mx;
  return us === mx ? us : `${us}–${mx}`;
}

/**
 * Return how a group is called: by its pair of towns, by its ports, or by the largest pair.
 *
 * @param {Port[]} group
 * @param {Phrases} phrases
 */
export function groupName(group, { more, range }) {
  /** @type {Map<string, Port[]>} */
  const pairs = new Map();
  for (const port of group) pairs.set(pairOf(port), [...(pairs.get(pairOf(port)) ?? []), port]);
  const named = [...pairs.values()].filter(([port]) => pairName(port));
  if (named.length === 1) return pairName(group[0]) || group[0].short;
  if (group.length <= MAX_NAMED) return group.map(({ short }) => short).join(" · ");
  const largest = named.reduce((one, other) => (other.length > one.length ? other : one), []);
  if (largest.length * 2 >= group.length) {
    const values = { name: pairName(largest[0]), n: group.length - largest.length };
    return more.replace("{name}", values.name).replace("{n}", String(values.n));
  }
  const [first, last] = [group[0], group[group.length - 1]];
  return range.replace("{first}", first.us || first.short).replace("{last}", last.us || last.short);
}

/**
 * Return a group's two lines on a phone: its towns on the side of the United States, then those
 * in Mexico.
 *
 * @param {Port[]} group
 * @param {Phrases} phrases
 * @returns {string[]}
 */
export function groupLines(group, phrases) {
  const side = (/** @type {"us" | "mx"} */ key) => {
    const half = group.map((port) => ({ ...port, us: port[key], mx: port[key] }));
    return groupName(half, phrases);
  };
  const lines = [side("us"), side("mx")];
  return lines[0] === lines[1] ? [lines[0]] : lines;
}

/**
 * Return the name of a port that stands alone.
 *
 * @param {Port} port
 * @param {boolean} isOnlyOne whether the pair of towns has no other port
 * @param {boolean} isFar whether towns are not named at this zoom
 */
export function singleNames(port, isOnlyOne, isFar) {
  const pair = pairName(port);
  const isPair = isFar && isOnlyOne && pair && pair.length <= LONGEST_PAIR;
  return isPair ? [pair, port.short] : [port.short];
}

/**
 * Return chains of single ports, each nearer to the next than a distance.
 *
 * @param {Port[]} singles in order along the line
 * @param {number} within pixels
 * @param {number} least ports of a chain
 * @returns {Port[][]}
 */
export function chains(singles, within, least) {
  /** @type {Port[][]} */
  const found = [];
  for (const port of singles) {
    const chain = found[found.length - 1];
    const last = chain?.[chain.length - 1];
    if (last && Math.hypot(last.x - port.x, last.y - port.y) < within) chain.push(port);
    else found.push([port]);
  }
  return found.filter((chain) => chain.length >= least);
}
