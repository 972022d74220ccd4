// How often, and how fast, messages are tried.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { DAY, HOUR, MINUTE, SECOND } from "../../../../../shared/units.ts";
import { FEWEST_ATTEMPTS, GIVE_UP_AFTER_MS, LONGEST_PATIENCE_MS, nextAttempt } from "../../../../../src-main/alerting/delivery/backoff.ts";
import { incidentWindowMs, shownIncidentWindowMs } from "../../../../../src-main/alerting/delivery/channels.ts";
import { DueHeap } from "../../../../../src-main/alerting/delivery/due-heap.ts";
import { HostLimiter } from "../../../../../src-main/alerting/delivery/host-limiter.ts";
import { alertConfig, alertingConfig } from "../../../../helpers/alerting.ts";
import { FakeClock } from "../../../../helpers/fake-clock.ts";

const facts = { attempts: 1, createdMs: 0, nowMs: 0, afterMs: undefined, chance: 0, giveUpAfterMs: GIVE_UP_AFTER_MS };

describe("nextAttempt", () => {
  it.each([
    { name: "begins with seconds", change: {}, next: { kind: "retry", delayMs: 2.5 * SECOND } },
    { name: "doubles", change: { attempts: 4 }, next: { kind: "retry", delayMs: 20 * SECOND } },
    { name: "ends at a quarter of an hour", change: { attempts: 60, chance: 1 }, next: { kind: "retry", delayMs: 15 * MINUTE } },
    { name: "waits for as long as asked", change: { afterMs: 10 * MINUTE }, next: { kind: "retry", delayMs: 10 * MINUTE } },
    { name: "but not for ever", change: { afterMs: 30 * DAY }, next: { kind: "retry", delayMs: LONGEST_PATIENCE_MS } },
    { name: "gives up after a day", change: { attempts: 100, nowMs: DAY }, next: { kind: "give-up" } },
    {
      name: "not after a day asleep",
      change: { attempts: FEWEST_ATTEMPTS - 1, nowMs: 7 * DAY },
      next: { kind: "retry", delayMs: 160 * SECOND },
    },
  ])("$name", ({ change, next }) => {
    expect(nextAttempt({ ...facts, ...change })).toEqual(next);
  });
});

describe("HostLimiter", () => {
  it("lets a burst through, then keeps the pace, for each host apart", async () => {
    const clock = new FakeClock();
    const limiter = new HostLimiter(clock, clock, { burst: 2, perSecond: 4 });
    const passed: Array<readonly [string, number]> = [];
    const { signal } = new AbortController();
    for (const host of ["a", "a", "a", "a", "b"]) void limiter.take(host, signal).then(() => passed.push([host, clock.monotonicMs()]));
    await clock.advanceAsync(SECOND);
    expect(passed.toSorted(([, x], [, y]) => x - y)).toEqual([
      ["a", 0],
      ["a", 0],
      ["b", 0],
      ["a", 250],
      ["a", 500],
    ]);
  });

  it("waits for the end of a pause, and no longer than its caller", async () => {
    const clock = new FakeClock();
    const limiter = new HostLimiter(clock, clock, { burst: 5, perSecond: 1 });
    limiter.pause("a", HOUR);
    const controller = new AbortController();
    clock.setTimer(MINUTE, () => controller.abort(new Error("enough")));
    const turn = limiter.take("a", controller.signal).catch((error: unknown) => error);
    await clock.advanceAsync(MINUTE);
    expect(await turn).toEqual(new Error("enough"));
    expect(clock.pendingTimers).toBe(0);
    expect(limiter.pausedForMs("a")).toBe(HOUR - MINUTE);
  });
});

describe("DueHeap", () => {
  it("hands out in the order of due times, equal ones in the order in which they came", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (dues) => {
        const heap = new DueHeap<readonly [number, number]>();
        dues.forEach((due, index) => heap.push([due, index], due));
        const taken: Array<readonly [number, number]> = [];
        for (let item = heap.popDue(9); item !== null; item = heap.popDue(9)) taken.push(item);
        expect(taken).toEqual(dues.map((due, index) => [due, index] as const).toSorted(([a, i], [b, j]) => a - b || i - j));
      }),
    );
  });
});

describe("incidentWindowMs", () => {
  it.each([
    { name: "none without Sentray's keys", type: "slack", blocks: { slack: {} }, all: 0, windowMs: null },
    { name: "always one for native notifications", type: "desktop", blocks: {}, all: 0, windowMs: MINUTE },
    { name: "the general one", type: "slack", blocks: { slack: {} }, all: 30_000, windowMs: 30_000 },
    { name: "the channel's own", type: "slack", blocks: { slack: { settings: { "incident-window": "1m30s" } } }, all: 5, windowMs: 90_000 },
    {
      name: "none where the channel refuses",
      type: "slack",
      blocks: { slack: { settings: { "incident-window": "0" } } },
      all: 5,
      windowMs: null,
    },
    {
      name: "the general one where the channel's cannot be read",
      type: "slack",
      blocks: { slack: { settings: { "incident-window": "soon" } } },
      all: 5,
      windowMs: 5,
    },
  ])("is $name", ({ type, blocks, all, windowMs }) => {
    expect(incidentWindowMs(alertingConfig(blocks, all), alertConfig({ type }))).toBe(windowMs);
  });
});

describe("shownIncidentWindowMs", () => {
  it.each([
    { name: "a minute when nothing is configured", blocks: {}, all: 0, windowMs: MINUTE },
    { name: "the general one", blocks: {}, all: 300_000, windowMs: 300_000 },
    { name: "that of native notifications", blocks: { desktop: { settings: { "incident-window": "10m" } } }, all: 5, windowMs: 600_000 },
  ])("is $name", ({ blocks, all, windowMs }) => {
    expect(shownIncidentWindowMs(alertingConfig(blocks, all))).toBe(windowMs);
  });
});
