/** Arithmetic of the yearly crossings on the map. */

/** @typedef {[number, number, number]} Year value, months counted, months of the year held */
/** @typedef {Record<string, Record<string, Year>>} Counts years by port code, or by the name of a crossing */
/** @typedef {{total: Record<string, Year>, full: number[], codes: Counts, crossings?: Counts}} Mode */
/** @typedef {{name: string, ports: string[]}} Counted what is counted together */
/** @typedef {{codes: Record<string, Counted>, crossings?: Record<string, string[]>, modes: Record<string, Mode>}} Volumes */
/**
 * @typedef {object} Figure the year of a port code, or of a crossing
 * @property {string} name
 * @property {string[]} ports
 * @property {number} value
 * @property {number} months
 * @property {boolean} isPart
 * @property {boolean} isCrossing
 * @property {number | null} change since the year before in shares; `null` where years do not compare
 */

export const MONTHS_OF_YEAR = 12;

/** @param {Mode} mode @returns {number[]} years with any count, in order */
export const yearsOf = ({ total }) =>
  Object.keys(total)
    .map(Number)
    .sort((one, other) => one - other);

/**
 * Return the year to show first: the newest that is whole, else the newest.
 *
 * @param {Mode} mode
 */
export function firstYear(mode) {
  const years = yearsOf(mode);
  const whole = mode.full.filter((year) => years.includes(year));
  return whole.length ? Math.max(...whole) : years[years.length - 1];
}

/**
 * Return what each port code counts in a year, the most first, and the codes without a figure.
 *
 * @param {Volumes} volumes
 * @param {string} name of the mode
 * @param {number} year
 * @returns {{figures: Figure[], missing: string[]}}
 */
export function figuresOf(volumes, name, year) {
  /** @type {Figure[]} */
  const figures = [];
  /** @type {string[]} */
  const missing = [];
  for (const [code, years] of Object.entries(volumes.modes[name].codes)) {
    const known = volumes.codes[code];
    if (!known) continue;
    if (!years[year]) {
      missing.push(known.name);
      continue;
    }
    figures.push(figureOf(known, years, year, false));
  }
  return { figures: figures.sort(byMost), missing };
}

/** @param {Figure} one @param {Figure} other */
const byMost = (one, other) => other.value - one.value;

/**
 * @param {Counted} counted
 * @param {Record<string, Year>} years
 * @param {number} year one that has a figure
 * @param {boolean} isCrossing
 * @returns {Figure}
 */
function figureOf({ name, ports }, years, year, isCrossing) {
  const [value, months] = years[year];
  const isPart = months < MONTHS_OF_YEAR;
  return { name, ports, value, months, isPart, isCrossing, change: changeOf(years, year) };
}

/**
 * Return figures with those of the crossings of a code in place of the code's, where there are any.
 *
 * @param {Volumes} volumes
 * @param {string} name of the mode
 * @param {number} year
 * @param {Figure[]} figures
 * @returns {Figure[]} the most first
 */
export function apart({ crossings = {}, modes }, name, year, figures) {
  const own = Object.entries(modes[name].crossings ?? {}).flatMap(([crossing, years]) => {
    const ports = crossings[crossing];
    return years[year] ? [figureOf({ name: crossing, ports }, years, year, true)] : [];
  });
  const parts = (/** @type {Figure} */ { ports }) =>
    own.filter((crossing) => crossing.ports.every((id) => ports.includes(id)));
  const found = figures.map((figure) => (parts(figure).length ? parts(figure) : [figure]));
  return [...new Set(found.flat())].sort(byMost);
}

/** @param {Record<string, Year>} years @param {number} year */
function changeOf(years, year) {
  const [now, before] = [years[year], years[year - 1]];
  const isLike = now?.[1] === MONTHS_OF_YEAR && before?.[1] === MONTHS_OF_YEAR;
  return isLike && before[0] > 0 ? now[0] / before[0] - 1 : null;
}

/**
 * Return the value of the largest circle of a mode: its largest whole or part year, to one figure.
 *
 * @param {Mode} mode
 */
export function referenceOf({ codes }) {
  const values = Object.values(codes).flatMap((years) =>
    Object.values(years).map(([value]) => value),
  );
  const most = Math.max(1, ...values);
  const unit = 10 ** Math.floor(Math.log10(most));
  return Math.max(1, Math.round(most / unit)) * unit;
}

/**
 * Return the radius of a circle whose area is a value.
 *
 * @param {number} value
 * @param {number} reference value of a circle of the radius `most`
 * @param {number} most pixels
 */
export const radiusOf = (value, reference, most) =>
  value > 0 ? Math.max(1.6, most * Math.sqrt(value / reference)) : 0;

/**
 * Return the mean place of ports.
 *
 * @param {{lat: number, lon: number}[]} ports
 */
export const meanPlace = (ports) => ({
  lat: ports.reduce((sum, { lat }) => sum + lat, 0) / ports.length,
  lon: ports.reduce((sum, { lon }) => sum + lon, 0) / ports.length,
});
