// What goes with time: old results, removed endpoints, and the space that they took.

import { stat } from "node:fs/promises";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../../shared/units.ts";
import type { HistoryStore } from "../../../../src-main/ports/history.ts";
import { FAKE_START_MS } from "../../../helpers/fake-clock.ts";
import { checkResult, openStore, RestlessClock } from "./history-support.ts";

const KEY = "core_front-end";

async function countOf(store: HistoryStore, key = KEY): Promise<number> {
  return (await store.results({ key, limit: 1_000_000 })).results.length;
}

describe("retention", () => {
  it("removes old results, keeps rollups, and shrinks the file", async () => {
    const { store, clock, file } = await openStore({ retention: { resultsMs: 30 * DAY, removedEndpointsMs: 30 * DAY } });
    for (let index = 0; index < 20_000; index += 1) {
      store.append(
        checkResult({ timestampMs: FAKE_START_MS + index * 5 * MINUTE, errors: [`error ${index}`], durationMs: 10 + (index % 7) }),
      );
    }
    await store.compact();
    const sizeNow = async (): Promise<number> => {
      const raw = new Database(file);
      raw.pragma("wal_checkpoint(truncate)");
      raw.close();
      return (await stat(file)).size;
    };
    const before = await sizeNow();
    clock.jumpWallClock(13 * DAY);
    for (let day = 13; day <= 70; day += 13) {
      await store.tidy();
      clock.jumpWallClock(13 * DAY);
    }
    await store.tidy();
    await store.compact();
    const left = await countOf(store);
    expect(left).toBeLessThan(20_000 - 40 * 24 * 12);
    expect(left).toBeGreaterThan(0);
    expect(await sizeNow()).toBeLessThan(before * 0.9);
    const [summary] = await store.uptime({ keys: [KEY], fromMs: FAKE_START_MS, toMs: FAKE_START_MS + 100 * DAY });
    expect(summary).toMatchObject({ checks: 20_000, minMs: 10, maxMs: 16 });
  });

  it("gives space back as it goes, resting after each step: the list of free pages stays short however much goes", async () => {
    const { store, file } = await openStore({ clock: new RestlessClock(), retention: { resultsMs: 0, removedEndpointsMs: DAY } });
    const long = "x".repeat(300);
    for (let index = 0; index < 15_000; index += 1) {
      store.append(checkResult({ timestampMs: FAKE_START_MS - 100 * DAY + index * MINUTE, errors: [`${long} ${index}`] }));
    }
    await store.compact();
    await store.tidy();
    store.setRetention({ resultsMs: 30 * DAY, removedEndpointsMs: DAY });
    const watching = new Database(file, { readonly: true });
    const pages = (): number => Number(watching.pragma("page_count", { simple: true }));
    const before = pages();
    let mostFree = 0;
    const look = setInterval(() => (mostFree = Math.max(mostFree, Number(watching.pragma("freelist_count", { simple: true })))), 1);
    await store.tidy();
    clearInterval(look);
    expect(before - pages()).toBeGreaterThan(800);
    expect(mostFree).toBeGreaterThan(0);
    expect(mostFree).toBeLessThan(400);
    watching.close();
  });

  it("does not believe a clock that leaps by a year", async () => {
    const { store, clock } = await openStore();
    for (let index = 0; index < 2_000; index += 1) store.append(checkResult({ timestampMs: FAKE_START_MS + index * MINUTE }));
    await store.compact();
    await store.tidy();
    clock.jumpWallClock(365 * DAY);
    await store.tidy();
    expect(await countOf(store)).toBe(2_000);
    for (let hours = 0; hours < 26; hours += 1) await clock.advanceAsync(HOUR);
    await store.tidy();
    expect(await countOf(store)).toBeLessThan(2_000);
  });

  it("keeps a removed endpoint for the grace period only", async () => {
    const { store, clock, file } = await openStore();
    const endpoint = { key: KEY, name: "front-end", group: "core", kind: "HTTP", url: "http://localhost/" };
    store.setEndpoints([endpoint]);
    store.append(checkResult());
    store.appendEvent({ key: KEY, kind: "started", atEpochMs: FAKE_START_MS, text: "" });
    await store.compact();
    store.setEndpoints([]);
    for (const days of [10, 10, 9]) {
      clock.jumpWallClock(days * DAY);
      await store.tidy();
    }
    expect(await countOf(store)).toBe(1);
    clock.jumpWallClock(2 * DAY);
    await store.tidy();
    expect(await countOf(store)).toBe(0);
    const raw = new Database(file, { readonly: true });
    for (const table of ["endpoint", "block", "run", "rollup_minute", "rollup_hour", "rollup_day", "event"]) {
      expect([table, raw.prepare(`SELECT count(*) AS n FROM ${table}`).get()]).toEqual([table, { n: 0 }]);
    }
    raw.close();
  });
});

describe("messages of alerts", () => {
  const OLD_MS = FAKE_START_MS - 100 * DAY;
  const MANY = 500;

  function enqueue(store: HistoryStore, count: number, createdMs: number, dueMs: number | null = null): void {
    store.transact(() => {
      for (let index = 0; index < count; index += 1) {
        const { id } = store.enqueue({ key: KEY, alertId: "a", provider: "slack", messageJson: `{"n":${index}}`, dueMs, createdMs });
        store.addAttempt({ messageId: id, atEpochMs: createdMs, ok: dueMs === null, status: 200, reply: "ok" });
      }
    });
  }

  const rowsIn = (file: string, table: string): unknown => {
    const raw = new Database(file, { readonly: true });
    try {
      return (raw.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { readonly n: number }).n;
    } finally {
      raw.close();
    }
  };

  it("go with their tries when they are as old as results may become, however many there are", async () => {
    const { store, file } = await openStore({ retention: { resultsMs: 30 * DAY, removedEndpointsMs: 30 * DAY } });
    enqueue(store, MANY, OLD_MS);
    enqueue(store, 3, FAKE_START_MS - DAY);
    await store.tidy();
    expect([rowsIn(file, "message"), rowsIn(file, "attempt")]).toEqual([3, 3]);
    expect(store.messages({ key: KEY, limit: 10 })).toHaveLength(3);
  });

  it("stay while they are due, and keep no others from going", async () => {
    const { store, file } = await openStore({ retention: { resultsMs: 30 * DAY, removedEndpointsMs: 30 * DAY } });
    enqueue(store, 50, OLD_MS, FAKE_START_MS);
    enqueue(store, MANY, OLD_MS);
    await store.tidy();
    expect([rowsIn(file, "message"), rowsIn(file, "attempt")]).toEqual([50, 50]);
    expect(store.pendingMessages(100)).toHaveLength(50);
  });

  it("made while the clock was ahead keep no others from going", async () => {
    const { store, file } = await openStore({ retention: { resultsMs: 30 * DAY, removedEndpointsMs: 30 * DAY } });
    enqueue(store, 50, FAKE_START_MS + 300 * DAY);
    enqueue(store, MANY, OLD_MS);
    await store.tidy();
    expect(rowsIn(file, "message")).toBe(50);
  });

  it("go with their endpoint", async () => {
    const { store, clock, file } = await openStore();
    const endpoint = { key: KEY, name: "front-end", group: "core", kind: "HTTP", url: "http://localhost/" };
    store.setEndpoints([endpoint]);
    enqueue(store, MANY, FAKE_START_MS);
    for (let index = 0; index < MANY; index += 1)
      store.appendEvent({ key: KEY, kind: "started", atEpochMs: FAKE_START_MS + index, text: "" });
    store.setEndpoints([]);
    for (const days of [10, 10, 9]) {
      clock.jumpWallClock(days * DAY);
      await store.tidy();
    }
    expect([rowsIn(file, "message"), rowsIn(file, "attempt")]).toEqual([MANY, MANY]);
    clock.jumpWallClock(2 * DAY);
    await store.tidy();
    expect(["message", "attempt", "event", "endpoint"].map((table) => rowsIn(file, table))).toEqual([0, 0, 0, 0]);
  });
});
