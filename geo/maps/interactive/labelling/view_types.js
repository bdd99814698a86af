/** What a layout is made of, and what it gives. */

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Spot} Spot */
/** @typedef {import("./grouping.js").Port} Port */
/**
 * @typedef {object} Region an area of one country or sea, painted in turn
 * @property {string} id
 * @property {string} country `US`, `MX` or empty
 * @property {string} [kind] of its name: `state` or `sea`; without it it has none
 * @property {string[]} [names] the one to try first, then shorter ones
 * @property {Float64Array[]} rings x and y by turns, in pixels
 */
/**
 * @typedef {object} Label a name beside a point
 * @property {string} kind
 * @property {string} text
 * @property {number} x
 * @property {number} y
 * @property {number} gap pixels kept free about the point
 */
/** @typedef {{name: string, country: string, population: number, x: number, y: number}} Town */
/** @typedef {{north: string, south: string}} BothNames */
/**
 * @typedef {object} View
 * @property {number} width pixels
 * @property {number} height
 * @property {number} zoom
 * @property {number} [scale] of symbols and names, 1 by default
 * @property {number} [least] side of the symbols at least, in pixels; none then covers another
 * @property {Box[]} panels what covers the map
 * @property {Region[]} regions
 * @property {Float64Array[][]} lakes each a list of rings
 * @property {import("./along.js").BoundaryPart[]} boundary
 * @property {Port[]} ports in order along the line, those in view or near it
 * @property {Label[]} labels
 * @property {Town[]} towns
 * @property {string | null} chosen id of a port that is named first
 * @property {{x: number, y: number, side: number}[]} [circles] squares that names keep off
 * @property {{us: string, mx: string, us_short: string, more: string, range: string, rivers: Record<string, BothNames>}} texts
 * @property {(text: string, type: import("./styles.js").Type) => number} measure width in pixels
 */
/**
 * @typedef {object} Name a name as it is written
 * @property {string} kind
 * @property {string} text lines parted by a line feed
 * @property {number} x of its middle
 * @property {number} y
 * @property {number} width
 * @property {number} height
 * @property {number} angle radians
 * @property {string} ground `US`, `MX` or empty for water
 * @property {Box[]} boxes what it covers
 * @property {string[]} [ports] whose name it is
 */
/** @typedef {{port: Port, x: number, y: number}} DrawnSymbol */
/** @typedef {{ids: string[], box: Box, text: string}} Joined symbols in a row */
/**
 * @typedef {object} Layout
 * @property {number} size of the symbols
 * @property {number} scale of the names
 * @property {DrawnSymbol[]} symbols
 * @property {Joined[]} rows
 * @property {import("./boxes.js").Segment[]} leaders
 * @property {Spot[]} dots true places of symbols that stand elsewhere
 * @property {Spot[]} rings places of towns
 * @property {Name[]} names
 */

export {};
