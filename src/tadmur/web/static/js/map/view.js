/** The map itself: base map, canvas of control, names, and what is under the pointer. */

import * as maplibre from "../../vendor/maplibre-gl.mjs";
import { h } from "../dom.js";
import { ControlCanvas } from "./control.js";
import { Labels } from "./labels.js";
import { inLetters, mercator } from "./project.js";
import { baseStyle, themePalette, vaguePaint } from "./style.js";

const MOST_NAMES = 400;
const MOST_TOWNS = 250;
/** Where the base map begins while it is not known where the places are. */
const SOMEWHERE = [38, 35];

/**
 * The base map alone, which can load while the places are still on their way.
 * @param {HTMLElement} container
 * @param {{center?: [number, number], zoom?: number}} camera
 */
export function openBase(container, camera) {
  const ratio = Math.min(2, devicePixelRatio || 1);
  const canvas = () => h("canvas", { class: "overlay", "aria-hidden": "true" });
  const base = h("div", { class: "base" }),
    control = canvas(),
    names = canvas();
  container.append(base, control, names);
  maplibre.addProtocol("pmtiles", new window.pmtiles.Protocol().tile);
  const map = new maplibre.Map({
    container: base,
    style: baseStyle(),
    center: camera.center ?? SOMEWHERE,
    zoom: camera.zoom ?? 2,
    pixelRatio: ratio,
    minZoom: 1.5,
    maxZoom: 13,
    attributionControl: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    dragRotate: false,
    pitchWithRotate: false,
    rollEnabled: false,
    touchPitch: false,
    maxPitch: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map
    .getCanvas()
    .setAttribute(
      "aria-label",
      "Map. Arrow keys move it, plus and minus zoom; places are listed in the panel beside it",
    );
  return { map, control, names, ratio };
}

export class MapView {
  /** Called when a place is chosen, is under the pointer, and when the camera rests. */
  onChoose = (index) => {};
  onHover = (index, point) => {};
  onMove = (camera) => {};
  chosen = -1;

  /**
   * @param {{map: any, control: HTMLCanvasElement, names: HTMLCanvasElement, ratio: number}} base of `openBase`
   * @param {{place_id: string[], name: string[], names: Record<string, string>[], lon: (number|null)[], lat: (number|null)[],
   *   claims: number[], vague: boolean[]}} places
   * @param {any[]} parties
   * @param {{center?: [number, number], letters: string}} camera without a centre all places are brought into view
   */
  constructor({ map, control, names, ratio }, places, parties, camera) {
    this.map = map;
    this.ratio = ratio;
    this.places = places;
    this.parties = parties;
    this.letters = camera.letters;
    this.#project();
    if (!camera.center) map.fitBounds(this.bounds(), { ...this.whole(), duration: 0 });
    this.control = new ControlCanvas(control, this.mercator, themePalette(parties));
    this.labels = new Labels(names);
    this.#whenStyled(() => this.#colourVague());
    this.#listen();
    this.#rest();
  }

  /** Run once the layers of the base map are there. */
  #whenStyled(task) {
    this.map.getLayer("vague-line") ? task() : this.map.once("load", task);
  }

  /** Vague places in the colour of their most probable holder, the chosen one with a bolder outline. */
  #colourVague() {
    const paint = vaguePaint(this.parties, this.places.place_id[this.chosen] ?? "");
    for (const [layer, values] of Object.entries(paint)) {
      for (const [key, value] of Object.entries(values)) this.map.setPaintProperty(layer, key, value);
    }
  }

  #listen() {
    const { map } = this;
    map.on("move", () => this.#follow());
    map.on("resize", () => this.#rest());
    map.on("moveend", () => {
      this.#rest();
      const { lng, lat } = map.getCenter();
      this.onMove({ lng, lat, zoom: map.getZoom() });
    });
    map.on("idle", () => this.name());
    map.on("mousemove", (event) => {
      const index = this.at(event.point);
      this.onHover(index >= 0 ? index : this.control.cellAt(event.point), event.point);
    });
    map.on("mouseout", () => this.onHover(-1, null));
    map.on("click", (event) => {
      const index = this.at(event.point, 14);
      const vague = index < 0 ? map.queryRenderedFeatures(event.point, { layers: ["vague-fill"] })[0] : null;
      const found = vague ? this.places.place_id.indexOf(vague.properties.place_id) : index;
      if (found >= 0) this.onChoose(found);
      else if (this.control.cellAt(event.point) >= 0) this.onChoose(this.control.cellAt(event.point));
    });
  }

  #project() {
    const { lon, lat, claims, vague } = this.places;
    const count = lon.length;
    const x = new Float64Array(count),
      y = new Float64Array(count),
      weight = new Float32Array(count);
    const most = Math.log1p(claims.reduce((a, b) => Math.max(a, b), 1));
    for (let i = 0; i < count; i++) {
      [x[i], y[i]] = lon[i] === null ? [NaN, NaN] : mercator(lon[i], lat[i]);
      weight[i] = Math.log1p(claims[i]) / most;
    }
    this.mercator = { x, y, weight, hidden: vague };
    this.byRank = Array.from({ length: count }, (_, i) => i)
      .filter((i) => lon[i] !== null)
      .sort((a, b) => claims[b] - claims[a] || a - b);
  }

  /** The camera as the canvases take it. */
  camera() {
    const { lng, lat } = this.map.getCenter();
    const [x, y] = mercator(lng, lat);
    return { x, y, world: 512 * 2 ** this.map.getZoom() };
  }

  #follow(rest = false) {
    const camera = this.camera();
    this.control.follow(camera, this.ratio, { rest });
    this.labels.draw(camera, this.ratio);
  }

  /** The camera has come to rest: symbols as large as there is room for, and the names that fit. */
  #rest() {
    const { x, y, world } = this.camera();
    const { clientWidth, clientHeight } = this.map.getCanvas();
    const wide = clientWidth / 2 / world,
      high = clientHeight / 2 / world;
    const inside = (i) => Math.abs(this.mercator.x[i] - x) < wide && Math.abs(this.mercator.y[i] - y) < high;
    this.seen = this.byRank.filter(inside);
    this.control.size = Math.min(
      15,
      Math.max(1.4, 0.3 * Math.sqrt((clientWidth * clientHeight) / Math.max(1, this.seen.length))),
    );
    this.name();
    this.#follow(true);
  }

  /** Choose the names to show: the chosen place, places with most claims, vague places, then towns and countries. */
  name() {
    const { name, names, vague } = this.places;
    const { x, y } = this.mercator;
    const label = (i, must) => ({
      kind: vague[i] ? "vague" : "place",
      text: inLetters(name[i], names[i], this.letters),
      x: x[i],
      y: y[i],
      gap: this.control.size * (must ? 0.85 : 0.6) + 2.5,
      must,
    });
    const wanted = this.seen
      .slice(0, MOST_NAMES)
      .filter((i) => i !== this.chosen && this.places.claims[i] > 0)
      .map((i) => label(i, false));
    if (this.chosen >= 0 && !Number.isNaN(x[this.chosen])) wanted.unshift(label(this.chosen, true));
    wanted.push(...this.#around());
    const camera = this.camera();
    this.labels.place(wanted, camera);
    this.labels.draw(camera, this.ratio);
  }

  /** Names of the base map: countries while there are few, then towns, the largest first. */
  #around() {
    if (!this.map.isStyleLoaded()) return [];
    const zoom = this.map.getZoom();
    const named = (layer, kind) => {
      const found = new Map();
      for (const feature of this.map.queryRenderedFeatures({ layers: [layer] })) {
        const { properties } = feature;
        found.set(`${properties.name}${properties.rank ?? ""}`, { kind, feature, properties });
      }
      return [...found.values()]
        .map(({ feature, properties }) => {
          const [mx, my] = mercator(...feature.geometry.coordinates);
          return {
            kind,
            text: properties[`name_${this.letters}`] ?? properties.name,
            x: mx,
            y: my,
            gap: 1,
            rank: properties.rank ?? -properties.population,
          };
        })
        .sort((a, b) => a.rank - b.rank);
    };
    const countries = zoom < 7 ? named("countries", "country") : [];
    return [...countries, ...(zoom >= 4.5 ? named("towns", "town").slice(0, MOST_TOWNS) : [])];
  }

  /** How the whole monitor is fitted: clear of the key where there is room beside it. */
  whole() {
    const key = innerWidth > 1100 ? 290 : 40;
    return { padding: { top: 60, right: 60, bottom: 60, left: key }, maxZoom: 9 };
  }

  /** West, south, east, north around the places with claims. */
  bounds() {
    const { lon, lat, claims } = this.places;
    const kept = this.byRank.filter((i) => claims[i] > 0).slice(0, 3000);
    if (!kept.length)
      return [
        [-20, -35],
        [60, 60],
      ];
    const edge = (values, pick) => kept.reduce((found, i) => pick(found, values[i]), values[kept[0]]);
    return [
      [edge(lon, Math.min), edge(lat, Math.min)],
      [edge(lon, Math.max), edge(lat, Math.max)],
    ];
  }

  /** The nearest place within reach of a point on the screen, or -1. */
  at(point, reach = 0) {
    const { lng, lat } = this.map.unproject(point);
    const [px, py] = mercator(lng, lat);
    const radius = Math.max(reach, this.control.size * 0.6 + 3) / (512 * 2 ** this.map.getZoom());
    const { x, y } = this.mercator;
    let nearest = -1,
      least = radius * radius;
    for (const i of this.seen) {
      const dx = x[i] - px,
        dy = y[i] - py,
        distance = dx * dx + dy * dy;
      if (distance < least) [least, nearest] = [distance, i];
    }
    return nearest;
  }

  /** Up to `most` numbers of the places in view that a condition holds for, those with most claims first. */
  inView(holds, most) {
    const found = [];
    for (const i of this.seen) {
      if (found.length >= most || !this.places.claims[i]) break;
      if (holds(i)) found.push(i);
    }
    return found;
  }

  choose(index, { fly = false } = {}) {
    this.chosen = this.control.chosen = index;
    this.#whenStyled(() => this.#colourVague());
    this.name();
    this.control.moved();
    if (!fly || index < 0 || this.places.lon[index] === null) return;
    const center = [this.places.lon[index], this.places.lat[index]];
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map[still ? "jumpTo" : "easeTo"]({ center, zoom: Math.max(this.map.getZoom(), 7.5), duration: 400 });
  }

  setLetters(letters) {
    this.letters = letters;
    this.name();
  }

  setVague(collection) {
    this.#whenStyled(() => this.map.getSource("vague").setData(collection));
  }

  /** Take the colours of the theme again. */
  repaint() {
    for (const layer of baseStyle().layers) {
      for (const [key, value] of Object.entries(layer.paint)) this.map.setPaintProperty(layer.id, key, value);
    }
    this.#colourVague();
    this.control.setPalette(themePalette(this.parties));
    this.labels.takeColours();
    this.name();
  }
}
