/** Open places about a spot, best first: nearer ones are found before farther ones are looked for. */

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Spot} Spot */
/** @typedef {import("./placer.js").Candidate & {box: Box}} Place */

/** @template {Place} [Kept=Place] */
export class Places {
  /**
   * @param {import("./placer.js").Placer} placer
   * @param {Spot} spot
   * @param {[number, number]} size
   * @param {Parameters<import("./placer.js").Placer["about"]>[2]} options
   */
  constructor(placer, spot, size, options) {
    this.placer = placer;
    this.spot = spot;
    this.size = size;
    this.options = options;
    /** @type {Kept[]} */
    this.found = [];
    /** How many of the distances were looked at. */
    this.rings = 0;
  }

  /**
   * Return a place as it is wanted, `null` where it is not; it may cost more than it did.
   *
   * @param {Place} place
   * @returns {Kept | null}
   */
  kept(place) {
    return /** @type {Kept} */ (place);
  }

  /** Return the place of a rank, `undefined` beyond the last. @param {number} rank */
  at(rank) {
    const { distances } = this.options;
    /* What stands farther off costs at least its distance. */
    while (this.rings < distances.length && !(this.found[rank]?.cost <= distances[this.rings]))
      this.lookFarther();
    return this.found[rank];
  }

  /** Return the best place that is as wanted. @param {(place: Kept) => boolean} isWanted */
  first(isWanted) {
    for (let rank = 0, place = this.at(0); place; rank += 1, place = this.at(rank)) {
      if (isWanted(place)) return place;
    }
    return null;
  }

  all() {
    return this.within(this.options.distances.length);
  }

  /** Return the places at the first distances. @param {number} rings how many */
  within(rings) {
    while (this.rings < rings) this.lookFarther();
    return this.found;
  }

  lookFarther() {
    const distances = [this.options.distances[this.rings]];
    this.rings += 1;
    for (const place of this.placer.about(this.spot, this.size, { ...this.options, distances })) {
      const kept = this.kept(place);
      if (kept) this.found.push(kept);
    }
    this.found.sort((one, other) => one.cost - other.cost);
  }
}
