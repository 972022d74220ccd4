// How long an outcome counts when no other check follows.

import { DAY, MINUTE, type DurationMs } from "../../shared/units.ts";

/** An outcome holds for this many intervals: one late or lost check is no gap, a dead monitor is. */
const INTERVALS = 3;

/** Where the interval is not known. */
export const DEFAULT_HOLD_MS: DurationMs = DAY;

/** The hold time of an endpoint; at least a minute, so that a loaded machine makes no gaps. */
export function holdOf(intervalMs: DurationMs | undefined): DurationMs {
  return intervalMs === undefined || intervalMs <= 0 ? DEFAULT_HOLD_MS : Math.max(MINUTE, Math.round(intervalMs * INTERVALS));
}
