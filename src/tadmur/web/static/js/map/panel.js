/** The panel beside the map: the picture of the day, or one place with its history, evidence and sentences. */

import { get } from "../api.js";
import { claimView, stance } from "../claim_view.js";
import { h, one, replace, s } from "../dom.js";
import { counted, day, days, logOdds, number, percent, words } from "../format.js";
import { historyPlot } from "../history.js";
import { href, read, write } from "../state.js";
import { icon, LABELS, partyName } from "../symbols.js";

const MOST_ROWS = 60;

export class Panel {
  #place = -1;
  #history = null;
  #turn = 0;
  /** @type {number|null} which places the list shows: a party's index, 254 contested, 255 unknown */
  #filter = null;

  /** @param {HTMLElement} root @param {{about: any, places: any, view: any, choose: Function, goTo: Function}} map */
  constructor(root, map) {
    this.root = root;
    this.map = map;
  }

  /** What the address says: a claim, a place, or the overview. */
  open(order) {
    const place = order.get(read("place")) ?? -1;
    if (place !== this.#place || this.#place < 0) this.showPlace(place);
  }

  /** The day has changed. `settled` when the clock rests: only then is the server asked. */
  showDay(asOf, knownBy, frame, settled) {
    this.day = { asOf, knownBy, frame };
    if (this.#place < 0) this.#overview();
    else if (settled) this.showPlace(this.#place);
  }

  moved() {
    if (this.#place < 0) this.#overview();
  }

  refresh() {
    this.#history = null;
    this.showPlace(this.#place);
  }

  showPlace(index) {
    const changed = index !== this.#place;
    if (changed) this.#history = null;
    this.#place = index;
    const turn = ++this.#turn;
    if (index < 0) return this.#overview();
    if (changed) replace(this.root, this.#head(index), h("p", { class: "loading" }, "Reading ..."));
    return this.#showPlace(index, turn).catch((problem) => {
      if (turn === this.#turn && problem.name !== "AbortError") replace(this.root, this.#head(index), h("p", { class: "problem" }, problem.message, " ", problem.remedy));
    });
  }

  async #showPlace(index, turn) {
    const { about, places, goTo } = this.map;
    const path = `/places/${encodeURIComponent(places.place_id[index])}`;
    const clocks = { as_of: this.day?.asOf, known_by: this.day?.knownBy };
    const [place, history] = await Promise.all([get(path, clocks), get(`${path}/history`, { known_by: clocks.known_by })]);
    if (turn !== this.#turn) return;
    this.#history = history;
    const claim = read("claim");
    const evidence = h("div", { class: "why" }, h("p", { class: "muted" }, "Weighing the evidence ..."));
    const chosen = h("div", { class: "chosen-claim", "aria-live": "polite" });
    const openMark = (mark) => { write({ claim: mark.claim_id }, { push: true }); this.#showClaim(chosen, mark.claim_id); pickMark(this.root, mark.claim_id); };
    const plot = historyPlot(about, history, { asOf: clocks.as_of, chosen: claim, goTo, open: openMark });
    replace(this.root, this.#head(index, place), standing(about, place),
      h("h3", null, `History, ${counted(history.claims_total, "claim")} as marks`), plot, chosen,
      h("h3", null, "Why: evidence in log-odds"), evidence,
      place.contradictions.length ? h("p", null, h("a", { href: href("/contradictions", { place: place.place_id }) }, counted(place.contradictions.length, "card"), " of contradictions and corroborations")) : null,
      h("div", { class: "panel-foot" }, h("a", { class: "button", href: href("/claims", { place: place.place_id }) }, "All claims here"),
        h("a", { class: "button", href: href("/figures", { place: place.place_id }) }, "Figures")));
    if (claim) this.#showClaim(chosen, claim);
    this.why = null;
    try {
      const why = await get(`${path}/why`, clocks);
      if (turn !== this.#turn) return;
      this.why = why;
      replace(evidence, evidenceList(about, why, history, openMark));
      if (read("claim")) this.#showClaim(chosen, read("claim"));
    } catch (problem) {
      if (turn === this.#turn) replace(evidence, h("p", { class: "muted" }, problem.message));
    }
  }

  async #showClaim(root, claimId) {
    const weight = this.why?.claims?.find((each) => each.claim_id === claimId)?.log_odds;
    try {
      replace(root, h("h3", null, "The sentence"), await claimView(this.map.about, claimId, { weight }));
    } catch (problem) {
      replace(root, h("p", { class: "problem" }, problem.message));
    }
  }

  #head(index, place) {
    const { places } = this.map;
    const names = (place?.names ?? []).filter((name) => name.text !== places.name[index]).slice(0, 14);
    const unit = [words(places.kind[index]), places.admin1[index], places.country[index]].filter(Boolean).join(", ");
    return h("div", { class: "panel-head" },
      h("div", null, h("h2", { tabindex: -1 }, places.name[index]), h("p", { class: "byline" }, unit),
        names.length ? h("p", { class: "names" }, names.map((name) => h("bdi", { lang: name.language, title: name.audience ? `used by ${name.audience}` : name.language }, name.text))) : null),
      h("button", { type: "button", "aria-label": "Close the place", onclick: () => this.map.choose(-1) }, "×"));
  }

  /** Places by party on the day, and a list of those in view, for eyes and for the keyboard. */
  #overview() {
    if (!this.day?.frame) return;
    const { about, places, view } = this.map;
    const { frame, asOf, knownBy } = this.day;
    const counts = new Map();
    for (let i = 0; i < places.name.length; i++) {
      if (!places.claims[i]) continue;
      const key = LABELS[frame[4 * i + 2]] === "unknown" ? 255 : LABELS[frame[4 * i + 2]] === "contested" ? 254 : frame[4 * i];
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const total = [...counts.values()].reduce((a, b) => a + b, 0);
    const rows = [...counts].sort((a, b) => (a[0] > 253) - (b[0] > 253) || b[1] - a[1]);
    const state = (key) => (key === 255 ? "none" : key === 254 ? "contested" : about.parties[key].actor_id);
    const shown = view.inView((i) => this.#filter === null || keyOf(frame, i) === this.#filter, MOST_ROWS);
    replace(this.root,
      h("h2", null, day(asOf)), h("p", { class: "byline" }, knownBy ? `As known by ${day(knownBy)}` : "As known now", `, ${counted(total, "place")} that claims speak of`),
      h("h3", null, "Most probable holder, by number of places"),
      h("ul", { class: "rows" }, rows.map(([key, count]) => h("li", null, h("button", { type: "button", "aria-pressed": null, class: this.#filter === key ? "on" : "",
        onclick: () => { this.#filter = this.#filter === key ? null : key; this.#overview(); } },
      symbol(about, key), h("span", null, key === 255 ? "Unknown" : key === 254 ? "Contested" : about.parties[key].name), h("span", { class: "number" }, number(count)))))),
      h("h3", null, this.#filter === null ? "Places in view" : ["In view: ", state(this.#filter) === "none" ? "unknown" : about.party(state(this.#filter)).name]),
      h("ul", { class: "rows" }, shown.map((i) => h("li", null, h("button", { type: "button", onclick: () => { this.map.choose(i); one("h2", this.root)?.focus(); } },
        placeIcon(about, frame, i), h("span", null, places.name[i]), h("span", { class: "muted number" }, keyOf(frame, i) > 253 ? counted(places.claims[i], "claim") : percent(frame[4 * i + 1] / 255)))))),
      shown.length ? null : h("p", { class: "muted" }, "None in this part of the map."));
  }
}

function keyOf(frame, i) {
  const label = LABELS[frame[4 * i + 2]];
  return label === "unknown" ? 255 : label === "contested" ? 254 : frame[4 * i];
}

const symbol = (about, key) => key === 255 ? icon(-1, "", "unknown") : key === 254 ? icon(0, "", "contested") : icon(key, about.parties[key].colour);

function placeIcon(about, frame, i) {
  const [party, probability, label] = frame.subarray(4 * i, 4 * i + 3);
  return party > 253 ? symbol(about, party) : icon(party, about.parties[party].colour, LABELS[label], probability / 255);
}

/** Who holds the place, in words and as bars. */
function standing(about, { belief }) {
  if (belief.label === "unknown") return h("p", { class: "standing" }, "Unknown: no evidence that bears on this day. Unknown is not nobody.");
  const shares = Object.entries(belief.probabilities).filter(([, share]) => share >= 0.005);
  const holder = belief.holder === "contested" ? "Contested" : about.party(belief.holder).name;
  const how = { assessed: "", claimed_only: " One side’s word alone, and in its own favour.", contested: " No party holds it alone.", stale: " Stale: the last evidence is old." }[belief.label];
  return h("div", null,
    h("p", { class: "standing" }, h("strong", null, holder), `, ${percent(belief.probability)}.`, how, belief.last_evidence ? ` Last evidence ${day(belief.last_evidence)}.` : ""),
    h("div", { class: "shares" }, shares.map(([state, share]) => h("div", { class: "share" }, partyName(about, state, belief.label === "stale" ? "stale" : "assessed"), h("span", { class: "number" }, percent(share)),
      s("svg", { class: "share-bar", viewBox: "0 0 100 5", preserveAspectRatio: "none", "aria-hidden": "true" }, s("rect", { width: 100, height: 5, fill: "var(--rule)", opacity: 0.5 }),
        s("rect", { width: Math.max(0.5, share * 100), height: 5, fill: state === "contested" ? "url(#hatch)" : about.party(state).colour }))))));
}

/** Claims by what each adds to the log-odds of the holder, and what else counts. */
function evidenceList(about, why, history, open) {
  const marks = new Map(history.claims.map((mark) => [mark.claim_id, mark]));
  const claims = [...why.claims].sort((a, b) => Math.abs(b.log_odds) - Math.abs(a.log_odds));
  const parts = Object.entries(why.parts).filter(([, value]) => Math.abs(value) >= 0.005);
  return [
    h("p", { class: "byline" }, "For ", h("b", null, why.state_name ?? about.party(why.state).name), `: ${logOdds(why.log_odds)} in all, in nats; of them `, parts.map(([name, value], i) => [i ? ", " : "", `${words(name)} ${logOdds(value)}`])),
    h("ol", { class: "evidence" }, claims.map((claim) => {
      const mark = marks.get(claim.claim_id) ?? claim;
      return h("li", null, h("span", { class: `weight ${claim.log_odds < 0 ? "against" : "for"}` }, logOdds(claim.log_odds)),
        h("div", null, h("a", { class: "quote", dir: "auto", href: `/claims/${encodeURIComponent(claim.claim_id)}`, onclick: (event) => { event.preventDefault(); open(mark); } }, claim.quote),
          h("span", { class: "byline" }, h("b", null, claim.speaker ?? mark.publisher ?? "the publisher"), ", ", day(claim.published_at), mark.stance ? [", ", stance(mark.stance), ", ", words(mark.zone), ", ", days(mark.day_earliest, mark.day_latest)] : null)));
    })),
  ];
}

/** Show which mark the sentence below belongs to. */
function pickMark(root, claimId) {
  for (const each of root.querySelectorAll(".mark")) {
    each.classList.toggle("chosen", decodeURIComponent(one("a", each).getAttribute("href").split("/").pop()) === claimId);
  }
}
