/**
 * Names on the map, drawn by the browser's own text engine, which shapes Arabic and mixes scripts as it does in prose.
 * Names are placed when the camera rests, the most important first, each at the first free spot around its point; while
 * the camera moves they ride along.
 */

const SPOTS = [
  [1, 0, "start"],
  [-1, 0, "end"],
  [0, -1, "center"],
  [0, 1, "center"],
  [0.75, -0.8, "start"],
  [-0.75, -0.8, "end"],
  [0.75, 0.8, "start"],
  [-0.75, 0.8, "end"],
];
const CELL = 96;

/**
 * @typedef {object} Name
 * @property {string} text
 * @property {number} x web Mercator, 0 to 1
 * @property {number} y
 * @property {"place"|"town"|"country"|"vague"} kind
 * @property {number} gap pixels kept clear of the point
 * @property {boolean} [must] shown even if it overlaps
 */

export class Labels {
  /** @type {any[]} */
  #placed = [];
  #widths = new Map();

  /** @param {HTMLCanvasElement} canvas over the map */
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.takeColours();
  }

  takeColours() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    this.colours = { ink: colour("--ink"), town: colour("--town"), halo: colour("--halo") };
    const family = style.getPropertyValue("--sans");
    this.looks = {
      place: { font: `600 12.5px ${family}`, size: 12.5, colour: this.colours.ink },
      town: { font: `400 11.5px ${family}`, size: 11.5, colour: this.colours.town },
      vague: { font: `italic 400 12px ${family}`, size: 12, colour: this.colours.ink },
      country: { font: `500 13px ${family}`, size: 13, colour: this.colours.town, spacing: "2px" },
    };
  }

  /** Choose which names are shown, and where. `names` by importance; `camera` as for the control canvas. */
  place(names, camera) {
    const width = this.canvas.clientWidth,
      height = this.canvas.clientHeight;
    const taken = new Map();
    const cells = (box) => {
      const keys = [];
      for (let cx = Math.floor(box[0] / CELL); cx <= Math.floor(box[2] / CELL); cx++) {
        for (let cy = Math.floor(box[1] / CELL); cy <= Math.floor(box[3] / CELL); cy++) keys.push(cx * 4096 + cy);
      }
      return keys;
    };
    const free = (box) =>
      cells(box).every((key) =>
        (taken.get(key) ?? []).every(
          (other) => box[0] >= other[2] || other[0] >= box[2] || box[1] >= other[3] || other[1] >= box[3],
        ),
      );
    const take = (box) => {
      for (const key of cells(box)) taken.has(key) ? taken.get(key).push(box) : taken.set(key, [box]);
    };
    this.#placed = [];
    const seen = [];
    const point = (name) => [
      (name.x - camera.x) * camera.world + width / 2,
      (name.y - camera.y) * camera.world + height / 2,
    ];
    for (const name of names) {
      if (name.kind !== "place" || name.gap < 4) continue;
      const [x, y] = point(name),
        half = name.gap - 2;
      if (x > 0 && y > 0 && x < width && y < height) take([x - half, y - half, x + half, y + half]);
    }
    for (const name of names) {
      const [x, y] = point(name);
      if (!(x > -20 && y > -10 && x < width + 20 && y < height + 10)) continue;
      if (name.kind === "town" && seen.some((other) => Math.abs(other.x - x) < 26 && Math.abs(other.y - y) < 26))
        continue;
      const look = this.looks[name.kind],
        span = this.#width(name.text, name.kind),
        high = look.size;
      const spots = name.kind === "country" || name.kind === "vague" ? [[0, 0, "center"]] : SPOTS;
      const boxes = spots.map(([dx, dy, align]) => {
        const gap = name.gap + 2,
          left = x + dx * gap + (align === "start" ? 0 : align === "end" ? -span : -span / 2);
        const middle = y + dy * (align === "center" && dy ? gap + high / 2 : gap);
        return [left - 2, middle - high / 2 - 1, left + span + 2, middle + high / 2 + 1];
      });
      const box =
        boxes.find((each) => each[0] > 2 && each[2] < width - 2 && free(each)) ?? (name.must ? boxes[0] : null);
      if (!box) continue;
      take(box);
      seen.push({ x, y });
      this.#placed.push({ name, dx: box[0] + 2 - x, dy: (box[1] + box[3]) / 2 - y });
    }
    return this.#placed.length;
  }

  draw(camera, ratio) {
    const { canvas, pen, colours } = this;
    const width = canvas.clientWidth,
      height = canvas.clientHeight;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.textBaseline = "middle";
    pen.textAlign = "left";
    pen.lineJoin = "round";
    pen.lineWidth = 3;
    pen.strokeStyle = colours.halo;
    for (const { name, dx, dy } of this.#placed) {
      const look = this.looks[name.kind];
      const x = Math.round((name.x - camera.x) * camera.world + width / 2 + dx),
        y = Math.round((name.y - camera.y) * camera.world + height / 2 + dy);
      if (pen.font !== look.font) pen.font = look.font;
      pen.letterSpacing = look.spacing && !/[\u0600-\u06ff]/.test(name.text) ? look.spacing : "0px";
      pen.strokeText(name.text, x, y);
      pen.fillStyle = look.colour;
      pen.fillText(name.text, x, y);
    }
  }

  #width(text, kind) {
    const key = kind + text;
    let width = this.#widths.get(key);
    if (width === undefined) {
      const look = this.looks[kind];
      this.pen.font = look.font;
      this.pen.letterSpacing = look.spacing ?? "0px";
      width = this.pen.measureText(text).width;
      if (this.#widths.size > 20_000) this.#widths.clear();
      this.#widths.set(key, width);
    }
    return width;
  }
}
