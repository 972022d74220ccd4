import { describe, expect, it } from "vitest";
import { rangeOfPreset, reportRows, totalOf } from "../../../../../src-renderer/features/reports/report-figures.ts";
import type { OutageSpan, UptimeSummary } from "../../../../../shared/model/history.ts";

const summary = (key: string, change: Partial<UptimeSummary>): UptimeSummary => ({
  key,
  fromMs: 0,
  toMs: 1_000,
  uptimeRatio: 1,
  observedMs: 1_000,
  downMs: 0,
  degradedMs: 0,
  maintenanceMs: 0,
  notObservedMs: 0,
  checks: 10,
  failures: 0,
  minMs: 1,
  maxMs: 3,
  meanMs: 2,
  p50Ms: 2,
  p95Ms: 3,
  p99Ms: 3,
  ...change,
});
const outage = (key: string, startMs: number, endMs: number | null): OutageSpan => ({ key, startMs, endMs, outcome: "failing", cause: "" });

describe("reportRows", () => {
  it("spreads the time seen failing and the time seen working over the incidents", () => {
    const [row] = reportRows(
      [summary("a", { downMs: 210, uptimeRatio: 0.79 })],
      [outage("a", 0, 100), outage("a", 500, 600), outage("a", 900, null)],
    );
    expect(row).toMatchObject({ incidents: 3, mttrMs: 70, mtbfMs: 790 / 3 });
  });

  it("does not make an outage longer by the time that nobody watched", () => {
    const [row] = reportRows(
      [summary("a", { observedMs: 400, downMs: 100, notObservedMs: 600, uptimeRatio: 0.75 })],
      [outage("a", 0, 700)],
    );
    expect(row).toMatchObject({ incidents: 1, mttrMs: 100, mtbfMs: 300 });
  });

  it("has no time to recovery where an outage was in the range but never seen", () => {
    const [row] = reportRows([summary("a", { observedMs: 300, notObservedMs: 700 })], [outage("a", 0, 700)]);
    expect(row).toMatchObject({ incidents: 1, mttrMs: null, mtbfMs: 300 });
  });

  it("has no figure where there is no data", () => {
    const [row] = reportRows([summary("a", { uptimeRatio: null, observedMs: 0, p95Ms: null })], []);
    expect(row).toMatchObject({ uptimeRatio: null, mttrMs: null, mtbfMs: null, p95Ms: null, incidents: 0 });
  });
});

describe("totalOf", () => {
  it("weighs endpoints by what was observed of them", () => {
    const rows = reportRows([summary("a", { observedMs: 900, downMs: 90 }), summary("b", { observedMs: 100, downMs: 100 })], []);
    expect(totalOf(rows, []).uptimeRatio).toBeCloseTo(0.81);
  });

  it("has no uptime when nothing was observed", () => {
    expect(totalOf(reportRows([summary("a", { observedMs: 0 })], []), []).uptimeRatio).toBeNull();
  });
});

describe("rangeOfPreset", () => {
  const now = Date.UTC(2026, 10, 22, 15, 30);
  it.each([
    ["thisMonth", Date.UTC(2026, 10, 1), now],
    ["lastMonth", Date.UTC(2026, 9, 1), Date.UTC(2026, 10, 1)],
    ["d30", Date.UTC(2026, 9, 24), now],
  ] as const)("%s is whole days up to the present", (preset, fromMs, toMs) => {
    expect(rangeOfPreset(preset, now)).toEqual({ fromMs, toMs });
  });
});
