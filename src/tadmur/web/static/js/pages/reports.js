import { publishedCell, reportLink } from "../cells.js";
import { h, replace } from "../dom.js";
import { number } from "../format.js";
import { href } from "../state.js";
import { page } from "../page.js";
import { table } from "../table.js";

page(async (sheet) => {
  replace(
    sheet,
    h("h1", null, "Reports"),
    h("p", { class: "lead" }, "Documents as received, never edited. Open one to read it with its claims highlighted."),
  );
  const list = table(sheet, {
    path: "/reports",
    name: "reports",
    noun: ["report", "reports"],
    rowId: (row) => row.report_id,
    filters: [
      { key: "q", label: "Title" },
      { key: "publisher", label: "Publisher" },
      { key: "language", label: "Language" },
      { key: "from", label: "Published from", type: "date" },
      { key: "to", label: "to", type: "date" },
      {
        key: "duplicate",
        label: "Copies",
        choices: [
          ["false", "first appearances"],
          ["true", "copies"],
        ],
      },
      {
        key: "has_claims",
        label: "Claims",
        choices: [
          ["true", "with claims"],
          ["false", "without"],
        ],
      },
    ],
    columns: [
      { label: "Title", sort: "title", head: true, className: "wide bare", cell: (row) => reportLink(row) },
      { label: "Publisher", sort: "publisher", cell: (row) => row.publisher ?? "" },
      { label: "Published", sort: "published_at", cell: publishedCell },
      { label: "Language", sort: "language", cell: (row) => row.language ?? "" },
      {
        label: "Claims",
        sort: "claims",
        className: "numeric",
        cell: (row) => h("a", { href: href("/claims", { report: row.report_id }) }, number(row.claims)),
      },
      { label: "Characters", sort: "characters", className: "numeric", cell: (row) => number(row.characters) },
      {
        label: "Copy of",
        cell: (row) => (row.duplicate_of ? reportLink({ report_id: row.duplicate_of }, "an earlier report") : ""),
      },
    ],
  });
  await list.load();
});
