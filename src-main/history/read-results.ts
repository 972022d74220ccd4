// Queries that answer with results: pages, bars for cards, the newest of each endpoint.

import type { CheckOutcome, CheckResult } from "../../shared/model/result.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { HistoryReader, RecentChecks, ResultPage } from "../ports/history.ts";
import type { BlockCursor } from "./block-cursor.ts";
import { liveSources, sealedByArrival, sealedByTime, type BlockSource, type ReadSide } from "./block-sources.ts";
import { Pacer } from "./pacer.ts";
import { TICKS_PER_MS } from "./rollup.ts";

type ResultsQuery = Parameters<HistoryReader["results"]>[0];

interface Found {
  readonly result: CheckResult;
  /** Later arrivals have higher ones. */
  readonly order: number;
  readonly place: number;
}

/** A page of results by time, newest first. Results of one moment are never torn apart, so a page may be a little longer. */
export async function readResults(side: ReadSide, query: ResultsQuery): Promise<ResultPage> {
  side.catchUp();
  const pacer = new Pacer(side.clock);
  const limit = Math.max(1, query.limit);
  const found: Found[] = [];
  let cutMs = Number.NEGATIVE_INFINITY;
  let complete = true;
  for (const source of sourcesByTime(side, query)) {
    if (source.maxMs < cutMs) {
      complete = false;
      break;
    }
    collect(source, query, found);
    if (found.length >= limit) {
      found.sort(newestFirst);
      cutMs = found[limit - 1]?.result.timestampMs ?? cutMs;
    }
    await pacer.breathe();
  }
  found.sort(newestFirst);
  const page = found.filter(({ result }, index) => index < limit || result.timestampMs === cutMs).map(({ result }) => result);
  const isLast = complete && page.length === found.length;
  return { results: page, nextBeforeMs: isLast ? null : (page.at(-1)?.timestampMs ?? null) };
}

function newestFirst(left: Found, right: Found): number {
  return right.result.timestampMs - left.result.timestampMs || right.order - left.order || right.place - left.place;
}

function collect(source: BlockSource, query: ResultsQuery, found: Found[]): void {
  const cursor = source.open();
  if (cursor === null) return;
  const fromMs = query.fromMs ?? Number.NEGATIVE_INFINITY;
  const beforeMs = query.beforeMs ?? Number.POSITIVE_INFINITY;
  for (let place = 0; cursor.next(); place += 1) {
    if (cursor.timestampMs < fromMs || cursor.timestampMs >= beforeMs) continue;
    if (query.outcome !== undefined && cursor.context.outcome !== query.outcome) continue;
    found.push({ result: cursor.result(query.key), order: source.order, place });
  }
}

/** All sources that may hold what is asked for, the one that ends last first. */
function* sourcesByTime(side: ReadSide, query: ResultsQuery): Generator<BlockSource> {
  const fromMs = query.fromMs ?? 0;
  const beforeMs = query.beforeMs ?? Number.MAX_SAFE_INTEGER;
  const live = liveSources(side, query.key)
    .filter((source) => source.maxMs >= fromMs && source.minMs < beforeMs)
    .sort((left, right) => right.maxMs - left.maxMs);
  const tail = side.tailOf(query.key);
  if (tail !== null) {
    for (const sealed of sealedByTime(side, tail, { fromMs, beforeMs, outcome: query.outcome ?? null })) {
      while ((live[0]?.maxMs ?? Number.NEGATIVE_INFINITY) >= sealed.maxMs) {
        const next = live.shift();
        if (next !== undefined) yield next;
      }
      yield sealed;
    }
  }
  yield* live;
}

/** Walks an endpoint's sources from the one recorded last backwards. */
function* sourcesByArrival(side: ReadSide, key: string): Generator<BlockSource> {
  yield* [...liveSources(side, key)].reverse();
  const tail = side.tailOf(key);
  if (tail !== null) yield* sealedByArrival(side, tail);
}

/** One character for each way a check can end, see {@link RecentChecks}. */
const BAR: Readonly<Record<CheckOutcome, string>> = { healthy: "h", degraded: "d", failing: "f" };

/** The bars of many cards: the checks recorded last, oldest first. */
export async function readRecent(side: ReadSide, keys: readonly string[], limit: number): Promise<readonly RecentChecks[]> {
  side.catchUp();
  const pacer = new Pacer(side.clock);
  const answers: RecentChecks[] = [];
  for (const key of keys) {
    answers.push(recentOf(side, key, limit));
    await pacer.breathe();
  }
  return answers;
}

function recentOf(side: ReadSide, key: string, limit: number): RecentChecks {
  let timestampsMs: EpochMs[] = [];
  let durationsMs: number[] = [];
  let outcomes = "";
  for (const source of sourcesByArrival(side, key)) {
    if (timestampsMs.length >= limit) break;
    const cursor = source.open();
    if (cursor === null) continue;
    const moments: EpochMs[] = [];
    const durations: number[] = [];
    let bars = "";
    while (cursor.next()) {
      moments.push(cursor.timestampMs);
      durations.push(cursor.durationTicks / TICKS_PER_MS);
      bars += cursor.inMaintenance ? "m" : BAR[cursor.context.outcome];
    }
    timestampsMs = [...moments, ...timestampsMs];
    durationsMs = [...durations, ...durationsMs];
    outcomes = bars + outcomes;
  }
  const surplus = Math.max(0, timestampsMs.length - limit);
  return {
    key,
    timestampsMs: timestampsMs.slice(surplus),
    durationsMs: durationsMs.slice(surplus),
    outcomes: outcomes.slice(surplus),
  };
}

/** The result recorded last of each endpoint in the configuration that has one. */
export async function readLatest(side: ReadSide): Promise<readonly CheckResult[]> {
  side.catchUp();
  const pacer = new Pacer(side.clock);
  const answers: CheckResult[] = [];
  for (const key of side.keys()) {
    const result = latestOf(side, key);
    if (result !== null) answers.push(result);
    await pacer.breathe();
  }
  return answers;
}

function latestOf(side: ReadSide, key: string): CheckResult | null {
  for (const source of sourcesByArrival(side, key)) {
    const cursor: BlockCursor | null = source.open();
    if (cursor === null || !cursor.next()) continue;
    while (cursor.next()) continue;
    return cursor.result(key);
  }
  return null;
}
