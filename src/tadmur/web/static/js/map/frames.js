/** Days of the map as bytes: fetched once, kept while there is room, and the neighbours fetched before they are asked for. */

import { getBytes } from "../api.js";

const ROOM_BYTES = 96e6;
const AT_ONCE = 3;

export class Frames {
  /** @type {Map<string, Uint8Array>} in the order of last use */
  #kept = new Map();
  /** @type {Map<string, Promise<Uint8Array>>} */
  #coming = new Map();
  #wanted = [];
  #bytes = 0;

  /** A day that is here already, or nothing. */
  here(asOf, knownBy) {
    return this.#kept.get(key(asOf, knownBy));
  }

  /** @returns {Promise<Uint8Array>} */
  get(asOf, knownBy) {
    const name = key(asOf, knownBy);
    const kept = this.#kept.get(name);
    if (kept) {
      this.#kept.delete(name);
      this.#kept.set(name, kept);
      return Promise.resolve(kept);
    }
    let coming = this.#coming.get(name);
    if (!coming) {
      const parameters = { as_of: asOf, known_by: knownBy };
      coming = getBytes("/map/frame", parameters).then(({ bytes }) => this.#keep(name, new Uint8Array(bytes)));
      this.#coming.set(name, coming);
      coming
        .catch(() => {})
        .finally(() => {
          this.#coming.delete(name);
          this.#next();
        });
    }
    return coming;
  }

  /** Fetch these days, nearest first, when nothing more urgent is under way. Replaces what was wanted before. */
  prefetch(pairs) {
    this.#wanted = pairs.filter(([asOf, knownBy]) => !this.#kept.has(key(asOf, knownBy)));
    this.#next();
  }

  /** The ledger has changed: every day may be another. */
  forget() {
    this.#kept.clear();
    this.#bytes = 0;
  }

  #next() {
    while (this.#coming.size < AT_ONCE && this.#wanted.length) {
      const [asOf, knownBy] = this.#wanted.shift();
      this.get(asOf, knownBy).catch(() => {});
    }
  }

  #keep(name, frame) {
    this.#kept.set(name, frame);
    this.#bytes += frame.length;
    for (const [oldest, bytes] of this.#kept) {
      if (this.#bytes <= ROOM_BYTES) break;
      this.#kept.delete(oldest);
      this.#bytes -= bytes.length;
    }
    return frame;
  }
}

const key = (asOf, knownBy) => `${asOf}|${knownBy ?? ""}`;
