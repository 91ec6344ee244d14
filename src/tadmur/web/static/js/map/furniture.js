/** What stands around a map: tools, legend. */

import { h, replace } from "../dom.js";
import { icon } from "../symbols.js";

const LETTERS = [
  ["latin", "Latin"],
  ["ar", "العربية"],
  ["ru", "Кириллица"],
];

/** Zoom, whole view, letters of the names, cells on or off. */
export function drawTools(root, view, { letters, setLetters, setCells, cells }) {
  const button = (label, text, action) =>
    h("button", { type: "button", "aria-label": label, title: label, onclick: action }, text);
  const cellBox = h("input", { type: "checkbox", onchange: (event) => setCells(event.target.checked) });
  cellBox.checked = cells;
  replace(
    root,
    h(
      "div",
      { class: "zoom" },
      button("Zoom in", "+", () => view.map.zoomIn({ duration: 150 })),
      button("Zoom out", "−", () => view.map.zoomOut({ duration: 150 })),
      button("Whole monitor (h)", "⌂", () => view.map.fitBounds(view.bounds(), { ...view.whole(), duration: 300 })),
    ),
    h(
      "div",
      { class: "choices" },
      h(
        "select",
        { "aria-label": "Letters of the names", onchange: (event) => setLetters(event.target.value) },
        LETTERS.map(([value, label]) => h("option", { value, selected: value === letters }, label)),
      ),
      h("label", null, cellBox, "Cells"),
    ),
  );
}

/** The key of symbols: parties by shape and colour, states by pattern. */
export function drawLegend(root, about) {
  const states = [
    ["assessed", "Held; fuller is surer"],
    ["claimed_only", "One side's word alone"],
    ["contested", "Contested"],
    ["stale", "Stale: last evidence is old"],
    ["unknown", "Unknown"],
  ];
  const sample = about.parties[0]?.colour ?? "#6b6b6b";
  const open = innerWidth > 700;
  replace(
    root,
    h(
      "details",
      { open },
      h("summary", null, "Key"),
      h(
        "ul",
        null,
        about.parties.slice(0, 12).map((party, index) => h("li", null, icon(index, party.colour), party.name)),
      ),
      h(
        "ul",
        null,
        states.map(([label, text]) => h("li", null, icon(0, sample, label), text)),
      ),
      h("p", null, "Cells show the land nearer to a settlement than to any other, within its reach; not front lines."),
    ),
  );
}
