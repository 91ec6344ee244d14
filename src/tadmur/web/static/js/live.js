/** What the server tells by itself: the ledger has changed. */

import { one } from "./dom.js";
import { forgetMeta, meta } from "./meta.js";

/** @type {Set<() => any>} */
const listeners = new Set();
let source = null;
let waiting = 0;

/** Call back when the ledger has changed, at most once a second. */
export function onRevision(listener) {
  listeners.add(listener);
  if (source) return;
  source = new EventSource("/api/v1/events");
  let known = null;
  meta().then((about) => {
    known ??= about.revision;
  });
  const told = (event) => {
    const before = known;
    known = JSON.parse(event.data).revision;
    if (before === null || before === known) return;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      await forgetMeta();
      for (const each of listeners) await each();
      say("The ledger has changed; this view shows it as it is now.");
    }, 1000);
  };
  source.addEventListener("reading", () => say("The ledger is changing; the change is being worked in."));
  source.addEventListener("hello", told);
  source.addEventListener("revision", told);
  addEventListener("pagehide", () => source.close());
}

/** A short message for everybody, read out by screen readers. */
export function say(text) {
  const place = one("#live");
  place.textContent = text;
  place.classList.toggle("shown", text !== "");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => place.classList.remove("shown"), 6000);
}
