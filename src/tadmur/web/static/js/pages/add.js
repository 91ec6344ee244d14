import { post } from "../api.js";
import { h, one, replace } from "../dom.js";
import { counted, day, days, words } from "../format.js";
import { meta } from "../meta.js";
import { page } from "../page.js";
import { highlight, reader } from "../reader.js";
import { showProblem } from "../shell.js";
import { forgetful } from "../timing.js";

page(async (sheet) => {
  const about = await meta();
  const reviewer = about.user.role === "reviewer";
  const text = h("textarea", {
    "aria-label": "Text of the report",
    placeholder: "Paste a report, or drop a file (.txt, .md, .jsonl) here",
    oninput: () => preview(),
  });
  const publisher = h("input", { oninput: () => preview() }),
    published = h("input", { type: "date", onchange: () => preview() });
  const file = h("input", { type: "file", accept: ".txt,.md,.jsonl,.ndjson", onchange: () => take(file.files[0]) });
  const save = h("button", { type: "button", class: "primary", disabled: true, onclick: store }, "Save to the ledger");
  const result = h("div", { "aria-live": "polite" }),
    state = h("span", { class: "byline", role: "status" });
  const drop = h("div", { class: "drop" }, text);
  let dropped = null;
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) take(event.dataTransfer.files[0]);
    });
  }
  replace(
    sheet,
    h("h1", null, "Add a report"),
    h(
      "p",
      { class: "lead" },
      "Paste the text or drop a file: its claims appear as they are read. Nothing is saved before you say so.",
      reviewer ? "" : " Saving is for reviewers.",
    ),
    h(
      "form",
      { class: "form", onsubmit: (event) => event.preventDefault() },
      drop,
      h(
        "div",
        { class: "form-row" },
        h("label", null, "Publisher, where the text does not say", publisher),
        h("label", null, "Published", published),
        h("label", null, "File", file),
        save,
        state,
      ),
    ),
    result,
  );

  /** A file becomes text in the field when it is text; its name tells its kind. */
  async function take(chosen) {
    if (!chosen) return;
    dropped = chosen.name;
    text.value = await chosen.text();
    preview();
  }

  const body = () => ({
    text: text.value,
    name: dropped ?? "pasted.txt",
    ...(publisher.value ? { publisher: publisher.value } : {}),
    ...(published.value ? { published_at: published.value } : {}),
  });
  const ask = forgetful(400, () => post("/reports/preview", body(), about.csrf));

  async function preview() {
    save.disabled = true;
    if (!text.value.trim()) return replace(result);
    state.textContent = "Reading ...";
    try {
      const { reports } = await ask();
      state.textContent = `${counted(
        reports.reduce((sum, report) => sum + report.claims.length, 0),
        "claim",
      )} found`;
      save.disabled = !reviewer;
      replace(result, reports.map(shown));
    } catch (problem) {
      state.textContent = "";
      showProblem(problem, result);
    }
  }

  function shown(report) {
    const side = h("div", { "aria-live": "polite" });
    const choose = (claim) => {
      highlight(body_text, claim.claim_id);
      replace(side, details(claim));
    };
    const body_text = reader(report, choose);
    replace(
      side,
      h(
        "ol",
        null,
        report.claims.map((claim, i) =>
          h(
            "li",
            null,
            h(
              "button",
              { type: "button", onclick: () => choose(claim) },
              `${i + 1} ${words(claim.kind)}${claim.place_name ? `, ${claim.place_name}` : ""}`,
            ),
          ),
        ),
      ),
    );
    return h(
      "section",
      null,
      h("h2", null, report.title ?? "Preview"),
      h(
        "p",
        { class: "byline" },
        [
          report.publisher ?? "publisher not named",
          report.published_at ? day(report.published_at) : "day not stated",
          report.language,
        ].join(", "),
      ),
      h(
        "div",
        { class: "reader" },
        body_text,
        h(
          "aside",
          { class: "side", "aria-label": "Claims" },
          h("h2", null, counted(report.claims.length, "claim")),
          side,
        ),
      ),
    );
  }

  const details = (claim) =>
    h(
      "dl",
      { class: "facts pairs" },
      [
        ["Kind", words(claim.kind)],
        ["Who", claim.actor ?? claim.actor_mention],
        ["Against", claim.opponent ?? claim.opponent_mention],
        ["Place", claim.place_name ?? claim.place_mention],
        ["When", days(claim.time_earliest, claim.time_latest)],
        ["Speaker", [claim.speaker, words(claim.speaker_role)].filter(Boolean).join(", ")],
        [
          "Stance",
          [claim.asserted ? "states" : "denies", claim.modality !== "actual" ? words(claim.modality) : ""]
            .filter(Boolean)
            .join(", "),
        ],
        ["Zone", claim.zone],
      ]
        .filter(([, value]) => value)
        .map(([label, value]) => h("div", null, h("dt", null, label), h("dd", null, value))),
    );

  async function store() {
    save.disabled = true;
    state.textContent = "Saving ...";
    try {
      const saved = await post("/reports", body(), about.csrf);
      state.textContent = "";
      replace(
        result,
        h(
          "p",
          { class: "lead" },
          `${counted(saved.report_ids.length, "report")} in the ledger. `,
          saved.report_ids.map((id, i) => [
            i ? ", " : "",
            h("a", { href: `/reports/${encodeURIComponent(id)}` }, "Read it"),
          ]),
        ),
      );
      text.value = "";
      one("h1").focus?.();
    } catch (problem) {
      state.textContent = "";
      save.disabled = false;
      showProblem(problem, result);
    }
  }
});
