// Every figure of the packed store against the plain recomputation: random histories, and two simulated years of 200
// endpoints (all of them with SENTRAY_LONG set, a thinner feed without).

import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import type { NotObservedSpan, SeriesPoint, UptimeSummary } from "../../../../shared/model/history.ts";
import type { CheckResult } from "../../../../shared/model/result.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../../shared/units.ts";
import { holdOf } from "../../../../src-main/history/hold.ts";
import { plainOutages, plainSeries, plainTime, plainUptime, type PlainHistory } from "../../../../src-main/history/plain-figures.ts";
import { RELATIVE_ACCURACY } from "../../../../src-main/history/quantile-sketch.ts";
import type { HistoryStore } from "../../../../src-main/ports/history.ts";
import { FAKE_START_MS } from "../../../helpers/fake-clock.ts";
import { checkResult, openStore } from "./history-support.ts";

const LONG = process.env["SENTRAY_LONG"] !== undefined;
const LONGEST_MS = (LONG ? 60 : 10) * MINUTE;
const QUANTILES = ["p50Ms", "p95Ms", "p99Ms"] as const;

type Figures = Pick<UptimeSummary | SeriesPoint, "meanMs" | "p50Ms" | "p95Ms" | "p99Ms">;

/** Counts, times and extremes must be equal; the mean but for rounding; percentiles within the sketch's promise. */
function expectSameFigures(actual: Figures | undefined, expected: Figures | undefined): void {
  expect({ ...actual, meanMs: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0 }).toEqual({ ...expected, meanMs: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0 });
  if (actual === undefined || expected === undefined) return;
  for (const name of ["meanMs", ...QUANTILES] as const) {
    const [got, want] = [actual[name], expected[name]];
    const tolerance = name === "meanMs" ? 1e-9 : RELATIVE_ACCURACY * 1.000_001;
    if (got === null || want === null) expect(got).toBe(want);
    else expect(Math.abs(got - want)).toBeLessThanOrEqual(tolerance * want + 1e-9);
  }
}

async function expectSameAsPlain(store: HistoryStore, plain: PlainHistory, fromMs: number, toMs: number, maxPoints: number): Promise<void> {
  const { key } = plain;
  const [summary] = await store.uptime({ keys: [key], fromMs, toMs });
  expectSameFigures(summary, plainUptime(plain, { fromMs, toMs }));
  const ranges = [0, 1 / 3, 0.9].map((part) => ({ fromMs: fromMs + Math.floor((toMs - fromMs) * part), toMs }));
  expect(await store.timeSpent({ keys: [key], ranges })).toEqual([ranges.map((range) => plainTime(plain, range))]);
  const series = await store.series({ key, fromMs, toMs, maxPoints });
  const plainOne = plainSeries(plain, { fromMs, toMs, maxPoints }, series.bucketMs < MINUTE ? SECOND : MINUTE);
  expect({ ...series, points: series.points.length }).toEqual({ ...plainOne, points: plainOne.points.length });
  for (const [index, point] of series.points.entries()) expectSameFigures(point, plainOne.points[index]);
  // Where the clock was set back, outages are only well defined in the order of arrival: then all are compared.
  const isOrdered = plain.results.every((result, index) => result.timestampMs >= (plain.results[index - 1]?.timestampMs ?? 0));
  const range = isOrdered ? { fromMs, toMs } : { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
  const outages = await store.outages({ keys: [key], ...range, limit: 1_000_000 });
  expect(outages).toEqual([...plainOutages(plain, range)].sort((left, right) => right.startMs - left.startMs));
}

describe("random histories", () => {
  const step = fc.record({
    // Mostly a minute; sometimes a gap, sometimes the clock is set back.
    afterMs: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 50 * SECOND, max: 70 * SECOND }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 * DAY }) },
      { weight: 1, arbitrary: fc.integer({ min: -DAY, max: 0 }) },
    ),
    outcome: fc.constantFrom("healthy" as const, "healthy" as const, "degraded" as const, "failing" as const),
    inMaintenance: fc.nat({ max: 5 }).map((value) => value === 0),
    durationTicks: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3_000_000 })),
    after: fc.constantFrom("go on" as const, "go on" as const, "go on" as const, "flush" as const, "pack" as const),
  });
  const span = fc.record({ fromMs: fc.integer({ min: 0, max: 2 * DAY }), forMs: fc.integer({ min: 1, max: 6 * HOUR }), own: fc.boolean() });

  it("give the same figures as the plain recomputation", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 120 }),
        fc.array(span, { maxLength: 4 }),
        fc.tuple(fc.integer({ min: -HOUR, max: 2 * DAY }), fc.integer({ min: 1, max: 3 * DAY })),
        fc.integer({ min: 2, max: 200 }),
        async (steps, spans, [fromOffset, lengthMs], maxPoints) => {
          const { store, clock } = await openStore({ retention: { resultsMs: 0, removedEndpointsMs: DAY } });
          store.setEndpoints([{ key: "k", name: "k", group: "", kind: "HTTP", url: "http://localhost", intervalMs: MINUTE }]);
          const results: CheckResult[] = [];
          let timestampMs = FAKE_START_MS + DAY;
          for (const { afterMs, durationTicks, after, outcome, inMaintenance } of steps) {
            timestampMs += afterMs;
            const result = checkResult({ key: "k", timestampMs, outcome, inMaintenance, durationMs: durationTicks / 100 });
            results.push(result);
            store.append(result);
            if (after === "flush") await store.flush();
            if (after === "pack") await store.compact();
          }
          const notObserved = spans.map(
            ({ fromMs, forMs, own }, index): NotObservedSpan => ({
              key: own ? "k" : null,
              fromMs: FAKE_START_MS + DAY + fromMs + index,
              toMs: FAKE_START_MS + DAY + fromMs + index + forMs,
              reason: "asleep",
            }),
          );
          for (const one of notObserved) store.recordNotObserved(one);
          clock.jumpWallClock(3 * DAY);
          const plain: PlainHistory = {
            key: "k",
            results,
            holdMs: holdOf(MINUTE),
            notObserved: notObserved.filter(
              (one, index) => notObserved.findIndex((other) => other.fromMs === one.fromMs && other.key === one.key) === index,
            ),
            nowMs: clock.nowMs(),
          };
          const fromMs = FAKE_START_MS + DAY + fromOffset;
          await expectSameAsPlain(store, plain, fromMs, fromMs + lengthMs, maxPoints);
          await store.compact();
          await expectSameAsPlain(store, plain, fromMs, fromMs + lengthMs, maxPoints);
          await store.close();
        },
      ),
      { numRuns: LONG ? 1_000 : 60, seed: 20_260_302 },
    );
  }, 120_000);
});

describe("an endpoint that fails every other minute", () => {
  it("has the plain figures, though its stretches are read in parts", async () => {
    const { store, clock } = await openStore();
    store.setEndpoints([{ key: "k", name: "k", group: "", kind: "HTTP", url: "http://localhost", intervalMs: MINUTE }]);
    const results = Array.from({ length: 9_000 }, (_, index) =>
      checkResult({
        key: "k",
        timestampMs: FAKE_START_MS + index * MINUTE,
        outcome: index % 2 === 0 || index % 1_000 > 900 ? "failing" : "healthy",
        inMaintenance: index % 700 < 2,
      }),
    );
    for (const result of results) store.append(result);
    await store.compact();
    clock.jumpWallClock(10 * DAY);
    const plain: PlainHistory = { key: "k", results, holdMs: holdOf(MINUTE), notObserved: [], nowMs: clock.nowMs() };
    for (const [fromMinute, toMinute] of [
      [0, 9_000],
      [901.5, 8_950.5],
      [-500, 14_000],
    ] as const) {
      await expectSameAsPlain(store, plain, FAKE_START_MS + fromMinute * MINUTE, FAKE_START_MS + toMinute * MINUTE, 500);
    }
    const newest = await store.outages({ keys: ["k"], fromMs: FAKE_START_MS, toMs: FAKE_START_MS + 10 * DAY, limit: 5 });
    expect(newest).toEqual([...plainOutages(plain, { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })].reverse().slice(0, 5));
  });
});

describe("a change of the time zone", () => {
  it.each(["Europe/Berlin", "America/St_Johns", "Pacific/Apia"])(
    "to %s, through a change to summer time, changes no figure",
    async (zone) => {
      const { store, clock } = await openStore();
      store.setEndpoints([{ key: "k", name: "k", group: "", kind: "HTTP", url: "http://localhost", intervalMs: 10 * MINUTE }]);
      const before = process.env["TZ"];
      onTestFinished(() => {
        process.env["TZ"] = before;
      });
      // From the start of March to the end of April: every zone with summer time changes its clocks within.
      const results = Array.from({ length: 60 * 144 }, (_, index) =>
        checkResult({ key: "k", timestampMs: FAKE_START_MS + index * 10 * MINUTE, outcome: index % 150 < 4 ? "failing" : "healthy" }),
      );
      for (const [index, result] of results.entries()) {
        if (index === 30 * 144) process.env["TZ"] = zone;
        store.append(result);
      }
      await store.compact();
      clock.jumpWallClock(61 * DAY);
      const plain: PlainHistory = { key: "k", results, holdMs: holdOf(10 * MINUTE), notObserved: [], nowMs: clock.nowMs() };
      await expectSameAsPlain(store, plain, FAKE_START_MS, FAKE_START_MS + 61 * DAY, 100);
      const inZone = await store.series({ key: "k", fromMs: FAKE_START_MS, toMs: FAKE_START_MS + 61 * DAY, maxPoints: 100 });
      process.env["TZ"] = "UTC";
      expect(await store.series({ key: "k", fromMs: FAKE_START_MS, toMs: FAKE_START_MS + 61 * DAY, maxPoints: 100 })).toEqual(inZone);
    },
  );
});

describe("two simulated years of 200 endpoints", () => {
  const ENDPOINTS = 200;
  /** Thinned: most endpoints are checked twice a day, a few every hour. */
  const intervalOf = (endpoint: number): number => (LONG ? 10 * MINUTE : endpoint % 40 === 0 ? HOUR : 12 * HOUR);

  /** An endpoint's two years, without chance: noisy durations, an outage now and then, weekly maintenance, nights asleep. */
  function* yearsOf(endpoint: number): Generator<CheckResult> {
    const intervalMs = intervalOf(endpoint);
    let state = endpoint + 1;
    let failingUntilMs = 0;
    for (let timestampMs = FAKE_START_MS; timestampMs < FAKE_START_MS + 730 * DAY; timestampMs += intervalMs + (state % 7) - 3) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      if (state % 211 === 0) failingUntilMs = timestampMs + (state % 13) * intervalMs;
      if (state % 499 === 0) timestampMs += (state % 5) * DAY;
      const outcome = timestampMs < failingUntilMs ? "failing" : state % 37 === 0 ? "degraded" : "healthy";
      yield checkResult({
        key: `e_${endpoint}`,
        timestampMs,
        outcome,
        durationMs: outcome === "failing" && state % 3 === 0 ? 0 : Math.round(500 + (state % 100_000) ** 1.2) / 100,
        inMaintenance: Math.floor(timestampMs / HOUR) % 168 < 2,
      });
    }
  }

  it(
    "shows the plain figures everywhere",
    async () => {
      const { store, clock } = await openStore({ retention: { resultsMs: 90 * DAY, removedEndpointsMs: 30 * DAY } });
      const keys = Array.from({ length: ENDPOINTS }, (_, endpoint) => `e_${endpoint}`);
      store.setEndpoints(
        keys.map((key, endpoint) => ({
          key,
          name: key,
          group: "",
          kind: "HTTP",
          url: `http://localhost/${endpoint}`,
          intervalMs: intervalOf(endpoint),
        })),
      );
      const asleep: NotObservedSpan[] = Array.from({ length: 100 }, (_, index) => ({
        key: null,
        fromMs: FAKE_START_MS + index * 7 * DAY,
        toMs: FAKE_START_MS + index * 7 * DAY + 9 * HOUR,
        reason: "asleep",
      }));
      for (const span of asleep) store.recordNotObserved(span);
      for (let endpoint = 0; endpoint < ENDPOINTS; endpoint += 1) {
        for (const result of yearsOf(endpoint)) store.append(result);
        if (endpoint % 20 === 19) await store.compact();
      }
      clock.jumpWallClock(731 * DAY);
      await store.tidy();
      for (let endpoint = 0; endpoint < ENDPOINTS; endpoint += 1) {
        const plain: PlainHistory = {
          key: `e_${endpoint}`,
          results: [...yearsOf(endpoint)],
          holdMs: holdOf(intervalOf(endpoint)),
          notObserved: asleep,
          nowMs: clock.nowMs(),
        };
        const years = [FAKE_START_MS, FAKE_START_MS + 731 * DAY] as const;
        const quarter = [FAKE_START_MS + 300 * DAY + 12_345_678, FAKE_START_MS + 391 * DAY + 7_654_321] as const;
        const lastDay = [FAKE_START_MS + 729 * DAY + 123, FAKE_START_MS + 730 * DAY + 456] as const;
        const ranges = endpoint % 10 === 0 ? [years, quarter, lastDay] : [[quarter, lastDay, years][endpoint % 3] ?? years];
        for (const [fromMs, toMs] of ranges) await expectSameAsPlain(store, plain, fromMs, toMs, 500);
      }
    },
    LONGEST_MS,
  );
});
