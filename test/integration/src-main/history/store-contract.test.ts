// What every store of the history promises, held against the one in memory, the file, and the file with everything packed.

import { describe, expect, it } from "vitest";
import { createMemoryStore } from "../../../../src-main/history/memory-store.ts";
import type { HistoryStore, KnownEndpoint } from "../../../../src-main/ports/history.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../../shared/units.ts";
import { FAKE_START_MS, FakeClock } from "../../../helpers/fake-clock.ts";
import { checkResult, openStore, resultExtras } from "./history-support.ts";

interface Subject {
  readonly store: HistoryStore;
  readonly clock: FakeClock;
  /** Whatever the store does with what it has taken, now. */
  readonly settle: () => Promise<void>;
}

const SUBJECTS: ReadonlyArray<readonly [name: string, open: () => Promise<Subject>]> = [
  [
    "in memory",
    async () => {
      const clock = new FakeClock();
      return { store: createMemoryStore({ clock }), clock, settle: () => Promise.resolve() };
    },
  ],
  [
    "in a file",
    async () => {
      const { store, clock } = await openStore();
      return { store, clock, settle: () => store.flush() };
    },
  ],
  [
    "in a file, packed",
    async () => {
      const { store, clock } = await openStore();
      return { store, clock, settle: () => store.compact() };
    },
  ],
];

const KEY = "core_front-end";

function known(overrides: Partial<KnownEndpoint> = {}): KnownEndpoint {
  return { key: KEY, name: "front-end", group: "core", kind: "HTTP", url: "http://localhost/", intervalMs: MINUTE, ...overrides };
}

/** One check a minute with the given outcomes, beginning at the fake start. */
function appendMinutes(store: HistoryStore, outcomes: string, key = KEY): void {
  for (const [index, letter] of outcomes.split("").entries()) {
    store.append(
      checkResult({
        key,
        timestampMs: FAKE_START_MS + index * MINUTE,
        durationMs: 10 + index,
        outcome: letter === "f" ? "failing" : letter === "d" ? "degraded" : "healthy",
        inMaintenance: letter === "m",
      }),
    );
  }
}

describe.each(SUBJECTS)("history %s", (_name, open) => {
  it("gives back a result as it was, to a hundredth of a millisecond", async () => {
    const { store, settle } = await open();
    const result = checkResult({
      outcome: "failing",
      ip: "127.0.0.1",
      dnsRcode: "NOERROR",
      certificateExpiresInMs: 12 * DAY,
      domainExpiresInMs: 90 * DAY,
      errors: ["connection refused"],
      degradedConditions: [{ condition: "[RESPONSE_TIME] < 5", success: false, display: "[RESPONSE_TIME] (12) < 5" }],
      attempts: [{ atEpochMs: FAKE_START_MS - 5 * SECOND, success: false, durationMs: 3.5, errors: ["timeout", "again"] }],
      inMaintenance: true,
    });
    store.append(result);
    await settle();
    expect(await store.latest()).toEqual([result]);
    expect(await store.results({ key: KEY, limit: 10 })).toEqual({ results: [result], nextBeforeMs: null });
  });

  it("pages backwards through results without losing or repeating one", async () => {
    const { store, settle } = await open();
    for (let index = 0; index < 1_000; index += 1)
      store.append(checkResult({ timestampMs: FAKE_START_MS + Math.floor(index / 3) * SECOND }));
    await settle();
    for (let index = 1_000; index < 1_100; index += 1)
      store.append(checkResult({ timestampMs: FAKE_START_MS + Math.floor(index / 3) * SECOND }));
    const seen: number[] = [];
    let beforeMs: number | null = Number.MAX_SAFE_INTEGER;
    while (beforeMs !== null) {
      const page: Awaited<ReturnType<HistoryStore["results"]>> = await store.results({ key: KEY, limit: 100, beforeMs });
      expect(page.results.length).toBeGreaterThan(0);
      seen.push(...page.results.map(({ timestampMs }) => timestampMs));
      beforeMs = page.nextBeforeMs;
    }
    expect(seen).toEqual(Array.from({ length: 1_100 }, (_, index) => FAKE_START_MS + Math.floor((1_099 - index) / 3) * SECOND));
  });

  it("finds failures alone, and those of a range", async () => {
    const { store, settle } = await open();
    appendMinutes(store, `${"h".repeat(500)}f${"h".repeat(500)}df`);
    await settle();
    const failing = await store.results({ key: KEY, limit: 10, outcome: "failing" });
    expect(failing.results.map(({ timestampMs }) => (timestampMs - FAKE_START_MS) / MINUTE)).toEqual([1_002, 500]);
    const degraded = await store.results({ key: KEY, limit: 10, outcome: "degraded" });
    expect(degraded.results).toHaveLength(1);
    const range = await store.results({ key: KEY, limit: 10, fromMs: FAKE_START_MS + MINUTE, beforeMs: FAKE_START_MS + 4 * MINUTE });
    expect(range.results).toHaveLength(3);
  });

  it("draws the latest bars, newest last", async () => {
    const { store, settle } = await open();
    appendMinutes(store, "hhdfm");
    await settle();
    appendMinutes(store, "f", "core_other");
    const bars = await store.recent([KEY, "core_other", "nobody"], 3);
    expect(bars.map(({ outcomes }) => outcomes)).toEqual(["dfm", "f", ""]);
    expect(bars[0]?.durationsMs).toEqual([12, 13, 14]);
    expect(bars[0]?.timestampsMs.at(-1)).toBe(FAKE_START_MS + 4 * MINUTE);
  });

  it("weighs uptime by time, without maintenance and without what nobody watched", async () => {
    const { store, clock, settle } = await open();
    store.setEndpoints([known()]);
    appendMinutes(store, "hhffhmmhh");
    await settle();
    clock.jumpWallClock(10 * MINUTE);
    store.recordNotObserved({ key: null, fromMs: FAKE_START_MS + 7.5 * MINUTE, toMs: FAKE_START_MS + 9 * MINUTE, reason: "asleep" });
    const [summary] = await store.uptime({ keys: [KEY], fromMs: FAKE_START_MS - HOUR, toMs: FAKE_START_MS + HOUR });
    // Healthy 0-2, failing 2-4, healthy 4-5, maintenance 5-7, healthy 7-7.5, asleep until 9, healthy 9-10 (now).
    expect(summary).toMatchObject({
      downMs: 2 * MINUTE,
      maintenanceMs: 2 * MINUTE,
      notObservedMs: 1.5 * MINUTE,
      observedMs: 6.5 * MINUTE,
      checks: 7,
      failures: 2,
      minMs: 10,
      maxMs: 18,
    });
    expect(summary?.uptimeRatio).toBeCloseTo(4.5 / 6.5, 12);
  });

  it.each([
    ["of 10,000 characters", `g_${"n".repeat(10_000)}`],
    ["written from right to left", "شبكة_خادم-البريد"],
    ["that is markup", "<b>g</b>_<img src=x onerror=alert(1)>"],
    ["with quotes, zeroes and half a character", "g_'\"; --\u0000%\ud83d"],
  ])("takes a name %s as it is", async (_kind, key) => {
    const { store, settle } = await open();
    store.setEndpoints([known({ key, name: key, group: key })]);
    store.append(checkResult({ key, outcome: "failing", errors: [key] }));
    store.appendEvent({ key, kind: "failing", atEpochMs: FAKE_START_MS, text: key });
    await settle();
    expect((await store.latest()).map((result) => result.key)).toEqual([key]);
    expect((await store.recent([key], 9))[0]?.outcomes).toBe("f");
    expect(await store.events({ key, fromMs: 0, toMs: FAKE_START_MS + 1, limit: 9 })).toHaveLength(1);
    expect(await store.outages({ keys: null, fromMs: 0, toMs: FAKE_START_MS + HOUR, limit: 9 })).toHaveLength(1);
  });

  it("says null where there is no data", async () => {
    const { store } = await open();
    const [summary] = await store.uptime({ keys: ["nobody"], fromMs: 0, toMs: FAKE_START_MS });
    expect(summary).toMatchObject({ uptimeRatio: null, checks: 0, minMs: null, p50Ms: null, notObservedMs: 0 });
    expect((await store.series({ key: "nobody", fromMs: 0, toMs: DAY, maxPoints: 100 })).points).toEqual([]);
    expect(await store.extras("nobody", "latest")).toBeNull();
    expect(store.value("nothing")).toBeNull();
  });

  it("tells outages from the first failed check to the first that was otherwise", async () => {
    const { store, clock, settle } = await open();
    store.setEndpoints([known()]);
    appendMinutes(store, "hhff");
    await settle();
    clock.jumpWallClock(20 * MINUTE);
    const ongoing = await store.outages({ keys: null, fromMs: FAKE_START_MS, toMs: FAKE_START_MS + HOUR, limit: 10 });
    expect(ongoing).toEqual([
      { key: KEY, startMs: FAKE_START_MS + 2 * MINUTE, endMs: null, outcome: "failing", cause: "[STATUS] (500) == 200" },
    ]);
    // Nobody watched for a while; it failed before and after.
    store.append(checkResult({ timestampMs: FAKE_START_MS + 15 * MINUTE, outcome: "failing" }));
    store.append(checkResult({ timestampMs: FAKE_START_MS + 16 * MINUTE }));
    const inTheGap = { fromMs: FAKE_START_MS + 8 * MINUTE, toMs: FAKE_START_MS + 9 * MINUTE };
    const ended = await store.outages({ keys: [KEY], ...inTheGap, limit: 10 });
    expect(ended.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([[FAKE_START_MS + 2 * MINUTE, FAKE_START_MS + 16 * MINUTE]]);
    await settle();
    expect(await store.outages({ keys: [KEY], ...inTheGap, limit: 10 })).toEqual(ended);
  });

  it("shows an outage in a range that begins where nobody watched any more", async () => {
    const { store, clock, settle } = await open();
    store.setEndpoints([known()]);
    appendMinutes(store, "hff");
    store.append(checkResult({ timestampMs: FAKE_START_MS + DAY }));
    await settle();
    clock.jumpWallClock(2 * DAY);
    const range = { fromMs: FAKE_START_MS + 12 * HOUR, toMs: FAKE_START_MS + 2 * DAY };
    expect(await store.outages({ keys: [KEY], ...range, limit: 9 })).toMatchObject([
      { startMs: FAKE_START_MS + MINUTE, endMs: FAKE_START_MS + DAY, outcome: "failing" },
    ]);
  });

  it("makes a graph as fine as asked for", async () => {
    const { store, settle } = await open();
    appendMinutes(store, `hhf${"h".repeat(117)}`);
    await settle();
    const fine = await store.series({ key: KEY, fromMs: FAKE_START_MS, toMs: FAKE_START_MS + 2 * HOUR, maxPoints: 120 });
    expect(fine.bucketMs).toBe(MINUTE);
    expect(fine.points).toHaveLength(120);
    expect(fine.points[2]).toMatchObject({ count: 1, failures: 1, minMs: 12, maxMs: 12, meanMs: 12 });
    const coarse = await store.series({ key: KEY, fromMs: FAKE_START_MS, toMs: FAKE_START_MS + 2 * HOUR, maxPoints: 2 });
    expect(coarse.points.map(({ count }) => count)).toEqual([60, 60]);
    const finest = await store.series({ key: KEY, fromMs: FAKE_START_MS, toMs: FAKE_START_MS + 2 * MINUTE, maxPoints: 120 });
    expect([finest.bucketMs, finest.points.length]).toEqual([SECOND, 2]);
  });

  it("keeps the large parts of the latest result and of the latest failure", async () => {
    const { store, settle } = await open();
    const failure = checkResult({ outcome: "failing" });
    store.append(failure);
    store.keepExtras(failure, resultExtras({ bodyText: "the reason" }));
    await settle();
    const success = checkResult({ timestampMs: FAKE_START_MS + MINUTE });
    store.keepExtras(success, resultExtras());
    await settle();
    expect((await store.extras(KEY, "latest-failure"))?.extras.bodyText).toBe("the reason");
    expect(await store.extras(KEY, "latest")).toEqual({ result: success, extras: resultExtras() });
  });

  it("lists events, latest first", async () => {
    const { store } = await open();
    store.appendEvent({ key: KEY, kind: "started", atEpochMs: 1_000, text: "" });
    store.appendEvent({ key: KEY, kind: "failing", atEpochMs: 2_000, text: "why" });
    store.appendEvent({ key: "core_other", kind: "note", atEpochMs: 3_000, text: "deployed" });
    const all = await store.events({ key: null, fromMs: 0, toMs: 10_000, limit: 2 });
    expect(all.map(({ kind, text }) => [kind, text])).toEqual([
      ["note", "deployed"],
      ["failing", "why"],
    ]);
    expect(await store.events({ key: KEY, fromMs: 0, toMs: 2_000, limit: 9 })).toHaveLength(1);
  });

  it("cuts not-observed spans where the clock was set back to", async () => {
    const { store } = await open();
    store.recordNotObserved({ key: null, fromMs: 1_000, toMs: 2_000, reason: "paused" });
    store.recordNotObserved({ key: KEY, fromMs: 3_000, toMs: 9_000, reason: "offline" });
    store.recordNotObserved({ key: null, fromMs: 8_000, toMs: 9_000, reason: "asleep" });
    store.forgetNotObservedAfter(4_000);
    const series = await store.series({ key: KEY, fromMs: 0, toMs: 10_000, maxPoints: 10 });
    expect(series.notObserved.map(({ toMs, reason }) => [toMs, reason])).toEqual([
      [2_000, "paused"],
      [4_000, "offline"],
    ]);
  });

  it("prolongs a not-observed span instead of adding another", async () => {
    const { store } = await open();
    store.recordNotObserved({ key: null, fromMs: 1_000, toMs: 2_000, reason: "paused" });
    store.recordNotObserved({ key: null, fromMs: 1_000, toMs: 5_000, reason: "paused" });
    store.recordNotObserved({ key: KEY, fromMs: 3_000, toMs: 4_000, reason: "offline" });
    const series = await store.series({ key: KEY, fromMs: 0, toMs: 10_000, maxPoints: 10 });
    store.append(checkResult());
    expect(series.notObserved.map(({ toMs, reason }) => [toMs, reason])).toEqual([
      [5_000, "paused"],
      [4_000, "offline"],
    ]);
  });

  it("keeps named values until they are removed", async () => {
    const { store } = await open();
    store.putValue("paused", '{"a":1}');
    expect(store.value("paused")).toBe('{"a":1}');
    store.putValue("paused", null);
    expect(store.value("paused")).toBeNull();
  });

  it("keeps alert states and the outbox", async () => {
    const { store } = await open();
    store.putAlertState({ key: KEY, alertId: "slack:0", stateJson: "{}" });
    store.putAlertState({ key: KEY, alertId: "slack:0", stateJson: '{"triggered":true}' });
    expect(store.alertStates()).toEqual([{ key: KEY, alertId: "slack:0", stateJson: '{"triggered":true}' }]);
    const message = { key: KEY, alertId: "slack:0", provider: "slack", messageJson: "{}", createdMs: 1 };
    const late = store.enqueue({ ...message, dueMs: 20 });
    const soon = store.enqueue({ ...message, dueMs: 10 });
    expect(store.pendingMessages(10).map(({ id }) => id)).toEqual([soon.id, late.id]);
    store.addAttempt({ messageId: soon.id, atEpochMs: 11, ok: true, status: 200, reply: "ok" });
    store.updateMessage(soon.id, { messageJson: '{"done":true}', dueMs: null });
    expect(store.pendingMessages(10)).toEqual([late]);
    expect(store.messages({ key: KEY, limit: 5 })).toEqual(
      [{ ...soon, messageJson: '{"done":true}', dueMs: null }, late].sort((a, b) => b.id - a.id),
    );
    expect(store.attempts(soon.id)).toEqual([{ messageId: soon.id, atEpochMs: 11, ok: true, status: 200, reply: "ok" }]);
    store.removeAlertState(KEY, "slack:0");
    expect(store.alertStates()).toEqual([]);
  });

  it("takes everything of a transaction back when its work throws", async () => {
    const { store } = await open();
    store.append(checkResult());
    store.putValue("name", "1");
    expect(() =>
      store.transact(() => {
        store.append(checkResult({ timestampMs: FAKE_START_MS + MINUTE }));
        store.putValue("name", "2");
        store.putAlertState({ key: KEY, alertId: "a", stateJson: "{}" });
        store.enqueue({ key: KEY, alertId: "a", provider: "p", messageJson: "{}", dueMs: 1, createdMs: 1 });
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(store.value("name")).toBe("1");
    expect(store.alertStates()).toEqual([]);
    expect(store.pendingMessages(9)).toEqual([]);
    expect((await store.results({ key: KEY, limit: 9 })).results).toHaveLength(1);
    expect(store.transact(() => store.transact(() => 7))).toBe(7);
  });

  it("lets history follow an endpoint that comes back under another name", async () => {
    const { store, settle } = await open();
    store.setEndpoints([known(), known({ key: "core_api", name: "api", url: "http://localhost/api" })]);
    appendMinutes(store, "hhf");
    store.putAlertState({ key: KEY, alertId: "a", stateJson: "{}" });
    store.appendEvent({ key: KEY, kind: "failing", atEpochMs: FAKE_START_MS, text: "" });
    await settle();
    const moved = known({ key: "web_start-page", name: "start-page", group: "web" });
    expect(store.setEndpoints([moved, known({ key: "core_api", name: "api", url: "http://localhost/other" })])).toEqual([
      { from: KEY, to: "web_start-page" },
    ]);
    expect((await store.recent(["web_start-page", KEY], 9)).map(({ outcomes }) => outcomes)).toEqual(["hhf", ""]);
    expect(store.alertStates().map(({ key }) => key)).toEqual(["web_start-page"]);
    expect((await store.events({ key: "web_start-page", fromMs: 0, toMs: FAKE_START_MS + 1, limit: 1 }))[0]?.key).toBe("web_start-page");
    expect((await store.latest()).map(({ key }) => key)).toEqual(["web_start-page"]);
  });

  it("does not guess when two endpoints could be the one that left", async () => {
    const { store } = await open();
    store.setEndpoints([known()]);
    appendMinutes(store, "h");
    expect(store.setEndpoints([known({ key: "a_x", name: "x" }), known({ key: "a_y", name: "y" })])).toEqual([]);
    expect(await store.latest()).toEqual([]);
    store.setEndpoints([known()]);
    expect(await store.latest()).toHaveLength(1);
  });

  it("puts two histories together when an endpoint is renamed to one that has results already", async () => {
    const { store, settle } = await open();
    appendMinutes(store, "hhf");
    await settle();
    store.append(checkResult({ key: "new", timestampMs: FAKE_START_MS + 3 * MINUTE, outcome: "degraded", durationMs: 99 }));
    await settle();
    expect(store.rename(KEY, "new")).toBe(true);
    store.append(checkResult({ key: "new", timestampMs: FAKE_START_MS + 4 * MINUTE }));
    await settle();
    expect((await store.recent(["new"], 9))[0]?.outcomes).toBe("hhfdh");
    const [summary] = await store.uptime({ keys: ["new"], fromMs: FAKE_START_MS, toMs: FAKE_START_MS + HOUR });
    expect(summary).toMatchObject({ checks: 5, failures: 1, maxMs: 99 });
    const outages = await store.outages({ keys: ["new"], fromMs: FAKE_START_MS, toMs: FAKE_START_MS + HOUR, limit: 9 });
    expect(outages.map(({ outcome }) => outcome)).toEqual(["degraded", "failing"]);
  });

  it("stays right when the clock is set back by a day and forward by a year", async () => {
    const { store, clock, settle } = await open();
    store.setEndpoints([known()]);
    appendMinutes(store, "hhh");
    store.append(checkResult({ timestampMs: FAKE_START_MS - DAY, outcome: "failing" }));
    await settle();
    store.append(checkResult({ timestampMs: FAKE_START_MS - DAY + MINUTE }));
    store.append(checkResult({ timestampMs: FAKE_START_MS + 365 * DAY }));
    store.append(checkResult({ timestampMs: FAKE_START_MS + 4 * MINUTE }));
    await settle();
    clock.jumpWallClock(5 * MINUTE);
    expect((await store.recent([KEY], 9))[0]?.outcomes).toBe("hhhfhhh");
    const page = await store.results({ key: KEY, limit: 3, beforeMs: FAKE_START_MS + MINUTE });
    expect(page.results.map(({ timestampMs }) => timestampMs - FAKE_START_MS)).toEqual([0, MINUTE - DAY, -DAY]);
    const [summary] = await store.uptime({ keys: [KEY], fromMs: FAKE_START_MS - 2 * DAY, toMs: FAKE_START_MS + DAY });
    expect(summary).toMatchObject({ downMs: MINUTE, checks: 6, failures: 1 });
    // 0-2 min before the clock was set back, three minutes a day earlier, and the last minute.
    expect(summary?.observedMs).toBe(2 * MINUTE + 4 * MINUTE + MINUTE);
  });
});
