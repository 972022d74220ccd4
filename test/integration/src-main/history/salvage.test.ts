// What can still be read of a damaged file comes over into the new one, with the same figures as before.

import { readFile, truncate, writeFile, stat } from "node:fs/promises";
import { expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../../shared/units.ts";
import type { CheckResult } from "../../../../shared/model/result.ts";
import { holdOf } from "../../../../src-main/history/hold.ts";
import { plainOutages, plainUptime, type PlainHistory } from "../../../../src-main/history/plain-figures.ts";
import type { SqliteHistoryStore } from "../../../../src-main/history/sqlite-store.ts";
import { FAKE_START_MS, type FakeClock } from "../../../helpers/fake-clock.ts";
import { checkResult, openStore, RestlessClock, resultExtras } from "./history-support.ts";

const KEYS = ["core_one", "core_two"];
const CHECKS = 4_000;
const PAGE = 4_096;
const ENDPOINTS = KEYS.map((key) => ({ key, name: key, group: "core", kind: "HTTP", url: `http://localhost/${key}`, intervalMs: MINUTE }));

function resultsOf(key: string): readonly CheckResult[] {
  return Array.from({ length: CHECKS }, (_, index) =>
    checkResult({
      key,
      timestampMs: FAKE_START_MS + index * MINUTE,
      outcome: index % 100 < 3 || index > CHECKS - 5 ? "failing" : "healthy",
      durationMs: 1 + (index % 500),
    }),
  );
}

interface Filled {
  readonly file: string;
  readonly clock: FakeClock;
}

/** Two endpoints, the last hundred results of each still in the journal; and some of everything else. */
async function filledFile(): Promise<Filled> {
  const { store, clock, file } = await openStore();
  store.setEndpoints(ENDPOINTS);
  for (const key of KEYS) for (const result of resultsOf(key).slice(0, -100)) store.append(result);
  await store.compact();
  for (const key of KEYS) for (const result of resultsOf(key).slice(-100)) store.append(result);
  store.putAlertState({ key: "core_one", alertId: "a", stateJson: "{}" });
  store.enqueue({ key: "core_one", alertId: "a", provider: "slack", messageJson: "{}", dueMs: 5, createdMs: 5 });
  store.putValue("paused", "true");
  store.appendEvent({ key: "core_two", kind: "note", atEpochMs: FAKE_START_MS, text: "hello" });
  store.recordNotObserved({ key: null, fromMs: FAKE_START_MS + HOUR, toMs: FAKE_START_MS + 2 * HOUR, reason: "asleep" });
  store.keepExtras(checkResult({ key: "core_one" }), resultExtras());
  await store.close();
  clock.jumpWallClock(CHECKS * MINUTE);
  return { file, clock };
}

/** Opens what was damaged, and lets a result come in before the rest is brought over. */
async function reopen({ file, clock }: Filled): Promise<{ readonly store: SqliteHistoryStore; readonly added: readonly CheckResult[] }> {
  const { store } = await openStore({ file, clock });
  expect(store.movedAside).not.toBeNull();
  store.setEndpoints(ENDPOINTS);
  const added = KEYS.map((key) => checkResult({ key, timestampMs: FAKE_START_MS + CHECKS * MINUTE }));
  for (const result of added) store.append(result);
  await store.flush();
  clock.jumpWallClock(MINUTE);
  return { store, added };
}

async function expectEverything(store: SqliteHistoryStore, added: readonly CheckResult[], nowMs: number): Promise<void> {
  const range = { fromMs: FAKE_START_MS, toMs: FAKE_START_MS + 30 * DAY };
  const notObserved = [{ key: null, fromMs: FAKE_START_MS + HOUR, toMs: FAKE_START_MS + 2 * HOUR, reason: "asleep" as const }];
  for (const key of KEYS) {
    const results = [...resultsOf(key), ...added.filter((result) => result.key === key)];
    const plain: PlainHistory = { key, results, holdMs: holdOf(MINUTE), notObserved, nowMs };
    const found = await store.results({ key, limit: 10_000 });
    expect(found.results.map(({ timestampMs }) => timestampMs)).toEqual(results.map(({ timestampMs }) => timestampMs).reverse());
    const [summary] = await store.uptime({ keys: [key], ...range });
    const { uptimeRatio, observedMs, downMs, notObservedMs, checks, failures, minMs, maxMs } = plainUptime(plain, range);
    expect(summary).toMatchObject({ uptimeRatio, observedMs, downMs, notObservedMs, checks, failures, minMs, maxMs });
    expect(await store.outages({ keys: [key], ...range, limit: 1_000 })).toEqual([...plainOutages(plain, range)].reverse());
  }
}

it("brings over everything from a file whose rows are sound, and goes on from there", async () => {
  const filled = await filledFile();
  // More pages than there are: the file counts as cut short.
  const bytes = await readFile(filled.file);
  bytes.writeUInt32BE(bytes.length / PAGE + 10, 28);
  await writeFile(filled.file, bytes);
  const { store, added } = await reopen(filled);
  expect(store.alertStates()).toHaveLength(1);
  expect(store.pendingMessages(9)).toHaveLength(1);
  expect(await store.salvage()).toEqual({ endpoints: 2, results: 2 * CHECKS, damagedRows: 0 });
  await expectEverything(store, added, filled.clock.nowMs());
  expect(await store.events({ key: null, fromMs: 0, toMs: FAKE_START_MS + DAY, limit: 9 })).toMatchObject([
    { key: "core_two", text: "hello" },
  ]);
  expect(await store.extras("core_one", "latest")).not.toBeNull();
  expect(await store.salvage()).toBeNull();
  await store.compact();
  await store.close();

  const again = (await openStore({ file: filled.file, clock: filled.clock })).store;
  expect(again.movedAside).toBeNull();
  expect(again.value("paused")).toBe("true");
  expect(again.alertStates()).toHaveLength(1);
  expect(again.pendingMessages(9)).toHaveLength(1);
  await expectEverything(again, added, filled.clock.nowMs());
  expect(await again.inspect(() => undefined)).toMatchObject({ damagedRows: 0 });
});

it("brings over what lies around damaged pages, by itself", async () => {
  const filled = await filledFile();
  const { size } = await stat(filled.file);
  const bytes = await readFile(filled.file);
  const from = Math.floor(size / PAGE / 2) * PAGE;
  bytes.fill(0xa5, from, from + 3 * PAGE);
  bytes.writeUInt32BE(size / PAGE + 10, 28);
  await writeFile(filled.file, bytes);
  const { store } = await reopen(filled);
  await filled.clock.advanceAsync(2 * MINUTE);
  const counts: number[] = [];
  for (let turn = 0; turn < 500; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    counts.push((await store.results({ key: "core_one", limit: 10_000 })).results.length);
    if (turn > 50 && counts.at(-1) === counts.at(-50) && (counts.at(-1) ?? 0) > 1) break;
  }
  const found = (await store.results({ key: "core_one", limit: 10_000 })).results;
  expect(found.length).toBeGreaterThan(CHECKS / 4);
  expect(new Set(found.map(({ timestampMs }) => timestampMs)).size).toBe(found.length);
  expect(store.health).toEqual({ state: "ok" });
});

it("brings nothing over from a file that holds nothing readable", async () => {
  const filled = await filledFile();
  await truncate(filled.file, 50);
  const { store } = await reopen(filled);
  expect(await store.salvage()).toBeNull();
  expect((await store.results({ key: "core_one", limit: 9 })).results).toHaveLength(1);
});

it("tells how far it is within a single endpoint, too", async () => {
  const { store: before, file } = await openStore();
  for (const result of resultsOf("core_one")) before.append(result);
  await before.compact();
  await before.close();
  await truncate(file, Math.floor(((await stat(file)).size * 0.95) / PAGE) * PAGE);
  const { store } = await openStore({ file, clock: new RestlessClock() });
  const told: number[] = [];
  store.onHealthChange(() => told.push(store.activity?.progress ?? 1));
  await store.salvage();
  const between = told.filter((progress) => progress > 0 && progress < 1);
  expect(between.length).toBeGreaterThan(3);
  expect(told).toEqual(told.toSorted((left, right) => left - right));
});
