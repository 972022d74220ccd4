// Stretches in which an endpoint kept one state, built from its checks one by one, and the time that each covers. Pure.
//
// The rule: an outcome holds from its check until the next one, but never longer than the endpoint's hold time. A check
// after which the clock was set back holds for no time. Time that two stretches cover, because the clock was set back,
// belongs to the one recorded later.

import type { DurationMs, EpochMs } from "../../shared/units.ts";
import type { CheckOutcome, CheckResult } from "../../shared/model/result.ts";

/** A stretch of checks with one outcome and no gap. */
export interface Run {
  readonly outcome: CheckOutcome;
  readonly inMaintenance: boolean;
  /** The first check. */
  readonly startMs: EpochMs;
  /** The last check so far. */
  lastMs: EpochMs;
  /** Until when it holds; of the newest run as long as nothing else is heard. */
  endMs: EpochMs;
  /** Why the first check was not healthy; empty when it was. */
  readonly cause: string;
}

/** What a run needs to know of a check. */
export interface TimedOutcome {
  readonly timestampMs: EpochMs;
  readonly outcome: CheckOutcome;
  readonly inMaintenance: boolean;
}

/** A piece of time with one state. */
export interface Segment {
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
  readonly state: CheckOutcome | "maintenance";
}

/** A piece of time. */
export interface Interval {
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
}

/** The next check of an endpoint: prolongs the newest run, or ends it and begins another. Changes `runs` in place. */
export function extendRuns(runs: Run[], check: TimedOutcome, holdMs: DurationMs, causeOf: () => string): void {
  const { timestampMs } = check;
  const current = runs.at(-1);
  if (current !== undefined) {
    const goesOn = timestampMs >= current.lastMs && timestampMs <= current.endMs;
    if (goesOn && current.outcome === check.outcome && current.inMaintenance === check.inMaintenance) {
      current.lastMs = timestampMs;
      current.endMs = timestampMs + holdMs;
      return;
    }
    current.endMs = timestampMs < current.lastMs ? current.lastMs : Math.min(current.endMs, timestampMs);
  }
  runs.push({
    outcome: check.outcome,
    inMaintenance: check.inMaintenance,
    startMs: timestampMs,
    lastMs: timestampMs,
    endMs: timestampMs + holdMs,
    cause: check.outcome === "healthy" ? "" : causeOf(),
  });
}

/** Why a check was not healthy, in one line: its first error, else its first failed condition with the value that was seen. */
export function causeOf(result: CheckResult): string {
  const failed = [...result.conditions, ...result.degradedConditions].find((outcome) => !outcome.success);
  return (result.errors[0] ?? failed?.display ?? "").slice(0, LONGEST_CAUSE);
}

const LONGEST_CAUSE = 500;

/** The time that runs cover, in order and without overlap. @param runs in arrival order */
export function segmentsOf(runs: readonly Run[]): readonly Segment[] {
  const stretches: Segment[][] = [[]];
  let previousEndMs = Number.NEGATIVE_INFINITY;
  for (const run of runs) {
    if (run.startMs < previousEndMs) stretches.push([]);
    previousEndMs = run.endMs;
    const state = run.inMaintenance ? "maintenance" : run.outcome;
    if (run.endMs > run.startMs) stretches.at(-1)?.push({ startMs: run.startMs, endMs: run.endMs, state });
  }
  // Painted from the newest to the oldest: an older stretch only gets the time that is left.
  return stretches.reduceRight<readonly Segment[]>((newer, older) => {
    if (newer.length === 0) return older;
    return [...newer, ...subtract(older, newer)].sort((left, right) => left.startMs - right.startMs);
  }, []);
}

/** What of `segments` lies outside `holes`; both in order and without overlap. */
export function subtract(segments: readonly Segment[], holes: readonly Interval[]): readonly Segment[] {
  const left: Segment[] = [];
  let first = 0;
  for (const segment of segments) {
    while (first < holes.length && (holes[first]?.endMs ?? 0) <= segment.startMs) first += 1;
    let fromMs = segment.startMs;
    for (let at = first; at < holes.length; at += 1) {
      const hole = holes[at];
      if (hole === undefined || hole.startMs >= segment.endMs) break;
      if (hole.startMs > fromMs) left.push({ ...segment, startMs: fromMs, endMs: hole.startMs });
      fromMs = Math.max(fromMs, hole.endMs);
    }
    if (fromMs < segment.endMs) left.push(fromMs === segment.startMs ? segment : { ...segment, startMs: fromMs });
  }
  return left;
}

/** Intervals in order, with those that touch made one. */
export function mergeIntervals(intervals: readonly Interval[]): readonly Interval[] {
  const merged: Array<{ startMs: EpochMs; endMs: EpochMs }> = [];
  for (const { startMs, endMs } of [...intervals].sort((left, right) => left.startMs - right.startMs)) {
    const last = merged.at(-1);
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else if (endMs > startMs) merged.push({ startMs, endMs });
  }
  return merged;
}
