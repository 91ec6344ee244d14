/** The state of the view lives in the address: every view can be linked, and the two clocks go from page to page. */

const CARRIED = ["as_of", "known_by"];

/** @returns {URLSearchParams} */
export const query = () => new URLSearchParams(location.search);
/** @param {string} key @param {string} [otherwise] */
export const read = (key, otherwise = "") => query().get(key) ?? otherwise;

/**
 * Change parameters; empty values go. `push` makes a step of the history.
 * @param {Record<string, any>} changes
 */
export function write(changes, { push = false, hash = location.hash } = {}) {
  const next = query();
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "" || value === false) next.delete(key);
    else next.set(key, String(value));
  }
  const text = next.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  const target = location.pathname + (text ? `?${text}` : "") + hash;
  if (target !== location.pathname + location.search + location.hash) {
    history[push ? "pushState" : "replaceState"](null, "", target);
    carryClocks();
  }
}

/** The two clocks of this view, as parameters of a call. */
export function clocks() {
  return { as_of: read("as_of"), known_by: read("known_by") };
}

/** An address of another page that keeps the clocks. */
export function href(path, parameters = {}, hash = "") {
  const next = new URLSearchParams();
  for (const key of CARRIED) if (read(key)) next.set(key, read(key));
  for (const [key, value] of Object.entries(parameters)) {
    if (value === null || value === undefined || value === "") next.delete(key);
    else next.set(key, String(value));
  }
  const text = next.toString().replaceAll("%3A", ":");
  return path + (text ? `?${text}` : "") + (hash ? `#${hash}` : "");
}

/** Give the links of the frame the clocks of this view. */
export function carryClocks() {
  for (const link of document.querySelectorAll("a[data-carry]")) {
    link.setAttribute("href", href(new URL(link.href).pathname));
  }
}
