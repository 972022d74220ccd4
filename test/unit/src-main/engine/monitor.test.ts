import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../../../shared/units.ts";
import type { MonitorDelta } from "../../../../shared/model/status.ts";
import { emptyConfig } from "../../../../src-main/composition/empty-config.ts";
import { endpointConfig } from "../../../helpers/endpoint-config.ts";
import { settle } from "../../../helpers/fake-clock.ts";
import { DOWN, monitorBench } from "../../../helpers/monitor-bench.ts";

const api = endpointConfig({ name: "api", group: "core", url: "https://api.example.org/", intervalMs: MINUTE });
const web = endpointConfig({ name: "web", group: "core", url: "https://www.example.org/", intervalMs: MINUTE });

describe("a monitor's checks", () => {
  it("begin at once, go on at their interval, and reach alerting, history and listeners", async () => {
    const { clock, monitor, handled, history } = monitorBench([api, web]);
    const seen: string[] = [];
    monitor.on("result", ({ key }) => seen.push(key));
    await monitor.start();
    await clock.advanceAsync(2 * MINUTE + SECOND);
    expect(seen).toEqual(["core_api", "core_web", "core_api", "core_web", "core_api", "core_web"]);
    expect(handled).toHaveLength(6);
    expect((await history.results({ key: "core_api", limit: 10 })).results).toHaveLength(3);
  });

  it("leave disabled endpoints alone and still show them", async () => {
    const { clock, monitor, probed } = monitorBench([{ ...api, enabled: false }, web]);
    await monitor.start();
    await clock.advanceAsync(SECOND);
    expect(probed).toEqual(["core_web"]);
    expect(monitor.snapshot().endpoints.map(({ state }) => state)).toEqual(["disabled", "healthy"]);
  });

  it("say why something fails and since when", async () => {
    const { clock, monitor, answers } = monitorBench([api]);
    answers.set(api.key, { status: 503 });
    await monitor.start();
    await clock.advanceAsync(MINUTE + SECOND);
    const [card] = monitor.snapshot().endpoints;
    expect(card).toMatchObject({ state: "failing", cause: "[STATUS] (503) == 200", barOutcomes: "ff" });
    expect(card?.sinceMs).toBe(clock.nowMs() - MINUTE - SECOND + 10);
    expect(monitor.snapshot().overall).toMatchObject({ state: "failing", counts: { failing: 1 } });
  });

  it("keep nothing that a server echoed of a secret", async () => {
    const config = endpointConfig({ conditions: ["[BODY] == fine"] });
    const { clock, monitor, answers, handled } = monitorBench([config]);
    answers.set(config.key, { body: new TextEncoder().encode("hunter2"), errors: ["no hunter2 here"], headers: [["x-echo", "hunter2"]] });
    await monitor.start();
    await clock.advanceAsync(SECOND);
    const detail = await monitor.detail(config.key);
    expect(JSON.stringify([handled, detail])).not.toContain("hunter2");
    expect(handled[0]?.conditions[0]?.display).toBe("[BODY] (<redacted>) == fine");
  });

  it("are repeated before a failure counts, and the tries are kept", async () => {
    const config = { ...api, retries: 2, retryIntervalMs: 5 * SECOND };
    const { clock, monitor, answers, handled, probed } = monitorBench([config]);
    answers.set(api.key, DOWN);
    await monitor.start();
    await clock.advanceAsync(6 * SECOND);
    expect(handled).toHaveLength(0);
    answers.delete(api.key);
    await clock.advanceAsync(6 * SECOND);
    expect(probed).toHaveLength(3);
    expect(handled).toHaveLength(1);
    expect(handled[0]).toMatchObject({
      outcome: "healthy",
      attempts: [{ success: false }, { success: false, errors: ["connection refused"] }],
    });
  });

  it("come more often while failing, where asked", async () => {
    const { clock, monitor, answers, probed } = monitorBench([{ ...api, failingIntervalMs: 10 * SECOND }]);
    answers.set(api.key, DOWN);
    await monitor.start();
    await clock.advanceAsync(35 * SECOND);
    expect(probed).toHaveLength(4);
    answers.delete(api.key);
    await clock.advanceAsync(30 * SECOND);
    const afterRecovery = probed.length;
    await clock.advanceAsync(50 * SECOND);
    expect(probed.length - afterRecovery).toBeLessThanOrEqual(1);
  });

  it("tell degraded from failing", async () => {
    const config = { ...api, degradedConditions: ["[RESPONSE_TIME] < 5"] };
    const { clock, monitor, answers, handled } = monitorBench([config]);
    await monitor.start();
    await clock.advanceAsync(SECOND);
    expect(handled[0]).toMatchObject({
      outcome: "degraded",
      degradedConditions: [{ success: false, display: "[RESPONSE_TIME] (10) < 5" }],
    });
    answers.set(api.key, DOWN);
    await clock.advanceAsync(MINUTE);
    expect(handled[1]).toMatchObject({ outcome: "failing", degradedConditions: [] });
  });

  it("show an endpoint as blocked while what it depends on fails", async () => {
    const dependent = { ...web, dependsOn: [api.key] };
    const { clock, monitor, answers } = monitorBench([api, dependent]);
    answers.set(api.key, DOWN).set(web.key, DOWN);
    await monitor.start();
    await clock.advanceAsync(SECOND);
    expect(monitor.snapshot().endpoints.map(({ state }) => state)).toEqual(["failing", "blocked"]);
  });

  it("can be asked for now", async () => {
    const { clock, monitor, answers } = monitorBench([api, web]);
    await monitor.start();
    await clock.advanceAsync(10 * SECOND);
    answers.set(api.key, DOWN);
    const asked = monitor.checkNow({ kind: "group", group: "core" });
    await clock.advanceAsync(SECOND);
    expect((await asked).map(({ key, outcome }) => [key, outcome])).toEqual([
      ["core_api", "failing"],
      ["core_web", "healthy"],
    ]);
  });

  it("in maintenance are kept, marked and shown as such", async () => {
    const window = {
      enabled: true,
      durationMs: 60 * MINUTE,
      timezone: "UTC",
      form: "weekly",
      every: [],
      startMs: 11.5 * 60 * MINUTE,
    } as const;
    const { clock, monitor, answers, handled } = monitorBench([{ ...api, maintenanceWindows: [window] }]);
    answers.set(api.key, DOWN);
    await monitor.start();
    await clock.advanceAsync(SECOND);
    expect(handled[0]).toMatchObject({ outcome: "failing", inMaintenance: true });
    expect(monitor.snapshot().endpoints[0]?.state).toBe("maintenance");
    await clock.advanceAsync(31 * MINUTE);
    expect(monitor.snapshot().endpoints[0]?.state).toBe("failing");
  });
});

describe("a monitor's listeners", () => {
  it("get what changed, a few times a second at most", async () => {
    const endpoints = Array.from({ length: 300 }, (_, index) => endpointConfig({ name: `e${index}`, intervalMs: SECOND }));
    const { clock, monitor } = monitorBench(endpoints);
    const deltas: MonitorDelta[] = [];
    monitor.on("changed", (delta) => deltas.push(delta));
    await monitor.start();
    await clock.advanceAsync(3 * SECOND);
    expect(deltas.length).toBeLessThanOrEqual(31);
    expect(new Set(deltas.flatMap(({ changed }) => changed.map(({ key }) => key))).size).toBe(300);
  });

  it("are not told anything after they left", async () => {
    const { clock, monitor } = monitorBench([api]);
    let told = 0;
    const leave = monitor.on("changed", () => (told += 1));
    await monitor.start();
    leave();
    await clock.advanceAsync(MINUTE);
    expect(told).toBe(0);
  });
});

describe("a monitor to which nobody listened at first", () => {
  it("tells the state of everything with the first change, also to who did not ask for it before", async () => {
    const endpoints = [
      { ...api, intervalMs: 9 * SECOND },
      ...["b", "c", "d"].map((name) => endpointConfig({ name, intervalMs: 60 * MINUTE })),
    ];
    const { clock, monitor } = monitorBench(endpoints);
    await monitor.start();
    await clock.advanceAsync(8 * SECOND);
    const deltas: MonitorDelta[] = [];
    monitor.on("changed", (delta) => deltas.push(delta));
    await clock.advanceAsync(10 * SECOND);
    expect(deltas[0]?.changed.map(({ key }) => key)).toEqual(["core_api"]);
    expect(deltas[0]?.overall.counts).toEqual(monitor.snapshot().overall.counts);
    expect(deltas[0]?.overall.counts).toMatchObject({ healthy: 4, unknown: 0 });
  });
});

describe("a monitor that is reloaded", () => {
  it("keeps the schedule and the state of what did not change", async () => {
    const { clock, monitor, probed } = monitorBench([api, web]);
    await monitor.start();
    await clock.advanceAsync(30 * SECOND);
    const moved = { ...api, position: { file: "/config.yaml", line: 99, column: 3 } };
    const summary = await monitor.reload({ ...emptyConfig(), endpoints: [moved, { ...web, url: "https://new.example.org/" }] }, [], []);
    expect(summary).toEqual({ added: [], changed: ["core_web"], removed: [], unchanged: 1 });
    await clock.advanceAsync(SECOND);
    expect(probed).toEqual(["core_api", "core_web", "core_web"]);
    await clock.advanceAsync(30 * SECOND);
    expect(probed.filter((key) => key === "core_api")).toHaveLength(2);
  });

  it("starts what was added and stops what was removed", async () => {
    const { clock, monitor, probed } = monitorBench([api]);
    const deltas: MonitorDelta[] = [];
    await monitor.start();
    await clock.advanceAsync(SECOND);
    monitor.on("changed", (delta) => deltas.push(delta));
    await monitor.reload({ ...emptyConfig(), endpoints: [web] }, [], []);
    await clock.advanceAsync(2 * MINUTE);
    expect(probed.filter((key) => key === "core_api")).toHaveLength(1);
    expect(probed.filter((key) => key === "core_web").length).toBeGreaterThan(1);
    expect(deltas[0]?.removed).toEqual(["core_api"]);
    expect(monitor.snapshot().endpoints.map(({ key }) => key)).toEqual(["core_web"]);
    expect(monitor.snapshot().overall.counts).toMatchObject({ healthy: 1, unknown: 0 });
  });

  it("keeps the result of a check that was under way, but not of what changed or left, and shows where an endpoint stands now", async () => {
    const gone = endpointConfig({ name: "gone", intervalMs: MINUTE });
    const { clock, monitor, durations, handled } = monitorBench([api, web, gone]);
    for (const { key } of [api, web, gone]) durations.set(key, 5 * SECOND);
    await monitor.start();
    await clock.advanceAsync(2 * SECOND);
    const position = { file: "/config.yaml", line: 99, column: 3 };
    const again = structuredClone({ ...api, position });
    await monitor.reload({ ...emptyConfig(), endpoints: [again, { ...web, url: "https://new.example.org/" }] }, [], []);
    await clock.advanceAsync(4 * SECOND);
    expect(handled.map(({ key }) => key)).toEqual(["core_api"]);
    expect((await monitor.detail(api.key))?.position).toEqual(position);
  });

  it("goes on as it was when it stops before the configuration is prepared", async () => {
    const { monitor } = monitorBench([api]);
    await monitor.start();
    const reloaded = monitor.reload({ ...emptyConfig(), endpoints: [web] }, [], []);
    await Promise.all([monitor.stop(), reloaded]);
    expect(await reloaded).toEqual({ added: [], changed: [], removed: [], unchanged: 0 });
    expect(monitor.snapshot().endpoints.map(({ key }) => key)).toEqual(["core_api"]);
  });

  it("shows the problems of a configuration that it did not take, and keeps running", async () => {
    const { clock, monitor, probed } = monitorBench([api]);
    await monitor.start();
    const problem = { severity: "error", message: "no", file: "c.yaml", line: 3, column: 5, path: "" } as const;
    monitor.showProblems([problem], ["c.yaml"]);
    expect(monitor.snapshot().overall.configProblems).toEqual([problem]);
    await clock.advanceAsync(2 * MINUTE);
    expect(probed).toHaveLength(3);
  });
});

describe("a monitor that is paused", () => {
  it("checks nothing until the time is over, and writes the gap down", async () => {
    const { clock, monitor, probed, history } = monitorBench([api]);
    await monitor.start();
    await clock.advanceAsync(SECOND);
    const fromMs = clock.nowMs();
    monitor.pause({ kind: "everything" }, fromMs + 5 * MINUTE);
    expect(monitor.snapshot().overall).toMatchObject({ state: "paused", suspended: { reason: "paused" } });
    await clock.advanceAsync(4 * MINUTE);
    expect(probed).toHaveLength(1);
    await clock.advanceAsync(3 * MINUTE);
    expect(probed.length).toBeGreaterThan(1);
    const series = await history.series({ key: api.key, fromMs: fromMs - MINUTE, toMs: clock.nowMs(), maxPoints: 100 });
    expect(series.notObserved).toEqual([expect.objectContaining({ reason: "paused", fromMs, toMs: fromMs + 5 * MINUTE })]);
  });

  it("remembers the pause over a restart", async () => {
    const first = monitorBench([api, web]);
    await first.monitor.start();
    first.monitor.pause({ kind: "endpoint", key: api.key }, null);
    await first.monitor.stop();
    const second = monitorBench([api, web], { clock: first.clock, history: first.history });
    await second.monitor.start();
    await second.clock.advanceAsync(SECOND);
    expect(second.probed).toEqual(["core_web"]);
    expect(second.monitor.snapshot().endpoints[0]?.state).toBe("paused");
    second.monitor.resume({ kind: "endpoint", key: api.key });
    await second.clock.advanceAsync(MINUTE);
    expect(second.probed).toContain("core_api");
  });
});

describe("a monitor that stops", () => {
  it("lets checks finish and hands everything on", async () => {
    const { clock, monitor, durations, handled } = monitorBench([api]);
    durations.set(api.key, 2 * SECOND);
    await monitor.start();
    await clock.advanceAsync(SECOND);
    const stopped = monitor.stop();
    await clock.advanceAsync(2 * SECOND);
    await stopped;
    expect(handled).toHaveLength(1);
  });

  it("aborts checks that hang, keeps nothing of them, and leaves no timer behind", async () => {
    const { clock, monitor, durations, handled } = monitorBench([api]);
    durations.set(api.key, 60 * MINUTE);
    await monitor.start();
    await clock.advanceAsync(SECOND);
    const stopped = monitor.stop();
    await clock.advanceAsync(5 * SECOND);
    await stopped;
    expect(handled).toHaveLength(0);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe("a monitor that restarts", () => {
  it("shows what history knows before the first check", async () => {
    const first = monitorBench([api]);
    first.answers.set(api.key, DOWN);
    await first.monitor.start();
    await first.clock.advanceAsync(2 * MINUTE + SECOND);
    await first.monitor.stop();
    const second = monitorBench([api], { clock: first.clock, history: first.history });
    await second.monitor.start();
    expect(second.monitor.snapshot().endpoints[0]).toMatchObject({ state: "failing", cause: "connection refused", barOutcomes: "fff" });
  });

  it("records the time in which it did not run", async () => {
    const first = monitorBench([api]);
    await first.monitor.start();
    await first.clock.advanceAsync(SECOND);
    await first.monitor.stop();
    const stoppedMs = first.clock.nowMs();
    first.clock.sleep(60 * MINUTE);
    const second = monitorBench([api], { clock: first.clock, history: first.history });
    await second.monitor.start();
    const series = await first.history.series({ key: api.key, fromMs: stoppedMs, toMs: stoppedMs + 60 * MINUTE, maxPoints: 50 });
    expect(series.notObserved).toEqual([expect.objectContaining({ reason: "stopped", fromMs: stoppedMs, toMs: stoppedMs + 60 * MINUTE })]);
  });

  it("forgets nothing when the configuration cannot be read", async () => {
    const first = monitorBench([api]);
    await first.monitor.start();
    await first.clock.advanceAsync(SECOND);
    await first.monitor.stop();
    const second = monitorBench([], { clock: first.clock, history: first.history, isReadable: false });
    await second.monitor.start();
    await second.monitor.reload({ ...emptyConfig(), endpoints: [api] }, [], []);
    await settle();
    expect((await first.history.results({ key: api.key, limit: 5 })).results.length).toBeGreaterThanOrEqual(1);
  });
});
