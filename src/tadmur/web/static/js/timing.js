/** Calls that come in bursts. */

/**
 * Run a task after a pause in the calls; a newer call aborts the older one.
 * @param {number} pauseMs
 * @param {(signal: AbortSignal) => Promise<any>} task
 * @returns {() => Promise<any>}
 */
export function forgetful(pauseMs, task) {
  let timer = 0;
  /** @type {AbortController|null} */
  let running = null;
  return () =>
    new Promise((done, failed) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        running?.abort();
        running = new AbortController();
        task(running.signal).then(done, failed);
      }, pauseMs);
    });
}
