/** What the monitor is about: parties, days, boundary set, who is reading. Fetched once a page. */

import { get } from "./api.js";
import { isDark } from "./colours.js";

/** @type {Promise<any>|null} */
let fetched = null;

/** @returns {Promise<any>} the answer of /meta, with `party(id)` and `index(id)` beside it */
export function meta() {
  fetched ??= whenReady().then((answer) => {
    for (const party of answer.parties) readable(party);
    const order = new Map(answer.parties.map((party, index) => [party.actor_id, index]));
    return {
      ...answer,
      index: (id) => order.get(id) ?? -1,
      party: (id) => answer.parties[order.get(id) ?? -1] ?? { actor_id: id, name: stateName(id), colour: "#6b6b6b" },
    };
  });
  return fetched;
}

/** The first picture of a ledger takes its time: ask until it is there. */
async function whenReady() {
  for (;;) {
    const answer = await get("/meta");
    if (answer.state !== "preparing") return answer;
    document.dispatchEvent(
      new CustomEvent("preparing", { detail: "The picture is being worked out for the first time." }),
    );
    await new Promise((done) => setTimeout(done, 1000));
  }
}

/** After a change of the ledger. */
export function forgetMeta() {
  fetched = null;
  return meta();
}

/** A party's colour as the theme can bear it: on dark paper the darkest are lightened, hue kept. */
function readable(party) {
  const own = party.colour;
  const parts = [1, 3, 5].map((at) => parseInt(own.slice(at, at + 2), 16));
  const light = (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]) / 255;
  const lifted =
    light > 0.28
      ? own
      : `#${parts
          .map((part) =>
            Math.round(part + (255 - part) * 0.42)
              .toString(16)
              .padStart(2, "0"),
          )
          .join("")}`;
  Object.defineProperty(party, "colour", { get: () => (isDark() ? lifted : own) });
}

function stateName(id) {
  if (!id || id === "none") return "nobody named";
  return id === "contested" ? "contested" : id;
}
