// How quick and how small the history is, on files of its own in the system's temporary folder.

import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import Database from "better-sqlite3";
import { openHistoryStore } from "../../src-main/history/open-store.ts";
import type { SqliteHistoryStore } from "../../src-main/history/sqlite-store.ts";
import type { Clock, Timers } from "../../src-main/ports/clock.ts";
import { DAY, MINUTE, SECOND, type MonotonicMs } from "../../shared/units.ts";
import type { CheckResult } from "../../shared/model/result.ts";

interface Figure {
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: number;
  readonly higherIsBetter: boolean;
}

const RESULTS = 1_000_000;
const ENDPOINTS = 500;
const GROUP = 2_000;
const BASELINE_RESULTS = 200_000;
const START_MS = Date.UTC(2026, 0, 1);
const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const clock: Clock = { nowMs: () => START_MS + 400 * DAY, monotonicMs: () => performance.now() as MonotonicMs };
const timers: Timers = {
  setTimer(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};

/** Repeatable chance (a linear congruential generator). */
function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A mix as people have it: HTTPS with phases and a certificate, TCP, ICMP; every minute with some jitter; 1 % failing. */
function createMix(chance: () => number): (endpoint: number, round: number) => CheckResult {
  return (endpoint, round) => {
    const kind = endpoint % 4;
    const failing = chance() < 0.01;
    const timestampMs = START_MS + round * MINUTE + endpoint * 100 + Math.floor(chance() * 20);
    const durationMs = 20 + (endpoint % 50) + 30 * chance() ** 4 * 10;
    const connectMs = durationMs * 0.2;
    const http = kind < 2;
    return {
      key: `group-${endpoint % 20}_service-${endpoint}`,
      timestampMs,
      durationMs,
      outcome: failing ? "failing" : "healthy",
      connected: !failing,
      status: http && !failing ? 200 : 0,
      hostname: `service-${endpoint}.example.org`,
      ip: "",
      dnsRcode: "",
      certificateExpiresInMs: http && !failing ? START_MS + 90 * DAY - timestampMs : null,
      domainExpiresInMs: null,
      phases: http
        ? { dnsMs: 0.4, connectMs, tlsMs: connectMs * 1.1, firstByteMs: durationMs - 2.1 * connectMs - 1, transferMs: 0.6 }
        : { dnsMs: 0.3, connectMs: durationMs - 0.3, tlsMs: 0, firstByteMs: 0, transferMs: 0 },
      conditions: http
        ? [
            { condition: "[STATUS] == 200", success: !failing, display: failing ? "[STATUS] (0) == 200" : "[STATUS] == 200" },
            { condition: "[RESPONSE_TIME] < 500", success: true, display: "[RESPONSE_TIME] < 500" },
          ]
        : [
            {
              condition: "[CONNECTED] == true",
              success: !failing,
              display: failing ? "[CONNECTED] (false) == true" : "[CONNECTED] == true",
            },
          ],
      degradedConditions: [],
      errors: failing ? [`connect ECONNREFUSED 10.0.${endpoint % 250}.1:443`] : [],
      attempts: [],
      inMaintenance: false,
    };
  };
}

async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly ms: number; readonly value: T }> {
  const began = performance.now();
  const value = await work();
  return { ms: performance.now() - began, value };
}

async function open(file: string): Promise<SqliteHistoryStore> {
  const opened = await openHistoryStore({ file, clock, timers, logger: QUIET, retention: { resultsMs: 0, removedEndpointsMs: 30 * DAY } });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** Feeds results in groups, letting the store's own timers run in between, as a running monitor does. */
async function feed(
  store: SqliteHistoryStore,
  results: number,
  endpoints: number,
): Promise<{ appendMs: number; packMs: number; bytes: number }> {
  const make = createMix(createChance(1));
  let appendMs = 0;
  for (let done = 0; done < results; done += GROUP) {
    const group = Array.from({ length: GROUP }, (_, index) => make((done + index) % endpoints, Math.floor((done + index) / endpoints)));
    const began = performance.now();
    for (const result of group) store.append(result);
    await store.flush();
    appendMs += performance.now() - began;
    await wait(0);
  }
  const packed = await timed(() => store.compact());
  return { appendMs, packMs: packed.ms, bytes: 0 };
}

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
    const uptimes = await timed(() => cards.uptime({ keys, fromMs: START_MS, toMs: START_MS + DAY }));
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
      { metric: "uptime of 2,000 cards, 24 h", value: uptimes.ms, unit: "ms", higherIsBetter: false },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const bench = { name: "history", run };

export default bench;
