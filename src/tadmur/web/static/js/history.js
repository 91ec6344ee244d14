/** The history of a place: bands of probability over time, with the claims as marks above. */

import { h, s } from "./dom.js";
import { day, days, percent, toDay, words } from "./format.js";
import { timeAxis, timeScale } from "./scale.js";
import { shapePath } from "./symbols.js";

const WIDTH = 400,
  BANDS = 92,
  LANE = 12,
  MOST_LANES = 5;

/**
 * @param {any} about answer of /meta
 * @param {any} history answer of /places/{id}/history
 * @param {{asOf: string, chosen?: string, goTo: (day: string) => void, open: (mark: any) => void}} options
 */
export function historyPlot(about, history, { asOf, chosen, goTo, open }) {
  const scale = timeScale(history.first, history.last, 6, WIDTH - 6);
  const { placed, lanes } = lay(history.claims, scale);
  const top = lanes * LANE + 6,
    bottom = top + BANDS,
    height = bottom + 20;
  const plot = s("svg", {
    class: "plot history",
    viewBox: `0 0 ${WIDTH} ${height}`,
    role: "group",
    "aria-label": "History: bands of probability, claims as marks above",
  });
  const runs = history.from.map((from, i) => [from, history.from[i + 1] ?? null, i]);
  for (const [from, until, i] of runs) {
    const x1 = scale.at(from),
      x2 = until ? scale.at(until) : scale.at(scale.to);
    if (history.label[i] === "unknown") {
      plot.append(s("rect", { class: "band-unknown", x: x1, y: top, width: Math.max(0.5, x2 - x1), height: BANDS }));
      continue;
    }
    let y = bottom;
    for (const state of ordered(about, history.states)) {
      const share = history.p[state][i] * BANDS;
      if (share < 0.4) continue;
      y -= share;
      const party = about.party(state);
      plot.append(
        s(
          "rect",
          {
            class: "band",
            x: x1,
            y,
            width: Math.max(0.5, x2 - x1),
            height: share,
            fill: state === "contested" ? "url(#hatch)" : party.colour,
            "fill-opacity": history.label[i] === "stale" ? 0.35 : 0.85,
          },
          s(
            "title",
            null,
            `${party.name} ${percent(history.p[state][i])} from ${day(from)}, ${words(history.label[i])}`,
          ),
        ),
      );
    }
  }
  plot.append(timeAxis(scale, bottom, WIDTH));
  const now = scale.at(asOf);
  plot.append(s("line", { class: "now", x1: now, x2: now, y1: top - 4, y2: bottom + 4 }));
  const hit = s("rect", { class: "hit", x: 0, y: top, width: WIDTH, height: BANDS });
  hit.addEventListener("click", (event) => {
    const box = plot.getBoundingClientRect();
    goTo(
      toDay(Math.min(scale.to, Math.max(scale.from, scale.number(((event.clientX - box.left) / box.width) * WIDTH)))),
    );
  });
  plot.append(hit);
  for (const { mark, x, lane } of placed) {
    const link = s(
      "a",
      {
        href: `/claims/${encodeURIComponent(mark.claim_id)}`,
        "aria-label": `${mark.speaker ?? mark.publisher}, ${days(mark.day_earliest, mark.day_latest)}: ${mark.exact}`,
      },
      s("title", null, `${mark.speaker ?? mark.publisher}: ${mark.exact}`),
      s("path", {
        d: shapePath(about.index(mark.actor_id), 4),
        transform: `translate(${x} ${lane * LANE + 7})`,
        fill: mark.stance.asserted ? about.party(mark.actor_id).colour : "none",
      }),
    );
    link.addEventListener("click", (event) => {
      event.preventDefault();
      open(mark);
    });
    plot.append(
      s(
        "g",
        { class: `mark${mark.stance.asserted ? "" : " denied"}${mark.claim_id === chosen ? " chosen" : ""}` },
        link,
      ),
    );
  }
  return h("figure", null, plot, legend(about, history));
}

/** Parties first, in their order, then contested on top. */
function ordered(about, states) {
  return [...states].sort((a, b) => (a === "contested") - (b === "contested") || about.index(a) - about.index(b));
}

/** Marks in lanes, so that none hides another; crowded days are thinned to what fits. */
function lay(claims, scale) {
  const ends = [],
    placed = [];
  const sorted = claims
    .filter((mark) => mark.day_earliest || mark.day_latest || mark.published_at)
    .map((mark) => ({
      mark,
      x: Math.min(
        scale.at(scale.to),
        Math.max(
          scale.at(scale.from),
          scale.at(mark.day_latest ?? mark.day_earliest ?? mark.published_at.slice(0, 10)),
        ),
      ),
    }))
    .sort((a, b) => a.x - b.x);
  for (const { mark, x } of sorted) {
    let lane = ends.findIndex((end) => end < x - 9);
    if (lane < 0) lane = ends.length < MOST_LANES ? ends.length : -1;
    if (lane < 0) continue;
    ends[lane] = x;
    placed.push({ mark, x, lane: MOST_LANES - 1 - lane });
  }
  const lanes = Math.max(1, ends.length),
    up = MOST_LANES - lanes;
  return { placed: placed.map((each) => ({ ...each, lane: each.lane - up })), lanes };
}

function legend(about, history) {
  return h(
    "figcaption",
    { class: "visually-hidden" },
    `Parties: ${ordered(about, history.states)
      .map((state) => about.party(state).name)
      .join(", ")}. Dotted: unknown. Pale: stale.`,
  );
}
