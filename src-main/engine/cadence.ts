// When a task is due again. Pure: from the last due moment and the time now to the next one.

import type { DurationMs, MonotonicMs } from "../../shared/units.ts";

/** How often a task runs: at a fixed rate, or at moments that a calendar gives. */
export type Cadence =
  | { readonly kind: "interval"; readonly intervalMs: DurationMs }
  /** `delayMs()` says how far away the next moment is; null = never again. */
  | { readonly kind: "calendar"; readonly delayMs: () => DurationMs | null };

/** The longest time over which the first runs of all tasks are spread. */
const START_SPREAD_MS = 10_000;
/** The largest gap between two first runs, so that few endpoints start almost at once. */
const START_GAP_MS = 100;

/**
 * The next due moment on the grid of a fixed rate. Moments that went by unnoticed are skipped, not made up for; the grid
 * itself is kept, so that a late run does not shift the later ones.
 */
export function nextOnGrid(dueMs: MonotonicMs, intervalMs: DurationMs, nowMs: MonotonicMs): MonotonicMs {
  const missed = Math.floor((nowMs - dueMs) / intervalMs);
  return (dueMs + (missed > 0 ? missed + 1 : 1) * intervalMs) as MonotonicMs;
}

/** How long after the start task number `index` of `count` runs first: at once, one after the other, all within ten seconds. */
export function startOffsetMs(index: number, count: number, intervalMs: DurationMs): DurationMs {
  const spreadMs = Math.min(START_SPREAD_MS, intervalMs);
  return (index * Math.min(START_GAP_MS, spreadMs / Math.max(1, count))) % Math.max(1, spreadMs);
}
