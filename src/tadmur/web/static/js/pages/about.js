import { h, replace } from "../dom.js";
import { counted, day, number, words } from "../format.js";
import { meta } from "../meta.js";
import { page } from "../page.js";
import { partyName } from "../symbols.js";

const WHERE = {
  reports: "/reports",
  duplicates: "/reports?duplicate=true",
  claims: "/claims",
  speakers: "/sources",
  places: "/",
  contradictions: "/contradictions",
};

page(async (sheet) => {
  const [about, vendored] = await Promise.all([
    meta(),
    fetch("/static/vendor/VENDOR.json").then((answer) => answer.json()),
  ]);
  const { counts, boundaries } = about;
  replace(
    sheet,
    h("h1", null, "About this monitor"),
    h("p", { class: "lead" }, about.limits),
    h(
      "dl",
      { class: "facts" },
      Object.entries(counts).map(([name, value]) =>
        h(
          "div",
          null,
          h("dt", null, words(name)),
          h("dd", null, WHERE[name] ? h("a", { href: WHERE[name] }, number(value)) : number(value)),
        ),
      ),
      h(
        "div",
        null,
        h("dt", null, "Published"),
        h("dd", null, day(about.knowledge.first), " to ", day(about.knowledge.last)),
      ),
      h("div", null, h("dt", null, "State of the ledger"), h("dd", null, h("code", null, about.revision))),
      h("div", null, h("dt", null, "tadmur"), h("dd", null, about.version)),
    ),
    h("h2", null, "How to read it"),
    h(
      "div",
      { class: "prose" },
      h(
        "p",
        null,
        "Each place and day has a probability over the parties, computed from what sources say. Machine-coded claims are labelled so; what a person has reviewed says who did. Readers see pseudonyms for private persons and settlements in the place of sites.",
      ),
      h(
        "p",
        null,
        "Two clocks: the day that is shown, and by when a report had to be published to count. Unknown is a state of the evidence, not nobody’s land; stale means that the last evidence is older than ",
        counted(about.frame.stale_after_days, "day"),
        ".",
      ),
    ),
    h("h2", { id: "boundaries" }, "Boundaries"),
    h(
      "div",
      { class: "prose" },
      h(
        "p",
        null,
        `Totals and districts: ${boundaries.set}, ${boundaries.version}. Base map: Natural Earth, 1:10m, public domain; solid lines are boundaries that Natural Earth calls international, dashed ones are disputed, of control, or not settled. No line is a judgement on sovereignty.`,
      ),
      h(
        "p",
        null,
        "Cells are the land nearer to a settlement than to any other, cut at the reach of a settlement. They are a way of counting land, not front lines.",
      ),
    ),
    h("h2", null, "Parties"),
    h(
      "ul",
      null,
      about.parties.map((party) => h("li", null, partyName(about, party.actor_id))),
    ),
    h("h2", null, "Data"),
    h(
      "ul",
      null,
      Object.entries(about.packs).map(([name, pack]) =>
        h("li", null, `Conflict pack ${pack.name} (${name}), `, h("code", null, pack.sha256)),
      ),
    ),
    h(
      "div",
      { class: "prose" },
      h(
        "p",
        null,
        "Made with Natural Earth (public domain). Names of places: Who’s On First (CC0 and CC BY), GeoNames (CC BY 4.0). The whole list is in ",
        h("code", null, "tadmur reference list"),
        ".",
      ),
    ),
    h("h2", null, "Software that ships with these pages"),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Software" },
      h(
        "table",
        null,
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            ["Package", "Version", "Licence", "Files"].map((text) => h("th", { scope: "col" }, text)),
          ),
        ),
        h(
          "tbody",
          null,
          vendored.map((each) =>
            h(
              "tr",
              null,
              h("th", { scope: "row" }, each.package),
              h("td", { "data-label": "Version" }, each.version),
              h("td", { "data-label": "Licence" }, each.licence),
              h(
                "td",
                { "data-label": "Files" },
                each.files
                  .filter((file) => file.name.includes("LICENSE"))
                  .map((file) => h("a", { href: `/static/vendor/${file.name}` }, file.name)),
              ),
            ),
          ),
        ),
      ),
    ),
    h(
      "p",
      { class: "byline" },
      "Programs read the same through ",
      h("a", { href: "/docs" }, "the interface for programs"),
      ".",
    ),
  );
});
