import { get, post } from "../api.js";
import { claimView } from "../claim_view.js";
import { h, one, replace } from "../dom.js";
import { counted, day, number, percent, words } from "../format.js";
import { onRevision, say } from "../live.js";
import { meta } from "../meta.js";
import { page } from "../page.js";
import { correctForm, gradeForm, mergeForm, splitForm } from "../review_forms.js";
import { showProblem } from "../shell.js";
import { href, read, write } from "../state.js";
import { partyName } from "../symbols.js";
import { table } from "../table.js";

const ACTS = [
  ["a", "accept", "Accept: the text says this"],
  ["r", "reject", "Reject: it does not"],
  ["c", "correct", "Correct"],
  ["m", "merge", "Merge"],
  ["s", "split", "Split"],
  ["g", "grade", "Grade"],
  ["t", "comment", "Comment"],
  ["u", "undo", "Undo"],
];

page(async (sheet) => {
  let about = await meta();
  if (about.user.role !== "reviewer") {
    replace(
      sheet,
      h("h1", null, "Review"),
      h(
        "p",
        { class: "lead" },
        "Reviewers only. ",
        h("a", { href: "/login?next=/review" }, "Sign in with your token"),
        ".",
      ),
    );
    return;
  }
  let queue = [],
    at = 0,
    shown = null,
    revision = about.review_revision,
    form = null;
  const done = new Map(),
    mine = [];
  const list = h("div", { class: "queue-list", role: "list", "aria-label": "Claims to look at" }),
    detail = h("div", { class: "queue-detail" });
  const problem = h("div", { "aria-live": "assertive" }),
    log = h("div");
  const out = h(
    "button",
    {
      type: "button",
      onclick: async () => {
        await post("/logout", {}, about.csrf).catch(() => {});
        location.assign("/");
      },
    },
    "Sign out",
  );
  replace(
    sheet,
    h("h1", null, "Review"),
    h(
      "p",
      { class: "lead" },
      "Claims whose misreading would change the picture most come first. Every act is kept with your name and time, and can be undone.",
    ),
    h(
      "div",
      { class: "queue" },
      h("div", null, list, h("p", { class: "byline" }, `${about.user.name}. Press ? for the keys. `, out)),
      h("div", null, problem, detail),
    ),
    h("h2", null, "Log of acts"),
    log,
  );

  async function load() {
    const answer = await get("/review/queue", { limit: 100 });
    queue = answer.items;
    at = Math.max(0, read("claim") ? queue.findIndex((item) => item.claim_id === read("claim")) : at);
    drawList();
    await open(Math.min(at, queue.length - 1));
  }

  function drawList() {
    replace(
      list,
      queue.length
        ? queue.map((item, i) =>
            h(
              "div",
              { role: "listitem" },
              h(
                "button",
                {
                  type: "button",
                  "aria-current": String(i === at),
                  class: done.has(item.claim_id) ? "done" : "",
                  onclick: () => open(i),
                },
                h("span", null, [item.place_name, words(item.kind)].filter(Boolean).join(", ")),
                h(
                  "span",
                  { class: "number muted", title: "expected place-days that a look changes" },
                  number(item.score, 1),
                ),
                h("span", { class: "quote", dir: "auto" }, item.quote),
              ),
            ),
          )
        : h("p", { class: "empty" }, "Nothing left to look at."),
    );
  }

  async function open(i) {
    if (i < 0 || !queue.length) return replace(detail, h("p", { class: "empty" }, "Nothing left to look at."));
    at = i;
    form = shown = null;
    delete detail.dataset.claim;
    drawList();
    one('[aria-current="true"]', list)?.scrollIntoView({ block: "nearest" });
    const item = queue[at];
    write({ claim: item.claim_id });
    try {
      const [view, data] = await Promise.all([
        claimView(about, item.claim_id),
        get(`/claims/${encodeURIComponent(item.claim_id)}`),
      ]);
      if (queue[at] !== item) return;
      shown = data;
      detail.dataset.claim = item.claim_id;
      replace(
        detail,
        view,
        item.probability === null
          ? null
          : h(
              "p",
              { class: "moves" },
              item.place_name,
              ": ",
              partyName(about, item.state),
              ` ${percent(item.probability)} with this claim, ${percent(item.probability_without)} without it.`,
            ),
        h("p", { class: "byline" }, item.reasons.join("; ")),
        h(
          "div",
          { class: "acts", role: "group", "aria-label": "Acts" },
          ACTS.map(([key, act, text]) =>
            h(
              "button",
              { type: "button", disabled: act === "undo" && !mine.length, "data-act": act, onclick: () => start(act) },
              text,
              h("kbd", { "aria-hidden": "true" }, key),
            ),
          ),
        ),
        h("div", { class: "act-place" }),
        done.has(item.claim_id) ? h("p", { class: "byline" }, `You did: ${done.get(item.claim_id)}.`) : null,
      );
    } catch (error) {
      showProblem(error, detail);
    }
  }

  /** Begin an act: those that need nothing more are done at once. */
  async function start(act) {
    if (!shown) return;
    if (act === "undo") return undo();
    if (act === "accept" || act === "reject") return send([{ act, claim_id: shown.claim.claim_id }], act);
    const made = {
      correct: () => correctForm(about, shown),
      merge: () => mergeForm(shown),
      split: () => splitForm(shown),
      grade: () => gradeForm(shown),
      comment: () => ({ node: null, payload: () => ({}) }),
    }[act];
    form = await made();
    const comment = h("input", {
      "aria-label": "Comment",
      placeholder: act === "comment" ? "Comment" : "Comment, if any",
      maxlength: 2000,
    });
    const submit = (event) => {
      event.preventDefault();
      const said = comment.value.trim(),
        payload = form.payload?.();
      const acts = form.acts
        ? form.acts()
        : payload && (act !== "comment" || said)
          ? [{ act, claim_id: shown.claim.claim_id, payload }]
          : [];
      if (!acts.length) return replace(problem, h("p", { class: "problem" }, "Nothing to record yet."));
      return send(
        acts.map((each) => (said ? { ...each, comment: said } : each)),
        act,
      );
    };
    replace(
      one(".act-place", detail),
      h(
        "form",
        {
          class: "act-form",
          onsubmit: submit,
          onkeydown: (event) => {
            if (event.key === "Escape") open(at);
          },
        },
        form.node,
        comment,
        h(
          "div",
          { class: "form-row" },
          h("button", { class: "primary" }, `Record: ${act}`),
          h("button", { type: "button", onclick: () => open(at) }, "Cancel"),
        ),
      ),
    );
    (form.focus ?? comment).focus();
  }

  async function send(acts, said) {
    problem.replaceChildren();
    const item = queue[at];
    try {
      const answer = await post(
        "/review/acts",
        acts.length === 1 ? { ...acts[0], expected_revision: revision } : { acts, expected_revision: revision },
        about.csrf,
      );
      revision = answer.revision;
      for (const each of answer.acts) mine.push({ act_id: each.act_id, claim_id: item.claim_id, said });
      done.set(item.claim_id, said);
      say(`Recorded: ${said}. The map follows.`);
      await acted.load();
      await open(said === "comment" || said === "grade" ? at : Math.min(at + 1, queue.length - 1));
    } catch (error) {
      showProblem(error, problem);
    }
  }

  async function undo() {
    const last = mine.at(-1);
    if (!last) return;
    try {
      const answer = await post("/review/undo", { act_id: last.act_id, expected_revision: revision }, about.csrf);
      revision = answer.revision;
      mine.pop();
      done.delete(last.claim_id);
      say(`Undone: ${last.said}.`);
      await acted.load();
      await open(
        Math.max(
          0,
          queue.findIndex((item) => item.claim_id === last.claim_id),
        ),
      );
    } catch (error) {
      showProblem(error, problem);
    }
  }

  document.addEventListener("keydown", (event) => {
    if (
      event.target.closest("input, select, textarea, dialog") ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.defaultPrevented
    )
      return;
    const act = ACTS.find(([key]) => key === event.key)?.[1];
    if (event.key === "j") open(Math.min(at + 1, queue.length - 1));
    else if (event.key === "k") open(Math.max(at - 1, 0));
    else if (act) start(act);
    else if (event.key === "Enter" && shown && !event.target.closest("button, a"))
      location.assign(href(`/reports/${encodeURIComponent(shown.claim.report_id)}`, {}, `c-${shown.claim.claim_id}`));
    else return;
    event.preventDefault();
  });

  const acted = table(log, {
    path: "/review/log",
    name: "review-log",
    noun: ["act", "acts"],
    filters: [],
    clocked: false,
    limit: 20,
    columns: [
      { label: "When", className: "nowrap", cell: (row) => day(row.at) },
      { label: "Who", cell: (row) => row.by },
      { label: "Act", cell: (row) => row.act },
      { label: "What", className: "wide", cell: (row) => row.words },
      { label: "Counts", cell: (row) => words(row.state) },
      {
        label: "Claim",
        cell: (row) =>
          row.claim_id
            ? h("a", { href: href(`/claims/${encodeURIComponent(row.claim_id)}`) }, "read")
            : (row.source ?? ""),
      },
      { label: "Comment", cell: (row) => row.comment ?? "" },
    ],
    empty: "No act yet.",
  });
  log.append(
    h(
      "p",
      { class: "byline" },
      h("a", { href: "/api/v1/review/export", download: "reviewed.jsonl" }, "Reviewed readings as training data"),
      " (JSON Lines)",
    ),
  );
  onRevision(async () => {
    about = await meta();
  });
  await Promise.all([load(), acted.load()]);
  sheet.append(h("p", { class: "visually-hidden", role: "status" }, counted(queue.length, "claim")));
});
