// The small pure rules of the history.

import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../../../shared/units.ts";
import { csvCell } from "../../../../src-main/history/export.ts";
import { holdOf } from "../../../../src-main/history/hold.ts";
import { planSeries } from "../../../../src-main/history/series.ts";
import { advanceTrustedTime } from "../../../../src-main/history/trusted-time.ts";
import { extendRuns, segmentsOf, type Run } from "../../../../src-main/history/uptime-runs.ts";

describe("hold time", () => {
  it.each([
    [undefined, DAY],
    [0, DAY],
    [5 * SECOND, MINUTE],
    [MINUTE, 3 * MINUTE],
    [HOUR, 3 * HOUR],
  ])("of an interval of %s ms is %s ms", (intervalMs, expected) => {
    expect(holdOf(intervalMs)).toBe(expected);
  });
});

describe("resolution of a graph", () => {
  it.each([
    ["an hour", HOUR, 1_000, 5 * SECOND, "checks"],
    ["a day", DAY, 1_000, 2 * MINUTE, "minute"],
    ["30 days", 30 * DAY, 1_000, HOUR, "hour"],
    ["30 days, finely", 30 * DAY, 4_000, 15 * MINUTE, "minute"],
    ["a year", 365 * DAY, 1_000, DAY, "day"],
    ["five years", 5 * 365 * DAY, 1_000, 2 * DAY, "day"],
    ["a century", 36_500 * DAY, 100, 365 * DAY, "day"],
  ])("for %s", (_name, lengthMs, maxPoints, bucketMs, source) => {
    const fromMs = 400 * DAY + 12_345;
    const plan = planSeries({ fromMs, toMs: fromMs + lengthMs, maxPoints }, SECOND);
    expect([plan.bucketMs, plan.source]).toEqual([bucketMs, source]);
    expect(plan.fromMs).toBeLessThanOrEqual(fromMs);
    expect(plan.toMs).toBeGreaterThanOrEqual(fromMs + lengthMs);
  });
});

describe("trusted time", () => {
  it("follows the clock, also after days off and when it is set back", () => {
    expect(advanceTrustedTime(null, DAY, 0)).toEqual({ trustedMs: DAY, leapSeenForMs: null });
    expect(advanceTrustedTime({ trustedMs: DAY, leapSeenForMs: null }, 10 * DAY, 0).trustedMs).toBe(10 * DAY);
    expect(advanceTrustedTime({ trustedMs: 10 * DAY, leapSeenForMs: null }, DAY, 0).trustedMs).toBe(DAY);
  });

  it("waits a day of running before it believes a leap", () => {
    let time = advanceTrustedTime({ trustedMs: DAY, leapSeenForMs: null }, 400 * DAY, HOUR);
    expect(time).toEqual({ trustedMs: DAY, leapSeenForMs: 0 });
    for (let hour = 1; hour < 24; hour += 1) time = advanceTrustedTime(time, 400 * DAY, HOUR);
    expect(time.trustedMs).toBe(DAY);
    expect(advanceTrustedTime(time, 400 * DAY, HOUR).trustedMs).toBe(400 * DAY);
  });
});

describe("runs", () => {
  const build = (moments: readonly number[]): Run[] => {
    const runs: Run[] = [];
    for (const timestampMs of moments) extendRuns(runs, { timestampMs, outcome: "healthy", inMaintenance: false }, 100, () => "");
    return runs;
  };

  it("go on while checks follow within the hold time", () => {
    expect(build([0, 60, 160]).map(({ startMs, endMs }) => [startMs, endMs])).toEqual([[0, 260]]);
  });

  it("end a hold time after the last check before a gap", () => {
    expect(build([0, 101]).map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 100],
      [101, 201],
    ]);
  });

  it("leave time that was lived twice to what was recorded later", () => {
    expect(segmentsOf(build([1_000, 1_050, 950, 1_020])).map(({ startMs, endMs }) => [startMs, endMs])).toEqual([[950, 1_120]]);
    expect(segmentsOf(build([0, 80, 20])).reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)).toBe(120);
  });
});

describe("a cell of CSV", () => {
  it.each([
    ["plain", "plain"],
    ['with "quotes", commas', '"with ""quotes"", commas"'],
    ["two\nlines", '"two\nlines"'],
    ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@x", "'@x"],
    ["\tx", "'\tx"],
  ])("of %j is %j", (value, expected) => {
    expect(csvCell(value)).toBe(expected);
  });

  it("leaves numbers as they are", () => {
    expect([csvCell(-1.5), csvCell(true), csvCell(null)]).toEqual(["-1.5", "true", ""]);
  });
});
