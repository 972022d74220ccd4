// A history file of any size in the time of copying: some endpoints are written by the store itself, and their packed rows
// are copied under further endpoints. A packed row needs nothing outside itself, so the copies are as good as the first.

import { open, stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import Database from "better-sqlite3";
import { openHistoryStore } from "../../src-main/history/open-store.ts";
import type { Retention } from "../../src-main/history/housekeeping.ts";
import { FIRST_NUMBER, rowKey } from "../../src-main/history/row-keys.ts";
import type { SqliteHistoryStore } from "../../src-main/history/sqlite-store.ts";
import type { Clock } from "../../src-main/ports/clock.ts";
import { DAY, HOUR, MINUTE, type MonotonicMs } from "../../shared/units.ts";
import { builtWorker } from "./built-worker.ts";
import { createChance, createMix, QUIET, START_MS, timers } from "./history-feed.ts";

/** What a file is to hold. */
export interface LargeHistory {
  readonly file: string;
  /** The size to reach, in bytes. */
  readonly bytes: number;
  /** How far back it goes from now, one check a minute. */
  readonly days: number;
}

export interface MadeHistory {
  readonly endpoints: number;
  readonly results: number;
  readonly bytes: number;
  /** The moment of the last result, roughly. */
  readonly toMs: number;
}

/** Written by the store itself: one of each kind that {@link createMix} knows. */
const WRITTEN = 4;
/**
 * Rows are copied a stretch of time after the other, for all endpoints alike: so an endpoint's pages lie as far apart in the
 * file as they do when it grows by running.
 */
const STRETCHES = 24;
const FOR_EVER: Retention = { resultsMs: 0, removedEndpointsMs: Number.POSITIVE_INFINITY };

export const systemClock: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() as MonotonicMs };

/** The endpoint's key, as {@link createMix} makes it. */
export const keyOf = (endpoint: number): string => `group-${endpoint % 20}_service-${endpoint}`;

export async function openLarge(file: string, retention: Retention = FOR_EVER): Promise<SqliteHistoryStore> {
  const diskWorker = builtWorker("disk");
  const opened = await openHistoryStore({ file, clock: systemClock, timers, logger: QUIET, retention, diskWorker });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** Makes the file. */
export async function makeLargeHistory({ file, bytes, days }: LargeHistory): Promise<MadeHistory> {
  const rounds = (days * DAY) / MINUTE;
  const toMs = Math.floor(Date.now() / HOUR) * HOUR;
  await writeFirst(file, rounds, (toMs - START_MS) / MINUTE - rounds);
  const copies = copyRows(file, bytes);
  await flush(file);
  const endpoints = WRITTEN * (copies + 1);
  return { endpoints, results: endpoints * rounds, bytes: (await stat(file)).size, toMs };
}

/** What was written in haste reaches the disk now, and not in the midst of what is measured. */
async function flush(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeFirst(file: string, rounds: number, firstRound: number): Promise<void> {
  const store = await openLarge(file);
  const endpoints = Array.from({ length: WRITTEN }, (_unused, endpoint) => endpoint);
  store.setEndpoints(
    endpoints.map((endpoint) => ({
      key: keyOf(endpoint),
      name: `service-${endpoint}`,
      group: `group-${endpoint % 20}`,
      kind: "http",
      url: `https://service-${endpoint}.example.org`,
      intervalMs: MINUTE,
    })),
  );
  const make = createMix(createChance(7));
  for (let round = 0; round < rounds; round += 1) {
    for (const endpoint of endpoints) store.append(make(endpoint, firstRound + round));
    if (round % 500 === 0) await wait(0);
    if (round % 20_000 === 0) await store.compact();
  }
  await store.compact();
  await store.close();
}

interface Columns {
  readonly table: string;
  readonly columns: string;
}

const BY_NUMBER: readonly Columns[] = [
  { table: "block", columns: "min_ms, max_ms, count, failures, degraded, data" },
  { table: "run", columns: "start_ms, last_ms, end_ms, state, cause" },
  { table: "rollup_minute", columns: "data" },
  { table: "rollup_hour", columns: "data" },
  { table: "rollup_day", columns: "data" },
];

/** @returns how often the written endpoints were copied */
function copyRows(file: string, bytes: number): number {
  const database = new Database(file);
  try {
    const copies = Math.max(0, Math.ceil(bytes / usedBytes(database)) - 1);
    // Nothing is lost that can't be made again.
    database.pragma("journal_mode = off");
    database.pragma("synchronous = off");
    database.pragma("cache_size = -262144");
    copyEndpoints(database, copies);
    for (let stretch = 0; stretch < STRETCHES; stretch += 1) {
      for (const rows of BY_NUMBER) copyStretch(database, rows, stretch, copies);
    }
    database.pragma("journal_mode = wal");
    return copies;
  } finally {
    database.close();
  }
}

function usedBytes(database: Database.Database): number {
  const [pages = 0, free = 0, size = 0] = ["page_count", "freelist_count", "page_size"].map((name) =>
    Number(database.pragma(name, { simple: true })),
  );
  return (pages - free) * size;
}

function copyEndpoints(database: Database.Database, copies: number): void {
  const insert = database.prepare(
    `INSERT INTO endpoint (id, key, name, group_name, identity, hold_ms, removed_ms, first_ms, block, block_count)
     SELECT ?, ?, ?, ?, ?, hold_ms, removed_ms, first_ms, block, block_count FROM endpoint WHERE id = ?`,
  );
  for (let endpoint = WRITTEN; endpoint < WRITTEN * (copies + 1); endpoint += 1) {
    const identity = Buffer.alloc(16);
    identity.writeUInt32BE(endpoint);
    const from = (endpoint % WRITTEN) + 1;
    insert.run(endpoint + 1, keyOf(endpoint), `service-${endpoint}`, `group-${endpoint % 20}`, identity, from);
  }
}

/** The rows of one stretch of all written endpoints, copied under all others. */
function copyStretch(database: Database.Database, { table, columns }: Columns, stretch: number, copies: number): void {
  const hasEndpoint = table === "block" || table === "run";
  const copy = database.prepare(
    `INSERT INTO ${table} (id, ${hasEndpoint ? "endpoint_id, " : ""}${columns})
     SELECT id + ?, ${hasEndpoint ? "endpoint_id + ?, " : ""}${columns} FROM ${table} WHERE id BETWEEN ? AND ?`,
  );
  const [lowest, highest] = numbersOf(database, table);
  const length = (highest - lowest + 1) / STRETCHES;
  const from = Math.floor(lowest + stretch * length);
  const to = Math.floor(lowest + (stretch + 1) * length) - 1;
  for (let copyNumber = 1; copyNumber <= copies; copyNumber += 1) {
    const shift = copyNumber * WRITTEN;
    for (let id = 1; id <= WRITTEN; id += 1) {
      copy.run(rowKey(shift, 0), ...(hasEndpoint ? [shift] : []), rowKey(id, from), rowKey(id, to));
    }
  }
}

/** The lowest and the highest number that the written endpoints have in a table. */
function numbersOf(database: Database.Database, table: string): readonly [lowest: number, highest: number] {
  const bounds = database.prepare<[number, number], { lowest: number | null; highest: number | null }>(
    `SELECT min(id) AS lowest, max(id) AS highest FROM ${table} WHERE id BETWEEN ? AND ?`,
  );
  let [lowest, highest] = [Number.MAX_SAFE_INTEGER, 0];
  for (let id = 1; id <= WRITTEN; id += 1) {
    const found = bounds.get(rowKey(id, 0), rowKey(id + 1, 0) - 1);
    lowest = Math.min(lowest, (found?.lowest ?? rowKey(id, FIRST_NUMBER)) - rowKey(id, 0));
    highest = Math.max(highest, (found?.highest ?? rowKey(id, FIRST_NUMBER)) - rowKey(id, 0));
  }
  return [lowest, highest];
}
