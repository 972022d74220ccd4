// A history of any size through its whole life: opened, brought up to date, asked, exported, looked through, tidied, damaged and
// recovered. `npm run bench history-large -- --gb 5 --days 730` makes one of 5 GB; without a size it is a small one.

import { mkdtemp, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { setTimeout as wait } from "node:timers/promises";
import Database from "better-sqlite3";
import { exportResults, type ExportFormat } from "../../src-main/history/export.ts";
import type { SqliteHistoryStore } from "../../src-main/history/sqlite-store.ts";
import { DAY, SECOND } from "../../shared/units.ts";
import type { Figure } from "./history-feed.ts";
import { keyOf, makeLargeHistory, openLarge, type MadeHistory } from "./large-history.ts";
import { processorMs, watchTurns } from "./turns.ts";

const BYTES_PER_GB = 1e9;
const BYTES_PER_MIB = 2 ** 20;
const STEP_TARGET_MS = 20;
const PAUSE_TARGET_MS = 50;
/** So many are exported: ten endpoints of two years, one check a minute. */
const EXPORTED_ENDPOINTS = 10;
/** A recovery of a large file is watched for this long, and then called off. */
const RECOVERY_MS = 30 * SECOND;
const MEMORY_SAMPLE_MS = 20;

/** Collects what each step of the life costs. */
class Costs {
  readonly figures: Figure[] = [];

  note(metric: string, value: number, unit: string): void {
    this.figures.push({ metric, value, unit, higherIsBetter: false });
  }

  limit(metric: string, value: number, target: number): void {
    this.figures.push({ metric, value, unit: "ms", target, higherIsBetter: false });
  }

  async of<T>(name: string, targetMs: number, work: () => Promise<T>): Promise<T> {
    globalThis.gc?.();
    let mostMemory = process.memoryUsage.rss();
    const sampling = setInterval(() => (mostMemory = Math.max(mostMemory, process.memoryUsage.rss())), MEMORY_SAMPLE_MS);
    const turns = watchTurns();
    const [began, before] = [performance.now(), processorMs()];
    try {
      return await work();
    } finally {
      const [wallMs, workMs, longest] = [performance.now() - began, processorMs() - before, turns.stop()];
      clearInterval(sampling);
      this.note(name, wallMs, "ms");
      this.note("… processor time", workMs, "ms");
      this.limit("… longest turn by the clock", longest.clockMs, targetMs);
      this.limit("… longest turn in processor time", longest.processorMs, targetMs);
      this.note("… memory in use at most", Math.max(mostMemory, process.memoryUsage.rss()) / BYTES_PER_MIB, "MiB");
    }
  }
}

function settings(): { readonly bytes: number; readonly days: number } {
  const { values } = parseArgs({
    options: { gb: { type: "string", default: "0.2" }, days: { type: "string", default: "90" } },
    strict: false,
  });
  return { bytes: Number(values.gb) * BYTES_PER_GB, days: Number(values.days) };
}

/** Takes the file back to format 1. */
function makeOlder(file: string): void {
  const database = new Database(file);
  database.exec("DROP TABLE attempt; DROP TABLE message; DROP TABLE alert_state; PRAGMA user_version = 1; PRAGMA wal_checkpoint(truncate)");
  database.close();
}

async function openAndClose(costs: Costs, name: string, file: string): Promise<void> {
  const store = await costs.of(name, PAUSE_TARGET_MS, () => openLarge(file));
  await store.close();
}

async function ask(costs: Costs, store: SqliteHistoryStore, { endpoints, toMs }: MadeHistory): Promise<void> {
  const keys = Array.from({ length: endpoints }, (_unused, endpoint) => keyOf(endpoint));
  const key = keys.at(-1) ?? "";
  const [month, year, twoYears] = [30, 365, 730].map((days) => ({ fromMs: toMs - days * DAY, toMs })) as [Span, Span, Span];
  const questions: ReadonlyArray<readonly [name: string, work: () => Promise<unknown>]> = [
    ["graph of 30 days", () => store.series({ key, ...month, maxPoints: 1_000 })],
    ["graph of a year", () => store.series({ key, ...year, maxPoints: 1_000 })],
    ["graph of two years", () => store.series({ key, ...twoYears, maxPoints: 1_000 })],
    ["a page of results", () => store.results({ key, limit: 100 })],
    ["a page of failures", () => store.results({ key, limit: 100, outcome: "failing" })],
    ["outages of one endpoint, a year", () => store.outages({ keys: [key], ...year, limit: 500 })],
    ["uptime of one endpoint, a year", () => store.uptime({ keys: [key], ...year })],
    ["uptimes of all cards", () => store.timeSpent({ keys, ranges: [1, 7, 30].map((days) => ({ fromMs: toMs - days * DAY, toMs })) })],
    ["bars of all cards", () => store.recent(keys, 45)],
    ["outages of all endpoints, 30 days", () => store.outages({ keys, ...month, limit: 1_000 })],
    ["outages of all endpoints, two years", () => store.outages({ keys, ...twoYears, limit: 1_000 })],
    ["report of all endpoints, two years", () => store.uptime({ keys, ...twoYears })],
  ];
  for (const [name, work] of questions) await costs.of(name, PAUSE_TARGET_MS, work);
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

async function exportSome(costs: Costs, store: SqliteHistoryStore, format: ExportFormat): Promise<void> {
  const keys = Array.from({ length: EXPORTED_ENDPOINTS }, (_unused, endpoint) => keyOf(endpoint));
  let [lines, characters] = [0, 0];
  await costs.of(`export of ${EXPORTED_ENDPOINTS} endpoints as ${format}`, PAUSE_TARGET_MS, async () => {
    for await (const line of exportResults(store, { keys, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, format })) {
      lines += 1;
      characters += line.length;
    }
  });
  costs.note("… lines", lines, "");
  costs.note("… length", characters / BYTES_PER_MIB, "MiB");
}

/** Looking at every row, and calling it off by closing. */
async function inspect(costs: Costs, file: string): Promise<void> {
  const store = await openLarge(file);
  let told = 0;
  const found = await costs.of("looking at every row", PAUSE_TARGET_MS, () => store.inspect(() => (told += 1)));
  costs.note("… rows", found?.rows ?? Number.NaN, "");
  costs.note("… of them damaged", found?.damagedRows ?? Number.NaN, "");
  costs.note("… times it told how far it is", told, "");
  const unfinished = store.inspect(() => undefined);
  await wait(SECOND);
  await costs.of("closing while it looks", PAUSE_TARGET_MS, () => store.close());
  const ended = await unfinished;
  costs.note("… that ended early (1 = yes)", ended === null ? 1 : 0, "");
}

async function tidy(costs: Costs, file: string, days: number): Promise<void> {
  const store = await openLarge(file, { resultsMs: (days * DAY) / 8, removedEndpointsMs: Number.POSITIVE_INFINITY });
  const before = (await stat(file)).size;
  await costs.of("removing seven eighths of the results", STEP_TARGET_MS, () => store.tidy());
  await store.close();
  costs.note("… size before", before / BYTES_PER_MIB, "MiB");
  costs.note("… size after", (await stat(file)).size / BYTES_PER_MIB, "MiB");
}

/** A file of which the end is missing: put aside at once, brought over for a while, called off. */
async function recover(costs: Costs, file: string): Promise<void> {
  await truncate(file, Math.floor(((await stat(file)).size * 0.8) / 4_096) * 4_096);
  const store = await costs.of("opening a truncated one", PAUSE_TARGET_MS, () => openLarge(file));
  let progress = 0;
  store.onHealthChange(() => (progress = store.activity?.progress ?? progress));
  await costs.of("bringing over what can be read, for a while", PAUSE_TARGET_MS, async () => {
    const salvaging = store.salvage();
    await Promise.race([salvaging, wait(RECOVERY_MS)]);
    await store.close();
    await salvaging;
  });
  costs.note("… got so far", progress * 100, "%");
}

async function run(): Promise<ReadonlyArray<Figure>> {
  const { bytes, days } = settings();
  const folder = await mkdtemp(path.join(tmpdir(), "sentray-bench-large-"));
  const file = path.join(folder, "history.db");
  try {
    const costs = new Costs();
    const made = await makeLargeHistory({ file, bytes, days });
    costs.note("size", made.bytes / BYTES_PER_GB, "GB");
    costs.note("results", made.results, "");
    costs.note("endpoints", made.endpoints, "");
    costs.note("bytes a result", made.bytes / made.results, "");
    await openAndClose(costs, "opening", file);
    makeOlder(file);
    await openAndClose(costs, "opening a file of format 1", file);
    const store = await openLarge(file);
    await ask(costs, store, made);
    await exportSome(costs, store, "csv");
    await exportSome(costs, store, "json");
    await store.close();
    await inspect(costs, file);
    await tidy(costs, file, days);
    await recover(costs, file);
    return costs.figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const bench = { name: "history, a large file", run };

export default bench;
