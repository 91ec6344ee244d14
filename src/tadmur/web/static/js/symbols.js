/** Symbols of map, panel and tables: a shape for each party, so that nothing rests on colour alone. */

import { h, s } from "./dom.js";

export const LABELS = ["assessed", "claimed_only", "contested", "stale", "unknown"];

const regular = (corners, radius, turn) =>
  "M" +
  Array.from({ length: corners }, (_, i) => {
    const angle = ((turn + (360 * i) / corners) * Math.PI) / 180;
    return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
  }).join("L") +
  "Z";

function plus(radius) {
  const a = radius * 1.15,
    b = radius * 0.45;
  return `M${-b} ${-a}L${b} ${-a}L${b} ${-b}L${a} ${-b}L${a} ${b}L${b} ${b}L${b} ${a}L${-b} ${a}L${-b} ${b}L${-a} ${b}L${-a} ${-b}L${-b} ${-b}Z`;
}

const SHAPES = [
  (r) => `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`,
  (r) => regular(4, r * 1.25, 45),
  (r) => regular(3, r * 1.35, -90),
  (r) => regular(4, r * 1.3, 0),
  (r) => regular(5, r * 1.15, -90),
  (r) => regular(3, r * 1.35, 90),
  (r) => regular(6, r * 1.12, 0),
  plus,
];

/** Path data of the `index`-th party's shape around the origin. */
export const shapePath = (index, radius) => SHAPES[((index % SHAPES.length) + SHAPES.length) % SHAPES.length](radius);

/** An icon of a party in a state: solid, ring (one side's word), hatched (contested), faint (stale), open (unknown). */
export function icon(index, colour, label = "assessed", probability = 1) {
  const unknown = label === "unknown" || (index < 0 && label !== "contested");
  const path = shapePath(unknown || label === "contested" ? 0 : index, 5);
  const frame = s("svg", {
    class: `icon sym-${label}`,
    width: 16,
    height: 16,
    viewBox: "-8 -8 16 16",
    "aria-hidden": "true",
  });
  const shape = s("path", { d: path, class: "sym-shape" });
  if (unknown) shape.setAttribute("class", "sym-shape open");
  else if (label === "contested") shape.setAttribute("fill", "url(#hatch)");
  else if (label === "claimed_only") {
    shape.setAttribute("stroke", colour);
    shape.setAttribute("class", "sym-shape ring");
  } else {
    shape.setAttribute("fill", colour);
    shape.setAttribute("fill-opacity", label === "stale" ? 0.25 : strength(probability));
  }
  frame.append(shape);
  if (unknown) frame.append(s("circle", { r: 1.1, class: "sym-dot" }));
  return frame;
}

/** Strength of a fill for a probability; the same four steps as on the printed maps. */
export function strength(probability) {
  if (probability >= 0.95) return 1;
  if (probability >= 0.8) return 0.72;
  return probability >= 0.55 ? 0.45 : 0.2;
}

/** The hatchings that icons and plots refer to; once a page. */
export function hatchings() {
  const hatch = s(
    "pattern",
    { id: "hatch", width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    s("rect", { width: 4, height: 4, class: "hatch-ground" }),
    s("rect", { width: 1.6, height: 4, class: "hatch-line" }),
  );
  const dots = s(
    "pattern",
    { id: "dots", width: 5, height: 5, patternUnits: "userSpaceOnUse" },
    s("circle", { cx: 1.2, cy: 1.2, r: 0.7, class: "hatch-line" }),
  );
  return h(
    "div",
    { class: "patterns", "aria-hidden": "true" },
    s("svg", { width: 0, height: 0 }, s("defs", null, hatch, dots)),
  );
}

/** A party's name with its icon. */
export function partyName(meta, id, label = "assessed", probability = 1) {
  if (!id || id === "none") return h("span", { class: "party muted" }, icon(-1, "", "unknown"), "nobody named");
  if (id === "contested") return h("span", { class: "party" }, icon(0, "", "contested"), "contested");
  const party = meta.party(id);
  return h("span", { class: "party" }, icon(meta.index(id), party.colour, label, probability), party.name);
}
