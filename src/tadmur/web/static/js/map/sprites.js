/** Symbols as small pictures, drawn once for each party, state and size, from the same shapes as the key. */

import { shapePath } from "../symbols.js";

const css = ([r, g, b], alpha = 1) =>
  `rgb(${Math.round(r * 255)} ${Math.round(g * 255)} ${Math.round(b * 255)} / ${alpha})`;

export class Sprites {
  #kept = new Map();

  /** @param {{colours: number[][], ink: number[], paper: number[]}} palette */
  constructor(palette) {
    this.palette = palette;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 96;
    this.pen = canvas.getContext("2d", { willReadFrequently: true });
  }

  /**
   * @param {number} party index, 254 contested, 255 unknown
   * @param {number} state see stateOf
   * @param {number} size diameter in pixels of the canvas
   * @param {boolean} chosen
   * @param {number} ratio pixels of the canvas in a CSS pixel
   * @returns {{side: number, pixels: Uint32Array}} square, the middle in its middle
   */
  get(party, state, size, chosen, ratio) {
    const key = ((party * 16 + state) * 128 + size) * 2 + Number(chosen);
    let sprite = this.#kept.get(key);
    if (!sprite) this.#kept.set(key, (sprite = this.#draw(party, state, size, chosen, ratio)));
    return sprite;
  }

  #draw(party, state, size, chosen, ratio) {
    const { pen, palette } = this;
    const side = size + 2,
      open = state === STATES.unknown,
      both = state === STATES.contested;
    const radius = (size / 2) * 0.78 * (open ? 0.6 : state >= STATES.stale && state < STATES.contested ? 0.88 : 1);
    const outline = new Path2D(shapePath(open || both ? 0 : party, radius));
    const own = open || both ? palette.ink : palette.colours[party];
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, side, side);
    pen.translate(side / 2, side / 2);
    pen.setLineDash([]);
    pen.lineJoin = "round";
    pen.lineWidth = ratio * 1.1;
    if (size < 5 * ratio) {
      pen.fillStyle = css(own, open ? 0.35 : state >= STATES.stale && !both ? 0.5 : 1);
      pen.fill(new Path2D(shapePath(0, Math.max(0.8, size / 2))));
    } else {
      pen.fillStyle = css(palette.paper, open ? 0.7 : 1);
      pen.fill(outline);
      if (both) {
        pen.save();
        pen.clip(outline);
        pen.strokeStyle = css(palette.ink);
        pen.lineWidth = ratio * 1.5;
        for (let at = -size * 2; at < size * 2; at += 3.4 * ratio)
          pen.stroke(new Path2D(`M${at - size} ${size}L${at + size} ${-size}`));
        pen.restore();
      } else if (state === STATES.claimed) {
        pen.strokeStyle = css(own);
        pen.save();
        pen.clip(outline);
        pen.lineWidth = ratio * 6;
        pen.stroke(outline);
        pen.restore();
      } else if (!open) {
        pen.fillStyle = css(own, FILL[state]);
        pen.fill(outline);
      }
      pen.strokeStyle = css(palette.ink, open ? 0.6 : 1);
      if (state >= STATES.stale && !both && !open) pen.setLineDash([2 * ratio, 1.8 * ratio]);
      if (chosen) pen.lineWidth = ratio * 2.6;
      pen.stroke(outline);
      if (open) {
        pen.setLineDash([]);
        pen.fillStyle = css(palette.ink, 0.6);
        pen.fill(new Path2D(shapePath(0, ratio * 0.9)));
      }
    }
    return { side, pixels: new Uint32Array(pen.getImageData(0, 0, side, side).data.buffer) };
  }
}

/** States that look different: strength of belief, one side's word, staleness by age, contested, unknown. */
export const STATES = {
  weak: 0,
  fair: 1,
  firm: 2,
  strong: 3,
  claimed: 4,
  stale: 5,
  staler: 6,
  stalest: 7,
  contested: 8,
  unknown: 9,
};
const FILL = [0.2, 0.45, 0.72, 1, 0, 0.34, 0.22, 0.1];

/** The state of a place from its four bytes: party, probability, label, age in steps of four days. */
export function stateOf(party, probability, label, age) {
  if (party === 255 || label === 4) return STATES.unknown;
  if (party === 254 || label === 2) return STATES.contested;
  if (label === 3) return age < 45 ? STATES.stale : age < 90 ? STATES.staler : STATES.stalest;
  if (label === 1) return STATES.claimed;
  return probability >= 242
    ? STATES.strong
    : probability >= 204
      ? STATES.firm
      : probability >= 140
        ? STATES.fair
        : STATES.weak;
}
