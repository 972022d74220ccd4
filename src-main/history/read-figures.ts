// Queries that answer with figures: graphs and outages. Rollups and runs of the file, plus what is not sealed yet.

import type { OutageSpan, Series } from "../../shared/model/history.ts";
import { MINUTE, SECOND } from "../../shared/units.ts";
import type { HistoryReader } from "../ports/history.ts";
import { liveSources, sealedByTime, type ReadSide } from "./block-sources.ts";
import { outagesOf, touchesRange } from "./outages.ts";
import { Pacer } from "./pacer.ts";
import { mergeStored } from "./read-rollups.ts";
import { harvestLive, maintenanceRuns, neighbouringRuns, partsOf, type Range } from "./read-runs.ts";
import { spansOf } from "./read-spans.ts";
import { addCheck, bucketAt, mergeRollup, type Rollup, type RollupBuckets, type RollupLevel } from "./rollup.ts";
import { bucketLengthOf, planSeries, pointsOf } from "./series.ts";
import { mergeIntervals } from "./uptime-runs.ts";

type SeriesQuery = Parameters<HistoryReader["series"]>[0];
type OutagesQuery = Parameters<HistoryReader["outages"]>[0];

/** A graph at the finest resolution that fits; from the results themselves where they are still all there. */
export async function readSeries(side: ReadSide, query: SeriesQuery): Promise<Series> {
  side.catchUp();
  const pacer = new Pacer(side.clock);
  const finestMs = query.fromMs >= side.fullResolutionFromMs() ? SECOND : MINUTE;
  const plan = planSeries(query, finestMs);
  const buckets =
    plan.source === "checks"
      ? await bucketsOfChecks(side, query.key, plan, plan.bucketMs, pacer)
      : await bucketsOfRollups(side, query.key, plan.source, plan, plan.bucketMs / bucketLengthOf(plan.source), pacer);
  const maintenance = (await maintenanceRuns(side, query.key, query, pacer)).map((run) => ({
    startMs: Math.max(run.startMs, query.fromMs),
    endMs: Math.min(run.endMs, query.toMs, side.clock.nowMs()),
  }));
  return {
    key: query.key,
    fromMs: query.fromMs,
    toMs: query.toMs,
    bucketMs: plan.bucketMs,
    points: pointsOf(buckets, plan.bucketMs),
    notObserved: spansOf(side, query.key, query.fromMs, query.toMs),
    maintenance: mergeIntervals(maintenance).map(({ startMs, endMs }) => ({ fromMs: startMs, toMs: endMs })),
  };
}

async function bucketsOfChecks(side: ReadSide, key: string, range: Range, bucketMs: number, pacer: Pacer): Promise<RollupBuckets> {
  const buckets: RollupBuckets = new Map();
  const tail = side.tailOf(key);
  const sealed = tail === null ? [] : sealedByTime(side, tail, { fromMs: range.fromMs, beforeMs: range.toMs, outcome: null });
  for (const sources of [liveSources(side, key), sealed]) {
    for (const source of sources) {
      const cursor = source.open();
      while (cursor?.next() === true) {
        const { timestampMs } = cursor;
        if (timestampMs >= range.fromMs && timestampMs < range.toMs)
          addCheck(bucketAt(buckets, Math.floor(timestampMs / bucketMs)), cursor);
      }
      await pacer.breathe();
    }
  }
  return buckets;
}

/** A range of whole buckets of one level, put together by `factor`. */
async function bucketsOfRollups(
  side: ReadSide,
  key: string,
  level: RollupLevel,
  range: Range,
  factor: number,
  pacer: Pacer,
): Promise<RollupBuckets> {
  const bucketMs = bucketLengthOf(level);
  const first = Math.floor(range.fromMs / bucketMs);
  const end = Math.ceil(range.toMs / bucketMs);
  const buckets: RollupBuckets = new Map();
  const rollupOf = (bucket: number): Rollup => bucketAt(buckets, Math.floor(bucket / factor));
  const tail = side.tailOf(key);
  if (tail !== null) await mergeStored(side, tail, level, first, end, rollupOf, pacer);
  const live = harvestLive(side, key);
  for (const [bucket, rollup] of level === "minute" ? live.minutes : level === "hour" ? live.hours : live.days) {
    if (bucket >= first && bucket < end) mergeRollup(rollupOf(bucket), rollup);
  }
  return buckets;
}

/** More outages than asked for are forgotten when there are this many times as many. */
const SURPLUS = 4;

/** The outages that touch a range, of some or all endpoints, the one that began last first. */
export async function readOutages(side: ReadSide, query: OutagesQuery): Promise<readonly OutageSpan[]> {
  side.catchUp();
  const pacer = new Pacer(side.clock);
  let outages: OutageSpan[] = [];
  for (const key of query.keys ?? side.keys()) {
    outages.push(...(await outagesIn(side, key, query, pacer)));
    if (outages.length > query.limit * SURPLUS) outages = latestOf(outages, query.limit);
  }
  return latestOf(outages, query.limit);
}

function latestOf(outages: readonly OutageSpan[], limit: number): OutageSpan[] {
  return outages.toSorted((left, right) => right.startMs - left.startMs).slice(0, limit);
}

async function outagesIn(side: ReadSide, key: string, query: OutagesQuery, pacer: Pacer): Promise<readonly OutageSpan[]> {
  const found: OutageSpan[] = [];
  for (const part of partsOf(side, side.tailOf(key), query)) {
    await pacer.breathe();
    if (part.fromMs === part.toMs) continue;
    const touching = outagesOf(key, neighbouringRuns(side, key, part)).filter((one) => touchesRange(one, query.fromMs, query.toMs));
    found.push(...touching.filter((one) => one.startMs < part.toMs && Math.max(one.startMs, query.fromMs) >= part.fromMs));
    // Parts come newest first: what is left began before everything that was found.
    if (found.length >= query.limit) break;
  }
  return found;
}
