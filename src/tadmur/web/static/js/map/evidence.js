/** Parts of the panel about one place: who holds it, and why that is believed. */

import { weightMark } from "../cells.js";
import { stance } from "../claim_view.js";
import { h, s } from "../dom.js";
import { day, days, logOdds, percent, words } from "../format.js";
import { partyName } from "../symbols.js";

/** Who holds the place, in words and as bars. */
export function standing(about, { belief }) {
  if (belief.label === "unknown")
    return h("p", { class: "standing" }, "Unknown: no evidence that bears on this day. Unknown is not nobody.");
  const shares = Object.entries(belief.probabilities).filter(([, share]) => share >= 0.005);
  const holder = belief.holder === "contested" ? "Contested" : about.party(belief.holder).name;
  const how = {
    assessed: "",
    claimed_only: " One side’s word alone, and in its own favour.",
    contested: " No party holds it alone.",
    stale: " Stale: the last evidence is old.",
  }[belief.label];
  return h(
    "div",
    null,
    h(
      "p",
      { class: "standing" },
      h("strong", null, holder),
      `, ${percent(belief.probability)}.`,
      how,
      belief.last_evidence ? ` Last evidence ${day(belief.last_evidence)}.` : "",
    ),
    h(
      "div",
      { class: "shares" },
      shares.map(([state, share]) =>
        h(
          "div",
          { class: "share" },
          partyName(about, state, belief.label === "stale" ? "stale" : "assessed"),
          h("span", { class: "number" }, percent(share)),
          s(
            "svg",
            { class: "share-bar", viewBox: "0 0 100 5", preserveAspectRatio: "none", "aria-hidden": "true" },
            s("rect", { width: 100, height: 5, fill: "var(--rule)", opacity: 0.5 }),
            s("rect", {
              width: Math.max(0.5, share * 100),
              height: 5,
              fill: state === "contested" ? "url(#hatch)" : about.party(state).colour,
            }),
          ),
        ),
      ),
    ),
  );
}

/** Claims by what each adds to the log-odds of the holder, and what else counts. */
export function evidenceList(about, why, history, open) {
  const marks = new Map(history.claims.map((mark) => [mark.claim_id, mark]));
  const claims = [...why.claims].sort((a, b) => Math.abs(b.log_odds) - Math.abs(a.log_odds));
  const parts = Object.entries(why.parts).filter(([, value]) => Math.abs(value) >= 0.005);
  return [
    h(
      "p",
      { class: "byline" },
      "For ",
      h("b", null, why.state_name ?? about.party(why.state).name),
      `: ${logOdds(why.log_odds)} in all, in nats; of them `,
      parts.map(([name, value], i) => [i ? ", " : "", `${words(name)} ${logOdds(value)}`]),
    ),
    h(
      "ol",
      { class: "evidence" },
      claims.map((claim) => {
        const mark = marks.get(claim.claim_id) ?? claim;
        return h(
          "li",
          null,
          weightMark(claim.log_odds),
          h(
            "div",
            null,
            h(
              "a",
              {
                class: "quote",
                dir: "auto",
                href: `/claims/${encodeURIComponent(claim.claim_id)}`,
                onclick: (event) => {
                  event.preventDefault();
                  open(mark);
                },
              },
              claim.quote,
            ),
            h(
              "span",
              { class: "byline" },
              h("b", null, claim.speaker ?? mark.publisher ?? "the publisher"),
              ", ",
              day(claim.published_at),
              mark.stance
                ? [", ", stance(mark.stance), ", ", words(mark.zone), ", ", days(mark.day_earliest, mark.day_latest)]
                : null,
            ),
          ),
        );
      }),
    ),
  ];
}
