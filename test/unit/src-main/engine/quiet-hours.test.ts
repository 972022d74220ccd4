import { describe, expect, it } from "vitest";
import { createAlertManager } from "../../../../src-main/alerting/alert-manager.ts";
import { deliver } from "../../../../src-main/alerting/providers/executor.ts";
import { PROVIDERS } from "../../../../src-main/alerting/providers/registry.ts";
import { isProviderType } from "../../../../src-main/alerting/providers/types.ts";
import type { NativeNotification } from "../../../../src-main/ports/alerting.ts";
import type { HistoryStore } from "../../../../src-main/ports/history.ts";
import type { QuietHoursConfig } from "../../../../shared/model/config.ts";
import { HOUR, MINUTE, SECOND } from "../../../../shared/units.ts";
import { createMemoryStore } from "../../../../src-main/history/memory-store.ts";
import { emptyConfig } from "../../../../src-main/composition/empty-config.ts";
import { alertConfig, alertingConfig, NO_LOG, QUICK, unusedWays } from "../../../helpers/alerting.ts";
import { endpointConfig } from "../../../helpers/endpoint-config.ts";
import { FakeClock } from "../../../helpers/fake-clock.ts";
import { DOWN, monitorBench } from "../../../helpers/monitor-bench.ts";

/** Quiet from 13:00 to 14:00; the fake clock starts at 12:00. */
const AT_LUNCH: QuietHoursConfig = {
  windows: [{ form: "weekly", every: [], startMs: 13 * HOUR, durationMs: HOUR, timezone: "UTC", enabled: true }],
  whileScreenLocked: false,
  whileDoNotDisturb: false,
};
const WHILE_LOCKED: QuietHoursConfig = { windows: [], whileScreenLocked: true, whileDoNotDisturb: false };

const web = endpointConfig({
  name: "web",
  url: "http://127.0.0.1/",
  intervalMs: MINUTE,
  alerts: [alertConfig({ ...QUICK, type: "desktop" })],
});

describe("quiet hours", () => {
  it("begin and end at their times, every day", async () => {
    const { clock, monitor, quiet } = monitorBench([], { config: { quietHours: AT_LUNCH } });
    await monitor.start();
    await clock.advanceAsync(HOUR - SECOND);
    expect(quiet).toEqual([]);
    await clock.advanceAsync(2 * SECOND);
    expect(quiet).toEqual([true]);
    await clock.advanceAsync(HOUR);
    expect(quiet).toEqual([true, false]);
    await clock.advanceAsync(24 * HOUR);
    expect(quiet).toEqual([true, false, true, false]);
  });

  it.each([
    ["a lock and its end", [{ kind: "lock" }, { kind: "unlock" }], [true, false]],
    ["two locks in a row", [{ kind: "lock" }, { kind: "lock" }], [true]],
    ["an unlock alone", [{ kind: "unlock" }], []],
  ] as const)("follow the screen: %s", async (_name, signals, expected) => {
    const { monitor, quiet } = monitorBench([], { config: { quietHours: WHILE_LOCKED } });
    await monitor.start();
    for (const signal of signals) monitor.signal(signal);
    expect(quiet).toEqual(expected);
  });

  it("do not follow the screen unless that was asked for", async () => {
    const { monitor, quiet } = monitorBench([], { config: { quietHours: AT_LUNCH } });
    await monitor.start();
    monitor.signal({ kind: "lock" });
    expect(quiet).toEqual([]);
  });

  it("go on while one of two reasons holds", async () => {
    const { clock, monitor, quiet } = monitorBench([], { config: { quietHours: { ...AT_LUNCH, whileScreenLocked: true } } });
    await monitor.start();
    await clock.advanceAsync(HOUR + MINUTE);
    monitor.signal({ kind: "lock" });
    await clock.advanceAsync(HOUR);
    expect(quiet).toEqual([true]);
    monitor.signal({ kind: "unlock" });
    expect(quiet).toEqual([true, false]);
  });

  it("end within a minute when the machine's clock is set past them", async () => {
    const { clock, monitor, quiet } = monitorBench([], { config: { quietHours: AT_LUNCH } });
    await monitor.start();
    await clock.advanceAsync(HOUR + MINUTE);
    clock.jumpWallClock(2 * HOUR);
    await clock.advanceAsync(MINUTE);
    expect(quiet).toEqual([true, false]);
  });

  it("end when the machine wakes after them", async () => {
    const { clock, monitor, quiet } = monitorBench([], { config: { quietHours: AT_LUNCH } });
    await monitor.start();
    await clock.advanceAsync(HOUR + MINUTE);
    monitor.signal({ kind: "suspend" });
    clock.sleep(9 * HOUR);
    monitor.signal({ kind: "resume" });
    await clock.advanceAsync(0);
    expect(quiet).toEqual([true, false]);
  });

  it("end when a reload takes them away, and begin when it brings them", async () => {
    const { clock, monitor, quiet } = monitorBench([], { config: { quietHours: AT_LUNCH } });
    await monitor.start();
    await clock.advanceAsync(HOUR + MINUTE);
    await monitor.reload(emptyConfig(), [], []);
    await monitor.reload({ ...emptyConfig(), quietHours: AT_LUNCH }, [], []);
    expect(quiet).toEqual([true, false, true]);
  });

  it.each([
    ["within them", 10 * MINUTE, [true]],
    ["after them", 3 * HOUR, [true, false]],
  ])("survive a restart %s", async (_name, awayMs, expected) => {
    const clock = new FakeClock();
    const history = createMemoryStore({ clock });
    const first = monitorBench([], { clock, history, config: { quietHours: AT_LUNCH } });
    await first.monitor.start();
    await clock.advanceAsync(HOUR + MINUTE);
    const stopping = first.monitor.stop();
    await clock.advanceAsync(10 * SECOND);
    await stopping;
    await clock.advanceAsync(awayMs);
    expect(first.quiet).toEqual([true]);
    const second = monitorBench([], { clock, history, config: { quietHours: AT_LUNCH } });
    await second.monitor.start();
    expect(second.quiet).toEqual(expected);
  });
});

describe("quiet hours with the real alert manager", () => {
  function bench(clock: FakeClock, history: HistoryStore, shown: NativeNotification[]) {
    const openAlerts = (store: HistoryStore) =>
      createAlertManager({
        store,
        clock,
        timers: clock,
        random: { next: () => 0.5 },
        logger: NO_LOG,
        deliver,
        providers: (type) => (isProviderType(type) ? PROVIDERS[type] : undefined),
        ways: {
          ...unusedWays(clock),
          notifier: {
            capabilities: { supported: true, actions: false, replaces: true },
            show: (notification) => {
              shown.push(notification);
              return Promise.resolve({ kind: "shown" });
            },
          },
        },
      });
    return monitorBench([web], {
      clock,
      history,
      openAlerts,
      config: { quietHours: AT_LUNCH, alerting: alertingConfig({ desktop: {} }) },
    });
  }

  it("hold outages back and tell what came and went in one digest", async () => {
    const clock = new FakeClock();
    const shown: NativeNotification[] = [];
    const { monitor, answers } = bench(clock, createMemoryStore({ clock }), shown);
    await monitor.start();
    await clock.advanceAsync(HOUR + MINUTE);
    answers.set(web.key, DOWN);
    await clock.advanceAsync(10 * MINUTE);
    answers.delete(web.key);
    await clock.advanceAsync(10 * MINUTE);
    expect(shown).toEqual([]);
    await clock.advanceAsync(HOUR);
    expect(shown).toHaveLength(1);
    expect(shown[0]?.body).toContain("web");
  });

  it("tell at their end what still fails, since when it has failed", async () => {
    const clock = new FakeClock();
    const shown: NativeNotification[] = [];
    const { monitor, answers } = bench(clock, createMemoryStore({ clock }), shown);
    await monitor.start();
    await clock.advanceAsync(HOUR + MINUTE);
    answers.set(web.key, DOWN);
    await clock.advanceAsync(50 * MINUTE);
    expect(shown).toEqual([]);
    await clock.advanceAsync(30 * MINUTE);
    expect(shown).toHaveLength(1);
    expect(shown[0]?.title).toContain("web");
    expect(shown[0]?.body).toContain("13:0");
  });

  it("tell after a restart what came and went before it", async () => {
    const clock = new FakeClock();
    const shown: NativeNotification[] = [];
    const history = createMemoryStore({ clock });
    const first = bench(clock, history, shown);
    await first.monitor.start();
    await clock.advanceAsync(HOUR + MINUTE);
    first.answers.set(web.key, DOWN);
    await clock.advanceAsync(5 * MINUTE);
    first.answers.delete(web.key);
    await clock.advanceAsync(5 * MINUTE);
    const stopping = first.monitor.stop();
    await clock.advanceAsync(10 * SECOND);
    await stopping;
    await clock.advanceAsync(2 * HOUR);
    expect(shown).toEqual([]);
    const second = bench(clock, history, shown);
    await second.monitor.start();
    await clock.advanceAsync(5 * MINUTE);
    expect(shown).toHaveLength(1);
    expect(shown[0]?.body).toContain("web");
  });
});
