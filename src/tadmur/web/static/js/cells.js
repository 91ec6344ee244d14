/** Cells that several tables share. */

import { h } from "./dom.js";
import { day, days, logOdds, words } from "./format.js";
import { href } from "./state.js";
import { partyName } from "./symbols.js";

/** The sentence, which leads to its place in its report. */
export const quoteCell = (row) =>
  h(
    "a",
    {
      class: "quote quote-link",
      dir: "auto",
      href: href(`/reports/${encodeURIComponent(row.report_id)}`, {}, `c-${row.claim_id}`),
    },
    row.quote ?? row.exact,
  );

/** What a claim adds to a belief, in log-odds. */
export const weightMark = (weight) =>
  h("span", { class: `weight ${weight < 0 ? "against" : "for"}` }, logOdds(weight));

export const actorCell = (about, id, mention) =>
  id ? partyName(about, id) : mention ? h("span", { class: "muted" }, mention) : "";

export function placeCell(row) {
  if (row.place_id) return h("a", { href: href("/", { place: row.place_id }) }, row.place_name ?? row.place_mention);
  if (!row.place_mention) return "";
  return h(
    "span",
    { class: "muted", title: row.place_none_reason ? `no place: ${words(row.place_none_reason)}` : null },
    row.place_mention,
  );
}

export const whenCell = (row) => days(row.time_earliest ?? row.day_earliest, row.time_latest ?? row.day_latest);

export function speakerCell(row) {
  const name = row.speaker ?? row.publisher ?? "";
  return [
    row.source_key ? h("a", { href: href(`/sources/${encodeURIComponent(row.source_key)}`) }, name) : name,
    row.publisher && row.publisher !== row.speaker ? h("span", { class: "byline" }, ", in ", row.publisher) : null,
  ];
}

export const publishedCell = (row) =>
  h("span", { class: "nowrap" }, day(row.published_at?.slice(0, 10), { short: true }));

export const reportLink = (row, text) =>
  h(
    "a",
    { href: href(`/reports/${encodeURIComponent(row.report_id)}`) },
    text ?? row.title ?? row.caller_id ?? row.report_id,
  );

const MOST_IDS = 150;

/** A number that leads to the claims it rests on. */
export function claimsLink(text, ids, parameters = {}) {
  if (!ids?.length) return text;
  const query = new URLSearchParams(parameters);
  for (const id of ids.slice(0, MOST_IDS)) query.append("claim_id", id);
  return h(
    "a",
    {
      class: "number",
      href: `/claims?${query}`,
      title: ids.length > MOST_IDS ? `the first ${MOST_IDS} of ${ids.length} claims` : null,
    },
    text,
  );
}
