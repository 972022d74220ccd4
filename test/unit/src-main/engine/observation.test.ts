// What only this machine knows: asleep, offline, just woken. Then nothing is recorded as failed.

import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../../../shared/units.ts";
import { emptyConfig } from "../../../../src-main/composition/empty-config.ts";
import { endpointConfig } from "../../../helpers/endpoint-config.ts";
import { settle } from "../../../helpers/fake-clock.ts";
import { DOWN, monitorBench } from "../../../helpers/monitor-bench.ts";
import type { MonitorBench } from "../../../helpers/monitor-bench.ts";

const api = endpointConfig({ name: "api", group: "core", url: "https://api.example.org/", intervalMs: MINUTE });
const local = endpointConfig({ name: "local", url: "http://127.0.0.1:8080/", intervalMs: MINUTE });
const references = { targets: ["192.0.2.1:53"], intervalMs: MINUTE, captivePortal: null };

const spansOf = async ({ history, clock }: MonitorBench, key: string) =>
  (await history.series({ key, fromMs: 0, toMs: clock.nowMs() + 1_000 * DAY, maxPoints: 10 })).notObserved;

describe("a monitor on a machine of its own", () => {
  it("neither checks nor alerts while it sleeps, and counts no failure right after waking", async () => {
    const { clock, monitor, answers, handled, history, held } = monitorBench([api]);
    await monitor.start();
    await clock.advanceAsync(SECOND);
    const asleepMs = clock.nowMs();
    monitor.signal({ kind: "suspend" });
    expect(held()).toBe("everything");
    clock.sleep(8 * 60 * MINUTE);
    answers.set(api.key, DOWN);
    monitor.signal({ kind: "resume" });
    expect(held()).toBe("nothing");
    await clock.advanceAsync(14 * SECOND);
    expect(handled.map(({ outcome }) => outcome)).toEqual(["healthy"]);
    answers.delete(api.key);
    await clock.advanceAsync(MINUTE);
    expect(handled.every(({ outcome }) => outcome === "healthy")).toBe(true);
    const series = await history.series({ key: api.key, fromMs: asleepMs - MINUTE, toMs: clock.nowMs(), maxPoints: 100 });
    expect(series.notObserved).toEqual([expect.objectContaining({ reason: "asleep", fromMs: asleepMs })]);
  });

  it("does not lose a real failure after waking", async () => {
    const { clock, monitor, answers, handled } = monitorBench([api]);
    await monitor.start();
    monitor.signal({ kind: "suspend" });
    clock.sleep(60 * MINUTE);
    answers.set(api.key, DOWN);
    monitor.signal({ kind: "resume" });
    await clock.advanceAsync(40 * SECOND);
    expect(handled.at(-1)).toMatchObject({ outcome: "failing" });
  });

  it("notices a sleep that nobody announced", async () => {
    const { clock, monitor, history } = monitorBench([api]);
    await monitor.start();
    await clock.advanceAsync(12 * SECOND);
    clock.sleep(30 * MINUTE);
    await clock.advanceAsync(6 * SECOND);
    const series = await history.series({ key: api.key, fromMs: clock.nowMs() - 60 * MINUTE, toMs: clock.nowMs(), maxPoints: 100 });
    expect(series.notObserved).toEqual([expect.objectContaining({ reason: "asleep" })]);
  });

  it("suspends what is outside when the network is gone, goes on with what is local, and comes back by itself", async () => {
    const { clock, monitor, answers, handled, network, history } = monitorBench([api, local]);
    await monitor.start();
    await clock.advanceAsync(SECOND);
    network.hasNetwork = false;
    answers.set(api.key, DOWN);
    await clock.advanceAsync(2 * MINUTE);
    expect(monitor.snapshot().overall).toMatchObject({ state: "offline", suspended: { reason: "offline" } });
    expect(monitor.snapshot().endpoints.map(({ state }) => state)).toEqual(["not-observed", "healthy"]);
    expect(handled.filter(({ outcome }) => outcome === "failing")).toEqual([]);
    expect(handled.filter(({ key }) => key === local.key).length).toBeGreaterThanOrEqual(3);
    network.hasNetwork = true;
    answers.delete(api.key);
    await clock.advanceAsync(30 * SECOND);
    expect(monitor.snapshot().overall.state).toBe("healthy");
    const spans = async (key: string) =>
      (await history.series({ key, fromMs: clock.nowMs() - 60 * MINUTE, toMs: clock.nowMs(), maxPoints: 100 })).notObserved;
    expect(await spans(api.key)).toEqual([expect.objectContaining({ reason: "offline" })]);
    expect(await spans(local.key)).toEqual([]);
  });

  it("asks the configured reference a few times for many failures, and counts them when it answers", async () => {
    const endpoints = Array.from({ length: 50 }, (_, index) => endpointConfig({ name: `e${index}`, intervalMs: MINUTE }));
    const connectivity = { targets: ["192.0.2.1:53"], intervalMs: MINUTE, captivePortal: null };
    const { clock, monitor, answers, handled, network } = monitorBench(endpoints, { config: { connectivity } });
    for (const { key } of endpoints) answers.set(key, DOWN);
    await monitor.start();
    await clock.advanceAsync(7 * SECOND);
    expect(handled.length).toBe(50);
    expect(handled.every(({ outcome }) => outcome === "failing")).toBe(true);
    expect(network.asked).toBeLessThanOrEqual(12);
  });

  it("blames a captive portal, not the endpoints", async () => {
    const connectivity = { targets: [], intervalMs: MINUTE, captivePortal: { url: "http://portal.test/", expectedStatus: 204 } };
    const { clock, monitor, answers, handled, network } = monitorBench([api], { config: { connectivity } });
    await monitor.start();
    await clock.advanceAsync(SECOND);
    network.verdict = "captive-portal";
    answers.set(api.key, DOWN);
    await clock.advanceAsync(MINUTE);
    expect(monitor.snapshot().overall.suspended?.reason).toBe("captive-portal");
    expect(handled.every(({ outcome }) => outcome === "healthy")).toBe(true);
  });

  it("believes the system when it says offline, and looks again when it says online", async () => {
    const { clock, monitor } = monitorBench([api]);
    await monitor.start();
    monitor.signal({ kind: "network", online: false });
    await settle();
    expect(monitor.snapshot().overall.state).toBe("offline");
    monitor.signal({ kind: "network", online: true });
    await settle();
    expect(monitor.snapshot().overall.suspended).toBeNull();
    await clock.advanceAsync(SECOND);
  });
});

describe("sleep", () => {
  it("spoils a check under way, which is made again", async () => {
    const { clock, monitor, durations, answers, handled } = monitorBench([api]);
    await monitor.start();
    await clock.advanceAsync(59 * SECOND);
    durations.set(api.key, 5 * SECOND);
    answers.set(api.key, DOWN);
    await clock.advanceAsync(3 * SECOND);
    monitor.signal({ kind: "suspend" });
    clock.sleep(HOUR);
    monitor.signal({ kind: "resume" });
    await clock.advanceAsync(14 * SECOND);
    expect(handled.map(({ outcome }) => outcome)).toEqual(["healthy"]);
    await clock.advanceAsync(25 * SECOND);
    expect(handled.at(-1)?.outcome).toBe("failing");
  });

  it("that nobody announced spoils it too, even when the check ends before the heart beats", async () => {
    const { clock, monitor, durations, answers, handled } = monitorBench([api]);
    await monitor.start();
    await clock.advanceAsync(59.5 * SECOND);
    durations.set(api.key, 600);
    answers.set(api.key, DOWN);
    await clock.advanceAsync(600);
    clock.sleep(HOUR);
    await clock.advanceAsync(700);
    expect(handled.map(({ outcome }) => outcome)).toEqual(["healthy"]);
  });

  it("ends by itself when nobody says that it did", async () => {
    const bench = monitorBench([api]);
    const { clock, monitor, handled } = bench;
    await monitor.start();
    await clock.advanceAsync(SECOND);
    const asleepMs = clock.nowMs();
    monitor.signal({ kind: "suspend" });
    clock.sleep(HOUR);
    await clock.advanceAsync(50 * SECOND);
    expect(monitor.snapshot().overall.suspended?.reason).toBe("asleep");
    await clock.advanceAsync(30 * SECOND);
    expect(monitor.snapshot().overall.suspended).toBeNull();
    expect(handled).toHaveLength(2);
    expect(await spansOf(bench, api.key)).toEqual([expect.objectContaining({ reason: "asleep", fromMs: asleepMs })]);
    monitor.signal({ kind: "resume" });
    expect(await spansOf(bench, api.key)).toHaveLength(1);
  });

  it("is written down once when its end is told twice", async () => {
    const bench = monitorBench([api]);
    await bench.monitor.start();
    bench.monitor.signal({ kind: "suspend" });
    bench.clock.sleep(HOUR);
    bench.monitor.signal({ kind: "resume" });
    bench.monitor.signal({ kind: "resume" });
    await bench.clock.advanceAsync(MINUTE);
    expect(await spansOf(bench, api.key)).toHaveLength(1);
  });

  it("lasts through a reload, and what the reload added is checked after waking", async () => {
    const { clock, monitor, probed } = monitorBench([api]);
    await monitor.start();
    await clock.advanceAsync(SECOND);
    monitor.signal({ kind: "suspend" });
    await monitor.reload({ ...emptyConfig(), endpoints: [api, local] }, [], []);
    await clock.advanceAsync(2 * SECOND);
    expect(probed).toEqual([api.key]);
    clock.sleep(HOUR);
    monitor.signal({ kind: "resume" });
    await clock.advanceAsync(12 * SECOND);
    expect(probed).toContain(local.key);
  });

  it("is written down when the app ends in it, however it ends", async () => {
    const first = monitorBench([api]);
    await first.monitor.start();
    await first.clock.advanceAsync(SECOND);
    first.monitor.signal({ kind: "suspend" });
    const asleepMs = first.clock.nowMs();
    await first.clock.advanceAsync(40 * SECOND);
    const second = monitorBench([api], { clock: first.clock, history: first.history });
    await second.monitor.start();
    const [span] = await spansOf(second, api.key);
    expect(span).toMatchObject({ reason: "asleep", fromMs: asleepMs });
  });
});

describe("a real failure", () => {
  it("is told after the grace, also by an endpoint that a calendar checks once a day", async () => {
    const daily = { ...api, schedule: "1 12 * * *" };
    const { clock, monitor, answers, handled } = monitorBench([daily]);
    await monitor.start();
    await clock.advanceAsync(55 * SECOND);
    monitor.signal({ kind: "suspend" });
    clock.sleep(10 * MINUTE);
    monitor.signal({ kind: "resume" });
    answers.set(api.key, DOWN);
    void monitor.checkNow({ kind: "everything" });
    await clock.advanceAsync(10 * SECOND);
    expect(handled).toEqual([]);
    await clock.advanceAsync(30 * SECOND);
    expect(handled.map(({ outcome }) => outcome)).toEqual(["failing"]);
  });

  it("counts on a machine whose interfaces never rest", async () => {
    const { clock, monitor, answers, handled } = monitorBench([{ ...api, intervalMs: 10 * SECOND }]);
    await monitor.start();
    answers.set(api.key, DOWN);
    for (let round = 0; round < 60; round += 1) {
      monitor.signal({ kind: "interfaces-changed" });
      await clock.advanceAsync(5 * SECOND);
    }
    expect(handled.filter(({ outcome }) => outcome === "failing").length).toBeGreaterThan(3);
  });

  it("counts although a firewall blocks the reference, as soon as something outside answers", async () => {
    const other = endpointConfig({ name: "other", url: "https://other.example.org/", intervalMs: 20 * SECOND });
    const { clock, monitor, answers, handled, network } = monitorBench([api, other], { config: { connectivity: references } });
    answers.set(other.key, { ip: "198.51.100.7" });
    network.verdict = "offline";
    await monitor.start();
    await clock.advanceAsync(50 * SECOND);
    answers.set(api.key, DOWN);
    await clock.advanceAsync(3 * MINUTE);
    expect(handled.filter(({ key, outcome }) => key === api.key && outcome === "failing").length).toBeGreaterThanOrEqual(2);
    expect(monitor.snapshot().overall.suspended).toBeNull();
  });

  it("of this machine counts while the outside is away, and only what leaves the machine is held", async () => {
    const { clock, monitor, answers, handled, network, held } = monitorBench([api, local]);
    await monitor.start();
    network.hasNetwork = false;
    monitor.signal({ kind: "network", online: false });
    answers.set(local.key, DOWN);
    await clock.advanceAsync(2 * MINUTE);
    expect(handled.some(({ key, outcome }) => key === local.key && outcome === "failing")).toBe(true);
    expect(held()).toBe("outside");
  });
});

describe("a network that comes and goes", () => {
  it("does not make the reference look wrong: what fails when it is gone again is still ours", async () => {
    const other = endpointConfig({ name: "other", url: "https://other.example.org/", intervalMs: SECOND });
    const { clock, monitor, answers, handled, network } = monitorBench([other], { config: { connectivity: references } });
    answers.set(other.key, { ip: "198.51.100.7" });
    await monitor.start();
    await clock.advanceAsync(10.5 * SECOND);
    network.verdict = "offline";
    answers.set(other.key, DOWN);
    await clock.advanceAsync(2 * SECOND);
    expect(monitor.snapshot().overall.suspended?.reason).toBe("offline");
    network.verdict = "online";
    answers.set(other.key, { ip: "198.51.100.7" });
    await clock.advanceAsync(MINUTE);
    network.verdict = "offline";
    answers.set(other.key, DOWN);
    await clock.advanceAsync(MINUTE);
    expect(handled.filter(({ outcome }) => outcome === "failing")).toEqual([]);
    expect(monitor.snapshot().overall.suspended?.reason).toBe("offline");
  });
});

describe("a recovery", () => {
  it("is not believed while a captive portal may have answered", async () => {
    const connectivity = { ...references, captivePortal: { url: "http://portal.test/", expectedStatus: 204 } };
    const { clock, monitor, answers, handled, network } = monitorBench([api], { config: { connectivity } });
    answers.set(api.key, DOWN);
    await monitor.start();
    await clock.advanceAsync(SECOND);
    network.verdict = "captive-portal";
    answers.delete(api.key);
    await clock.advanceAsync(2 * MINUTE);
    expect(handled.map(({ outcome }) => outcome)).toEqual(["failing"]);
    expect(monitor.snapshot().overall.suspended?.reason).toBe("captive-portal");
  });
});

describe("being offline", () => {
  it("goes on while paused, and both are written down", async () => {
    const bench = monitorBench([api]);
    const { clock, monitor, network } = bench;
    await monitor.start();
    network.hasNetwork = false;
    monitor.signal({ kind: "network", online: false });
    await clock.advanceAsync(SECOND);
    monitor.pause({ kind: "everything" }, clock.nowMs() + MINUTE);
    await clock.advanceAsync(2 * MINUTE);
    network.hasNetwork = true;
    monitor.signal({ kind: "network", online: true });
    await clock.advanceAsync(SECOND);
    expect((await spansOf(bench, api.key)).map(({ reason }) => reason).sort()).toEqual(["offline", "paused"]);
  });

  it("is not forgotten when the system only says that an interface changed", async () => {
    const { clock, monitor } = monitorBench([api]);
    await monitor.start();
    monitor.signal({ kind: "network", online: false });
    monitor.signal({ kind: "interfaces-changed" });
    await clock.advanceAsync(6 * SECOND);
    expect(monitor.snapshot().overall.suspended?.reason).toBe("offline");
  });

  it("neither begins nor ends with a locked screen", async () => {
    const { clock, monitor, handled } = monitorBench([api]);
    await monitor.start();
    monitor.signal({ kind: "lock" });
    await clock.advanceAsync(2 * MINUTE + SECOND);
    monitor.signal({ kind: "unlock" });
    expect(handled).toHaveLength(3);
  });

  it("is written down up to the last known moment when the app is killed in it", async () => {
    const first = monitorBench([api]);
    await first.monitor.start();
    first.monitor.signal({ kind: "network", online: false });
    const offlineMs = first.clock.nowMs();
    await first.clock.advanceAsync(65 * SECOND);
    first.clock.sleep(MINUTE);
    const second = monitorBench([api], { clock: first.clock, history: first.history });
    await second.monitor.start();
    expect(await spansOf(second, api.key)).toEqual([
      expect.objectContaining({ reason: "offline", fromMs: offlineMs, toMs: offlineMs + MINUTE }),
      expect.objectContaining({ reason: "stopped", fromMs: offlineMs + MINUTE }),
    ]);
  });
});
