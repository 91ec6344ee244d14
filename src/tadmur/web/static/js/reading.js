/** Why a claim was read as it was: the words, frame, place candidates and time behind each field, asked for when opened. */

import { get } from "./api.js";
import { h, replace } from "./dom.js";
import { days, percent, words } from "./format.js";

/** @param {string} claimId @returns {HTMLElement} */
export function readingDetails(claimId) {
  const inside = h("div", { class: "reading" });
  const details = h("details", { class: "folded" }, h("summary", null, "Why it was read so"), inside);
  details.addEventListener("toggle", async () => {
    if (!details.open || inside.childNodes.length) return;
    replace(inside, h("p", { class: "muted" }, "Reading the report again ..."));
    try {
      replace(inside, reasons(await get(`/claims/${encodeURIComponent(claimId)}/explain`)));
    } catch (problem) {
      replace(inside, h("p", { class: "problem" }, problem.message));
    }
  });
  return details;
}

function reasons({ sentence, kind, actor, opponent, attribution, place, time, probability, extractor }) {
  const said = (text) => (text ? `“${text}”` : "");
  const row = (label, value) => (value ? h("div", null, h("dt", null, label), h("dd", { dir: "auto" }, value)) : null);
  const frame = [kind.frame && `frame ${kind.frame}`, kind.construction].filter(Boolean).join(", ");
  return h(
    "dl",
    { class: "facts pairs" },
    row("Sentence", sentence),
    row("Kind", [words(kind.kind), kind.trigger ? `, from ${said(kind.trigger)}` : "", frame ? ` (${frame})` : ""]),
    row("Who", actor && [said(actor.words), actor.name ? `, ${actor.name}` : ", no party"]),
    row("Against", opponent && [said(opponent.words), opponent.name ? `, ${opponent.name}` : ", no party"]),
    row(
      "Voices",
      attribution
        .map((voice) => [voice.name, words(voice.role), said(voice.words)].filter(Boolean).join(", "))
        .join(" ‹ "),
    ),
    row("Place", place && [said(place.words), place.none_reason ? `, no place: ${words(place.none_reason)}` : ""]),
    (place?.candidates ?? [])
      .slice(0, 4)
      .map((each) => row("", `${percent(each.probability)} ${each.name}: ${each.reason}`)),
    row("When", time && [said(time.words), time.words ? ", " : "", days(time.earliest, time.latest)]),
    row(
      "Probability",
      Object.entries(probability)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => `${words(name)} ${percent(value)}`)
        .join(", "),
    ),
    row("Read by", extractor),
  );
}
