/** The two clocks: the day that is shown, and by when it had to be known; with a second day to compare with. */

import { h, one, replace } from "../dom.js";
import { day, toDay, toNumber } from "../format.js";

const TICK_MS = 160;
const PACES = [
  ["1", "day by day"],
  ["7", "week by week"],
  ["30", "month by month"],
];

export class Clock {
  playing = false;

  /**
   * @param {HTMLElement} root
   * @param {{first: string, last: string}} span days of the ledger
   * @param {{asOf: string, before: string, knownBy: string}} state
   * @param {(change: {asOf?: string, before?: string, knownBy?: string}, settled: boolean) => Promise<void>|void} changed
   */
  constructor(root, span, state, changed) {
    this.root = root;
    this.first = toNumber(span.first);
    this.last = toNumber(span.last);
    this.state = state;
    this.changed = changed;
    this.counts = new Map();
    this.#build();
    this.show(state);
    new ResizeObserver(() => this.draw()).observe(this.canvas);
  }

  /** Days with changes of the picture, drawn as bars over the slider. */
  setChanges(days, changes) {
    this.counts = new Map(days.map((each, i) => [toNumber(each), changes[i]]));
    this.draw();
  }

  #build() {
    const range = (label, key) =>
      h("input", {
        type: "range",
        min: this.first,
        max: this.last,
        step: 1,
        "aria-label": label,
        oninput: (event) => this.#set({ [key]: toDay(Number(event.target.value)) }, false),
        onchange: (event) => this.#set({ [key]: toDay(Number(event.target.value)) }, true),
      });
    const date = (label, key) =>
      h("input", {
        type: "date",
        min: toDay(this.first),
        max: toDay(this.last),
        "aria-label": label,
        required: true,
        onchange: (event) => event.target.value && this.#set({ [key]: event.target.value }, true),
      });
    this.range = range("Day shown", "asOf");
    this.date = date("Day shown", "asOf");
    this.beforeRange = range("Day to compare with, left of the line", "before");
    this.beforeDate = date("Day to compare with", "before");
    this.canvas = h("canvas", { class: "ticks", "aria-hidden": "true" });
    this.play = h("button", { type: "button", class: "play", onclick: () => this.toggle() });
    this.pace = h(
      "select",
      { "aria-label": "Pace" },
      PACES.map(([value, label]) => h("option", { value }, label)),
    );
    this.known = h(
      "select",
      { "aria-label": "Known by", onchange: () => this.#chooseKnown() },
      h("option", { value: "all" }, "known by now"),
      h("option", { value: "date" }, "known by ..."),
    );
    this.knownDate = h("input", {
      type: "date",
      "aria-label": "Known by",
      onchange: (e) => this.#set({ knownBy: e.target.value }, true),
    });
    this.compare = h(
      "button",
      { type: "button", class: "toggle", "aria-pressed": "false", onclick: () => this.toggleCompare() },
      "Compare",
    );
    replace(
      this.root,
      h(
        "div",
        { class: "clock-row" },
        this.play,
        h("div", { class: "clock-day" }, this.date, this.pace),
        h("div", { class: "track" }, this.canvas, this.range),
        h(
          "div",
          { class: "clock-known" },
          h("span", { class: "label" }, "as"),
          this.known,
          this.knownDate,
          this.compare,
        ),
      ),
      h(
        "div",
        { class: "clock-row compare", hidden: true },
        h("span", { class: "label" }, "Left of the line"),
        h("div", { class: "clock-day" }, this.beforeDate),
        h("div", { class: "track" }, this.beforeRange),
      ),
    );
  }

  /** Bring the controls to a state without telling anyone. */
  show(state) {
    this.state = { ...this.state, ...state };
    const { asOf, before, knownBy } = this.state;
    this.range.value = toNumber(asOf);
    this.range.setAttribute("aria-valuetext", day(asOf));
    this.date.value = asOf;
    one(".compare", this.root).hidden = !before;
    this.compare.setAttribute("aria-pressed", String(Boolean(before)));
    if (before) {
      this.beforeRange.value = toNumber(before);
      this.beforeRange.setAttribute("aria-valuetext", day(before));
      this.beforeDate.value = before;
    }
    this.known.value = knownBy ? "date" : "all";
    this.knownDate.hidden = this.known.value !== "date";
    this.knownDate.value = (knownBy ?? "").slice(0, 10);
    this.play.setAttribute("aria-label", this.playing ? "Pause" : "Play");
    this.play.setAttribute("data-playing", String(this.playing));
  }

  #set(change, settled) {
    if (settled && change.asOf) this.pause();
    this.show(change);
    return this.changed(change, settled);
  }

  #chooseKnown() {
    this.#set({ knownBy: this.known.value === "date" ? this.state.asOf : "" }, true);
    if (this.state.knownBy) this.knownDate.focus();
  }

  toggleCompare() {
    const before = this.state.before ? "" : toDay(Math.max(this.first, toNumber(this.state.asOf) - 30));
    this.#set({ before }, true);
  }

  /** Move the shown day by a number of days, within the ledger. */
  step(days, settled = true) {
    const next = Math.min(this.last, Math.max(this.first, toNumber(this.state.asOf) + days));
    return this.#set({ asOf: toDay(next) }, settled);
  }

  toggle() {
    if (this.playing) this.pause();
    else this.#run();
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.show({});
    this.changed({ asOf: this.state.asOf }, true);
  }

  async #run() {
    this.playing = true;
    if (toNumber(this.state.asOf) >= this.last) this.show({ asOf: toDay(this.first) });
    this.show({});
    while (this.playing) {
      const started = performance.now();
      await this.step(Number(this.pace.value), false);
      if (toNumber(this.state.asOf) >= this.last) this.pause();
      await new Promise((done) => setTimeout(done, Math.max(0, TICK_MS - (performance.now() - started))));
    }
  }

  /** Bars of change, and a scale of months and years. */
  draw() {
    const { canvas } = this;
    const width = canvas.clientWidth,
      height = canvas.clientHeight,
      ratio = devicePixelRatio;
    if (!width) return;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const pen = canvas.getContext("2d");
    const style = getComputedStyle(this.root);
    const muted = style.getPropertyValue("--muted"),
      rule = style.getPropertyValue("--rule");
    const inset = 8,
      span = Math.max(1, this.last - this.first);
    const x = (number) => inset + ((number - this.first) / span) * (width - 2 * inset);
    pen.scale(ratio, ratio);
    pen.font = `11px ${style.fontFamily}`;
    pen.textBaseline = "alphabetic";
    const base = height - 15;
    pen.fillStyle = rule;
    pen.fillRect(inset, base, width - 2 * inset, 1);
    const columns = new Map();
    for (const [number, count] of this.counts) {
      const column = Math.round(x(number));
      columns.set(column, (columns.get(column) ?? 0) + count);
    }
    const most = Math.sqrt(Math.max(1, ...columns.values()));
    pen.fillStyle = muted;
    for (const [column, count] of columns) {
      const tall = Math.max(2, (Math.sqrt(count) / most) * (base - 4));
      pen.fillRect(column, base - tall, 1.5, tall);
    }
    let free = 0;
    for (const { number, text, strong } of marks(this.first, this.last, width)) {
      pen.fillStyle = strong ? muted : rule;
      pen.fillRect(Math.round(x(number)), base, 1, strong ? 5 : 3);
      const span = pen.measureText(text).width,
        left = Math.min(Math.round(x(number)), width - span - 2);
      if (!text || left < free) continue;
      free = left + span + 6;
      pen.fillStyle = muted;
      pen.fillText(text, left, height - 1);
    }
  }
}

/** Where the scale has marks: years, months or days, as the width allows. */
export function marks(first, last, width) {
  const found = [];
  const pixels = width / Math.max(1, last - first);
  const start = new Date(first * 86_400_000);
  const month = (date) => date.toLocaleDateString("en-GB", { month: "short", timeZone: "UTC" });
  if (pixels > 7) {
    const every = Math.ceil(58 / pixels);
    for (let n = first; n <= last; n++) {
      const strong = (n - first) % every === 0;
      const date = new Date(n * 86_400_000);
      found.push({ number: n, strong, text: strong ? `${date.getUTCDate()} ${month(date)}` : "" });
    }
    return found;
  }
  const step = pixels * 30.4 > 34 ? 1 : pixels * 91 > 34 ? 3 : 12;
  for (let i = 0; ; i++) {
    const date = new Date(Date.UTC(start.getUTCFullYear(), i, 1));
    const number = date.getTime() / 86_400_000;
    if (number > last) return found;
    if (number < first) continue;
    const january = date.getUTCMonth() === 0;
    if (date.getUTCMonth() % step === 0) {
      found.push({
        number,
        strong: january || step < 12,
        text:
          january || !found.some((f) => f.text)
            ? `${step === 12 || january ? "" : `${month(date)} `}${date.getUTCFullYear()}`
            : month(date),
      });
    }
  }
}
