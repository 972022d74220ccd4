// How long the history keeps the process from anything else: results stream in while everything that the window asks for is
// asked, old rows go and the journal is packed.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import type { SqliteHistoryStore } from "../../src-main/history/sqlite-store.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../shared/units.ts";
import { createChance, createMix, open, START_MS, type Figure } from "./history-feed.ts";
import { processorMs, watchTurns } from "./turns.ts";

const ENDPOINTS = 2_000;
const HISTORY_DAYS = 30;
const RESULTS_PER_SECOND = 2_000;
const TICK_MS = 10;
const ROUND_MS = 2 * SECOND;
const NANOSECONDS_PER_MS = 1e6;
/** The end of what is known: `createMix` counts in minutes from the start. */
const NOW_MS = START_MS + HISTORY_DAYS * DAY;

/** A month of every endpoint, every third hour. */
async function fill(store: SqliteHistoryStore): Promise<void> {
  const make = createMix(createChance(3));
  for (let hour = 0; hour < HISTORY_DAYS * 24; hour += 3) {
    for (let endpoint = 0; endpoint < ENDPOINTS; endpoint += 1) store.append(make(endpoint, (hour * HOUR) / MINUTE));
    if (hour % 24 === 0) await wait(0);
  }
  await store.compact();
}

const FLAPPING = "flapping";

/** A quarter of an endpoint that fails every other minute: as many outages and stretches as there can be. */
async function fillFlapping(store: SqliteHistoryStore): Promise<void> {
  const make = createMix(createChance(5));
  for (let minute = 0; minute < (91 * DAY) / MINUTE; minute += 1) {
    store.append({ ...make(0, minute), key: FLAPPING, outcome: minute % 2 === 0 ? "failing" : "healthy" });
    if (minute % 5_000 === 0) await wait(0);
  }
  await store.compact();
}

/** Appends at an even pace until it is told to stop. */
async function stream(store: SqliteHistoryStore, isOver: () => boolean): Promise<number> {
  const make = createMix(createChance(4));
  const began = performance.now();
  let done = 0;
  while (!isOver()) {
    const due = ((performance.now() - began) / SECOND) * RESULTS_PER_SECOND;
    for (; done < due; done += 1) store.append(make(done % ENDPOINTS, (HISTORY_DAYS * DAY) / MINUTE + Math.floor(done / ENDPOINTS)));
    await wait(TICK_MS);
  }
  return done;
}

interface Pause {
  /** By the clock: other programs' share of the processor is in it. */
  readonly longestMs: number;
  /** The most processor time between two turns of the event loop (all threads, so collecting garbage counts in full). */
  readonly longestTurnMs: number;
  /** Processor time of the whole work. */
  readonly workMs: number;
}

/** Repeats some work for a while as results stream in, and tells how late the event loop was meanwhile. */
async function disturbedBy(store: SqliteHistoryStore, work: () => Promise<unknown>): Promise<Pause> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let isOver = false;
  const streaming = stream(store, () => isOver);
  await wait(SECOND / 2);
  delay.enable();
  const began = performance.now();
  let workMs = Number.POSITIVE_INFINITY;
  do {
    const before = processorMs();
    await work();
    workMs = Math.min(workMs, processorMs() - before);
    await wait(TICK_MS);
  } while (performance.now() - began < ROUND_MS);
  delay.disable();
  const turns = watchTurns();
  await work();
  const { processorMs: longestTurnMs } = turns.stop();
  isOver = true;
  await streaming;
  return { longestMs: delay.max / NANOSECONDS_PER_MS, longestTurnMs, workMs };
}

async function run(): Promise<ReadonlyArray<Figure>> {
  const folder = await mkdtemp(path.join(tmpdir(), "sentray-bench-responsive-"));
  try {
    const store = await open(path.join(folder, "history.db"));
    await fill(store);
    await fillFlapping(store);
    const keys = (await store.latest()).map(({ key }) => key);
    const key = keys[0] ?? "";
    const ranges = [1, 7, 30].map((days) => ({ fromMs: NOW_MS - days * DAY, toMs: NOW_MS }));
    const uptime = (days: number) => store.uptime({ keys, fromMs: NOW_MS - days * DAY, toMs: NOW_MS });
    const questions: ReadonlyArray<readonly [name: string, limitMs: number, work: () => Promise<unknown>]> = [
      ["nothing else", 50, () => wait(SECOND / 2)],
      ["bars of 2,000 cards", 50, () => store.recent(keys, 45)],
      ["uptimes of 2,000 cards, 24 h, 7 d and 30 d", 50, () => store.timeSpent({ keys, ranges })],
      ["a report of 2,000 endpoints, 30 d", 50, () => uptime(30)],
      ["outages of 2,000 endpoints", 50, () => store.outages({ keys: null, fromMs: 0, toMs: NOW_MS, limit: 500 })],
      ["graph of a year", 50, () => store.series({ key, fromMs: NOW_MS - 365 * DAY, toMs: NOW_MS, maxPoints: 1_000 })],
      ["a page of failures", 50, () => store.results({ key, limit: 500, outcome: "failing" })],
      ["uptime of a quarter of flapping", 50, () => store.uptime({ keys: [FLAPPING], fromMs: START_MS, toMs: START_MS + 365 * DAY })],
      [
        "a graph of a quarter of flapping",
        50,
        () => store.series({ key: FLAPPING, fromMs: START_MS, toMs: START_MS + 365 * DAY, maxPoints: 1_000 }),
      ],
      [
        "outages of a quarter of flapping",
        50,
        () => store.outages({ keys: [FLAPPING], fromMs: START_MS, toMs: START_MS + 365 * DAY, limit: 500 }),
      ],
      ["packing the journal", 20, () => store.compact()],
      ["looking at every row", 50, () => store.inspect(() => undefined)],
      [
        "removing old rows",
        20,
        async () => {
          store.setRetention({ resultsMs: 385 * DAY, removedEndpointsMs: DAY });
          await store.tidy();
        },
      ],
    ];
    const figures: Figure[] = [];
    for (const [name, target, work] of questions) {
      const pause = await disturbedBy(store, work);
      figures.push(
        { metric: `longest pause, 2,000 results/s and ${name}`, value: pause.longestMs, unit: "ms", target, higherIsBetter: false },
        { metric: "… processor time of the longest turn", value: pause.longestTurnMs, unit: "ms", target, higherIsBetter: false },
        { metric: "… processor time of the whole work", value: pause.workMs, unit: "ms", higherIsBetter: false },
      );
    }
    await store.close();
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const bench = { name: "history, pauses", run };

export default bench;
