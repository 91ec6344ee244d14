/** One claim: its sentence in the words around it, who says so, and where to read on. */

import { get } from "./api.js";
import { weightMark } from "./cells.js";
import { h } from "./dom.js";
import { day, days, number, percent, words } from "./format.js";
import { readingDetails } from "./reading.js";
import { href } from "./state.js";
import { partyName } from "./symbols.js";

/** Words for how a claim is said. */
export function stance({ asserted, modality, hedge }) {
  const said = [
    asserted === false ? "denies" : null,
    modality && modality !== "actual" ? words(modality) : null,
    hedge ? `hedged: “${hedge}”` : null,
  ].filter(Boolean);
  return said.length ? said.join(", ") : "states as fact";
}

/** A quantity with what is open about it: "26 or more persons", "20 to 30 families". */
function quantity({ low, best, high, unit, vague }) {
  const range =
    low === high ? number(low) : high === null ? `${number(low)} or more` : `${number(low ?? 0)} to ${number(high)}`;
  return [range, words(unit), vague ? "(vague)" : "", best !== null && low !== high ? `best ${number(best)}` : ""]
    .filter(Boolean)
    .join(" ");
}

const WHOLE = 200;

/** Words before and after, without the halves of words at the ends where the text goes on. */
const opening = (text) => (text.length < WHOLE ? text : `… ${text.replace(/^\S*\s+/, "")}`);
const closing = (text) => (text.length < WHOLE ? text : `${text.replace(/\s+\S*$/, "")} …`);

/** @param {string} claimId */
export async function claimView(about, claimId, { weight, head = true } = {}) {
  const page = await get(`/claims/${encodeURIComponent(claimId)}`);
  const { claim, report } = page;
  const fact = (label, ...value) =>
    value.flat().some((v) => v !== null && v !== undefined && v !== "")
      ? h("div", null, h("dt", null, label), h("dd", null, value))
      : null;
  const chain = claim.attribution ?? [];
  return h(
    "div",
    { class: "claim-view" },
    head
      ? h(
          "p",
          { class: "byline" },
          h("b", null, words(claim.kind)),
          claim.reviewed
            ? h("span", { class: "coded" }, `${words(claim.reviewed.status)} by ${claim.reviewed.by ?? "a reviewer"}`)
            : h("span", { class: "coded" }, "machine-coded, not reviewed"),
        )
      : null,
    h(
      "blockquote",
      { class: "context", lang: report.language, dir: "auto" },
      opening(page.before),
      h("mark", { class: "on" }, page.exact),
      closing(page.after),
    ),
    h(
      "dl",
      { class: "facts pairs" },
      fact(
        "Report",
        h(
          "a",
          { href: href(`/reports/${encodeURIComponent(report.report_id)}`, {}, `c-${claim.claim_id}`) },
          report.title ?? report.caller_id ?? report.report_id,
        ),
      ),
      fact("Published", day(report.published_at), " by ", report.publisher ?? "unnamed"),
      fact(
        "Speaker",
        chain.length
          ? chain.map((voice) => [voice.name, words(voice.role)].filter(Boolean).join(", ")).join(" ‹ ")
          : (claim.speaker ?? report.publisher),
      ),
      fact("Stance", stance(claim)),
      fact("Zone", words(claim.zone)),
      fact("Who", claim.actor_id ? partyName(about, claim.actor_id) : claim.actor_mention),
      claim.opponent_id || claim.opponent_mention
        ? fact("Against", claim.opponent_id ? partyName(about, claim.opponent_id) : claim.opponent_mention)
        : null,
      fact(
        "Place",
        claim.place_id
          ? h("a", { href: href("/", { place: claim.place_id }) }, claim.place_name ?? claim.place_mention)
          : [claim.place_mention, claim.place_none_reason ? ` (no place: ${words(claim.place_none_reason)})` : ""],
      ),
      fact("When", days(claim.time_earliest, claim.time_latest)),
      fact("Number", claim.quantity ? quantity(claim.quantity) : null),
      fact(
        "Reading",
        claim.probability === null || claim.probability === undefined
          ? null
          : `${percent(claim.probability)} that the words say this`,
      ),
      weight === undefined
        ? null
        : fact(
            "Weight",
            weightMark(weight),
            weight < 0 ? " against" : " for",
            " the holder, in log-odds",
          ),
    ),
    readingDetails(claimId),
    page.contradictions.length
      ? h(
          "p",
          null,
          "On cards: ",
          page.contradictions.map((card, i) => [
            i ? ", " : "",
            h("a", { href: href("/contradictions", {}, card.comparison_id) }, words(card.kind)),
          ]),
        )
      : null,
  );
}
