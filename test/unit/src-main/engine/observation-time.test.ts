// Time that does not run as it should: a process that is held up, a clock that is set.

import { describe, expect, it } from "vitest";
import { DAY, MINUTE, SECOND } from "../../../../shared/units.ts";
import { endpointConfig } from "../../../helpers/endpoint-config.ts";
import { DOWN, monitorBench } from "../../../helpers/monitor-bench.ts";
import type { MonitorBench } from "../../../helpers/monitor-bench.ts";

const api = endpointConfig({ name: "api", group: "core", url: "https://api.example.org/", intervalMs: MINUTE });

const spansOf = async ({ history, clock }: MonitorBench, key: string) =>
  (await history.series({ key, fromMs: 0, toMs: clock.nowMs() + 1_000 * DAY, maxPoints: 10 })).notObserved;

describe("a process that is held up", () => {
  it("for seconds blames no endpoint for it, and writes nothing down", async () => {
    const bench = monitorBench([{ ...api, intervalMs: 10 * SECOND }]);
    const { clock, monitor, durations, answers, handled } = bench;
    await monitor.start();
    await clock.advanceAsync(9.9 * SECOND);
    durations.set(api.key, 3 * SECOND);
    answers.set(api.key, DOWN);
    await clock.advanceAsync(SECOND);
    clock.stall(6 * SECOND);
    await clock.advanceAsync(1);
    expect(handled.filter(({ outcome }) => outcome === "failing")).toEqual([]);
    expect(await spansOf(bench, api.key)).toEqual([]);
  });

  it("for longer was not watching meanwhile", async () => {
    const bench = monitorBench([api]);
    await bench.monitor.start();
    await bench.clock.advanceAsync(10 * SECOND);
    bench.clock.stall(MINUTE);
    await bench.clock.advanceAsync(SECOND);
    expect(await spansOf(bench, api.key)).toEqual([expect.objectContaining({ reason: "stalled" })]);
  });
});

describe("a clock", () => {
  it("that is set back takes back what was written about time that comes again", async () => {
    const bench = monitorBench([api]);
    const { clock, monitor } = bench;
    await monitor.start();
    await clock.advanceAsync(10 * SECOND);
    const beforeMs = clock.nowMs();
    clock.jumpWallClock(365 * DAY);
    await clock.advanceAsync(5 * SECOND);
    clock.jumpWallClock(-365 * DAY);
    await clock.advanceAsync(10 * MINUTE);
    const spans = await spansOf(bench, api.key);
    expect(Math.max(...spans.map(({ toMs }) => toMs))).toBeLessThan(beforeMs + 10 * SECOND);
    const [uptime] = await bench.history.uptime({ keys: [api.key], fromMs: beforeMs, toMs: clock.nowMs() });
    expect(uptime?.observedMs).toBeGreaterThan(9 * MINUTE);
  });

  it("that is set back a day leaves watching and the grace alone", async () => {
    const { clock, monitor, handled } = monitorBench([api]);
    await monitor.start();
    await clock.advanceAsync(10 * SECOND);
    clock.jumpWallClock(-DAY);
    await clock.advanceAsync(3 * MINUTE);
    expect(handled.length).toBe(4);
    expect(monitor.snapshot().overall.suspended).toBeNull();
  });

  it("that was wrong when the app was last closed hides nothing now", async () => {
    const first = monitorBench([api]);
    await first.monitor.start();
    first.clock.jumpWallClock(DAY);
    await first.clock.advanceAsync(5 * SECOND);
    await first.monitor.stop();
    first.clock.jumpWallClock(-DAY);
    const second = monitorBench([api], { clock: first.clock, history: first.history });
    await second.monitor.start();
    const ahead = (await spansOf(second, api.key)).filter(({ toMs }) => toMs > second.clock.nowMs());
    expect(ahead).toEqual([]);
  });
});
