/** Calls of the server's interface: one shape of error, one way to name the view's two clocks. */

const ROOT = "/api/v1";

/** What went wrong, as the server tells it (RFC 9457), or as the network does. */
class Problem extends Error {
  /** @param {{title?: string, detail?: string, next?: string, status?: number}} told */
  constructor(told) {
    super(told.detail || told.title || "The server did not answer");
    this.title = told.title || "Something went wrong";
    this.status = told.status || 0;
    this.remedy = told.next || "";
  }
}

/** An address under the interface's root, without the parameters that are empty. */
export function address(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    if (value === null || value === undefined || value === "" || value === false) continue;
    for (const each of [value].flat()) query.append(key, String(each));
  }
  const text = query.toString();
  return ROOT + path + (text ? `?${text}` : "");
}

/**
 * @param {string} path below the root
 * @param {Record<string, any>} [parameters]
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<any>} the parsed answer
 */
export async function get(path, parameters, options = {}) {
  return (await answered(address(path, parameters), { signal: options.signal })).json();
}

/** The bytes of an answer, and its headers. */
export async function getBytes(path, parameters, options = {}) {
  const answer = await answered(address(path, parameters), { signal: options.signal });
  return { bytes: await answer.arrayBuffer(), headers: answer.headers };
}

/**
 * @param {string} path
 * @param {any} body JSON, or FormData as it is
 * @param {string} [csrf] token of a reviewer's session
 */
export async function post(path, body, csrf = "") {
  const form = body instanceof FormData;
  const headers = {
    ...(form ? {} : { "Content-Type": "application/json" }),
    ...(csrf ? { "X-CSRF-Token": csrf } : {}),
  };
  const answer = await answered(ROOT + path, { method: "POST", headers, body: form ? body : JSON.stringify(body) });
  return answer.status === 204 ? null : answer.json();
}

/** An answer; while the server is still working it out (202), ask again when it says so. */
async function answered(url, options) {
  for (let waited = false; ; waited = true) {
    const answer = await asked(url, options);
    if (answer.status !== 202) {
      if (waited) document.dispatchEvent(new CustomEvent("preparing", { detail: "" }));
      return answer;
    }
    const told = await answer.json();
    document.dispatchEvent(new CustomEvent("preparing", { detail: told.detail ?? "" }));
    await new Promise((done) => setTimeout(done, 1000 * Number(answer.headers.get("Retry-After") ?? 1)));
  }
}

async function asked(url, options) {
  let answer;
  try {
    answer = await fetch(url, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({
      title: "No answer",
      detail: "The server cannot be reached.",
      next: "See that tadmur serve still runs",
    });
  }
  if (answer.ok) return answer;
  let told = { title: answer.statusText, status: answer.status };
  try {
    told = { ...told, ...(await answer.json()) };
  } catch {
    /* not JSON: the status must do */
  }
  throw new Problem(told);
}
