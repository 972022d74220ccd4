// Stretches of trouble as people count them: from the first check that was not healthy to the first that was otherwise. Pure.

import type { OutageSpan } from "../../shared/model/history.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { Run } from "./uptime-runs.ts";

/** An outage with what {@link outagesOf} needs to find its neighbours. */
type OpenOutage = { -readonly [Name in keyof OutageSpan]: OutageSpan[Name] };

/**
 * The outages that runs show, in the order in which they were recorded. Trouble during maintenance is none. A gap in which nobody watched does
 * not end an outage: it goes on until a check says otherwise.
 * @param runs one endpoint's, in arrival order
 */
export function outagesOf(key: string, runs: readonly Run[]): readonly OutageSpan[] {
  const outages: OutageSpan[] = [];
  let open: OpenOutage | null = null;
  const close = (endMs: EpochMs | null): void => {
    if (open !== null) outages.push({ ...open, endMs });
    open = null;
  };
  let previousEndMs = 0;
  for (const run of runs) {
    const trouble = run.outcome === "healthy" || run.inMaintenance ? null : run.outcome;
    // Where the clock was set back, the outage ended when it was.
    if (open !== null && open.outcome !== trouble) close(run.startMs >= open.startMs ? run.startMs : previousEndMs);
    if (open === null && trouble !== null) {
      open = { key, startMs: run.startMs, endMs: null, outcome: trouble, cause: run.cause };
    }
    previousEndMs = run.endMs;
  }
  close(null);
  return outages;
}

/** Whether an outage touches a range. */
export function touchesRange(outage: OutageSpan, fromMs: EpochMs, toMs: EpochMs): boolean {
  return outage.startMs < toMs && (outage.endMs === null || outage.endMs > fromMs);
}
