import { address, get } from "../api.js";
import { claimsLink } from "../cells.js";
import { h, replace } from "../dom.js";
import { counted, days, number, words } from "../format.js";
import { page } from "../page.js";
import { clocks, href, read, write } from "../state.js";
import { table } from "../table.js";

page(async (sheet) => {
  const totals = h("div"),
    events = h("div");
  const choose = (key) => (event) => {
    write({ [key]: event.target.value });
    load();
  };
  const groups = [
    ["kind", "kind of harm"],
    ["admin1", "governorate or oblast"],
    ["party", "party harmed"],
  ];
  replace(
    sheet,
    h("h1", null, "Harm"),
    h(
      "p",
      { class: "lead" },
      "Deaths, injuries, displacement and damage as ranges, counted so that nobody is counted twice. Where no figure is stated there is none: unknown is not zero.",
    ),
    h(
      "form",
      { class: "filters", "aria-label": "Filters", onsubmit: (event) => event.preventDefault() },
      h(
        "label",
        null,
        "Totals by",
        h(
          "select",
          { onchange: choose("by") },
          groups.map(([value, text]) => h("option", { value, selected: value === read("by", "kind") }, text)),
        ),
      ),
      h("label", null, "From", h("input", { type: "date", value: read("from"), onchange: choose("from") })),
      h("label", null, "to", h("input", { type: "date", value: read("to"), onchange: choose("to") })),
    ),
    totals,
    h("h2", null, "Events"),
    events,
  );

  async function load() {
    const asked = { known_by: clocks().known_by, by: read("by", "kind"), from: read("from"), to: read("to") };
    const found = await get("/harm", asked);
    const head = ["What", "Kind", "At least", "Best", "At most", "Unit", "Events", "Without a figure", "Grades"];
    replace(
      totals,
      h(
        "div",
        { class: "table-head" },
        h(
          "p",
          null,
          `${counted(found.statements, "statement")}, ${counted(found.copies, "copy", "copies")} left out, ${found.undated} without a day`,
        ),
        h(
          "span",
          null,
          "Save as ",
          h("a", { href: address("/harm", { ...asked, format: "csv" }), download: "harm.csv" }, "CSV"),
          " or ",
          h("a", { href: address("/harm", { ...asked, format: "jsonl" }), download: "harm.jsonl" }, "JSONL"),
        ),
      ),
      h(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": "Totals" },
        h(
          "table",
          null,
          h(
            "thead",
            null,
            h(
              "tr",
              null,
              head.map((text, i) =>
                h("th", { scope: "col", class: i > 1 && i < 8 && i !== 5 ? "numeric" : null }, text),
              ),
            ),
          ),
          h(
            "tbody",
            null,
            found.totals.map((total) =>
              h(
                "tr",
                null,
                h("th", { scope: "row" }, words(total.key)),
                h(
                  "td",
                  { "data-label": "Kind" },
                  [words(total.kind), total.status ? words(total.status) : null].filter(Boolean).join(", "),
                ),
                [
                  ["At least", total.low],
                  ["Best", total.best],
                  ["At most", total.high],
                ].map(([label, value]) =>
                  h(
                    "td",
                    { class: "numeric", "data-label": label },
                    value === null
                      ? h("span", { class: "muted" }, "unknown")
                      : claimsLink(number(value), total.claim_ids),
                  ),
                ),
                h("td", { "data-label": "Unit" }, words(total.unit)),
                h(
                  "td",
                  { class: "numeric", "data-label": "Events" },
                  claimsLink(number(total.events), total.claim_ids),
                ),
                h("td", { class: "numeric", "data-label": "Without a figure" }, number(total.without_figure)),
                h(
                  "td",
                  { "data-label": "Grades" },
                  Object.entries(total.grades)
                    .map(([grade, count]) => `${words(grade)} ${count}`)
                    .join(", "),
                ),
              ),
            ),
          ),
        ),
      ),
    );
    await list.load();
  }
  const value = (row, key) =>
    row[key] === null ? h("span", { class: "muted" }, "unknown") : claimsLink(number(row[key]), row.claim_ids);
  const list = table(events, {
    path: "/harm",
    name: "harm-events",
    noun: ["event", "events"],
    clocked: false,
    fixed: {
      get events() {
        return "true";
      },
      get known_by() {
        return clocks().known_by;
      },
      get from() {
        return read("from");
      },
      get to() {
        return read("to");
      },
    },
    filters: [],
    columns: [
      {
        label: "What",
        cell: (row) =>
          claimsLink(
            [
              words(row.reading.kind),
              row.reading.object ? `: ${words(row.reading.object)}` : "",
              row.reading.cause ? `, ${row.reading.cause}` : "",
            ].join(""),
            row.claim_ids,
          ),
      },
      {
        label: "Place",
        sort: "place_name",
        cell: (row) =>
          row.place_id
            ? h("a", { href: href("/", { place: row.place_id }) }, row.place_name)
            : h("span", { class: "muted" }, row.place_name ?? "not stated"),
      },
      { label: "When", sort: "first", cell: (row) => days(row.first, row.last) },
      { label: "Who was harmed", cell: (row) => row.party_name ?? "" },
      { label: "By whom", cell: (row) => row.by_name ?? "" },
      { label: "At least", sort: "low", className: "numeric", cell: (row) => value(row, "low") },
      { label: "Best", sort: "best", className: "numeric", cell: (row) => value(row, "best") },
      { label: "At most", sort: "high", className: "numeric", cell: (row) => value(row, "high") },
      { label: "Unit", cell: (row) => words(row.unit) },
      {
        label: "Voices",
        sort: "voices",
        className: "numeric",
        cell: (row) => claimsLink(number(row.voices), row.claim_ids),
      },
      { label: "Grade", sort: "grade", cell: (row) => h("span", { title: row.rule }, words(row.grade)) },
    ],
  });
  await load();
});
