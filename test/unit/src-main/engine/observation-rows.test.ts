// What a desktop goes through, row by row: in none of them does an endpoint that is up fail, in none is a real failure lost.

import { describe, expect, it } from "vitest";
import type { NotObservedSpan } from "../../../../shared/model/history.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../../shared/units.ts";
import { endpointConfig } from "../../../helpers/endpoint-config.ts";
import { settle } from "../../../helpers/fake-clock.ts";
import { DOWN, monitorBench } from "../../../helpers/monitor-bench.ts";
import type { MonitorBench } from "../../../helpers/monitor-bench.ts";

const api = endpointConfig({ name: "api", group: "core", url: "https://api.example.org/", intervalMs: 10 * SECOND });
const connectivity = {
  targets: ["192.0.2.1:53"],
  intervalMs: MINUTE,
  captivePortal: { url: "http://portal.example.org/", expectedStatus: 204 },
};

/** What happens to the machine. Everything outside fails from before it until the row says otherwise. */
type Happening = (bench: MonitorBench) => Promise<void>;

const seconds = (count: number): number => count * SECOND;
const suspend = ({ monitor }: MonitorBench): void => monitor.signal({ kind: "suspend" });
const resume = ({ monitor }: MonitorBench): void => monitor.signal({ kind: "resume" });

const rows: ReadonlyArray<{ readonly name: string; readonly happens: Happening; readonly reasons: readonly NotObservedSpan["reason"][] }> =
  [
    {
      name: "the lid closes again half a second after it was opened",
      reasons: ["asleep", "asleep"],
      happens: async (bench) => {
        suspend(bench);
        bench.clock.sleep(HOUR);
        resume(bench);
        await bench.clock.advanceAsync(500);
        suspend(bench);
        bench.clock.sleep(HOUR);
        resume(bench);
      },
    },
    {
      name: "it is told twice that it sleeps, and once that it woke",
      reasons: ["asleep"],
      happens: async (bench) => {
        suspend(bench);
        bench.clock.sleep(HOUR);
        await bench.clock.advanceAsync(seconds(5));
        suspend(bench);
        bench.clock.sleep(HOUR);
        resume(bench);
      },
    },
    {
      name: "it is told that it woke, and never that it slept",
      reasons: ["asleep"],
      happens: async (bench) => {
        bench.clock.sleep(HOUR);
        resume(bench);
        await settle();
      },
    },
    {
      name: "it is told that it woke, and did not sleep",
      reasons: [],
      happens: async (bench) => {
        resume(bench);
        await settle();
      },
    },
    {
      name: "it is told a suspend that is called off, and nothing else",
      reasons: ["asleep"],
      happens: async (bench) => {
        suspend(bench);
        await bench.clock.advanceAsync(seconds(62));
      },
    },
    {
      name: "its clock is set back two hours while it sleeps for one",
      reasons: [],
      happens: async (bench) => {
        suspend(bench);
        bench.clock.sleep(HOUR);
        bench.clock.jumpWallClock(-2 * HOUR);
        resume(bench);
        await settle();
      },
    },
    {
      name: "its clock is set a day ahead while it sleeps",
      reasons: ["asleep"],
      happens: async (bench) => {
        suspend(bench);
        bench.clock.sleep(HOUR);
        bench.clock.jumpWallClock(DAY);
        resume(bench);
        await settle();
      },
    },
    {
      name: "it wakes for ten seconds now and then, with the lid closed and no word of it",
      reasons: ["asleep"],
      happens: async (bench) => {
        suspend(bench);
        for (let nap = 0; nap < 6; nap += 1) {
          bench.clock.sleep(20 * MINUTE);
          await bench.clock.advanceAsync(seconds(10));
        }
        resume(bench);
        await settle();
      },
    },
    {
      name: "it wakes for ten seconds now and then, and never said a word",
      reasons: Array.from({ length: 6 }, () => "asleep" as const),
      happens: async (bench) => {
        for (let nap = 0; nap < 6; nap += 1) {
          bench.clock.sleep(20 * MINUTE);
          await bench.clock.advanceAsync(seconds(10));
        }
      },
    },
    {
      name: "the process is held by a debugger for five minutes",
      reasons: ["stalled"],
      happens: async ({ clock }) => {
        clock.stall(5 * MINUTE);
        await clock.advanceAsync(1);
      },
    },
    {
      name: "a tunnel flaps every second for a minute",
      reasons: [],
      happens: async ({ clock, monitor }) => {
        for (let second = 0; second < 60; second += 1) {
          monitor.signal({ kind: "interfaces-changed" });
          await clock.advanceAsync(seconds(1));
        }
      },
    },
    {
      name: "the system says a thousand times that it is online",
      reasons: [],
      happens: async ({ clock, monitor }) => {
        monitor.signal({ kind: "interfaces-changed" });
        for (let time = 0; time < 1_000; time += 1) {
          monitor.signal({ kind: "network", online: true });
          await clock.advanceAsync(1);
        }
      },
    },
    {
      name: "the system says offline and online in turn, ten times in a second",
      reasons: Array.from({ length: 10 }, () => "offline" as const),
      happens: async ({ clock, monitor }) => {
        for (let time = 0; time < 20; time += 1) {
          monitor.signal({ kind: "network", online: time % 2 === 1 });
          await clock.advanceAsync(50);
        }
      },
    },
    {
      name: "a captive portal answers for a minute, until somebody logs in",
      reasons: ["captive-portal"],
      happens: async ({ clock, network }) => {
        network.verdict = "captive-portal";
        await clock.advanceAsync(MINUTE);
        network.verdict = "online";
        await clock.advanceAsync(seconds(6));
      },
    },
    {
      name: "a portal comes after a cut network",
      reasons: ["offline", "captive-portal"],
      happens: async ({ clock, network }) => {
        network.verdict = "offline";
        await clock.advanceAsync(MINUTE);
        network.verdict = "captive-portal";
        await clock.advanceAsync(MINUTE);
        network.verdict = "online";
        await clock.advanceAsync(seconds(6));
      },
    },
    {
      name: "the resolver is gone while packets pass: the portal probe goes by name and finds nobody",
      reasons: ["offline"],
      happens: async ({ clock, network }) => {
        network.verdict = "offline";
        await clock.advanceAsync(2 * MINUTE);
        network.verdict = "online";
        await clock.advanceAsync(seconds(6));
      },
    },
  ];

async function begin(happens: Happening): Promise<MonitorBench> {
  const bench = monitorBench([api], { config: { connectivity } });
  await bench.monitor.start();
  await bench.clock.advanceAsync(seconds(95));
  bench.answers.set(api.key, DOWN);
  await happens(bench);
  return bench;
}

describe.each(rows)("when $name", ({ happens, reasons }) => {
  it("what fails until things have settled is not held against the endpoint, and what could not be seen is written down", async () => {
    const bench = await begin(happens);
    await bench.clock.advanceAsync(seconds(1));
    bench.answers.delete(api.key);
    await bench.clock.advanceAsync(3 * MINUTE);
    expect(bench.handled.map(({ outcome }) => outcome).filter((outcome) => outcome !== "healthy")).toEqual([]);
    expect(bench.handled.at(-1)?.timestampMs).toBeGreaterThan(bench.clock.nowMs() - 11 * SECOND);
    expect(bench.monitor.snapshot().overall).toMatchObject({ state: "healthy", suspended: null });
    const { notObserved } = await bench.history.series({ key: api.key, fromMs: 0, toMs: bench.clock.nowMs() + 1_000 * DAY, maxPoints: 10 });
    expect(notObserved.map(({ reason }) => reason)).toEqual(reasons);
    expect(notObserved.every(({ fromMs, toMs }) => fromMs < toMs && toMs <= bench.clock.nowMs())).toBe(true);
  });

  it("an endpoint that is really down from then on is told within half a minute", async () => {
    const bench = await begin(happens);
    await bench.clock.advanceAsync(seconds(30));
    expect(bench.handled.at(-1)?.outcome).toBe("failing");
  });
});
