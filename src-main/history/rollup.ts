// What is kept of many checks for ever: counts, sum, extremes and a sketch, by minute, hour and day (UTC).
// Pure arithmetic; where it is stored is not known here.

import { DAY, HOUR, MINUTE, type DurationMs, type EpochMs } from "../../shared/units.ts";
import { binOf, QuantileSketch } from "./quantile-sketch.ts";

/** Durations are kept as whole hundredths of a millisecond. */
export const TICKS_PER_MS = 100;

/** The sum of some checks. Durations in ticks; only checks that measured something (duration above 0) are timed. */
export interface Rollup {
  /** All checks, those in maintenance too. */
  count: number;
  /** Outside maintenance. */
  failures: number;
  /** Outside maintenance. */
  degraded: number;
  maintenance: number;
  timed: number;
  sum: number;
  /** 0 while nothing is timed. */
  min: number;
  max: number;
  /** null while nothing is timed. */
  sketch: QuantileSketch | null;
}

/** The three resolutions, finest first. */
export const ROLLUP_LEVELS = [
  { name: "minute", bucketMs: MINUTE },
  { name: "hour", bucketMs: HOUR },
  { name: "day", bucketMs: DAY },
] as const;

export type RollupLevel = (typeof ROLLUP_LEVELS)[number]["name"];

/** Rollups of one level by bucket number (moment ÷ bucket length). */
export type RollupBuckets = Map<number, Rollup>;

/** What a rollup needs to know of a check. */
export interface RolledCheck {
  readonly timestampMs: EpochMs;
  readonly durationTicks: number;
  readonly failing: boolean;
  readonly degraded: boolean;
  readonly inMaintenance: boolean;
}

export function emptyRollup(): Rollup {
  return { count: 0, failures: 0, degraded: 0, maintenance: 0, timed: 0, sum: 0, min: 0, max: 0, sketch: null };
}

/** Adds one check to a rollup. */
export function addCheck(rollup: Rollup, check: RolledCheck): void {
  rollup.count += 1;
  if (check.inMaintenance) rollup.maintenance += 1;
  else if (check.failing) rollup.failures += 1;
  else if (check.degraded) rollup.degraded += 1;
  const ticks = check.durationTicks;
  if (ticks <= 0) return;
  rollup.min = rollup.timed === 0 ? ticks : Math.min(rollup.min, ticks);
  rollup.max = Math.max(rollup.max, ticks);
  rollup.timed += 1;
  rollup.sum += ticks;
  sketchOf(rollup).add(binOf(ticks / TICKS_PER_MS), 1);
}

/** Adds `other` to `into`; the order of merging never matters. */
export function mergeRollup(into: Rollup, other: Rollup): void {
  into.count += other.count;
  into.failures += other.failures;
  into.degraded += other.degraded;
  into.maintenance += other.maintenance;
  if (other.timed === 0) return;
  into.min = into.timed === 0 ? other.min : Math.min(into.min, other.min);
  into.max = Math.max(into.max, other.max);
  into.timed += other.timed;
  into.sum += other.sum;
  if (other.sketch !== null) sketchOf(into).merge(other.sketch);
}

/** The rollup's sketch, made on first use. */
export function sketchOf(rollup: Rollup): QuantileSketch {
  rollup.sketch ??= new QuantileSketch();
  return rollup.sketch;
}

/** The rollup of a bucket, made on first use. */
export function bucketAt(buckets: RollupBuckets, bucket: number): Rollup {
  const existing = buckets.get(bucket);
  if (existing !== undefined) return existing;
  const created = emptyRollup();
  buckets.set(bucket, created);
  return created;
}

/** The timing figures of a rollup in milliseconds; all null when nothing was timed. */
export interface TimingFigures {
  readonly minMs: DurationMs | null;
  readonly maxMs: DurationMs | null;
  readonly meanMs: DurationMs | null;
  readonly p50Ms: DurationMs | null;
  readonly p95Ms: DurationMs | null;
  readonly p99Ms: DurationMs | null;
}

export const NO_TIMING: TimingFigures = { minMs: null, maxMs: null, meanMs: null, p50Ms: null, p95Ms: null, p99Ms: null };

/** Extremes and mean are exact, the percentiles within the sketch's error and never outside the extremes. */
export function timingOf(rollup: Rollup): TimingFigures {
  if (rollup.timed === 0) return NO_TIMING;
  const minMs = rollup.min / TICKS_PER_MS;
  const maxMs = rollup.max / TICKS_PER_MS;
  const [p50, p95, p99] = (rollup.sketch?.quantiles([0.5, 0.95, 0.99]) ?? []).map((value) => Math.min(maxMs, Math.max(minMs, value)));
  return {
    minMs,
    maxMs,
    meanMs: rollup.sum / TICKS_PER_MS / rollup.timed,
    p50Ms: p50 ?? null,
    p95Ms: p95 ?? null,
    p99Ms: p99 ?? null,
  };
}
