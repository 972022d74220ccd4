// How quick and how small the history is, on files of its own in the system's temporary folder.

import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import Database from "better-sqlite3";
import type { SqliteHistoryStore } from "../../src-main/history/sqlite-store.ts";
import { DAY, MINUTE, SECOND } from "../../shared/units.ts";
import { createChance, createMix, feed, GROUP, open, START_MS, timed, type Figure } from "./history-feed.ts";

const RESULTS = 1_000_000;
const ENDPOINTS = 500;
const BASELINE_RESULTS = 200_000;
/** The plainest insert of the same facts into one table, in groups of the same size. */
function baselinePerSecond(file: string): number {
  const database = new Database(file);
  database.pragma("journal_mode = wal");
  database.pragma("synchronous = normal");
  database.exec(
    "CREATE TABLE result (id INTEGER PRIMARY KEY, endpoint INTEGER, at INTEGER, duration INTEGER, status INTEGER, conditions INTEGER)",
  );
  const insert = database.prepare("INSERT INTO result (endpoint, at, duration, status, conditions) VALUES (?, ?, ?, ?, ?)");
  const began = performance.now();
  for (let done = 0; done < BASELINE_RESULTS; done += GROUP) {
    database.transaction(() => {
      for (let index = done; index < done + GROUP; index += 1) insert.run(index % ENDPOINTS, START_MS + index, 1_234, 200, 1);
    })();
  }
  const perSecond = BASELINE_RESULTS / ((performance.now() - began) / SECOND);
  database.close();
  return perSecond;
}

async function medianOf(runs: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push((await timed(work)).ms);
  return times.sort((left, right) => left - right)[Math.floor(runs / 2)] ?? Number.NaN;
}

/** A year of one endpoint at one a minute, thinned to every tenth minute beyond the last 30 days. */
async function feedYear(store: SqliteHistoryStore): Promise<void> {
  const make = createMix(createChance(2));
  const minutes = (365 * DAY) / MINUTE;
  const dense = minutes - (30 * DAY) / MINUTE;
  for (let round = 0; round < minutes; round += round < dense ? 10 : 1) {
    store.append({ ...make(0, round), key: "year" });
    if (round % 5_000 === 0) await wait(0);
  }
  await store.compact();
}

async function run(): Promise<ReadonlyArray<Figure>> {
  const folder = await mkdtemp(path.join(tmpdir(), "sentray-bench-history-"));
  try {
    const baseline = baselinePerSecond(path.join(folder, "baseline.db"));
    const file = path.join(folder, "history.db");
    const store = await open(file);
    const { appendMs, packMs } = await feed(store, RESULTS, ENDPOINTS);
    const perSecond = RESULTS / (appendMs / SECOND);
    await store.close();
    const bytes = (await stat(file)).size / RESULTS;

    const queries = await open(path.join(folder, "queries.db"));
    await feedYear(queries);
    const toMs = START_MS + 365 * DAY;
    const key = "year";
    const month = await medianOf(7, () => queries.series({ key, fromMs: toMs - 30 * DAY, toMs, maxPoints: 1_000 }));
    const fine = await medianOf(7, () => queries.series({ key, fromMs: toMs - 30 * DAY, toMs, maxPoints: 4_000 }));
    const year = await medianOf(7, () => queries.series({ key, fromMs: toMs - 365 * DAY, toMs, maxPoints: 1_000 }));
    const uptime = await medianOf(7, () => queries.uptime({ keys: [key], fromMs: toMs - 365 * DAY, toMs }));
    await queries.close();

    const cards = await open(path.join(folder, "cards.db"));
    await feed(cards, 200_000, 2_000);
    const keys = (await cards.latest()).map((result) => result.key);
    const bars = await timed(() => cards.recent(keys, 45));
    const ranges = [1, 7, 30].map((days) => ({ fromMs: START_MS + DAY - days * DAY, toMs: START_MS + DAY }));
    const uptimes = await timed(() => cards.timeSpent({ keys, ranges }));
    await cards.close();

    return [
      { metric: "append in groups, with commits", value: perSecond, unit: "results/s", target: 100_000, higherIsBetter: true },
      { metric: "append, compared with a plain insert", value: perSecond / baseline, unit: "×", higherIsBetter: true },
      { metric: "append with all packing", value: RESULTS / ((appendMs + packMs) / SECOND), unit: "results/s", higherIsBetter: true },
      { metric: "size on disk, everything in", value: bytes, unit: "bytes/result", target: 40, higherIsBetter: false },
      { metric: "graph of 30 days at 1/min", value: month, unit: "ms", target: 50, higherIsBetter: false },
      { metric: "graph of 30 days at 1/min, 15 min buckets", value: fine, unit: "ms", target: 50, higherIsBetter: false },
      { metric: "graph of 1 year", value: year, unit: "ms", target: 20, higherIsBetter: false },
      { metric: "uptime and percentiles of 1 year", value: uptime, unit: "ms", target: 20, higherIsBetter: false },
      { metric: "bars of 2,000 cards", value: bars.ms, unit: "ms", higherIsBetter: false },
      { metric: "uptimes of 2,000 cards, 24 h, 7 d and 30 d", value: uptimes.ms, unit: "ms", higherIsBetter: false },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const bench = { name: "history", run };

export default bench;
