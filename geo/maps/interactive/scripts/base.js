/* The map's state, its words, and how elements are made: text is never read as markup. */
/** @type {any} */
export const BP = {};
const SVG = "http://www.w3.org/2000/svg";

BP.el = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
};

BP.svg = (tag, attributes, ...children) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
};

BP.symbol = (symbol, size) => {
  const edge = symbol.stroke === "#ffffff" ? "bp-halo" : "bp-edge";
  return BP.svg(
    "svg",
    {
      viewBox: "-11 -11 22 22",
      width: size,
      height: size,
      "aria-hidden": "true",
      focusable: "false",
    },
    BP.svg("path", {
      d: BP.config.shapes[symbol.shape],
      fill: symbol.fill,
      class: edge,
      "stroke-width": 1.7,
    }),
  );
};

BP.say = (key, values) => {
  let text = BP.config.phrases[key];
  for (const [name, value] of Object.entries(values || {})) {
    text = text.split(`{${name}}`).join(String(value));
  }
  return text;
};

BP.name = (thing) => thing.name[BP.config.lang];
BP.otherName = (thing) => {
  const other = thing.name[BP.config.lang === "es" ? "en" : "es"];
  return other === BP.name(thing) ? "" : other;
};

BP.plain = (text) =>
  String(text)
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();

const KM_PER_MILE = 1.609344;
BP.number = (value, decimals) =>
  new Intl.NumberFormat(BP.config.locale, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(value);
BP.distance = (km) => {
  const decimals = km < 10 ? 2 : km < 100 ? 1 : 0;
  return `${BP.number(km, decimals)} km (${BP.number(km / KM_PER_MILE, decimals)} mi)`;
};

BP.debounced = (wait, action) => {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), wait);
  };
};

BP.listeners = {};
BP.on = (what, listener) => (BP.listeners[what] = BP.listeners[what] || []).push(listener);
BP.tell = (what, value) => (BP.listeners[what] || []).forEach((listener) => listener(value));

BP.decoded = (codes, decimals) => {
  const unit = 10 ** decimals;
  const found = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < codes.length; i += 2) {
    x += codes[i];
    y += codes[i + 1];
    found.push([y / unit, x / unit]);
  }
  return found;
};
BP.decodedAll = (parts, decimals) =>
  typeof parts[0] === "number"
    ? BP.decoded(parts, decimals)
    : parts.map((part) => BP.decodedAll(part, decimals));

BP.calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
