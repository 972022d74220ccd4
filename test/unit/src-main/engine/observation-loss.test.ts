// A network that loses packets for some seconds: over before anybody asks, it must not look like a failure of the endpoint, and one
// that never rests must not hide real ones.

import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../../../shared/units.ts";
import { endpointConfig } from "../../../helpers/endpoint-config.ts";
import { DOWN, monitorBench } from "../../../helpers/monitor-bench.ts";
import type { MonitorBench } from "../../../helpers/monitor-bench.ts";

const api = endpointConfig({ name: "api", group: "core", url: "https://api.example.org/", intervalMs: 30 * SECOND });
const other = endpointConfig({ name: "other", url: "https://other.example.org/", intervalMs: 30 * SECOND });
const connectivity = { targets: ["192.0.2.1:53"], intervalMs: MINUTE, captivePortal: null };

/** Watches until just before the second check of `api`, which begins at half a minute. */
async function setUp(endpoints = [api]): Promise<MonitorBench> {
  const bench = monitorBench(endpoints, { config: { connectivity } });
  bench.network.tookMs = 20;
  bench.answers.set(other.key, { ip: "198.51.100.7" });
  await bench.monitor.start();
  await bench.clock.advanceAsync(29.9 * SECOND);
  return bench;
}

const failuresOf = ({ handled }: MonitorBench, key = api.key): number =>
  handled.filter((result) => result.key === key && result.outcome === "failing").length;

describe("packets that are lost for some seconds", () => {
  it.each([
    { whose: "ends before the check does", checkMs: 5 * SECOND, secondTryMs: 3_020, breakMs: 3 * SECOND },
    { whose: "lasts as long as the check", checkMs: 5 * SECOND, secondTryMs: 3_020, breakMs: 5.2 * SECOND },
    { whose: "ends in the second of the check's short patience", checkMs: 2 * SECOND, secondTryMs: 1_020, breakMs: 1.9 * SECOND },
  ])("blame no endpoint when the break $whose", async ({ checkMs, secondTryMs, breakMs }) => {
    const bench = await setUp();
    const { clock, network, answers, durations } = bench;
    durations.set(api.key, checkMs);
    answers.set(api.key, DOWN);
    network.tookMs = secondTryMs;
    await clock.advanceAsync(breakMs);
    network.tookMs = 20;
    await clock.advanceAsync(6 * SECOND - breakMs);
    answers.delete(api.key);
    durations.delete(api.key);
    await clock.advanceAsync(2 * MINUTE);
    expect(failuresOf(bench)).toBe(0);
    expect(bench.handled.length).toBeGreaterThan(4);
  });

  it("keep a real failure waiting for the grace alone", async () => {
    const bench = await setUp();
    const { clock, network, answers, durations } = bench;
    durations.set(api.key, 5 * SECOND);
    answers.set(api.key, DOWN);
    network.tookMs = 1_020;
    await clock.advanceAsync(3 * SECOND);
    network.tookMs = 20;
    await clock.advanceAsync(40 * SECOND);
    expect(failuresOf(bench)).toBeGreaterThan(0);
  });

  it("on a line that always loses some keep a real failure waiting for about a minute and not for ever", async () => {
    const bench = await setUp();
    const { clock, network, answers, durations } = bench;
    durations.set(api.key, 10 * SECOND);
    answers.set(api.key, DOWN);
    network.tookMs = 1_020;
    await clock.advanceAsync(100 * SECOND);
    expect(failuresOf(bench)).toBeGreaterThan(0);
  });
});

describe("a check that waits", () => {
  it("makes the monitor ask: the outside is offline before the check gives up", async () => {
    const bench = await setUp();
    const { clock, monitor, network, answers, durations } = bench;
    durations.set(api.key, 30 * SECOND);
    answers.set(api.key, DOWN);
    Object.assign(network, { verdict: "offline", tookMs: 5_000 });
    await clock.advanceAsync(7 * SECOND);
    expect(monitor.snapshot().overall.suspended?.reason).toBe("offline");
  });

  it("proves nothing when something else outside answers while the references do not", async () => {
    const bench = await setUp([api, { ...other, intervalMs: 2 * SECOND }]);
    const { clock, monitor, network, durations } = bench;
    durations.set(api.key, 9 * SECOND);
    Object.assign(network, { verdict: "offline", tookMs: 5_000 });
    await clock.advanceAsync(30 * SECOND);
    expect(monitor.snapshot().overall.suspended).toBeNull();
  });

  it("asks nobody where no reference is configured, nor when it waits for this machine", async () => {
    const local = endpointConfig({ name: "local", url: "http://127.0.0.1:8080/", intervalMs: 30 * SECOND });
    const lone = monitorBench([api]);
    const own = monitorBench([local], { config: { connectivity } });
    for (const { monitor, clock, durations, network } of [lone, own]) {
      durations.set(api.key, 9 * SECOND);
      durations.set(local.key, 9 * SECOND);
      await monitor.start();
      await clock.advanceAsync(MINUTE);
      expect(network.asked).toBe(0);
    }
  });
});

describe("another network", () => {
  it("is noticed by what fails in it, before the system tells of it", async () => {
    const bench = await setUp();
    const { clock, network, answers } = bench;
    answers.set(api.key, DOWN);
    network.name = "home without its tunnel";
    await clock.advanceAsync(3 * SECOND);
    network.name = "home";
    answers.delete(api.key);
    await clock.advanceAsync(2 * MINUTE);
    expect(failuresOf(bench)).toBe(0);
  });

  it("that lasts a second blames nobody for the check that began in it and ends after it", async () => {
    const bench = await setUp();
    const { clock, network, answers, durations } = bench;
    durations.set(api.key, SECOND);
    answers.set(api.key, DOWN);
    network.name = "home without its tunnel";
    await clock.advanceAsync(500);
    network.name = "home";
    await clock.advanceAsync(2 * SECOND);
    answers.delete(api.key);
    await clock.advanceAsync(2 * MINUTE);
    expect(failuresOf(bench)).toBe(0);
  });

  it("in which something stays away keeps its failure waiting for the grace alone", async () => {
    const bench = await setUp();
    bench.answers.set(api.key, DOWN);
    bench.network.name = "home without its tunnel";
    await bench.clock.advanceAsync(30 * SECOND);
    expect(failuresOf(bench)).toBeGreaterThan(0);
  });
});
