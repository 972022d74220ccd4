import { describe, expect, it } from "vitest";
import type { UptimeSummary } from "../../../../shared/model/history.ts";
import { DAY, HOUR, MINUTE } from "../../../../shared/units.ts";
import { historyBegins } from "../../../../src-main/engine/uptime-refresher.ts";

const NOW = Date.UTC(2026, 5, 15, 12, 0, 30);

function month(known: Partial<Pick<UptimeSummary, "observedMs" | "maintenanceMs" | "notObservedMs">>): UptimeSummary {
  return {
    key: "core_api",
    fromMs: NOW - 30 * DAY,
    toMs: NOW,
    uptimeRatio: 1,
    observedMs: 0,
    downMs: 0,
    degradedMs: 0,
    maintenanceMs: 0,
    notObservedMs: 0,
    checks: 1,
    failures: 0,
    minMs: null,
    maxMs: null,
    meanMs: null,
    p50Ms: null,
    p95Ms: null,
    p99Ms: null,
    ...known,
  };
}

describe("historyBegins", () => {
  it.each([
    { name: "not known without any data", known: {}, beginsMs: null },
    { name: "an hour ago, to the minute", known: { observedMs: HOUR }, beginsMs: NOW - HOUR - 30_000 },
    {
      name: "where the watching began, gaps and maintenance in it",
      known: { observedMs: HOUR, notObservedMs: 2 * HOUR, maintenanceMs: 30 * MINUTE },
      beginsMs: NOW - 3.5 * HOUR - 30_000,
    },
    { name: "before the window when all of it is known", known: { observedMs: 29 * DAY, notObservedMs: DAY }, beginsMs: null },
    { name: "before the window when a few minutes are missing", known: { observedMs: 30 * DAY - HOUR }, beginsMs: null },
  ])("is $name", ({ known, beginsMs }) => {
    expect(historyBegins(month(known))).toBe(beginsMs);
  });
});
