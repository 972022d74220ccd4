import { describe, expect, it } from "vitest";
import { moveSpan, spanBefore, windowOf } from "../../../../../../src-renderer/features/endpoint/graph/graph-range.ts";
import { buildPlotData, summarize } from "../../../../../../src-renderer/features/endpoint/graph/plot-data.ts";
import { stepTo } from "../../../../../../src-renderer/features/endpoint/graph/step-to.ts";
import type { Series, SeriesPoint } from "../../../../../../shared/model/history.ts";

const point = (fromMs: number, p50Ms: number | null, failures = 0): SeriesPoint => ({
  fromMs,
  toMs: fromMs + 10,
  count: 2,
  failures,
  degraded: 0,
  minMs: p50Ms,
  maxMs: p50Ms,
  meanMs: p50Ms,
  p50Ms,
  p95Ms: p50Ms === null ? null : p50Ms * 2,
  p99Ms: p50Ms,
});
const series = (fromMs: number, points: readonly SeriesPoint[]): Series => ({
  key: "a",
  fromMs,
  toMs: fromMs + 100,
  bucketMs: 10,
  points,
  notObserved: [],
  maintenance: [],
});

describe("buildPlotData", () => {
  it("bridges a short stretch without checks and breaks the line at a long one", () => {
    const data = buildPlotData(series(1_000, [point(1_000, 5), point(1_020, 6), point(1_080, 7)]), null, null, 25);
    expect(data.p50.slice(0, 9)).toEqual([5, undefined, 6, null, null, null, null, null, 7]);
    expect(data.filled).toEqual([0, 2, 8]);
  });

  it("lays the period before onto the same positions", () => {
    const data = buildPlotData(series(1_000, [point(1_010, 5)]), series(900, [point(910, 9)]), null, 10);
    expect(data.before[1]).toBe(9);
  });

  it("ignores buckets outside its range, and survives a series without buckets", () => {
    expect(buildPlotData(series(1_000, [point(500, 5), point(5_000, 5)]), null, null, 10).filled).toEqual([]);
    expect(buildPlotData({ ...series(1_000, []), bucketMs: 0, toMs: 1_000 }, null, null, 10).seconds).toHaveLength(1);
  });
});

describe("summarize", () => {
  it("tells range and failures, and nothing without checks", () => {
    expect(summarize(series(0, [point(0, 5), point(10, 9, 1), point(20, null, 2)]))).toEqual({
      lowMs: 5,
      highMs: 9,
      checks: 6,
      failures: 3,
    });
    expect(summarize(series(0, []))).toBeNull();
  });
});

describe("stepTo", () => {
  it.each([
    ["ArrowRight", null, 2],
    ["ArrowRight", 2, 5],
    ["ArrowRight", 9, 9],
    ["ArrowLeft", 5, 2],
    ["ArrowLeft", null, 9],
    ["ArrowLeft", 2, 2],
    ["Home", 9, 2],
    ["End", 2, 9],
    ["x", 2, null],
  ])("%s from %s leads to %s", (key, from, to) => {
    expect(stepTo(key, from, [2, 5, 9])).toBe(to);
  });

  it("leads nowhere without points", () => {
    expect(stepTo("ArrowRight", null, [])).toBeNull();
  });
});

describe("the range of the graph", () => {
  it("keeps a window within the present and long enough to hold something", () => {
    expect(windowOf({ fromMs: 900_000, toMs: 900_010 }, "h24", 1_000_000)).toEqual({
      kind: "window",
      preset: "h24",
      fromMs: 780_010,
      toMs: 900_010,
    });
    expect(windowOf({ fromMs: 500_000, toMs: 1_500_000 }, "h24", 1_000_000)).toMatchObject({ fromMs: 0, toMs: 1_000_000 });
  });

  it("moves and looks back by its own length", () => {
    expect(moveSpan({ fromMs: 100, toMs: 200 }, -0.5)).toEqual({ fromMs: 50, toMs: 150 });
    expect(spanBefore({ fromMs: 100, toMs: 200 })).toEqual({ fromMs: 0, toMs: 100 });
  });
});
