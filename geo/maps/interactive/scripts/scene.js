/** What the border's layers and controls on one map share: ports shown, question, names, state. */

import { Announcer } from "./announcer.js";
import { closeCard } from "./card.js";
import { el, whenAtRest, whenIdle } from "./dom.js";
import { EdgeBands } from "./edge_bands.js";
import { passes } from "./finding.js";
import { forgetWidths } from "./text_width.js";
import { ViewPainter } from "./view_painter.js";

/** @typedef {import("./layer.js").BorderLayer} BorderLayer */
/** @typedef {import("./finding.js").Port} Port */
/** @typedef {import("./address.js").Filters} Filters */

/**
 * @typedef {object} Mark a figure in place of a port's symbol
 * @property {import("./dom.js").Symbol} symbol
 * @property {string} label what it says, in words
 * @property {string} below what stands below the port's name, close up
 */

/** Context is coarse: from here on it would look wrong beside the exact line. */
export const CONTEXT_UNTIL_ZOOM = 10.5;
const ZOOM_STEPS = [7, 9, 12];
const REST_MS = 120;

/** @type {WeakMap<L.Map, Scene>} */
const scenes = new WeakMap();

/**
 * Return what the elements on a map share, made when first asked for.
 *
 * @param {L.Map} map
 */
export function sceneOf(map) {
  const scene = scenes.get(map) ?? new Scene(map);
  scenes.set(map, scene);
  return scene;
}

/**
 * Events: `loaded` (content is there, nothing is drawn), `ready` (all is drawn), `filtered` (other
 * ports show), `changed` (the state in the address changed), `ask` (with longitude, latitude, and
 * whether the answer is brought into view).
 */
export class Scene extends EventTarget {
  /** @param {L.Map} map */
  constructor(map) {
    super();
    this.map = map;
    /** @type {BorderLayer[]} */
    this.layers = [];
    /** @type {Filters} */
    this.filters = { mode: "", type: "", state: "", owner: "" };
    /** @type {string | null} id of the port whose card is open */
    this.chosen = null;
    /** @type {[number, number] | null} longitude, latitude of the place that was asked about */
    this.asked = null;
    /** @type {import("./circle_painter.js").Circle[]} numbers that show instead of the ports */
    this.volumes = [];
    this.areVolumesShown = false;
    /** @type {Map<string, Mark> | null} figures in place of the ports' symbols, by id of the port */
    this.marks = null;
    /** @type {((port: Port) => Node)[]} what controls add to the cards of ports */
    this.cardParts = [];
    /** @type {import("./address.js").View[]} views to be presented one after another */
    this.agenda = [];
    /** Of symbols and names: larger when presenting. */
    this.scale = 1;
    this.isMeasuring = false;
    /** @type {HTMLElement | undefined} */
    this.lineNote = undefined;
    this.isReady = false;
    this.painter = new ViewPainter(this);
    this.bands = new EdgeBands(this);
    this.announcer = new Announcer(this);
    queueMicrotask(() => this.start());
  }

  /**
   * Take a layer in, whether it shows or not.
   *
   * @param {BorderLayer} layer
   */
  add(layer) {
    const same = this.layers.filter((other) => other.source.key === layer.source.key).length;
    layer.key = same ? `${layer.source.key}-${same + 1}` : layer.source.key;
    this.layers.push(layer);
    if (this.isReady) {
      layer.load().then(() => {
        layer.draw();
        this.refresh();
      });
    }
  }

  /** Take a layer out for good. @param {BorderLayer} layer */
  drop(layer) {
    this.layers = this.layers.filter((other) => other !== layer);
    layer.remove();
    this.refresh();
  }

  async start() {
    const isWaiting = await this.load((layer) => this.isShown(layer) || !layer.source.addresses);
    this.tell("loaded");
    /* The address may show more layers. */
    const isLacking = await this.load((layer) => this.isShown(layer));
    this.note(isWaiting || isLacking);
    for (const layer of this.layers) if (layer.content) layer.draw();
    this.isReady = true;
    this.listen();
    this.markZoom();
    this.markTiles();
    this.refresh();
    this.tell("ready");
    this.followZoom();
    this.map.getContainer().dataset.map = "ready";
    document.documentElement.dataset.map = "ready";
    performance.mark("map-ready");
    whenIdle(() => this.loadLater());
  }

  /**
   * Read what layers draw; tell whether some could not be read.
   *
   * @param {(layer: BorderLayer) => boolean} isWanted
   */
  async load(isWanted) {
    const wanted = this.layers.filter((layer) => !layer.content && isWanted(layer));
    const found = await Promise.allSettled(wanted.map((layer) => layer.load()));
    return found.some(({ status }) => status === "rejected");
  }

  /** Read and draw the layers that were hidden when the map became ready. */
  async loadLater() {
    const waiting = this.layers.filter((layer) => !layer.content);
    if (!waiting.length) return;
    await this.load(() => true);
    const found = waiting.filter((layer) => layer.content && !layer.getLayers().length);
    for (const layer of found) layer.draw();
    if (!found.some((layer) => this.isShown(layer))) return;
    this.refresh();
    this.followZoom();
  }

  listen() {
    const { map } = this;
    /* Symbols and names follow a change of scale at once, and a pan when it rests. */
    map.on("zoomend viewreset", () => {
      this.markZoom();
      this.refresh();
      this.followZoom();
    });
    whenAtRest(map, REST_MS, () => {
      this.refresh();
      if (this.layers.some((layer) => layer.isCoarse())) this.followZoom();
    });
    window.addEventListener("online", () => {
      this.loadLater();
      this.followZoom();
    });
    map.on("layeradd layerremove", (event) => this.onLayer(event));
    if (document.fonts.status !== "loaded") {
      document.fonts.ready.then(() => {
        forgetWidths();
        this.refresh();
      });
    }
    /* Before a room the middle stays the middle on the larger screen. */
    const fit = () => map.invalidateSize({ animate: false, pan: this.scale !== 1 });
    new ResizeObserver(fit).observe(map.getContainer());
  }

  /** @param {any} event of a layer that comes or goes */
  onLayer({ layer }) {
    if (layer instanceof L.TileLayer) this.markTiles();
    if (!this.layers.includes(layer)) return;
    if (!layer.content) this.loadLater();
    this.refresh();
    this.tell("changed");
  }

  /** @param {BorderLayer} layer */
  isShown(layer) {
    return this.map.hasLayer(layer);
  }

  shownLayers() {
    return this.layers.filter((layer) => this.isShown(layer));
  }

  refresh() {
    if (!this.isReady) return;
    this.painter.draw();
    this.bands.draw();
  }

  /** Draw lines as closely as the zoom asks for, once they are read. */
  async followZoom() {
    const zoom = this.map.getZoom();
    this.noteLines("loading");
    const followed = await Promise.all(this.layers.map((layer) => layer.follow(zoom)));
    if (followed.some(Boolean)) this.refresh();
    if (zoom === this.map.getZoom()) this.noteLines("unread");
  }

  /**
   * Say of simplified lines that closer ones are on their way, or could not be read.
   *
   * @param {"loading" | "unread"} state
   */
  noteLines(state) {
    const isCoarse = this.shownLayers().some((layer) => layer.isCoarse());
    const texts = Object.assign({}, ...this.shownLayers().map((layer) => layer.words()));
    const text = isCoarse ? (texts[state] ?? "") : "";
    this.lineNote ??= el("p", { class: "bp-line-note", role: "status" });
    if (!this.lineNote.isConnected) this.map.getContainer().append(this.lineNote);
    this.lineNote.textContent = text;
  }

  /** The style sheet draws lines by what the zoom is at least. */
  markZoom() {
    const zoom = this.map.getZoom();
    const { classList } = this.map.getContainer();
    for (const step of ZOOM_STEPS) classList.toggle(`bp-zoom-${step}`, zoom >= step);
    classList.toggle("bp-close-up", zoom > CONTEXT_UNTIL_ZOOM);
  }

  /** Areas let tiles below them through. */
  markTiles() {
    let isTiled = false;
    this.map.eachLayer((layer) => {
      isTiled ||= layer instanceof L.TileLayer;
    });
    this.map.getContainer().classList.toggle("bp-tiled", isTiled);
  }

  /** @param {boolean} failed */
  note(failed) {
    const note = this.map.getContainer().parentElement?.querySelector(".bp-loading");
    if (!(note instanceof HTMLElement)) return;
    if (failed) note.textContent = note.dataset.failed ?? "";
    else note.remove();
  }

  ports() {
    return this.layers.flatMap((layer) => layer.ports);
  }

  visiblePorts() {
    return this.ports().filter((port) => passes(port, this.filters));
  }

  /**
   * Return a state's name, its id where no layer knows it.
   *
   * @param {string | null | undefined} id
   */
  stateName(id) {
    const known = this.layers.map((layer) => layer.stateName(id ?? "")).find(Boolean);
    return known ?? id ?? "";
  }

  /** @param {Partial<Filters>} filters */
  setFilters(filters) {
    Object.assign(this.filters, filters);
    if (this.chosen && !this.visiblePorts().some(({ id }) => id === this.chosen))
      closeCard(this.map);
    this.refresh();
    this.tell("filtered");
    this.tell("changed");
  }

  /**
   * Show numbers as circles instead of the symbols of the ports; `null` shows the ports again.
   *
   * @param {import("./circle_painter.js").Circle[] | null} circles
   */
  showVolumes(circles) {
    if (!circles && !this.areVolumesShown) return;
    this.areVolumesShown = circles !== null;
    this.volumes = circles ?? [];
    this.refresh();
  }

  /**
   * Show figures in place of the ports' symbols; ports without one do not show. `null` ends it.
   *
   * @param {Map<string, Mark> | null} marks by id of the port
   */
  showMarks(marks) {
    if (!marks && !this.marks) return;
    this.marks = marks;
    this.refresh();
  }

  /** @param {string | null} id */
  choose(id) {
    this.chosen = id;
    this.painter.markers.markChosen();
    this.tell("changed");
  }

  /**
   * Open a port's card, if there is such a port.
   *
   * @param {string} id
   * @param {boolean} [focus] whether the card takes the focus
   */
  openPort(id, focus = false) {
    for (const layer of this.layers) {
      const port = layer.ports.find((one) => one.id === id);
      if (port) return layer.open(port, focus);
    }
    return undefined;
  }

  /**
   * Bring the ports of a state into view, rather than the whole state.
   *
   * @param {string} id
   */
  zoomToState(id) {
    const ports = this.ports().filter((port) => port.us_state === id || port.mx_state === id);
    if (!ports.length) return;
    const box = L.latLngBounds(ports.map((port) => [port.lat, port.lon]));
    this.map.fitBounds(box.pad(0.12), { animate: false, maxZoom: 11 });
  }

  /**
   * @param {number} lon
   * @param {number} lat
   * @param {boolean} fit
   */
  ask(lon, lat, fit) {
    this.tell("ask", { lon, lat, fit });
  }

  /**
   * @param {string} name
   * @param {unknown} [detail]
   */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
