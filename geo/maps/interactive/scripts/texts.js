/** Words and figures as a reader writes them. */

export const KM_PER_MILE = 1.609344;

/** @typedef {Record<string, string>} Names a name in each language, English always among them */
/** @typedef {Record<string, string>} Texts phrases by key */

/**
 * Return a phrase with its braces filled in.
 *
 * @param {string | undefined} text
 * @param {Record<string, string | number>} values
 */
export function say(text = "", values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

/**
 * Return a number in a locale's form.
 *
 * @param {string} locale
 * @param {number} value
 * @param {number} decimals
 */
export function number(locale, value, decimals) {
  const places = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(locale, places).format(value);
}

/**
 * Return a distance in kilometres and miles, as exact as its size asks for.
 *
 * @param {string} locale
 * @param {number} km
 */
export function distance(locale, km) {
  const decimals = km < 10 ? 2 : km < 100 ? 1 : 0;
  const miles = number(locale, km / KM_PER_MILE, decimals);
  return `${number(locale, km, decimals)} km (${miles} mi)`;
}

/**
 * Return a text without accents and capitals, for comparison.
 *
 * @param {string} text
 */
export function plain(text) {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/["'\u2018\u2019\u201c\u201d]/g, "")
    .toLowerCase()
    .replace(/\bcd(?:\.\s*|\s+)/g, "ciudad ");
}

/**
 * Return a thing's name in a language, else in English.
 *
 * @param {{name: Names}} thing
 * @param {string} lang
 */
export const nameIn = (thing, lang) => thing.name[lang] ?? thing.name.en;

/**
 * Return a thing's name on the other side of the border, empty where it is the same.
 *
 * @param {{name: Names}} thing
 * @param {string} lang
 */
export function otherName(thing, lang) {
  const other = nameIn(thing, otherLanguage(lang));
  return other === nameIn(thing, lang) ? "" : other;
}

/**
 * Return the language of a thing's other name.
 *
 * @param {string} lang
 */
export const otherLanguage = (lang) => (lang === "es" ? "en" : "es");

const COMMON_WORDS = {
  es: [/^Puente (Fronterizo |Internacional |Ferroviario )*/i, /^Garita (de |Internacional )*/i],
  en: [/ (Port of Entry|Land Port of Entry|International Bridge|Bridge)$/i, / \(.*\)$/],
};
const SHORTEST = 3;

/**
 * Return a port's name without the words that every port's name has.
 *
 * @param {{name: Names}} port
 * @param {string} lang
 */
export function shortName(port, lang) {
  const name = nameIn(port, lang);
  const common = lang === "es" ? COMMON_WORDS.es : COMMON_WORDS.en;
  const short = common.reduce((text, words) => text.replace(words, ""), name);
  return short.length >= SHORTEST ? short : name;
}
