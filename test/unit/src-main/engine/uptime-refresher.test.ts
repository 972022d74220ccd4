import { describe, expect, it } from "vitest";
import type { UptimeSummary } from "../../../../shared/model/history.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../../shared/units.ts";
import { historyBegins, UptimeRefresher } from "../../../../src-main/engine/uptime-refresher.ts";
import { NO_LOG } from "../../../helpers/alerting.ts";
import { FakeClock } from "../../../helpers/fake-clock.ts";

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

describe("the rounds", () => {
  function refresherOf(keys: readonly string[]) {
    const clock = new FakeClock();
    const asked: string[][] = [];
    const told: string[] = [];
    const refresher = new UptimeRefresher({
      clock,
      timers: clock,
      logger: NO_LOG,
      keys: () => keys,
      history: {
        timeSpent: (query) => {
          asked.push([...query.keys]);
          return Promise.resolve(query.keys.map(() => [month({}), month({}), month({})]));
        },
      },
      onUptimes: (key) => told.push(key),
    });
    refresher.start();
    return { clock, asked, told, refresher };
  }

  it("begin with everybody, then ask only about those with new results", async () => {
    const { clock, asked, told, refresher } = refresherOf(["a", "b", "c"]);
    await clock.advanceAsync(SECOND);
    expect(asked).toEqual([["a", "b", "c"]]);
    await clock.advanceAsync(30 * SECOND);
    expect(asked).toHaveLength(1);
    refresher.noteResult("b");
    refresher.noteResult("gone");
    await clock.advanceAsync(11 * SECOND);
    expect(asked.slice(1)).toEqual([["b"]]);
    expect(told).toEqual(["a", "b", "c", "b"]);
    refresher.close();
  });

  it("come back to everybody, as windows move on without results", async () => {
    const { clock, asked, refresher } = refresherOf(["a", "b"]);
    await clock.advanceAsync(5 * MINUTE + 15 * SECOND);
    expect(asked).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    refresher.close();
  });

  it("take many endpoints in portions", async () => {
    const { clock, asked, refresher } = refresherOf(Array.from({ length: 120 }, (_, index) => `e${index}`));
    await clock.advanceAsync(5 * SECOND);
    expect(asked.map(({ length }) => length)).toEqual([50, 50, 20]);
    refresher.close();
  });
});

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
