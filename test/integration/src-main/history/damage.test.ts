// Every page of a history file overwritten in turn: whatever is damaged, the history opens, takes results and gives them back.

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { MINUTE, SECOND } from "../../../../shared/units.ts";
import type { SqliteHistoryStore } from "../../../../src-main/history/sqlite-store.ts";
import { FAKE_START_MS, type FakeClock } from "../../../helpers/fake-clock.ts";
import { checkResult, openStore, resultExtras, temporaryFolder } from "./history-support.ts";

const PAGE_SIZE = 4_096;
const ENDPOINTS = 12;
const ROUNDS = 60;
const RETRY_MS = 2 * SECOND;

/** A file in which every table has rows: packed results, and some that only the journal has. */
async function filledFile(): Promise<Buffer> {
  const { store, file } = await openStore();
  const round = (index: number): void => {
    for (let endpoint = 0; endpoint < ENDPOINTS; endpoint += 1) {
      store.append(
        checkResult({
          key: `e_${endpoint}`,
          timestampMs: FAKE_START_MS + index * MINUTE,
          outcome: index % 9 === 0 ? "failing" : "healthy",
        }),
      );
    }
  };
  for (let index = 0; index < ROUNDS; index += 1) round(index);
  for (let endpoint = 0; endpoint < ENDPOINTS; endpoint += 1) {
    const key = `e_${endpoint}`;
    store.keepExtras(checkResult({ key, outcome: "failing" }), resultExtras({ bodyText: "the reason ".repeat(900) }));
    store.appendEvent({ key, kind: "failing", atEpochMs: FAKE_START_MS, text: "why" });
    store.recordNotObserved({ key, fromMs: FAKE_START_MS, toMs: FAKE_START_MS + 1, reason: "paused" });
    store.putAlertState({ key, alertId: "a", stateJson: "{}" });
    const { id } = store.enqueue({ key, alertId: "a", provider: "slack", messageJson: "{}", dueMs: 5, createdMs: 1 });
    store.addAttempt({ messageId: id, atEpochMs: 1, ok: false, status: 500, reply: "no" });
  }
  await store.compact();
  for (let index = ROUNDS; index < ROUNDS + 5; index += 1) round(index);
  await store.close();
  return readFile(file);
}

/** Asks for everything once, as the window and the monitor do. */
async function ask(store: SqliteHistoryStore): Promise<void> {
  const range = { fromMs: 0, toMs: FAKE_START_MS + 10_000 * MINUTE };
  const keys = Array.from({ length: ENDPOINTS }, (_, endpoint) => `e_${endpoint}`);
  await store.latest();
  await store.uptime({ keys, ...range });
  await store.outages({ keys, ...range, limit: 99 });
  await store.events({ key: null, ...range, limit: 99 });
  for (const key of keys) {
    await store.results({ key, limit: 999 });
    await store.series({ key, ...range, maxPoints: 99 });
    await store.extras(key, "latest-failure");
  }
  await store.compact();
  await store.tidy();
}

/** The monitor's clock goes on, until the store has got over what it found. */
async function recovered(store: SqliteHistoryStore, clock: FakeClock): Promise<void> {
  for (let turn = 0; turn < 50 && store.health.state !== "ok"; turn += 1) {
    await clock.advanceAsync(RETRY_MS);
    await wait(5);
  }
}

const PATTERNS: ReadonlyArray<readonly [name: string, everyPages: number, damage: (page: Buffer) => void]> = [
  ["noise", 1, (page) => void page.fill(0xa5)],
  ["zeroes", 3, (page) => void page.fill(0)],
  ["overwritten in its second half", 3, (page) => void page.fill(0xff, page.length / 2)],
];

it.each(PATTERNS)(
  "goes on when a page is %s",
  async (_name, everyPages, damage) => {
    const sound = await filledFile();
    const folder = await temporaryFolder();
    for (let page = 0; page * PAGE_SIZE < sound.length; page += everyPages) {
      const bytes = Buffer.from(sound);
      damage(bytes.subarray(page * PAGE_SIZE, (page + 1) * PAGE_SIZE));
      const file = path.join(folder, `history-${page}.db`);
      await writeFile(file, bytes);
      const { store, clock } = await openStore({ file });
      await ask(store);
      await recovered(store, clock);
      store.append(checkResult({ key: "e_3", timestampMs: FAKE_START_MS + 999 * MINUTE }));
      await store.salvage();
      await ask(store);
      await recovered(store, clock);
      await store.flush();
      const newest = await store.results({ key: "e_3", limit: 1 });
      expect([page, store.health.state, newest.results[0]?.timestampMs]).toEqual([page, "ok", FAKE_START_MS + 999 * MINUTE]);
      await store.close();
    }
  },
  120_000,
);
