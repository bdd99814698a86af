/** Arithmetic of the yearly crossings on the map. */

/** @typedef {[number, number, number]} Year value, months counted, months of the year held */
/** @typedef {{total: Record<string, Year>, full: number[], codes: Record<string, Record<string, Year>>}} Mode */
/** @typedef {{codes: Record<string, {name: string, ports: string[]}>, modes: Record<string, Mode>}} Volumes */
/**
 * @typedef {object} Figure a port code's year
 * @property {string} code
 * @property {string} name
 * @property {string[]} ports
 * @property {number} value
 * @property {number} months
 * @property {boolean} isPart
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
    const own = years[year];
    if (!own) {
      missing.push(known.name);
      continue;
    }
    const [value, months] = own;
    const isPart = months < MONTHS_OF_YEAR;
    figures.push({ code, ...known, value, months, isPart, change: changeOf(years, year) });
  }
  figures.sort((one, other) => other.value - one.value);
  return { figures, missing };
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
