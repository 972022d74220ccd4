// What a person reads while the set-up works: one line per event, and a sign of life on long steps.
// Only plain lines, so that a log file reads like a terminal.

/**
 * @typedef {object} Progress
 * @property {(message: string) => void} say Prints one line.
 * @property {<T>(title: string, work: (detail: (text: string) => void) => Promise<T>) => Promise<T>} during
 *   Announces a step, prints a line every few seconds while it runs, and says how long it took. `detail` sets what the next line adds.
 */

/**
 * @param {{ write(text: string): unknown }} stream where the lines go
 * @param {{ everyMs?: number, now?: () => number }} [options] `everyMs`: time between two signs of life
 * @returns {Progress}
 */
export function createProgress(stream, { everyMs = 5_000, now = Date.now } = {}) {
  const say = (/** @type {string} */ message) => {
    stream.write(`sentray set-up: ${message}\n`);
  };
  return {
    say,
    async during(title, work) {
      const startedAt = now();
      let latest = "";
      const elapsed = () => formatSeconds(now() - startedAt);
      say(`${title} …`);
      const timer = setInterval(() => {
        say(`${title}: ${elapsed()} so far${latest === "" ? "" : `, ${latest}`}`);
      }, everyMs);
      try {
        const result = await work((text) => {
          latest = text;
        });
        say(`${title}: done in ${elapsed()}`);
        return result;
      } finally {
        clearInterval(timer);
      }
    },
  };
}

/**
 * @param {number} ms
 * @returns {string} `0.4 s`, `12 s`, `2 min 5 s`
 */
export function formatSeconds(ms) {
  const seconds = ms / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * @param {number} bytes
 * @returns {string} `196 MB`
 */
export function formatMegabytes(bytes) {
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}

/** What went wrong, for a person, with what to do about it. Ends the set-up with exit code 1 and no stack. */
export class SetupError extends Error {
  /** @override */
  name = "SetupError";
}
