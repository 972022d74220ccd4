import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { Scheduler } from "../../../../src-main/engine/scheduler.ts";
import type { TaskRun } from "../../../../src-main/engine/scheduler.ts";
import { FakeClock, settle } from "../../../helpers/fake-clock.ts";

/** A scheduler on a fake clock, with a log of what ran when. */
function setUp(concurrency = 10, random = 0.5) {
  const clock = new FakeClock();
  const scheduler = new Scheduler({ clock, timers: clock, random: { next: () => random }, concurrency });
  const runs: Array<{ id: string; atMs: number }> = [];
  const taking =
    (id: string, durationMs: number): TaskRun =>
    (signal) => {
      runs.push({ id, atMs: clock.monotonicMs() });
      return new Promise((resolve) => {
        if (durationMs === 0) {
          resolve();
          return;
        }
        const timer = clock.setTimer(durationMs, resolve);
        signal.addEventListener("abort", () => {
          timer.cancel();
          resolve();
        });
      });
    };
  const every = (intervalMs: number) => ({ kind: "interval", intervalMs }) as const;
  const timesOf = (id: string): number[] => runs.filter((run) => run.id === id).map((run) => run.atMs);
  return { clock, scheduler, runs, taking, every, timesOf };
}

describe("Scheduler", () => {
  it("runs a task at once and then at a fixed rate, whatever the run itself takes", async () => {
    const { clock, scheduler, taking, every, timesOf } = setUp();
    scheduler.add([{ id: "a", cadence: every(30_000), run: taking("a", 2_000) }]);
    scheduler.start();
    await clock.advanceAsync(90_000);
    expect(timesOf("a")).toEqual([0, 30_000, 60_000, 90_000]);
  });

  it("spreads first runs instead of starting everything in one instant", async () => {
    const { clock, scheduler, taking, every, runs } = setUp();
    scheduler.add(["a", "b", "c"].map((id) => ({ id, cadence: every(60_000), run: taking(id, 0) })));
    scheduler.start();
    await clock.advanceAsync(1_000);
    expect(runs).toEqual([
      { id: "a", atMs: 0 },
      { id: "b", atMs: 100 },
      { id: "c", atMs: 200 },
    ]);
  });

  it("never overlaps a task with itself: one missed tick runs at once afterwards, the others are dropped, the grid stays", async () => {
    const { clock, scheduler, taking, every, timesOf } = setUp();
    let first = true;
    const run: TaskRun = (signal) => {
      const durationMs = first ? 35_000 : 0;
      first = false;
      return taking("a", durationMs)(signal);
    };
    scheduler.add([{ id: "a", cadence: every(10_000), run }]);
    scheduler.start();
    await clock.advanceAsync(60_000);
    expect(timesOf("a")).toEqual([0, 35_000, 40_000, 50_000, 60_000]);
  });

  it("keeps no more runs under way than allowed and serves waiters in order", async () => {
    const { clock, scheduler, taking, every, runs } = setUp(2);
    scheduler.add(["a", "b", "c", "d"].map((id) => ({ id, cadence: every(60_000), run: taking(id, 1_000) })));
    scheduler.start();
    await clock.advanceAsync(500);
    expect(runs.map((run) => run.id)).toEqual(["a", "b"]);
    expect(scheduler.running).toBe(2);
    await clock.advanceAsync(2_000);
    expect(runs.map((run) => run.id)).toEqual(["a", "b", "c", "d"]);
  });

  it("skips moments that went by while the process stood still", async () => {
    const { clock, scheduler, taking, every, timesOf } = setUp();
    const lags: number[] = [];
    scheduler.add([{ id: "a", cadence: every(10_000), run: taking("a", 0) }]);
    scheduler.start();
    await clock.advanceAsync(10_000);
    const blocking = clock.setTimer(0, () => lags.push(1));
    blocking.cancel();
    clock.advance(25_000);
    await settle();
    await clock.advanceAsync(10_000);
    const times = timesOf("a");
    expect(times.slice(0, 2)).toEqual([0, 10_000]);
    expect(times.at(-1)).toBe(40_000);
  });

  it("runs now on request, besides the rhythm, and resolves when that run has ended", async () => {
    const { clock, scheduler, taking, every, timesOf } = setUp();
    scheduler.add([{ id: "a", cadence: every(60_000), run: taking("a", 100) }]);
    scheduler.start();
    await clock.advanceAsync(5_000);
    let ended = false;
    void scheduler.runNow("a").then(() => {
      ended = true;
    });
    await clock.advanceAsync(50);
    expect(ended).toBe(false);
    await clock.advanceAsync(60);
    expect(ended).toBe(true);
    await clock.advanceAsync(60_000);
    expect(timesOf("a")).toEqual([0, 5_000, 60_000]);
  });

  it("answers a request during a run with a run that begins afterwards", async () => {
    const { clock, scheduler, taking, every, timesOf } = setUp();
    scheduler.add([{ id: "a", cadence: every(60_000), run: taking("a", 1_000) }]);
    scheduler.start();
    await clock.advanceAsync(500);
    let endedAtMs = 0;
    void scheduler.runNow("a").then(() => {
      endedAtMs = clock.monotonicMs();
    });
    await clock.advanceAsync(3_000);
    expect(timesOf("a")).toEqual([0, 1_000]);
    expect(endedAtMs).toBe(2_000);
  });

  it("forgets a removed task, also one that waits for a slot", async () => {
    const { clock, scheduler, taking, every, runs } = setUp(1);
    scheduler.add(["a", "b"].map((id) => ({ id, cadence: every(60_000), run: taking(id, 1_000) })));
    scheduler.start();
    await clock.advanceAsync(500);
    scheduler.remove("b");
    await clock.advanceAsync(120_000);
    expect(runs.map((run) => run.id)).toEqual(["a", "a", "a"]);
    expect(scheduler.dueInMs("b")).toBeNull();
  });

  it("takes a faster cadence up at once and returns to the slower one", async () => {
    const { clock, scheduler, taking, every, timesOf } = setUp();
    scheduler.add([{ id: "a", cadence: every(60_000), run: taking("a", 0) }]);
    scheduler.start();
    await clock.advanceAsync(1_000);
    scheduler.setCadence("a", every(5_000));
    await clock.advanceAsync(11_000);
    scheduler.setCadence("a", every(60_000));
    await clock.advanceAsync(70_000);
    expect(timesOf("a")).toEqual([0, 6_000, 11_000, 16_000, 76_000]);
  });

  it("follows a calendar, and never runs again when the calendar ends", async () => {
    const { clock, scheduler, taking, timesOf } = setUp();
    const moments = [5_000, 12_000];
    const delayMs = (): number | null => {
      const next = moments.find((moment) => moment > clock.monotonicMs());
      return next === undefined ? null : next - clock.monotonicMs();
    };
    scheduler.add([{ id: "a", cadence: { kind: "calendar", delayMs }, run: taking("a", 0) }]);
    scheduler.start();
    await clock.advanceAsync(60_000);
    expect(timesOf("a")).toEqual([5_000, 12_000]);
    expect(scheduler.dueInMs("a")).toBeNull();
  });

  it("spreads everything anew after a gap", async () => {
    const { clock, scheduler, taking, every } = setUp(10, 0.25);
    scheduler.add([{ id: "a", cadence: every(60_000), run: taking("a", 0) }]);
    scheduler.start();
    await clock.advanceAsync(1_000);
    scheduler.respread(10_000);
    expect(scheduler.dueInMs("a")).toBe(2_500);
  });

  it("lets runs under way finish when it stops, and starts no other", async () => {
    const { clock, scheduler, taking, every, runs } = setUp(1);
    scheduler.add(["a", "b"].map((id) => ({ id, cadence: every(60_000), run: taking(id, 1_000) })));
    scheduler.start();
    await clock.advanceAsync(200);
    let stopped = false;
    void scheduler.stop(5_000).then(() => {
      stopped = true;
    });
    await clock.advanceAsync(700);
    expect(stopped).toBe(false);
    await clock.advanceAsync(200);
    expect(stopped).toBe(true);
    expect(runs.map((run) => run.id)).toEqual(["a"]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("aborts what has not finished by the deadline", async () => {
    const { clock, scheduler, taking, every } = setUp();
    scheduler.add([{ id: "a", cadence: every(60_000), run: taking("a", 3_600_000) }]);
    scheduler.start();
    await clock.advanceAsync(100);
    let stoppedAtMs = 0;
    void scheduler.stop(5_000).then(() => {
      stoppedAtMs = clock.monotonicMs();
    });
    await clock.advanceAsync(10_000);
    expect(stoppedAtMs).toBe(5_100);
  });

  it("holds for any mix of tasks: no overlap, no more at once than allowed, on time while there is room", async () => {
    const tasks = fc.array(
      fc.record({ intervalMs: fc.integer({ min: 100, max: 5_000 }), durationMs: fc.integer({ min: 0, max: 7_000 }) }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(tasks, fc.integer({ min: 1, max: 5 }), async (specs, concurrency) => {
        const clock = new FakeClock();
        const scheduler = new Scheduler({ clock, timers: clock, random: { next: () => 0 }, concurrency });
        const busy = new Set<number>();
        let most = 0;
        scheduler.add(
          specs.map(({ intervalMs, durationMs }, index) => ({
            id: String(index),
            cadence: { kind: "interval", intervalMs } as const,
            run: async () => {
              expect(busy.has(index)).toBe(false);
              busy.add(index);
              most = Math.max(most, busy.size);
              await new Promise<void>((resolve) => void clock.setTimer(durationMs, resolve));
              busy.delete(index);
            },
          })),
        );
        scheduler.start();
        await clock.advanceAsync(20_000);
        expect(most).toBeLessThanOrEqual(concurrency);
        const stopping = scheduler.stop(60_000);
        await clock.advanceAsync(60_000);
        await stopping;
        expect(scheduler.running).toBe(0);
      }),
      { numRuns: 40 },
    );
  });
});
