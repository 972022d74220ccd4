// How a length of time reads in an error text: short, exact, in the units of the configuration.

/** `1500` → `1.5s`, `90000` → `1m30s`, `250` → `250ms`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1_000) {
    return `${String(Math.round(durationMs))}ms`;
  }
  const minutes = Math.floor(durationMs / 60_000);
  const seconds = Math.round(durationMs - minutes * 60_000) / 1_000;
  if (minutes === 0) {
    return `${String(seconds)}s`;
  }
  return seconds === 0 ? `${String(minutes)}m` : `${String(minutes)}m${String(seconds)}s`;
}
