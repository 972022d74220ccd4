// The data of a graph: which resolution fits, and the points made of rollups. Pure.

import type { SeriesPoint } from "../../shared/model/history.ts";
import { DAY, HOUR, MINUTE, SECOND, type DurationMs, type EpochMs } from "../../shared/units.ts";
import { ROLLUP_LEVELS, timingOf, type RollupBuckets, type RollupLevel } from "./rollup.ts";

/** Bucket lengths that people can read; each is a whole number of the next finer rollup. */
const BUCKETS_MS: readonly DurationMs[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((count) => count * DAY),
];

/** How a graph is to be read from the store. */
export interface SeriesPlan {
  readonly bucketMs: DurationMs;
  /** `checks` = from the results themselves. */
  readonly source: RollupLevel | "checks";
  /** Whole buckets that cover the range. */
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** A whole rollup is taken where it has at least this part of the points asked for: putting finer ones together costs much more. */
const ENOUGH_POINTS = 1 / 4;

/** A resolution that needs at most `maxPoints`, and not much fewer. @param finestMs nothing finer is there */
export function planSeries(query: { fromMs: EpochMs; toMs: EpochMs; maxPoints: number }, finestMs: DurationMs): SeriesPlan {
  const wanted = Math.max((query.toMs - query.fromMs) / Math.max(1, query.maxPoints), finestMs);
  const whole = ROLLUP_LEVELS.find(({ bucketMs }) => bucketMs >= wanted && bucketMs * ENOUGH_POINTS <= wanted);
  const bucketMs = whole?.bucketMs ?? BUCKETS_MS.find((length) => length >= wanted) ?? Math.ceil(wanted / DAY) * DAY;
  const level = ROLLUP_LEVELS.findLast((candidate) => bucketMs % candidate.bucketMs === 0);
  return {
    bucketMs,
    source: level?.name ?? "checks",
    fromMs: Math.floor(query.fromMs / bucketMs) * bucketMs,
    toMs: Math.ceil(query.toMs / bucketMs) * bucketMs,
  };
}

/** The length of a rollup level's buckets. */
export function bucketLengthOf(level: RollupLevel): DurationMs {
  return ROLLUP_LEVELS.find((candidate) => candidate.name === level)?.bucketMs ?? MINUTE;
}

/** The points of a graph, in order; empty buckets have none. */
export function pointsOf(buckets: RollupBuckets, bucketMs: DurationMs): readonly SeriesPoint[] {
  return [...buckets]
    .sort((left, right) => left[0] - right[0])
    .map(([bucket, rollup]) => ({
      fromMs: bucket * bucketMs,
      toMs: (bucket + 1) * bucketMs,
      count: rollup.count,
      failures: rollup.failures,
      degraded: rollup.degraded,
      ...timingOf(rollup),
    }));
}
