/** A report's text with every claim highlighted in its own characters. Text goes in as text nodes only. */

import { h, one } from "./dom.js";
import { words } from "./format.js";

const SHOWN = new Set(["headline", "deck", "caption", "byline", "dateline", "boilerplate"]);

/**
 * @param {{text: string, language?: string, layout: any[], claims: any[]}} report
 * @param {(claim: any) => void} choose called when a highlight is chosen
 * @returns {HTMLElement}
 */
export function reader(report, choose) {
  const claims = [...report.claims].sort((a, b) => a.start_utf16 - b.start_utf16 || b.end_utf16 - a.end_utf16);
  const numbers = new Map(claims.map((claim, i) => [claim.claim_id, i + 1]));
  return h(
    "div",
    { class: "text", lang: report.language || null },
    segments(report).map(({ zone, start, end }, i, all) =>
      h(
        "div",
        { class: `segment zone-${zone}` },
        h("span", { class: "zone" }, SHOWN.has(zone) && all[i - 1]?.zone !== zone ? words(zone) : ""),
        h("p", { dir: "auto" }, pieces(report.text, start, end, claims, numbers, choose)),
      ),
    ),
  );
}

/** The parts of the layout in the order of the text; stretches between them that hold words are body. */
function segments({ text, layout }) {
  const found = [];
  let at = 0;
  const add = (zone, start, end) => {
    const words = text.slice(start, end);
    const from = start + (words.length - words.trimStart().length),
      to = end - (words.length - words.trimEnd().length);
    if (to > from && /[\p{L}\p{N}]/u.test(words)) found.push({ zone, start: from, end: to });
  };
  for (const part of [...layout].sort((a, b) => a.start_utf16 - b.start_utf16)) {
    if (part.start_utf16 > at) add("body", at, part.start_utf16);
    add(part.zone, Math.max(at, part.start_utf16), part.end_utf16);
    at = Math.max(at, part.end_utf16);
  }
  add("body", at, text.length);
  return found;
}

/** Text and highlights of one segment; where claims overlap, a stretch belongs to all of them. */
function pieces(text, start, end, claims, numbers, choose) {
  const inside = claims.filter((claim) => claim.end_utf16 > start && claim.start_utf16 < end);
  const cuts = [...new Set([start, end, ...inside.flatMap((claim) => [claim.start_utf16, claim.end_utf16])])]
    .filter((cut) => cut >= start && cut <= end)
    .sort((a, b) => a - b);
  const nodes = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [from, to] = [cuts[i], cuts[i + 1]];
    for (const claim of inside.filter((each) => each.start_utf16 === from)) {
      nodes.push(
        h(
          "a",
          {
            class: "spot",
            id: `c-${claim.claim_id}`,
            href: `#c-${claim.claim_id}`,
            "aria-label": `Claim ${numbers.get(claim.claim_id)}: ${words(claim.kind)}`,
            onclick: () => choose(claim),
          },
          numbers.get(claim.claim_id),
        ),
      );
    }
    const over = inside.filter((claim) => claim.start_utf16 <= from && claim.end_utf16 >= to);
    const piece = text.slice(from, to);
    nodes.push(
      over.length
        ? h(
            "mark",
            {
              "data-claims": over.map((claim) => claim.claim_id).join(" "),
              onclick: () => choose(over.reduce(shorter)),
            },
            piece,
          )
        : piece,
    );
  }
  return nodes;
}

const shorter = (a, b) => (b.end_utf16 - b.start_utf16 < a.end_utf16 - a.start_utf16 ? b : a);

/** Make one claim's highlight stand out; with `scroll` bring it into view. */
export function highlight(root, claimId, { scroll = false } = {}) {
  for (const mark of root.querySelectorAll("mark"))
    mark.classList.toggle("on", mark.dataset.claims.split(" ").includes(claimId));
  if (scroll) one("mark.on", root)?.scrollIntoView({ block: "center" });
}
