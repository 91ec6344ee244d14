/**
 * The canvas that shows who holds what, over the base map. Which place covers which pixel is worked out once for a
 * camera; a day is then one pass over the pixels that looks its four bytes a place up. The base map and the names are
 * left alone, so a step of the clock costs about the same for fifty places and for fifty thousand. All of it is
 * arithmetic on arrays: without a graphics card it is several times faster than drawing the cells through WebGL.
 */

import { layCells, packed, PATTERN, patternTile } from "./raster.js";
import { Sprites, stateOf } from "./sprites.js";

/** Where laying and painting take no longer than this, they follow the camera; else the picture rides along until it rests. */
const LIVE_MS = 14;

export class ControlCanvas {
  /** Number of the chosen place, or -1. */
  chosen = -1;
  /** Where the swipe line stands, as a share of the width; the part left of it shows `before`. 0 shows `after` alone. */
  split = 0;
  cellsShown = true;
  /** Diameter of a symbol in CSS pixels. */
  size = 10;
  /** @type {Record<string, Uint8Array>} */
  days = {};
  #camera = { x: 0.5, y: 0.5, world: 512 };
  #laid = null;
  #asked = 0;
  #cost = 0;
  #tile = patternTile();

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {{x: Float64Array, y: Float64Array, weight: Float32Array, hidden: boolean[]}} places web Mercator, 0 to 1; those
   *   hidden have a geometry of their own instead of a point
   * @param {{colours: number[][], ink: number[], paper: number[]}} palette parts from 0 to 1
   */
  constructor(canvas, places, palette) {
    this.canvas = canvas;
    this.places = places;
    this.count = places.x.length;
    this.pen = canvas.getContext("2d");
    this.on = new Uint32Array(this.count + 1);
    this.off = new Uint32Array(this.count + 1);
    this.bit = new Uint8Array(this.count + 1);
    this.setPalette(palette);
  }

  /** Triangles of the cells: Mercator x, y pairs, the place of each vertex, corners of triangles. */
  setCells(cells) {
    this.cells = cells;
    this.room = { xs: new Float32Array(cells.place.length), ys: new Float32Array(cells.place.length) };
    this.moved();
  }

  /** Show a day: four bytes a place. `side` is "after" or, left of the swipe line, "before". */
  setDay(bytes, side = "after") {
    this.days[side] = bytes;
    this.repaint();
  }

  setPalette(palette) {
    this.palette = palette;
    this.sprites = new Sprites(palette);
    this.repaint();
  }

  /** The camera moves: `x`, `y` in Mercator, `world` the width of the world in CSS pixels. */
  follow(camera, ratio, { rest = false } = {}) {
    this.#camera = camera;
    this.ratio = ratio;
    if (rest || !this.#laid || this.#cost < LIVE_MS) {
      this.#laid = null;
      this.draw();
      return;
    }
    const { x, y, world } = this.#laid.camera,
      scale = camera.world / world;
    const dx = (x - camera.x) * camera.world,
      dy = (y - camera.y) * camera.world;
    this.canvas.style.transform = `translate(${dx}px, ${dy}px) scale(${scale})`;
  }

  /** What lies where has changed. */
  moved() {
    this.#laid = null;
    this.repaint();
  }

  /** The place whose cell covers a point of the canvas in CSS pixels, or -1. */
  cellAt({ x, y }) {
    if (!this.cells || !this.cellsShown || !this.#laid || this.canvas.style.transform) return -1;
    const ratio = this.ratio ?? 1;
    const column = Math.floor(x * ratio),
      row = Math.floor(y * ratio);
    return (this.#cellAt[row * this.canvas.width + column] ?? 0) - 1;
  }

  /** Draw before the next frame. */
  repaint() {
    this.#asked ||= requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.#asked);
    this.#asked = 0;
    if (!this.days.after) return;
    const started = performance.now();
    if (!this.#laid) this.#lay();
    const { width, height } = this.canvas,
      pixels = this.#pixels;
    const line = this.days.before ? Math.round(this.split * width) : 0;
    pixels.fill(0);
    if (line > 0) this.#paint(this.days.before, 0, line);
    if (line < width) this.#paint(this.days.after, line, width);
    this.pen.putImageData(this.#image, 0, 0);
    this.#cost = performance.now() - started;
  }

  #image = new ImageData(1, 1);
  #pixels = new Uint32Array(1);
  #cellAt = new Uint32Array(1);

  /** Work out which place is where. */
  #lay() {
    const { canvas, places, cells } = this;
    const ratio = this.ratio ?? 1;
    const width = Math.max(1, Math.round(canvas.clientWidth * ratio)),
      height = Math.max(1, Math.round(canvas.clientHeight * ratio));
    if (this.#image.width !== width || this.#image.height !== height || canvas.width !== width) {
      Object.assign(canvas, { width, height });
      this.#image = new ImageData(width, height);
      this.#pixels = new Uint32Array(this.#image.data.buffer);
      this.#cellAt = new Uint32Array(width * height);
    }
    canvas.style.transform = "";
    const { x, y, world } = this.#camera;
    const camera = { x, y, world: world * ratio };
    if (cells && this.cellsShown) layCells(cells, camera, this.#cellAt, width, height, this.room);
    const points = [];
    for (let i = 0; i < this.count; i++) {
      if (places.hidden[i]) continue;
      const px = (places.x[i] - x) * camera.world + width / 2,
        py = (places.y[i] - y) * camera.world + height / 2;
      if (!(px > -20 && py > -20 && px < width + 20 && py < height + 20) || i === this.chosen) continue;
      points.push(i, px, py);
    }
    if (this.chosen >= 0 && !places.hidden[this.chosen]) {
      points.push(
        this.chosen,
        (places.x[this.chosen] - x) * camera.world + width / 2,
        (places.y[this.chosen] - y) * camera.world + height / 2,
      );
    }
    this.#laid = { camera: this.#camera, points: Float32Array.from(points) };
  }

  /** Paint the columns from `from` to `to` as of a day. */
  #paint(day, from, to) {
    const { on, off, bit } = this;
    const { width, height } = this.canvas,
      pixels = this.#pixels,
      cellAt = this.#cellAt,
      tile = this.#tile;
    if (this.cells && this.cellsShown) {
      this.#look(day);
      const shift = (this.ratio ?? 1) >= 1.5 ? 1 : 0;
      for (let y = 0; y < height; y++) {
        const row = ((y >> shift) & 7) << 3;
        for (let x = from, at = y * width + from; x < to; x++, at++) {
          const place = cellAt[at];
          if (place !== 0) pixels[at] = (tile[row | ((x >> shift) & 7)] & bit[place]) !== 0 ? on[place] : off[place];
        }
      }
    }
    const { points } = this.#laid,
      ratio = this.ratio ?? 1;
    for (let p = 0; p < points.length; p += 3) {
      const i = points[p],
        at = i * 4,
        chosen = i === this.chosen;
      let size = Math.round(
        this.size * ratio * (0.8 + 0.4 * this.places.weight[i]) + (this.size > 5 ? 3 * ratio : 0.6),
      );
      if (chosen) size = Math.max(Math.round(size * 1.4), 14 * ratio);
      const sprite = this.sprites.get(
        day[at],
        stateOf(day[at], day[at + 1], day[at + 2], day[at + 3]),
        size,
        chosen,
        ratio,
      );
      stamp(
        pixels,
        width,
        height,
        sprite,
        Math.round(points[p + 1] - sprite.side / 2),
        Math.round(points[p + 2] - sprite.side / 2),
        from,
        to,
      );
    }
  }

  /** The two colours and the pattern of each place's cell. */
  #look(day) {
    const { on, off, bit } = this;
    const looks = this.#looks();
    for (let i = 0, at = 0; i < this.count; i++, at += 4) {
      const party = day[at],
        state = stateOf(party, day[at + 1], day[at + 2], day[at + 3]);
      const look = looks[state];
      bit[i + 1] = look.bit;
      on[i + 1] = look.on[party];
      off[i + 1] = look.off[party];
    }
  }

  #looks() {
    const { colours, ink } = this.palette;
    const each = (alpha, fixed) =>
      Uint32Array.from({ length: 256 }, (_, i) => packed(fixed ?? colours[i] ?? ink, alpha));
    const look = (bit, on, off, fixed) => ({ bit, on: each(on, fixed), off: each(off, fixed) });
    if (this.looksOf !== this.palette) {
      this.looksOf = this.palette;
      const solid = (alpha) => look(PATTERN.solid, alpha, alpha);
      this.looks = [
        solid(0.12),
        solid(0.22),
        solid(0.36),
        solid(0.5),
        look(PATTERN.claimed, 0.5, 0.1),
        look(PATTERN.stale, 0.6, 0.08),
        look(PATTERN.stale, 0.42, 0.05),
        look(PATTERN.stale, 0.28, 0.02),
        look(PATTERN.contested, 0.5, 0.03, ink),
        look(PATTERN.unknown, 0.4, 0, ink),
      ];
    }
    return this.looks;
  }
}

/** Lay a sprite over the pixels, within the columns `from` to `to`. */
function stamp(pixels, width, height, { side, pixels: from_pixels }, left, top, from, to) {
  for (let sy = Math.max(0, -top); sy < side && top + sy < height; sy++) {
    for (let sx = Math.max(0, from - left); sx < side && left + sx < to; sx++) {
      const above = from_pixels[sy * side + sx],
        alpha = above >>> 24;
      if (alpha === 0) continue;
      const at = (top + sy) * width + left + sx;
      pixels[at] = alpha === 255 ? above : blend(above, alpha, pixels[at]);
    }
  }
}

function blend(above, alpha, below) {
  const under = ((below >>> 24) * (255 - alpha)) / 255,
    whole = alpha + under;
  const part = (shift) => Math.round((((above >>> shift) & 255) * alpha + ((below >>> shift) & 255) * under) / whole);
  return ((Math.round(whole) << 24) | (part(16) << 16) | (part(8) << 8) | part(0)) >>> 0;
}
