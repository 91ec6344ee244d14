import { actorCell, placeCell, publishedCell, quoteCell, speakerCell, whenCell } from "../cells.js";
import { KINDS, MODALITIES, ROLES, ZONES } from "../codes.js";
import { h, replace } from "../dom.js";
import { percent, words } from "../format.js";
import { meta } from "../meta.js";
import { page } from "../page.js";
import { href } from "../state.js";
import { table } from "../table.js";

const REVIEW = ["machine", "accepted", "corrected", "added", "rejected", "merged", "split"];

page(async (sheet) => {
  const about = await meta();
  replace(
    sheet,
    h("h1", null, "Claims"),
    h(
      "p",
      { class: "lead" },
      "One row for each statement that somebody makes. The sentence leads to its place in the report.",
    ),
  );
  const list = table(sheet, {
    path: "/claims",
    name: "claims",
    noun: ["claim", "claims"],
    filters: [
      { key: "q", label: "Words" },
      { key: "party", label: "Party", choices: about.parties.map((party) => [party.actor_id, party.name]) },
      { key: "kind", label: "Kind", choices: KINDS.map((kind) => [kind, words(kind)]) },
      { key: "role", label: "Speaker is", choices: ROLES.map((role) => [role, words(role)]) },
      { key: "place", label: "Place id", quiet: true },
      { key: "report", label: "Report id", quiet: true },
      { key: "source", label: "Speaker’s key", quiet: true },
      { key: "modality", label: "Modality", choices: MODALITIES.map((each) => [each, each]) },
      { key: "zone", label: "Zone", choices: ZONES.map((each) => [each, each]) },
      {
        key: "located",
        label: "Place",
        choices: [
          ["true", "placed"],
          ["false", "not placed"],
        ],
      },
      { key: "review", label: "Review", choices: REVIEW.map((each) => [each, words(each)]) },
      { key: "from", label: "Published from", type: "date" },
      { key: "to", label: "to", type: "date" },
    ],
    fixed: { claim_id: new URLSearchParams(location.search).getAll("claim_id") },
    columns: [
      { label: "Sentence", className: "wide bare", cell: quoteCell },
      {
        label: "Kind",
        sort: "kind",
        cell: (row) => h("a", { href: href(`/claims/${row.claim_id}`) }, words(row.kind)),
      },
      { label: "Who", sort: "actor_id", cell: (row) => actorCell(about, row.actor_id, row.actor_mention) },
      { label: "Against", sort: "opponent_id", cell: (row) => actorCell(about, row.opponent_id, row.opponent_mention) },
      { label: "Place", sort: "place_name", cell: placeCell },
      { label: "When", sort: "time_earliest", cell: whenCell },
      { label: "Speaker", sort: "speaker", cell: speakerCell },
      { label: "Published", sort: "published_at", cell: publishedCell },
      { label: "Review", cell: (row) => (row.review && row.review !== "machine" ? words(row.review) : "") },
      { label: "Reading", sort: "probability", className: "numeric", cell: (row) => percent(row.probability) },
    ],
  });
  await list.load();
});
