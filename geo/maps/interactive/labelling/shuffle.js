/** Orders that look random and are the same every time. */

/**
 * Return a number of orders of some items.
 *
 * @template Item
 * @param {Item[]} items
 * @param {number} count
 * @param {number} seed
 * @returns {Item[][]}
 */
export function shuffled(items, count, seed) {
  let state = seed >>> 0;
  /* The linear congruential generator of Numerical Recipes. */
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, () => {
    const order = [...items];
    for (let i = order.length - 1; i > 0; i -= 1) {
      const j = Math.floor(next() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  });
}
