/** How pages other than the map begin and end. */

import { one } from "./dom.js";
import { shell, showProblem } from "./shell.js";

/**
 * Run a page: the frame, then the page's own part, then a mark that it is there.
 * @param {(sheet: HTMLElement) => Promise<void>} build
 */
export async function page(build) {
  shell();
  const sheet = one("#sheet");
  try {
    await build(sheet);
  } catch (problem) {
    showProblem(problem, sheet);
  }
  document.documentElement.dataset.ready = "true";
}

/** The part of the path after a folder: /reports/NAME. */
export const nameInPath = (folder) => decodeURIComponent(location.pathname.slice(folder.length + 2));
