import { get } from "../api.js";
import { quoteCell, weightMark } from "../cells.js";
import { h, replace } from "../dom.js";
import { counted, day, percent, words } from "../format.js";
import { meta } from "../meta.js";
import { page } from "../page.js";
import { showProblem } from "../shell.js";
import { href, read, write } from "../state.js";

page(async (sheet) => {
  const about = await meta();
  const { first, last } = about.knowledge;
  const from = read("a") || middle(first, last),
    asOf = read("as_of") || about.days.shown;
  const result = h("div", { "aria-live": "polite" });
  const field = (label, key, value) =>
    h(
      "label",
      null,
      label,
      h("input", {
        type: "date",
        value: value.slice(0, 10),
        min: first?.slice(0, 10),
        onchange: (event) => {
          write({ [key]: event.target.value });
          load().catch((problem) => showProblem(problem, result));
        },
      }),
    );
  replace(
    sheet,
    h("h1", null, "What changed"),
    h(
      "p",
      { class: "lead" },
      "How belief about one day moved between two times of knowledge, and which new claims moved it. What happened stays the same; what was known of it did not.",
    ),
    h(
      "form",
      { class: "filters", "aria-label": "Times", onsubmit: (event) => event.preventDefault() },
      field("Known by", "a", from),
      field("against known by", "b", read("b") || last),
      field("about the day", "as_of", asOf),
    ),
    result,
  );

  async function load() {
    replace(result, h("p", { class: "loading" }, "Comparing ..."));
    const diff = await get("/diff", {
      known_by_a: read("a") || from,
      known_by_b: read("b"),
      as_of: read("as_of") || asOf,
    });
    replace(
      result,
      h(
        "p",
        { class: "lead" },
        `${counted(diff.changes.length, "place")} of ${diff.places} seen differently, about ${day(diff.as_of)}, after ${counted(diff.new_reports.length, "new report")}.`,
      ),
      diff.changes.map((change) =>
        h(
          "article",
          { class: "card" },
          h("h2", null, h("a", { href: href("/", { place: change.place_id }) }, change.place)),
          h(
            "p",
            { class: "moves" },
            belief(change.before),
            " → ",
            belief(change.after),
            h("span", { class: "byline" }, `, moved by ${percent(change.shift)}`),
          ),
          h(
            "ol",
            null,
            change.because.map((claim) =>
              h(
                "li",
                null,
                weightMark(claim.log_odds),
                " ",
                quoteCell(claim),
                h("span", { class: "byline" }, " ", day(claim.published_at)),
              ),
            ),
          ),
        ),
      ),
    );
  }
  await load();
});

function belief(state) {
  if (!state || state.label === "unknown") return "unknown";
  const [[who, share]] = Object.entries(state.probabilities).sort((a, b) => b[1] - a[1]);
  return h(
    "strong",
    null,
    `${who} ${percent(share)}${["stale", "claimed_only"].includes(state.label) ? `, ${words(state.label)}` : ""}`,
  );
}

/** Two thirds of the way through what was published. */
function middle(first, last) {
  const from = Date.parse(first),
    to = Date.parse(last);
  return new Date(from + (to - from) * 0.66).toISOString().slice(0, 10);
}
