/** What a layer draws: it stands in the page, or is read from an address that layers share. */

/**
 * Where a layer's content is: in the page by level, or under its key in the JSON of an address.
 *
 * @typedef {object} Source
 * @property {string} key
 * @property {Record<string, any>} [contents] by level; `overview` is what is drawn first
 * @property {Record<string, string>} [addresses] by level
 */

/** @type {Map<string, Promise<any>>} */
const reading = new Map();

/**
 * Tell whether a source has a level.
 *
 * @param {Source} source
 * @param {string} level
 */
export const hasLevel = (source, level) =>
  Boolean(source.contents?.[level] || source.addresses?.[level]);

/**
 * Return a layer's content at a level; rejects where it cannot be read.
 *
 * @param {Source} source
 * @param {string} level
 * @returns {Promise<any>} `null` where the layer has nothing at this level
 */
export async function readContent(source, level) {
  if (source.contents?.[level]) return source.contents[level];
  const address = source.addresses?.[level];
  return address ? ((await readOnce(address))[source.key] ?? null) : null;
}

/**
 * Return the JSON of an address, asked for once; what failed is asked for again.
 *
 * @param {string} address
 */
function readOnce(address) {
  const known = reading.get(address);
  if (known) return known;
  const asked = fetch(address).then((answer) => {
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  });
  reading.set(address, asked);
  asked.catch(() => reading.delete(address));
  return asked;
}
