import { h, replace } from "../dom.js";
import { ROLES } from "../codes.js";
import { number, percent, words } from "../format.js";
import { meta } from "../meta.js";
import { page } from "../page.js";
import { href } from "../state.js";
import { table } from "../table.js";

page(async (sheet) => {
  const about = await meta();
  const profile = (row) => href(`/sources/${encodeURIComponent(row.key)}`);
  const claims = (row, value) => h("a", { href: href("/claims", { source: row.key }) }, value);
  const cards = (row, count, kind) =>
    count ? h("a", { href: href("/contradictions", { kind, source: row.name }) }, number(count)) : "0";
  replace(
    sheet,
    h("h1", null, "Sources"),
    h(
      "p",
      { class: "lead" },
      "Who speaks, for whom, how often contradicted, and what the model has learned of them. An analyst’s grade stands apart from what is learned.",
    ),
  );
  const list = table(sheet, {
    path: "/sources",
    name: "sources",
    noun: ["source", "sources"],
    filters: [
      { key: "q", label: "Name" },
      { key: "role", label: "Role", choices: ROLES.map((role) => [role, words(role)]) },
      {
        key: "side",
        label: "Stands with",
        choices: [["independent", "independent"], ...about.parties.map((party) => [party.actor_id, party.name])],
      },
    ],
    columns: [
      {
        label: "Name",
        sort: "name",
        head: true,
        className: "bare",
        cell: (row) => h("a", { href: profile(row) }, row.name),
      },
      { label: "Role", sort: "role", cell: (row) => words(row.role) },
      { label: "Speaks for", sort: "speaks_for", cell: (row) => row.speaks_for ?? "" },
      { label: "Claims", sort: "claims", className: "numeric", cell: (row) => claims(row, number(row.claims)) },
      {
        label: "Contradicted",
        sort: "contradicted",
        className: "numeric",
        cell: (row) => cards(row, row.contradicted, "dispute"),
      },
      { label: "Copies", sort: "copies", className: "numeric", cell: (row) => cards(row, row.copies, "copy") },
      {
        label: "Found true",
        sort: "share",
        className: "numeric",
        cell: (row) =>
          row.share === null
            ? ""
            : [
                claims(row, percent(row.share)),
                h("span", { class: "byline" }, ` ${percent(row.share_low)} to ${percent(row.share_high)}`),
              ],
      },
      { label: "Grade", sort: "grade", cell: (row) => row.grade ?? "" },
      {
        label: "Lag, days",
        sort: "median_lag_days",
        className: "numeric",
        cell: (row) => number(row.median_lag_days, 1),
      },
    ],
  });
  await list.load();
});
