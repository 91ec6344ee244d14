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
      say("The ledger has changed; this view shows it as it is now.", { quietly: true });
    }, 1000);
  };
  source.addEventListener("reading", () =>
    say("The ledger is changing; the change is being worked in.", { quietly: true }),
  );
  source.addEventListener("hello", told);
  source.addEventListener("revision", told);
  addEventListener("pagehide", () => source.close());
}

let hiding = 0;
let loud = false;

/**
 * A short message for everybody, read out by screen readers; an empty one takes it away. What is said `quietly` does not
 * take the place of what is not.
 */
export function say(text, { quietly = false } = {}) {
  const place = one("#live");
  if (quietly && loud) return;
  loud = !quietly && text !== "";
  place.textContent = text;
  place.classList.toggle("shown", text !== "");
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    loud = false;
    place.classList.remove("shown");
  }, 6000);
}
