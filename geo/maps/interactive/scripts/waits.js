/** What may be shown of a wait now: it ages while the page is open, and what is old is not now. */

/**
 * @typedef {object} Wait a kind of lane at a place, as the service answers it
 * @property {string} port_id
 * @property {string} place
 * @property {string} lane
 * @property {string} status
 * @property {number | null} minutes
 * @property {number | null} lanes_open
 * @property {number | null} lanes_most
 * @property {string | null} method
 * @property {number} age_minutes when it was answered
 */
/** @typedef {Wait & {age: "fresh" | "old" | "past"}} Aged */

/** Ages in minutes from which on a wait is grey, and not shown as that of now. */
const OLD = 120;
const PAST = 360;
/** Waits in minutes up to which each colour but the last stands. */
export const STEPS = [15, 30, 60];

/**
 * Return a wait as it is some minutes after it was answered.
 *
 * @param {Wait} wait
 * @param {number} later minutes
 * @returns {Aged}
 */
export function aged(wait, later) {
  const minutes = wait.age_minutes + Math.floor(Math.max(0, later));
  const age = minutes >= PAST ? "past" : minutes >= OLD ? "old" : "fresh";
  return { ...wait, age_minutes: minutes, age, minutes: age === "past" ? null : wait.minutes };
}

/**
 * Return the wait of each port for a kind of lane: of several places of a port the shortest.
 *
 * @template {Wait} Known
 * @param {Known[]} waits
 * @param {string} lane
 * @returns {Map<string, Known>} by id of the port
 */
export function ofLane(waits, lane) {
  /** @type {Map<string, Known>} */
  const found = new Map();
  for (const wait of waits) {
    if (wait.lane !== lane) continue;
    const before = found.get(wait.port_id);
    if (!before || isShorter(wait, before)) found.set(wait.port_id, wait);
  }
  return found;
}

/** @param {Wait} one @param {Wait} other */
const isShorter = (one, other) =>
  one.minutes !== null && (other.minutes === null || one.minutes < other.minutes);

/**
 * Return the step of a wait's colour, from 0 to 3.
 *
 * @param {number} minutes
 */
export const stepOf = (minutes) => STEPS.filter((most) => minutes > most).length;
