import { get } from "../api.js";
import { reportLink, weightMark } from "../cells.js";
import { h, one, replace } from "../dom.js";
import { counted, day, days, number, words } from "../format.js";
import { page } from "../page.js";
import { clocks, href, read, write } from "../state.js";

const KINDS = ["dispute", "sequence", "different_place", "other_scope", "correction", "corroboration", "copy"];
const HEADINGS = {
  dispute: "Dispute",
  sequence: "Sequence: one after the other",
  different_place: "Different place",
  other_scope: "Different scope",
  correction: "Correction",
  corroboration: "Corroboration",
  copy: "Copy",
};

page(async (sheet) => {
  const list = h("div"),
    count = h("p", { class: "count", role: "status" }),
    more = h("button", { type: "button" }, "More cards");
  const choose = (key) => (event) => {
    write({ [key]: event.target.value });
    load();
  };
  replace(
    sheet,
    h("h1", null, "Contradictions"),
    h(
      "p",
      { class: "lead" },
      "Claims that do not fit together, side by side, told apart: a dispute, a sequence, different places, copies of one voice. Nobody is declared right; what the model believes stands beside.",
    ),
    h(
      "form",
      { class: "filters", "aria-label": "Filters", onsubmit: (event) => event.preventDefault() },
      h(
        "label",
        null,
        "Kind",
        h(
          "select",
          { onchange: choose("kind") },
          h("option", { value: "" }, "disputed"),
          KINDS.map((kind) => h("option", { value: kind, selected: kind === read("kind") }, words(kind))),
        ),
      ),
      h("label", null, "Words", h("input", { type: "search", value: read("q"), onchange: choose("q") })),
      h("label", null, "From", h("input", { type: "date", value: read("from"), onchange: choose("from") })),
      h("label", null, "to", h("input", { type: "date", value: read("to"), onchange: choose("to") })),
      read("source")
        ? h("label", null, "Speaker", h("input", { type: "search", value: read("source"), onchange: choose("source") }))
        : null,
      read("place")
        ? h("label", null, "Place id", h("input", { type: "search", value: read("place"), onchange: choose("place") }))
        : null,
    ),
    h("div", { class: "table-head" }, count),
    list,
    h("div", { class: "pager" }, more),
  );

  async function load(cursor) {
    const asked = {
      ...clocks(),
      kind: read("kind") || (read("place") || read("source") ? KINDS.slice(0, 6) : ""),
      q: read("q"),
      from: read("from"),
      to: read("to"),
      place: read("place"),
      source: read("source"),
    };
    delete asked.as_of;
    const answer = await get("/contradictions", { ...asked, limit: 30, cursor });
    if (!cursor) list.replaceChildren();
    list.append(...answer.items.map(card));
    count.textContent = counted(answer.total, "card");
    more.hidden = !answer.next;
    more.onclick = () => load(answer.next);
    if (!answer.total) list.append(h("p", { class: "empty" }, "No card of this kind."));
  }
  await load();
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (wanted && !one(`[id="${CSS.escape(wanted)}"]`)) {
    const found = await get(`/contradictions/${encodeURIComponent(wanted)}`, { known_by: clocks().known_by });
    list.prepend(card(found));
  }
  if (wanted) document.getElementById(wanted)?.scrollIntoView();
});

/** One card: who says what, how they stand to each other, and what stays open. */
function card(each) {
  const weights = new Map(each.evidence.map((item) => [item.claim_id, item.log_odds]));
  const row = (label, value) => (value ? h("div", null, h("dt", null, label), h("dd", null, value)) : null);
  return h(
    "article",
    { class: "card", id: each.comparison_id },
    h(
      "p",
      { class: "kind" },
      HEADINGS[each.kind] ?? words(each.kind),
      ", ",
      words(each.topic),
      each.place_name
        ? [
            ", ",
            each.place_id ? h("a", { href: href("/", { place: each.place_id }) }, each.place_name) : each.place_name,
          ]
        : null,
      ", ",
      days(each.since, each.until),
    ),
    h("h2", null, each.summary),
    h(
      "div",
      { class: "sides" },
      each.claims.map((claim) =>
        h(
          "div",
          null,
          h(
            "blockquote",
            { dir: "auto" },
            h(
              "a",
              {
                class: "quote-link",
                href: href(`/reports/${encodeURIComponent(claim.report_id)}`, {}, `c-${claim.claim_id}`),
              },
              claim.quote,
            ),
          ),
          h(
            "p",
            { class: "byline" },
            h("b", null, claim.speaker ?? "unnamed"),
            claim.speaks_for ? `, for ${claim.speaks_for}` : "",
            claim.publisher && claim.publisher !== claim.speaker ? [", in ", reportLink(claim, claim.publisher)] : null,
            ", ",
            day(claim.published_at),
          ),
          h(
            "p",
            { class: "byline" },
            words(claim.kind),
            ", ",
            days(claim.time_earliest, claim.time_latest),
            weights.has(claim.claim_id)
              ? [
                  ", ",
                  weightMark(weights.get(claim.claim_id)),
                ]
              : null,
          ),
        ),
      ),
    ),
    h(
      "dl",
      { class: "verdict" },
      row("How they stand", [...new Set(each.pairs.map((pair) => pair.reason))].join("; ")),
      row("Conceded", each.conceded.map((item) => item.sentence).join(" ")),
      row("Disputed", each.disputed),
      row("Belief", each.belief),
      row("Claims", h("span", { class: "number" }, number(each.claims.length))),
    ),
  );
}
