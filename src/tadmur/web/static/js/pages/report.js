import { claimView } from "../claim_view.js";
import { reportLink } from "../cells.js";
import { get } from "../api.js";
import { h, one, replace } from "../dom.js";
import { counted, day, number, words } from "../format.js";
import { meta } from "../meta.js";
import { nameInPath, page } from "../page.js";
import { highlight, reader } from "../reader.js";
import { href } from "../state.js";

page(async (sheet) => {
  const [about, report] = await Promise.all([meta(), get(`/reports/${encodeURIComponent(nameInPath("reports"))}`)]);
  document.title = document.title.replace(/^Report/, report.title ?? "Report");
  const side = h("div", { "aria-live": "polite" });
  const show = async (claim) => {
    highlight(text, claim.claim_id);
    side.closest(".side")?.classList.add("chosen");
    replace(side, await claimView(about, claim.claim_id));
    one(".context", side)?.remove();
  };
  const text = reader(report, (claim) => {
    history.replaceState(null, "", `#c-${claim.claim_id}`);
    show(claim);
  });
  const fact = (label, ...value) =>
    value.some(Boolean) ? h("div", null, h("dt", null, label), h("dd", null, value)) : null;
  replace(
    sheet,
    h("h1", { dir: "auto", lang: report.language }, report.title ?? report.caller_id ?? "Report"),
    h(
      "dl",
      { class: "facts" },
      fact("Publisher", report.publisher ?? "not named"),
      fact("Published", report.published_at ? day(report.published_at) : "not stated"),
      fact("Known from", day(report.known_at)),
      fact("Language", report.language),
      fact("Licence", report.licence),
      fact("Claims", h("a", { href: href("/claims", { report: report.report_id }) }, number(report.claims.length))),
      report.duplicate_of ? fact("Copy of", reportLink({ report_id: report.duplicate_of }, "an earlier report")) : null,
      report.copies.length
        ? fact(
            "Copies",
            report.copies.map((copy, i) => [i ? ", " : "", reportLink(copy, copy.publisher ?? copy.title)]),
          )
        : null,
      report.url ? fact("Address", h("code", null, report.url)) : null,
    ),
    report.redacted ? h("p", { class: "byline" }, "Names of private persons are pseudonyms here.") : null,
    h(
      "div",
      { class: "reader" },
      text,
      h(
        "aside",
        { class: "side", "aria-label": "Claim" },
        h("h2", null, `${counted(report.claims.length, "claim")} in this report`),
        side,
      ),
    ),
  );
  const list = h(
    "ol",
    { class: "rows" },
    report.claims.map((claim, i) =>
      h(
        "li",
        null,
        h(
          "a",
          { href: `#c-${claim.claim_id}` },
          `${i + 1} ${words(claim.kind)}${claim.place_name ? `, ${claim.place_name}` : ""}`,
        ),
      ),
    ),
  );
  replace(side, list);
  const follow = async () => {
    const id = decodeURIComponent(location.hash).replace(/^#(c-)?/, "");
    const claim = report.claims.find((each) => each.claim_id === id);
    if (!claim) return;
    await show(claim);
    highlight(text, id, { scroll: true });
  };
  addEventListener("hashchange", follow);
  await follow();
});
