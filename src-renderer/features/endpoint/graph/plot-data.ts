// From the history's buckets to the columns that the plot draws. Pure.

import type { Series, SeriesPoint } from "../../../../shared/model/history.ts";
import type { DurationMs } from "../../../../shared/units.ts";

/** null = a gap in the line; undefined = nothing here, but the line goes on. */
export type PlotColumn = Array<number | null | undefined>;

export interface PlotData {
  /** Seconds since the epoch, the middle of each bucket. */
  readonly seconds: number[];
  readonly p50: PlotColumn;
  readonly p95: PlotColumn;
  readonly before: PlotColumn;
  readonly overlay: PlotColumn;
  /** The bucket at each position; null = empty. */
  readonly points: ReadonlyArray<SeriesPoint | null>;
  /** Positions that hold a bucket, in order: where arrow keys stop. */
  readonly filled: readonly number[];
}

const MOST_BUCKETS = 10_000;

/**
 * Puts every series on the grid of the first one; the period before is moved onto it. A stretch without checks is bridged when it
 * is no longer than `bridgeMs` (an endpoint is checked less often than a fine grid has buckets), else it is a gap.
 */
export function buildPlotData(series: Series, before: Series | null, overlay: Series | null, bridgeMs: DurationMs): PlotData {
  const bucketMs = Math.max(series.bucketMs, (series.toMs - series.fromMs) / MOST_BUCKETS, 1);
  const startMs = Math.floor(series.fromMs / bucketMs) * bucketMs;
  const length = Math.max(1, Math.ceil((series.toMs - startMs) / bucketMs));
  const place = (source: Series | null, shiftMs: DurationMs): Array<SeriesPoint | null> => {
    const placed = Array.from<SeriesPoint | null>({ length }).fill(null);
    for (const point of source?.points ?? []) {
      const index = Math.floor((point.fromMs + shiftMs - startMs) / bucketMs);
      if (index >= 0 && index < length) placed[index] = point;
    }
    return placed;
  };
  const bridge = Math.max(1, Math.ceil(bridgeMs / bucketMs));
  const column = (points: ReadonlyArray<SeriesPoint | null>, pick: (point: SeriesPoint) => number | null): PlotColumn =>
    bridgeGaps(
      points.map((point) => (point === null ? null : pick(point))),
      bridge,
    );
  const points = place(series, 0);
  const shiftMs = before === null ? 0 : series.fromMs - before.fromMs;
  return {
    seconds: points.map((_, index) => (startMs + (index + 0.5) * bucketMs) / 1_000),
    p50: column(points, (point) => point.p50Ms),
    p95: column(points, (point) => point.p95Ms),
    before: column(place(before, shiftMs), (point) => point.p50Ms),
    overlay: column(place(overlay, 0), (point) => point.p50Ms),
    points,
    filled: points.flatMap((point, index) => (point === null ? [] : index)),
  };
}

function bridgeGaps(values: ReadonlyArray<number | null>, longest: number): PlotColumn {
  const column: PlotColumn = [...values];
  let last = -1;
  for (let index = 0; index < values.length; index += 1) {
    if (values[index] === null) continue;
    if (last >= 0 && index - last <= longest) column.fill(undefined, last + 1, index);
    last = index;
  }
  return column;
}

/** The figures for the one sentence that stands for the graph; null without any check. */
export function summarize(
  series: Series,
): { readonly lowMs: number; readonly highMs: number; readonly checks: number; readonly failures: number } | null {
  const medians = series.points.flatMap((point) => point.p50Ms ?? []);
  const checks = series.points.reduce((sum, point) => sum + point.count, 0);
  if (checks === 0) return null;
  const failures = series.points.reduce((sum, point) => sum + point.failures, 0);
  return {
    lowMs: medians.reduce((a, b) => Math.min(a, b), medians[0] ?? 0),
    highMs: medians.reduce((a, b) => Math.max(a, b), 0),
    checks,
    failures,
  };
}
