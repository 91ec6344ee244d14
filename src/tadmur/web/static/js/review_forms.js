/** Forms of review: what is corrected, merged, split and graded. Each gives the payload of an act, or nothing. */

import { get } from "./api.js";
import { KINDS, MODALITIES } from "./codes.js";
import { h, replace } from "./dom.js";
import { words } from "./format.js";
import { forgetful } from "./timing.js";

const RELIABILITY = [
  ["A", "completely reliable"],
  ["B", "usually reliable"],
  ["C", "fairly reliable"],
  ["D", "not usually reliable"],
  ["E", "unreliable"],
  ["F", "cannot be judged"],
];
const CREDIBILITY = [
  ["1", "confirmed: it is true"],
  ["2", "probably true"],
  ["3", "possibly true"],
  ["4", "doubtful"],
  ["5", "improbable"],
  ["6", "cannot be judged"],
];

const option =
  (chosen) =>
  ([value, text]) =>
    h("option", { value, selected: value === chosen }, text);
const field = (label, control) => h("label", null, label, control);

/** Words of the report in a field that can be selected with mouse or keyboard; offsets count characters of the report. */
class Words {
  /** @param {{claim: any, before: string, exact: string, after: string}} page */
  constructor({ claim, before, exact, after }) {
    this.text = before + exact + after;
    this.start = claim.start - [...before].length;
    this.box = h("textarea", { readonly: true, "aria-label": "Words of the report: select those that make the claim" });
    this.box.value = this.text;
    this.box.setSelectionRange(before.length, before.length + exact.length);
  }

  /** Start and end in characters of the report, or null when nothing is selected. */
  span() {
    const { selectionStart: from, selectionEnd: to } = this.box;
    if (from === to) return null;
    const characters = (end) => [...this.text.slice(0, end)].length;
    return [this.start + characters(from), this.start + characters(to)];
  }

  said() {
    return this.text.slice(this.box.selectionStart, this.box.selectionEnd);
  }
}

/** A field for a place that offers what the search knows. */
function placeField(claim) {
  const list = h("datalist", { id: "places-found" });
  const input = h("input", {
    value: claim.place_name ?? "",
    list: "places-found",
    placeholder: "name, or empty for none",
  });
  const known = new Map(claim.place_name ? [[claim.place_name, claim.place_id]] : []);
  const ask = forgetful(150, async (signal) => {
    const { places } = await get("/search", { q: input.value }, { signal });
    for (const place of places)
      known.set(`${place.name}, ${[place.admin1, place.country].filter(Boolean).join(", ")}`, place.place_id);
    replace(
      list,
      [...known.keys()].map((value) => h("option", { value })),
    );
  });
  input.addEventListener("input", () => {
    if (input.value.trim() && !known.has(input.value)) ask().catch(() => {});
  });
  return {
    node: h("span", null, input, list),
    value: () => (input.value.trim() ? (known.get(input.value) ?? input.value.trim()) : null),
    changed: () => input.value.trim() !== (claim.place_name ?? ""),
  };
}

/** @returns {{node: HTMLElement, payload: () => any}} */
export function correctForm(about, page) {
  const { claim } = page;
  const said = new Words(page),
    place = placeField(claim);
  const parties = [["", "none"], ...about.parties.map((party) => [party.actor_id, party.name])];
  const select = (choices, chosen) => h("select", null, choices.map(option(chosen)));
  const kind = select(
      KINDS.map((each) => [each, words(each)]),
      claim.kind,
    ),
    actor = select(parties, claim.actor_id ?? ""),
    opponent = select(parties, claim.opponent_id ?? "");
  const modality = select(
      MODALITIES.map((each) => [each, each]),
      claim.modality,
    ),
    polarity = select(
      [
        ["asserted", "says it is so"],
        ["denied", "denies it"],
      ],
      claim.asserted ? "asserted" : "denied",
    );
  const time = h("input", { value: interval(claim), placeholder: "2016-03-24/2016-03-27, or: since 3 May 2015" });
  const last = claim.attribution?.at(-1)?.source_id ?? "";
  const attribution = h("input", { value: last, placeholder: "a source’s key, or publisher" });
  const node = [
    h("p", { class: "byline" }, "Only what you change is recorded. Select the words that make the claim:"),
    said.box,
    h(
      "div",
      { class: "form-row" },
      field("Kind", kind),
      field("Who", actor),
      field("Against", opponent),
      field("Place", place.node),
    ),
    h(
      "div",
      { class: "form-row" },
      field("When", time),
      field("Speaker", attribution),
      field("Modality", modality),
      field("Polarity", polarity),
    ),
  ];
  const payload = () => {
    const fields = {};
    const span = said.span();
    if (span && (span[0] !== claim.start || span[1] !== claim.end)) fields.span = span;
    if (place.changed()) fields.place = place.value();
    const plain = {
      kind: [kind, claim.kind],
      actor: [actor, claim.actor_id ?? ""],
      opponent: [opponent, claim.opponent_id ?? ""],
      modality: [modality, claim.modality],
      polarity: [polarity, claim.asserted ? "asserted" : "denied"],
      time: [time, interval(claim)],
      attribution: [attribution, last],
    };
    for (const [key, [control, before]] of Object.entries(plain))
      if (control.value !== before) fields[key] = control.value || null;
    return Object.keys(fields).length ? { fields } : null;
  };
  return { node, payload, focus: kind };
}

const interval = (claim) =>
  [claim.time_earliest, claim.time_latest]
    .map((time) => time?.slice(0, 10) ?? "")
    .filter((day, i, both) => i === 0 || day !== both[0])
    .join("/");

/** Which other claim of the report says the same. */
export async function mergeForm(page) {
  const report = await get(`/reports/${encodeURIComponent(page.report.report_id)}`);
  const others = report.claims.filter((each) => each.claim_id !== page.claim.claim_id);
  const into = h(
    "select",
    null,
    others.map((each) => h("option", { value: each.claim_id }, `${words(each.kind)}: ${each.quote.slice(0, 90)}`)),
  );
  return {
    node: others.length ? field("Say the same as", into) : h("p", null, "The report makes no other claim."),
    payload: () => (into.value ? { into: into.value } : null),
    focus: into,
  };
}

/** Two claims or more in the words of one. */
export function splitForm(page) {
  const said = new Words(page),
    parts = [],
    list = h("ol");
  const show = () =>
    replace(
      list,
      parts.map((part, i) =>
        h(
          "li",
          null,
          `“${part.text}” `,
          h(
            "select",
            {
              "aria-label": `Kind of part ${i + 1}`,
              onchange: (event) => {
                part.kind = event.target.value;
              },
            },
            KINDS.map((kind) => [kind, words(kind)]).map(option(part.kind)),
          ),
          " ",
          h(
            "button",
            {
              type: "button",
              onclick: () => {
                parts.splice(i, 1);
                show();
              },
            },
            "Leave out",
          ),
        ),
      ),
    );
  const add = h(
    "button",
    {
      type: "button",
      onclick: () => {
        const span = said.span();
        if (span) {
          parts.push({ span, text: said.said(), kind: page.claim.kind });
          show();
        }
      },
    },
    "Add the selected words as a part",
  );
  return {
    node: [h("p", { class: "byline" }, "Select the words of each part, and add it."), said.box, add, list],
    payload: () => (parts.length > 1 ? { parts: parts.map(({ span, kind }) => ({ span, kind })) } : null),
    focus: said.box,
  };
}

/** Admiralty grades: of the source, and of this claim. */
export function gradeForm(page) {
  const source = page.claim.attribution?.at(-1)?.source_id ?? page.report.source_id;
  const reliability = h(
    "select",
    null,
    [["", "–"], ...RELIABILITY].map(([value, text]) => option("")([value, value ? `${value}, ${text}` : text])),
  );
  const credibility = h(
    "select",
    null,
    [["", "–"], ...CREDIBILITY].map(([value, text]) => option("")([value, value ? `${value}, ${text}` : text])),
  );
  return {
    node: h(
      "div",
      { class: "form-row" },
      source
        ? field(`Reliability of ${source}`, reliability)
        : h("p", { class: "byline" }, "The speaker is no source of the pack: only the claim can be graded."),
      field("Credibility of this claim", credibility),
    ),
    acts: () =>
      [
        reliability.value ? { act: "grade", source, payload: { reliability: reliability.value } } : null,
        credibility.value
          ? { act: "grade", claim_id: page.claim.claim_id, payload: { credibility: Number(credibility.value) } }
          : null,
      ].filter(Boolean),
    focus: source ? reliability : credibility,
  };
}
