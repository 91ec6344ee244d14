/** The line between two days: dragged, or moved with the arrow keys. */

import { h, replace } from "../dom.js";
import { day } from "../format.js";

export class Swipe {
  /** @param {HTMLElement} root over the map @param {(share: number, settled: boolean) => void} moved */
  constructor(root, moved) {
    this.root = root;
    this.moved = moved;
    this.share = 0.5;
    this.left = h("span", { class: "swipe-day left" });
    this.right = h("span", { class: "swipe-day right" });
    this.handle = h("div", {
      class: "swipe-handle",
      role: "slider",
      tabindex: 0,
      "aria-label": "Line between the two days",
      "aria-valuemin": 0,
      "aria-valuemax": 100,
      "aria-orientation": "horizontal",
      onkeydown: (e) => this.#key(e),
    });
    replace(root, h("div", { class: "swipe-line" }), this.left, this.right, this.handle);
    this.handle.addEventListener("pointerdown", (event) => {
      this.handle.setPointerCapture(event.pointerId);
      const move = (e) => this.#to((e.clientX - root.getBoundingClientRect().left) / root.clientWidth, false);
      this.handle.addEventListener("pointermove", move);
      this.handle.addEventListener(
        "pointerup",
        () => {
          this.handle.removeEventListener("pointermove", move);
          this.moved(this.share, true);
        },
        { once: true },
      );
    });
  }

  show(before, after, share = this.share) {
    this.root.hidden = !before;
    this.left.textContent = day(before);
    this.right.textContent = day(after);
    this.share = share;
    this.root.style.setProperty("--at", `${(share * 100).toFixed(2)}%`);
    this.handle.setAttribute("aria-valuenow", String(Math.round(share * 100)));
  }

  #to(share, settled) {
    this.share = Math.min(0.98, Math.max(0.02, share));
    this.root.style.setProperty("--at", `${(this.share * 100).toFixed(2)}%`);
    this.handle.setAttribute("aria-valuenow", String(Math.round(this.share * 100)));
    this.moved(this.share, settled);
  }

  #key(event) {
    const step = { ArrowLeft: -0.02, ArrowRight: 0.02, PageUp: 0.1, PageDown: -0.1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    this.#to(this.share + step, true);
  }
}
