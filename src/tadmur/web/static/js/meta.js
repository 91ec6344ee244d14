/** What the monitor is about: parties, days, boundary set, who is reading. Fetched once a page. */

import { get } from "./api.js";

/** @type {Promise<any>|null} */
let fetched = null;

/** @returns {Promise<any>} the answer of /meta, with `party(id)` and `index(id)` beside it */
export function meta() {
  fetched ??= whenReady().then((answer) => {
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
    document.dispatchEvent(new CustomEvent("preparing", { detail: "The picture is being worked out for the first time." }));
    await new Promise((done) => setTimeout(done, 1000));
  }
}

/** After a change of the ledger. */
export function forgetMeta() {
  fetched = null;
  return meta();
}

function stateName(id) {
  if (!id || id === "none") return "nobody named";
  return id === "contested" ? "contested" : id;
}
