/** What a party held over time, with its interval, and two handles: the base day and the last day. */

import { h, s } from "./dom.js";
import { day, number, toDay, toNumber } from "./format.js";
import { steps, timeAxis, timeScale } from "./scale.js";

const HEIGHT = 330,
  LEFT = 64,
  RIGHT = 14,
  TOP = 26,
  BOTTOM = 26;

/**
 * @param {{day: string, levels: Record<string, {median: number, low: number, high: number}>}[]} rows
 * @param {{measure: string, width: number, first: string, last: string, from: string, to: string, moved: (from: string, to: string, settled: boolean) => void}} view
 */
export function figurePlot(rows, view) {
  const { width } = view;
  const scale = timeScale(view.first, view.last, LEFT, width - RIGHT);
  const known = rows
    .filter((row) => row.levels[view.measure])
    .map((row) => ({ x: scale.at(row.day), ...row.levels[view.measure] }));
  const most = Math.max(1, ...known.map((row) => row.high));
  const y = (value) => HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM);
  const line = (key) => known.map((row) => `${row.x.toFixed(1)} ${y(row[key]).toFixed(1)}`);
  const plot = s(
    "svg",
    {
      class: "plot",
      viewBox: `0 0 ${width} ${HEIGHT}`,
      role: "group",
      "aria-label": "Held over time, with two handles for the days compared",
    },
    steps(0, most).map((value) =>
      s(
        "g",
        { "aria-hidden": "true" },
        s("line", { class: "axis", x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value) }),
        s("text", { x: LEFT - 8, y: y(value) + 4, "text-anchor": "end" }, number(value)),
      ),
    ),
    known.length
      ? s("path", { class: "interval", d: `M${[...line("high"), ...line("low").reverse()].join("L")}Z` })
      : null,
    known.length ? s("path", { class: "value", d: `M${line("median").join("L")}` }) : null,
    timeAxis(scale, HEIGHT - BOTTOM, width),
  );
  const state = { from: view.from, to: view.to };
  const handle = (key, label) => {
    const words = s("text", { "text-anchor": "middle", y: 12 });
    const knob = s(
      "g",
      {
        class: "handle",
        role: "slider",
        tabindex: 0,
        "aria-label": label,
        "aria-valuemin": scale.from,
        "aria-valuemax": scale.to,
      },
      s("line", { y1: TOP - 8, y2: HEIGHT - BOTTOM }),
      s("rect", { x: -6, y: HEIGHT - BOTTOM - 14, width: 12, height: 20, rx: 2 }),
      words,
    );
    const place = () => {
      knob.setAttribute("transform", `translate(${scale.at(state[key])} 0)`);
      knob.setAttribute("aria-valuenow", String(toNumber(state[key])));
      knob.setAttribute("aria-valuetext", day(state[key]));
      words.textContent = day(state[key], { short: true });
    };
    const move = (numberOfDay, settled) => {
      const low = key === "to" ? toNumber(state.from) + 1 : scale.from,
        high = key === "from" ? toNumber(state.to) - 1 : scale.to;
      state[key] = toDay(Math.min(high, Math.max(low, numberOfDay)));
      place();
      view.moved(state.from, state.to, settled);
    };
    knob.addEventListener("pointerdown", (event) => {
      knob.setPointerCapture(event.pointerId);
      const follow = (e) => {
        const box = plot.getBoundingClientRect();
        move(scale.number(((e.clientX - box.left) / box.width) * width), false);
      };
      knob.addEventListener("pointermove", follow);
      knob.addEventListener(
        "pointerup",
        () => {
          knob.removeEventListener("pointermove", follow);
          move(toNumber(state[key]), true);
        },
        { once: true },
      );
    });
    knob.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, PageDown: -30, PageUp: 30 }[event.key];
      if (!step) return;
      event.preventDefault();
      move(toNumber(state[key]) + step, true);
    });
    place();
    return knob;
  };
  plot.append(handle("from", "Base day"), handle("to", "Last day"));
  return h("figure", null, plot);
}
