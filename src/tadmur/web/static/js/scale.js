/** Scales and axes of the small plots. */

import { s } from "./dom.js";
import { toNumber } from "./format.js";
import { marks } from "./map/clock.js";

/** Days to pixels: `at(day or number)` and back, `day(x)`. */
export function timeScale(first, last, left, right) {
  const from = toNumber(first),
    span = Math.max(1, toNumber(last) - from);
  const at = (value) => left + (((typeof value === "string" ? toNumber(value) : value) - from) / span) * (right - left);
  return { at, from, to: from + span, number: (x) => Math.round(from + ((x - left) / (right - left)) * span) };
}

/** Marks of time under a plot. */
export function timeAxis(scale, y, width) {
  return s(
    "g",
    { "aria-hidden": "true" },
    s("line", { class: "axis", x1: scale.at(scale.from), x2: scale.at(scale.to), y1: y, y2: y }),
    apart(
      marks(scale.from, scale.to, width).filter((mark) => mark.text),
      scale,
    ).map((mark) => {
      const x = scale.at(mark.number);
      return s(
        "g",
        null,
        s("line", { class: "axis", x1: x, x2: x, y1: y, y2: y + 4 }),
        s("text", { x, y: y + 14 }, mark.text),
      );
    }),
  );
}

/** Without the marks whose words would run into those before, or over the edge. */
function apart(found, scale) {
  let free = -Infinity;
  return found.filter((mark) => {
    const x = scale.at(mark.number),
      end = x + mark.text.length * 6.2 + 6;
    if (x < free || end - 6 > scale.at(scale.to) + 8) return false;
    free = end;
    return true;
  });
}

/** Round steps for a number axis. */
export function steps(low, high, most = 5) {
  const span = high - low || Math.abs(high) || 1;
  const raw = span / most,
    power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].find((each) => each * power >= raw) * power;
  const found = [];
  for (let value = Math.ceil(low / step) * step; value <= high + step * 1e-9; value += step)
    found.push(Number(value.toPrecision(12)));
  return found;
}
