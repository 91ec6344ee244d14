/** The panel beside the map: the picture of the day, or one place with its history, evidence and sentences. */

import { get } from "../api.js";
import { claimView } from "../claim_view.js";
import { h, one, replace } from "../dom.js";
import { counted, day, number, percent, words } from "../format.js";
import { historyPlot } from "../history.js";
import { href, read, write } from "../state.js";
import { icon, LABELS } from "../symbols.js";
import { evidenceList, standing } from "./evidence.js";

const MOST_ROWS = 60;
/** While the clock runs, the lists follow no more often than this. */
const LIST_MS = 300;

export class Panel {
  #place = -1;
  #history = null;
  #turn = 0;
  #later = 0;
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
    if (this.#place >= 0) {
      if (settled) this.showPlace(this.#place);
    } else if (settled || !one("h2", this.root)) this.#overview();
    else {
      one("h2", this.root).textContent = day(asOf);
      this.#later ||= setTimeout(() => this.#overview(), LIST_MS);
    }
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
      if (turn === this.#turn && problem.name !== "AbortError")
        replace(this.root, this.#head(index), h("p", { class: "problem" }, problem.message, " ", problem.remedy));
    });
  }

  async #showPlace(index, turn) {
    const { about, places, goTo } = this.map;
    const path = `/places/${encodeURIComponent(places.place_id[index])}`;
    const clocks = { as_of: this.day?.asOf, known_by: this.day?.knownBy };
    const [place, history] = await Promise.all([
      get(path, clocks),
      get(`${path}/history`, { known_by: clocks.known_by }),
    ]);
    if (turn !== this.#turn) return;
    this.#history = history;
    const claim = read("claim");
    const evidence = h("div", { class: "why" }, h("p", { class: "muted" }, "Weighing the evidence ..."));
    const chosen = h("div", { class: "chosen-claim", "aria-live": "polite" });
    const openMark = (mark) => {
      write({ claim: mark.claim_id }, { push: true });
      this.#showClaim(chosen, mark.claim_id);
      pickMark(this.root, mark.claim_id);
    };
    const plot = historyPlot(about, history, { asOf: clocks.as_of, chosen: claim, goTo, open: openMark });
    replace(
      this.root,
      this.#head(index, place),
      standing(about, place),
      h("h3", null, `History, ${counted(history.claims_total, "claim")} as marks`),
      plot,
      chosen,
      h("h3", null, "Why: evidence in log-odds"),
      evidence,
      place.contradictions.length
        ? h(
            "p",
            null,
            h(
              "a",
              { href: href("/contradictions", { place: place.place_id }) },
              counted(place.contradictions.length, "card"),
              " of contradictions and corroborations",
            ),
          )
        : null,
      h(
        "div",
        { class: "panel-foot" },
        h("a", { class: "button", href: href("/claims", { place: place.place_id }) }, "All claims here"),
        h("a", { class: "button", href: href("/figures", { place: place.place_id }) }, "Figures"),
      ),
    );
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
    return h(
      "div",
      { class: "panel-head" },
      h(
        "div",
        null,
        h("h2", { tabindex: -1 }, places.name[index]),
        h("p", { class: "byline" }, unit),
        names.length
          ? h(
              "p",
              { class: "names" },
              names.map((name) =>
                h(
                  "bdi",
                  { lang: name.language, title: name.audience ? `used by ${name.audience}` : name.language },
                  name.text,
                ),
              ),
            )
          : null,
      ),
      h("button", { type: "button", "aria-label": "Close the place", onclick: () => this.map.choose(-1) }, "×"),
    );
  }

  /** Places by party on the day, and a list of those in view, for eyes and for the keyboard. */
  #overview() {
    clearTimeout(this.#later);
    this.#later = 0;
    if (!this.day?.frame || this.#place >= 0) return;
    const { about, places, view } = this.map;
    const { frame, asOf, knownBy } = this.day;
    const counts = new Map();
    for (let i = 0; i < places.name.length; i++) {
      if (!places.claims[i]) continue;
      const key =
        LABELS[frame[4 * i + 2]] === "unknown" ? 255 : LABELS[frame[4 * i + 2]] === "contested" ? 254 : frame[4 * i];
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const total = [...counts.values()].reduce((a, b) => a + b, 0);
    const rows = [...counts].sort((a, b) => (a[0] > 253) - (b[0] > 253) || b[1] - a[1]);
    const state = (key) => (key === 255 ? "none" : key === 254 ? "contested" : about.parties[key].actor_id);
    const shown = view.inView((i) => this.#filter === null || keyOf(frame, i) === this.#filter, MOST_ROWS);
    replace(
      this.root,
      h("h2", null, day(asOf)),
      h(
        "p",
        { class: "byline" },
        knownBy ? `As known by ${day(knownBy)}` : "As known now",
        `, ${counted(total, "place")} that claims speak of`,
      ),
      h("h3", null, "Most probable holder, by number of places"),
      h(
        "ul",
        { class: "rows" },
        rows.map(([key, count]) =>
          h(
            "li",
            null,
            h(
              "button",
              {
                type: "button",
                "aria-pressed": null,
                class: this.#filter === key ? "on" : "",
                onclick: () => {
                  this.#filter = this.#filter === key ? null : key;
                  this.#overview();
                },
              },
              symbol(about, key),
              h("span", null, key === 255 ? "Unknown" : key === 254 ? "Contested" : about.parties[key].name),
              h("span", { class: "number" }, number(count)),
            ),
          ),
        ),
      ),
      h(
        "h3",
        null,
        this.#filter === null
          ? "Places in view"
          : ["In view: ", state(this.#filter) === "none" ? "unknown" : about.party(state(this.#filter)).name],
      ),
      h(
        "ul",
        { class: "rows" },
        shown.map((i) =>
          h(
            "li",
            null,
            h(
              "button",
              {
                type: "button",
                onclick: () => {
                  this.map.choose(i);
                  one("h2", this.root)?.focus();
                },
              },
              placeIcon(about, frame, i),
              h("span", null, places.name[i]),
              h(
                "span",
                { class: "muted number" },
                keyOf(frame, i) > 253 ? counted(places.claims[i], "claim") : percent(frame[4 * i + 1] / 255),
              ),
            ),
          ),
        ),
      ),
      shown.length ? null : h("p", { class: "muted" }, "None in this part of the map."),
    );
  }
}

function keyOf(frame, i) {
  const label = LABELS[frame[4 * i + 2]];
  return label === "unknown" ? 255 : label === "contested" ? 254 : frame[4 * i];
}

const symbol = (about, key) =>
  key === 255 ? icon(-1, "", "unknown") : key === 254 ? icon(0, "", "contested") : icon(key, about.parties[key].colour);

function placeIcon(about, frame, i) {
  const [party, probability, label] = frame.subarray(4 * i, 4 * i + 3);
  return party > 253
    ? symbol(about, party)
    : icon(party, about.parties[party].colour, LABELS[label], probability / 255);
}

/** Show which mark the sentence below belongs to. */
function pickMark(root, claimId) {
  for (const each of root.querySelectorAll(".mark")) {
    each.classList.toggle(
      "chosen",
      decodeURIComponent(one("a", each).getAttribute("href").split("/").pop()) === claimId,
    );
  }
}
