import { get } from "../api.js";
import { claimsLink } from "../cells.js";
import { h, replace, s } from "../dom.js";
import { counted, day, number, percent, words } from "../format.js";
import { meta } from "../meta.js";
import { nameInPath, page } from "../page.js";
import { clocks, href } from "../state.js";
import { partyName } from "../symbols.js";

page(async (sheet) => {
  const key = nameInPath("sources");
  const [about, source] = await Promise.all([
    meta(),
    get(`/sources/${encodeURIComponent(key)}`, { known_by: clocks().known_by }),
  ]);
  document.title = document.title.replace(/^Source/, source.name);
  const fact = (label, value) =>
    value === null || value === undefined || value === ""
      ? null
      : h("div", null, h("dt", null, label), h("dd", null, value));
  const claims = (value, more = {}) =>
    h("a", { class: "number", href: href("/claims", { source: key, ...more }) }, value);
  const cards = (count, kind) =>
    count
      ? h("a", { class: "number", href: href("/contradictions", { kind, source: source.name }) }, number(count))
      : "0";
  const tally = (title, counts, cell) => {
    const rows = Object.entries(counts);
    return rows.length
      ? h(
          "section",
          null,
          h("h3", null, title),
          h(
            "table",
            null,
            h(
              "tbody",
              null,
              rows.map(([name, count]) =>
                h("tr", null, h("td", null, words(name)), h("td", { class: "numeric" }, cell(name, count))),
              ),
            ),
          ),
        )
      : null;
  };
  const byName = new Map(about.parties.map((party) => [party.name, party.actor_id]));
  replace(
    sheet,
    h("h1", null, source.name),
    source.other_names.length ? h("p", { class: "byline" }, "Also ", source.other_names.join(", ")) : null,
    h(
      "dl",
      { class: "facts" },
      fact("Role", words(source.role)),
      fact("Speaks for", source.speaks_for),
      fact("Claims", claims(number(source.claims))),
      fact("Reports", number(source.reports)),
      fact("Printed by itself", number(source.printed)),
      fact("Contradicted", cards(source.contradicted, "dispute")),
      fact(
        "Against its own interest",
        claimsLink(
          number(source.against_interest.length),
          source.against_interest.map((item) => item.claim_id ?? item),
        ),
      ),
      fact("Copies of others", cards(source.copies, "copy")),
      fact("Repeated by others", cards(source.repeated, "copy")),
      fact(
        "Lag",
        source.lag.known
          ? `${number(source.lag.median_days, 1)} days median, ${source.lag.shortest_days} to ${source.lag.longest_days}`
          : "not known",
      ),
    ),
    h("h2", null, "What the model finds"),
    h(
      "p",
      { class: "lead" },
      "Share of what it says that the model finds true, with the 90 per cent interval, by country and by the party spoken of; from few claims the interval is wide.",
    ),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Reliability" },
      h(
        "table",
        null,
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            ["Country", "Speaking of", "Found true", "", "Claims"].map((text, i) =>
              h(
                "th",
                { scope: "col", class: i === 4 ? "numeric" : null },
                text || h("span", { class: "visually-hidden" }, "Interval"),
              ),
            ),
          ),
        ),
        h(
          "tbody",
          null,
          source.reliability.map((row) =>
            h(
              "tr",
              null,
              h("td", { "data-label": "Country" }, row.country),
              h("td", { "data-label": "Speaking of" }, row.party ? partyName(about, row.party) : "anybody"),
              h(
                "td",
                { class: "nowrap", "data-label": "Found true" },
                claims(percent(row.share), row.party && row.party !== "contested" ? { party: row.party } : {}),
                h("span", { class: "byline" }, ` ${percent(row.low)} to ${percent(row.high)}`),
              ),
              h("td", { class: "wide bare" }, intervalBar(row)),
              h("td", { class: "numeric", "data-label": "Claims" }, number(row.claims)),
            ),
          ),
        ),
      ),
    ),
    source.reliability.length
      ? null
      : h("p", { class: "muted" }, "Nothing learned: none of its claims bears on who holds a place."),
    h("h2", null, "Analysts’ grades"),
    source.gradings.length
      ? h(
          "ul",
          null,
          source.gradings.map((grading) =>
            h(
              "li",
              null,
              h("strong", null, grading.reliability),
              `, ${grading.words}, by ${grading.graded_by}, ${day(grading.graded_at)}`,
              grading.note ? `: ${grading.note}` : "",
            ),
          ),
        )
      : h("p", { class: "muted" }, "Not graded."),
    h("h2", null, "Tallies"),
    h(
      "div",
      { class: "tallies" },
      tally("Claims by kind", source.by_kind, (name, count) => claims(number(count), { kind: name })),
      tally("Claims by party", source.by_party, (name, count) => claims(number(count), { party: byName.get(name) })),
      tally("Contradicted by", source.contradicted_by, (name, count) =>
        h("a", { href: href("/contradictions", { q: name }) }, number(count)),
      ),
      tally("Borne out by", source.borne_out_by, (name, count) =>
        h("a", { href: href("/contradictions", { kind: "corroboration", q: source.name }) }, number(count)),
      ),
      tally("Copies from", source.upstream, (name, count) => number(count)),
      tally("Repeated by", source.repeated_by, (name, count) => number(count)),
    ),
    h("p", { class: "byline" }, counted(source.claims, "claim"), " in all: ", claims("read them")),
  );
});

function intervalBar({ share, low, high }) {
  return s(
    "svg",
    { class: "plot", viewBox: "0 0 100 10", preserveAspectRatio: "none", height: 12, "aria-hidden": "true" },
    s("line", { class: "axis", x1: 0, x2: 100, y1: 5, y2: 5 }),
    s("rect", { class: "interval", x: low * 100, y: 2, width: (high - low) * 100, height: 6 }),
    s("rect", { class: "dot", x: share * 100 - 0.4, y: 1, width: 0.8, height: 8 }),
  );
}
