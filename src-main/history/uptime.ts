// Uptime weighed by time: how long an endpoint was healthy, degraded, failing, in maintenance or not watched. Pure.

import type { NotObservedSpan } from "../../shared/model/history.ts";
import type { DurationMs, EpochMs } from "../../shared/units.ts";
import { mergeIntervals, segmentsOf, subtract, type Interval, type Run } from "./uptime-runs.ts";

/** How the time of a range was spent. The parts add up to the time from the first check on, up to now. */
export interface TimeShares {
  readonly healthyMs: DurationMs;
  readonly degradedMs: DurationMs;
  readonly downMs: DurationMs;
  readonly maintenanceMs: DurationMs;
  readonly notObservedMs: DurationMs;
}

export const NO_TIME: TimeShares = { healthyMs: 0, degradedMs: 0, downMs: 0, maintenanceMs: 0, notObservedMs: 0 };

/** Adds the time of another part of a range. */
export function addShares(into: { -readonly [Name in keyof TimeShares]: DurationMs }, part: TimeShares): void {
  into.healthyMs += part.healthyMs;
  into.degradedMs += part.degradedMs;
  into.downMs += part.downMs;
  into.maintenanceMs += part.maintenanceMs;
  into.notObservedMs += part.notObservedMs;
}

export interface TimeQuestion {
  /** In arrival order; at least those that touch the range. */
  readonly runs: readonly Run[];
  /** The endpoint's own and everybody's; at least those that touch the range. */
  readonly notObserved: readonly NotObservedSpan[];
  /** The earliest check ever: before it there was nothing to watch. null = never checked. */
  readonly firstMs: EpochMs | null;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  /** What lies after it has not happened. */
  readonly nowMs: EpochMs;
}

export function computeTimeShares(question: TimeQuestion): TimeShares {
  const shares = { ...NO_TIME };
  if (question.firstMs === null) return shares;
  const startMs = Math.max(question.fromMs, question.firstMs);
  const endMs = Math.min(question.toMs, question.nowMs);
  if (endMs <= startMs) return shares;
  let watchedMs = 0;
  for (const segment of subtract(segmentsOf(question.runs), intervalsOf(question.notObserved))) {
    const lengthMs = Math.min(segment.endMs, endMs) - Math.max(segment.startMs, startMs);
    if (lengthMs <= 0) continue;
    watchedMs += lengthMs;
    if (segment.state === "maintenance") shares.maintenanceMs += lengthMs;
    else if (segment.state === "failing") shares.downMs += lengthMs;
    else if (segment.state === "degraded") shares.degradedMs += lengthMs;
    else shares.healthyMs += lengthMs;
  }
  shares.notObservedMs = endMs - startMs - watchedMs;
  return shares;
}

/** The ratio that people call uptime: a degraded endpoint is up. null when nothing was observed outside maintenance. */
export function uptimeRatioOf(shares: TimeShares): number | null {
  const observedMs = observedMsOf(shares);
  return observedMs === 0 ? null : (shares.healthyMs + shares.degradedMs) / observedMs;
}

/** The time that was watched outside maintenance. */
export function observedMsOf(shares: TimeShares): DurationMs {
  return shares.healthyMs + shares.degradedMs + shares.downMs;
}

function intervalsOf(spans: readonly NotObservedSpan[]): readonly Interval[] {
  return mergeIntervals(spans.map((span) => ({ startMs: span.fromMs, endMs: span.toMs })));
}
