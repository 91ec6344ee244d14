import { get } from "../api.js";
import { claimsLink, quoteCell, weightMark } from "../cells.js";
import { h, replace } from "../dom.js";
import { figurePlot } from "../figure_plot.js";
import { counted, day, number, percent, toNumber } from "../format.js";
import { meta } from "../meta.js";
import { page } from "../page.js";
import { showProblem } from "../shell.js";
import { clocks, href, read, write } from "../state.js";
import { forgetful } from "../timing.js";

const MEASURES = [
  ["km2", "km²", "Land, km²"],
  ["settlements", "settlements", "Settlements"],
  ["population", "inhabitants", "Inhabitants"],
];

page(async (sheet) => {
  const about = await meta();
  const holders = about.parties.filter((party) => party.holds_territory !== false);
  const view = () => ({
    actor: read("actor") || holders[0]?.actor_id,
    from: read("from") || about.days.first,
    to: read("to") || about.days.shown,
    denominator: read("measure", "km2"),
    admin: read("admin"),
    scope: read("scope"),
    known_by: clocks().known_by,
  });
  const plot = h("div"),
    sentence = h("p", { class: "sentence", "aria-live": "polite" }),
    quick = h("p", { class: "byline" }),
    side = h("div"),
    places = h("div");
  const change = (key) => (event) => {
    write({ [key]: event.target.value });
    draw().catch((problem) => showProblem(problem, plot));
  };
  const option = (value, text, chosen) => h("option", { value, selected: value === chosen }, text);
  replace(
    sheet,
    h("h1", null, "Figures"),
    h(
      "p",
      { class: "lead" },
      "What a party lost or gained between two days, with its interval, in three denominators. Drag the base day, or move it with the arrow keys, and see how much of a published figure is its base.",
    ),
    h(
      "form",
      { class: "filters", "aria-label": "Question", onsubmit: (event) => event.preventDefault() },
      h(
        "label",
        null,
        "Party",
        h(
          "select",
          { onchange: change("actor") },
          holders.map((party) => option(party.actor_id, party.name, view().actor)),
        ),
      ),
      h(
        "label",
        null,
        "Counted in",
        h(
          "select",
          { onchange: change("measure") },
          MEASURES.map(([key, , text]) => option(key, text, view().denominator)),
        ),
      ),
      h("label", null, "Base day", h("input", { type: "date", value: view().from, onchange: change("from") })),
      h("label", null, "Last day", h("input", { type: "date", value: view().to, onchange: change("to") })),
      h(
        "label",
        null,
        "Only in (governorate, oblast)",
        h("input", { type: "search", value: read("admin"), onchange: change("admin") }),
      ),
    ),
    sentence,
    h("div", { class: "figure-page" }, h("div", null, plot, quick), side),
    h("h2", { id: "evidence" }, "Places that changed hands, with the sentences"),
    places,
  );

  const ask = forgetful(350, (signal) => get("/figure", view(), { signal }));
  let series = null;

  async function draw() {
    const asked = view();
    replace(plot, h("p", { class: "loading" }, "Sampling histories ..."));
    const [first, last] = [about.days.first, about.days.last];
    const days = toNumber(last) - toNumber(first);
    series = await get("/series", {
      ...asked,
      from: first,
      to: last,
      every: days > 1200 ? "month" : days > 400 ? "week" : days > 200 ? "week" : "day",
    });
    replace(
      plot,
      figurePlot(series.rows, {
        width: Math.max(300, plot.clientWidth),
        measure: asked.denominator,
        first,
        last,
        from: asked.from,
        to: asked.to,
        moved,
      }),
    );
    moved(asked.from, asked.to, true);
  }

  /** While a handle moves, the sampled series gives the change at once; the figure with its own interval follows. */
  function moved(from, to, settled) {
    write({ from, to });
    const at = (date) => series.rows.filter((row) => row.day <= date).at(-1)?.levels[view().denominator];
    const base = at(from),
      end = at(to),
      unit = MEASURES.find(([key]) => key === view().denominator)[1];
    quick.textContent =
      base && end
        ? `From the plot, which counts places first reported on later as well: ${number(base.median)} ${unit} on ${day(from)}, ${number(end.median)} on ${day(to)}, ${end.median >= base.median ? "+" : "−"}${number(Math.abs(end.median - base.median))}${base.median ? ` or ${Math.round((100 * (end.median - base.median)) / base.median)} %`.replace("-", "−") : ""}.`
        : "Nothing is known on one of the two days.";
    if (!settled) return;
    sentence.classList.add("muted");
    ask().then(show, (problem) => showProblem(problem, side));
  }

  function show(figure) {
    sentence.classList.remove("muted");
    const [told, ...rest] = figure.sentence.split(/(?<=\.) (?=Counted:)/);
    replace(sentence, told);
    const range = ({ median, low, high }) => [
      claimsLink(number(median), figure.claim_ids),
      h("span", { class: "byline" }, ` ${number(low)} to ${number(high)}`),
    ];
    replace(
      side,
      h(
        "table",
        { class: "measures" },
        h("caption", { class: "visually-hidden" }, "The figure in three denominators"),
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            h("th", { scope: "col" }, "Counted in"),
            h("th", { scope: "col" }, "Base"),
            h("th", { scope: "col" }, "Change"),
          ),
        ),
        h(
          "tbody",
          null,
          MEASURES.map(([key, , text]) =>
            h(
              "tr",
              null,
              h("th", { scope: "row" }, text),
              h("td", null, range(figure.measures[key].base)),
              h(
                "td",
                null,
                range(figure.measures[key].change),
                figure.measures[key].change_percent_of_base
                  ? h(
                      "span",
                      { class: "byline" },
                      `${number(figure.measures[key].change_percent_of_base.median)} % of the base`,
                    )
                  : null,
              ),
            ),
          ),
        ),
      ),
      h("p", { class: "byline" }, rest.join(" ")),
      h(
        "table",
        null,
        h("caption", { class: "visually-hidden" }, "Share of the land by state of evidence"),
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            h("th", { scope: "col" }, "Land"),
            figure.coverage.map((cover) =>
              h("th", { scope: "col", class: "numeric" }, day(cover.day, { short: true })),
            ),
          ),
        ),
        h(
          "tbody",
          null,
          ["assessed", "contested", "stale", "not_assessed", "unassigned"].map((key) =>
            h(
              "tr",
              null,
              h("th", { scope: "row" }, key.replace("_", " ")),
              figure.coverage.map((cover) =>
                h(
                  "td",
                  { class: "numeric" },
                  h("a", { href: href("/", { as_of: cover.day }) }, `${(cover.area_shares[key] * 100).toFixed(2)} %`),
                ),
              ),
            ),
          ),
        ),
      ),
    );
    replace(
      places,
      figure.places.length
        ? figure.places.map(changed)
        : h("p", { class: "muted" }, "None on which the evidence is clear enough to name it."),
    );
  }

  const changed = (place) =>
    h(
      "article",
      { class: "card" },
      h(
        "h2",
        null,
        h("a", { href: href("/", { place: place.place_id }) }, place.name),
        h("span", { class: "byline" }, ` ${place.within}`),
      ),
      h(
        "p",
        { class: "moves" },
        `${place.change}, ${percent(place.probability)}: ${place.before.state} ${percent(place.before.probability)} → ${place.after.state} ${percent(place.after.probability)}, ${number(place.km2, 1)} km²${place.population ? `, ${counted(place.population, "inhabitant")}` : ""}`,
      ),
      h(
        "ol",
        null,
        place.evidence.map((claim) =>
          h(
            "li",
            null,
            weightMark(claim.log_odds),
            " ",
            quoteCell(claim),
            h("span", { class: "byline" }, " ", claim.speaker ?? claim.publisher, ", ", day(claim.published_at)),
          ),
        ),
      ),
    );

  await draw();
});
