// Every figure of the history computed the plain way, from a list of results and nothing else. The store in memory answers
// with it, and tests hold the packed store against it. Slow on purpose; pure.

import type { NotObservedSpan, OutageSpan, Series, TimeSummary, UptimeSummary } from "../../shared/model/history.ts";
import type { CheckResult } from "../../shared/model/result.ts";
import { MINUTE, SECOND, type DurationMs, type EpochMs } from "../../shared/units.ts";
import { outagesOf, touchesRange } from "./outages.ts";
import { planSeries } from "./series.ts";
import { computeTimeShares, observedMsOf, uptimeRatioOf } from "./uptime.ts";
import { causeOf, mergeIntervals, type Run } from "./uptime-runs.ts";
import type { TimingFigures } from "./rollup.ts";

/** One endpoint's whole history. */
export interface PlainHistory {
  readonly key: string;
  /** In order of arrival. */
  readonly results: readonly CheckResult[];
  readonly holdMs: DurationMs;
  /** The endpoint's own and everybody's. */
  readonly notObserved: readonly NotObservedSpan[];
  readonly nowMs: EpochMs;
}

interface Range {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** Each check holds until the next one, but no longer than the hold time: one run for each. */
function runPerCheck({ results, holdMs }: PlainHistory): readonly Run[] {
  return results.map((result, index) => {
    const next = results[index + 1]?.timestampMs ?? Number.POSITIVE_INFINITY;
    const holds = next < result.timestampMs ? 0 : Math.min(holdMs, next - result.timestampMs);
    return {
      outcome: result.outcome,
      inMaintenance: result.inMaintenance,
      startMs: result.timestampMs,
      lastMs: result.timestampMs,
      endMs: result.timestampMs + holds,
      cause: result.outcome === "healthy" ? "" : causeOf(result),
    };
  });
}

export function plainTime(history: PlainHistory, { fromMs, toMs }: Range): TimeSummary {
  const shares = computeTimeShares({
    runs: runPerCheck(history),
    notObserved: history.notObserved,
    firstMs: history.results.length === 0 ? null : leastOf(history.results.map(({ timestampMs }) => timestampMs)),
    fromMs,
    toMs,
    nowMs: history.nowMs,
  });
  return {
    key: history.key,
    fromMs,
    toMs,
    uptimeRatio: uptimeRatioOf(shares),
    observedMs: observedMsOf(shares),
    downMs: shares.downMs,
    degradedMs: shares.degradedMs,
    maintenanceMs: shares.maintenanceMs,
    notObservedMs: shares.notObservedMs,
  };
}

export function plainUptime(history: PlainHistory, { fromMs, toMs }: Range): UptimeSummary {
  const firstMs = Math.floor(fromMs / MINUTE) * MINUTE;
  const endMs = Math.ceil(toMs / MINUTE) * MINUTE;
  const counted = history.results.filter(({ timestampMs }) => timestampMs >= firstMs && timestampMs < endMs);
  const outside = counted.filter((result) => !result.inMaintenance);
  return {
    ...plainTime(history, { fromMs, toMs }),
    checks: outside.length,
    failures: outside.filter(({ outcome }) => outcome === "failing").length,
    ...plainTiming(counted),
  };
}

export function plainOutages(history: PlainHistory, { fromMs, toMs }: Range): readonly OutageSpan[] {
  return outagesOf(history.key, runPerCheck(history)).filter((outage) => touchesRange(outage, fromMs, toMs));
}

export function plainSeries(history: PlainHistory, query: Range & { readonly maxPoints: number }, finestMs: DurationMs = SECOND): Series {
  const plan = planSeries(query, finestMs);
  const buckets = new Map<number, CheckResult[]>();
  for (const result of history.results) {
    if (result.timestampMs < plan.fromMs || result.timestampMs >= plan.toMs) continue;
    const bucket = Math.floor(result.timestampMs / plan.bucketMs);
    const known = buckets.get(bucket);
    if (known === undefined) buckets.set(bucket, [result]);
    else known.push(result);
  }
  const maintenance = runPerCheck(history)
    .filter((run) => run.inMaintenance && run.startMs < query.toMs && run.endMs > query.fromMs)
    .map((run) => ({ startMs: Math.max(run.startMs, query.fromMs), endMs: Math.min(run.endMs, query.toMs, history.nowMs) }));
  return {
    key: history.key,
    fromMs: query.fromMs,
    toMs: query.toMs,
    bucketMs: plan.bucketMs,
    points: [...buckets]
      .sort((left, right) => left[0] - right[0])
      .map(([bucket, results]) => {
        const outside = results.filter((result) => !result.inMaintenance);
        return {
          fromMs: bucket * plan.bucketMs,
          toMs: (bucket + 1) * plan.bucketMs,
          count: results.length,
          failures: outside.filter(({ outcome }) => outcome === "failing").length,
          degraded: outside.filter(({ outcome }) => outcome === "degraded").length,
          ...plainTiming(results),
        };
      }),
    notObserved: history.notObserved
      .filter((span) => span.toMs > query.fromMs && span.fromMs < query.toMs)
      .sort((left, right) => left.fromMs - right.fromMs),
    maintenance: mergeIntervals(maintenance).map(({ startMs, endMs }) => ({ fromMs: startMs, toMs: endMs })),
  };
}

/** Exact percentiles: the value at rank `floor(q · (n - 1))`. */
function plainTiming(results: readonly CheckResult[]): TimingFigures {
  const sorted = results
    .map(({ durationMs }) => durationMs)
    .filter((durationMs) => durationMs > 0)
    .sort((left, right) => left - right);
  const at = (quantile: number): number | null => sorted[Math.floor(quantile * (sorted.length - 1))] ?? null;
  return {
    minMs: sorted[0] ?? null,
    maxMs: sorted.at(-1) ?? null,
    meanMs: sorted.length === 0 ? null : sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
  };
}

function leastOf(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}
