// Queries that answer with figures: graphs, uptime and outages. Rollups and runs of the file, plus what is not sealed yet.

import type { NotObservedSpan, OutageSpan, Series, UptimeSummary } from "../../shared/model/history.ts";
import { MINUTE, SECOND, type EpochMs } from "../../shared/units.ts";
import type { HistoryReader } from "../ports/history.ts";
import { liveSources, sealedByTime, type ReadSide } from "./block-sources.ts";
import { outagesOf, touchesRange } from "./outages.ts";
import { Pacer } from "./pacer.ts";
import {
  addCheck,
  bucketAt,
  emptyRollup,
  mergeRollup,
  ROLLUP_LEVELS,
  timingOf,
  type Rollup,
  type RollupBuckets,
  type RollupLevel,
} from "./rollup.ts";
import { mergePacked, mergePackedBuckets } from "./rollup-codec.ts";
import { harvestLive, maintenanceRuns, neighbouringRuns, newestStoredRun, partsOf, type Range } from "./read-runs.ts";
import { rowKey, numberOf } from "./row-keys.ts";
import { runOf, tableOf } from "./sealer.ts";
import { bucketLengthOf, planSeries, pointsOf } from "./series.ts";
import type { EndpointTail } from "./tail.ts";
import { addShares, computeTimeShares, NO_TIME, observedMsOf, uptimeRatioOf } from "./uptime.ts";
import { mergeIntervals } from "./uptime-runs.ts";

type SeriesQuery = Parameters<HistoryReader["series"]>[0];
type UptimeQuery = Parameters<HistoryReader["uptime"]>[0];
type OutagesQuery = Parameters<HistoryReader["outages"]>[0];

const MINUTES_PER_ROW = 60;
const ROWS_AT_ONCE = 500;

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
  const maintenance = maintenanceRuns(side, query.key, query.fromMs, query.toMs).map((run) => ({
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

/** Adds the stored buckets from `first` to before `end` to the rollups that the caller names for them. */
async function mergeStored(
  side: ReadSide,
  tail: EndpointTail,
  level: RollupLevel,
  first: number,
  end: number,
  rollupOf: (bucket: number) => Rollup,
  pacer: Pacer,
): Promise<void> {
  const perRow = level === "minute" ? MINUTES_PER_ROW : 1;
  const highest = rowKey(tail.id, Math.max(0, Math.ceil(end / perRow) - 1));
  const beyond = emptyRollup();
  for (let from = rowKey(tail.id, Math.max(0, Math.floor(first / perRow))); from <= highest; ) {
    const rows = side.rows<{ id: number; data: Buffer }>(
      `SELECT id, data FROM ${tableOf(level)} WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?`,
      from,
      highest,
      ROWS_AT_ONCE,
    );
    for (const row of rows) {
      mergeRow(row.data, numberOf(row.id), level, (bucket) => (bucket >= first && bucket < end ? rollupOf(bucket) : beyond));
    }
    await pacer.breathe();
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) return;
    from = last.id + 1;
  }
}

/** A damaged row counts for what could be read of it; the inspection finds and names it. */
function mergeRow(data: Uint8Array, number: number, level: RollupLevel, rollupOf: (bucket: number) => Rollup): void {
  try {
    if (level === "minute") mergePackedBuckets(data, number * MINUTES_PER_ROW, rollupOf);
    else mergePacked(data, rollupOf(number));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}

/** Everything about a range, for each of the keys, in their order. */
export async function readUptime(side: ReadSide, query: UptimeQuery): Promise<readonly UptimeSummary[]> {
  side.catchUp();
  const pacer = new Pacer(side.clock);
  const everybodys = storedSpans(side, 0, query.fromMs, query.toMs).concat(pendingSpans(side, null, query.fromMs, query.toMs));
  const answers: UptimeSummary[] = [];
  for (const key of query.keys) {
    answers.push(await uptimeOf(side, key, query, everybodys, pacer));
    await pacer.breathe();
  }
  return answers;
}

async function uptimeOf(
  side: ReadSide,
  key: string,
  { fromMs, toMs }: Range,
  everybodys: readonly NotObservedSpan[],
  pacer: Pacer,
): Promise<UptimeSummary> {
  const tail = side.tailOf(key);
  const newest = tail === null ? null : newestStoredRun(side, tail);
  const runs = newest === null ? [] : [runOf(newest)];
  const live = harvestLive(side, key, runs);
  const firstMs = Math.min(tail?.firstMs ?? Number.POSITIVE_INFINITY, live.minMs);
  const notObserved = [...everybodys, ...ownSpans(side, key, fromMs, toMs)];
  const shares = { ...NO_TIME };
  for (const part of partsOf(side, tail, { fromMs, toMs })) {
    const older = part.rows.filter((row) => row.id !== newest?.id).map(runOf);
    addShares(
      shares,
      computeTimeShares({
        runs: [...older, ...runs],
        notObserved,
        firstMs: Number.isFinite(firstMs) ? firstMs : null,
        fromMs: part.fromMs,
        toMs: part.toMs,
        nowMs: side.clock.nowMs(),
      }),
    );
    await pacer.breathe();
  }
  const total = tail === null ? emptyRollup() : await sumRange(side, tail, { fromMs, toMs }, pacer);
  addMinutes(total, live.minutes, { fromMs, toMs });
  return {
    key,
    fromMs,
    toMs,
    uptimeRatio: uptimeRatioOf(shares),
    observedMs: observedMsOf(shares),
    downMs: shares.downMs,
    degradedMs: shares.degradedMs,
    maintenanceMs: shares.maintenanceMs,
    notObservedMs: shares.notObservedMs,
    checks: total.count - total.maintenance,
    failures: total.failures,
    ...timingOf(total),
  };
}

function addMinutes(total: Rollup, minutes: RollupBuckets, { fromMs, toMs }: Range): void {
  const first = Math.floor(fromMs / MINUTE);
  const end = Math.ceil(toMs / MINUTE);
  for (const [minute, rollup] of minutes) if (minute >= first && minute < end) mergeRollup(total, rollup);
}

/** The sum of the whole minutes that a range touches: days where they fit, hours and minutes at its ends. */
async function sumRange(side: ReadSide, tail: EndpointTail, range: Range, pacer: Pacer): Promise<Rollup> {
  const total = emptyRollup();
  let parts: readonly Range[] = [{ fromMs: Math.floor(range.fromMs / MINUTE) * MINUTE, toMs: Math.ceil(range.toMs / MINUTE) * MINUTE }];
  for (const { name, bucketMs } of ROLLUP_LEVELS.toReversed()) {
    const rest: Range[] = [];
    for (const part of parts) {
      const fromMs = Math.ceil(part.fromMs / bucketMs) * bucketMs;
      const toMs = Math.floor(part.toMs / bucketMs) * bucketMs;
      if (fromMs >= toMs) {
        rest.push(part);
        continue;
      }
      await mergeStored(side, tail, name, fromMs / bucketMs, toMs / bucketMs, () => total, pacer);
      rest.push({ fromMs: part.fromMs, toMs: fromMs }, { fromMs: toMs, toMs: part.toMs });
    }
    parts = rest.filter((part) => part.fromMs < part.toMs);
  }
  return total;
}

/** The outages that touch a range, of some or all endpoints, the one that began last first. */
export async function readOutages(side: ReadSide, query: OutagesQuery): Promise<readonly OutageSpan[]> {
  side.catchUp();
  const pacer = new Pacer(side.clock);
  const outages: OutageSpan[] = [];
  for (const key of query.keys ?? side.keys()) {
    const found: OutageSpan[] = [];
    for (const part of partsOf(side, side.tailOf(key), query)) {
      const touching = outagesOf(key, neighbouringRuns(side, key, part)).filter((one) => touchesRange(one, query.fromMs, query.toMs));
      found.push(...touching.filter((one) => one.startMs < part.toMs && Math.max(one.startMs, query.fromMs) >= part.fromMs));
      // Parts come newest first: what is left began before everything that was found.
      if (found.length >= query.limit) break;
      await pacer.breathe();
    }
    outages.push(...found);
  }
  return outages.sort((left, right) => right.startMs - left.startMs).slice(0, query.limit);
}

/** The not-observed spans that concern an endpoint and touch a range, in order. */
function spansOf(side: ReadSide, key: string, fromMs: EpochMs, toMs: EpochMs): readonly NotObservedSpan[] {
  const everybodys = [...storedSpans(side, 0, fromMs, toMs), ...pendingSpans(side, null, fromMs, toMs)];
  return [...everybodys, ...ownSpans(side, key, fromMs, toMs)].sort((left, right) => left.fromMs - right.fromMs);
}

function ownSpans(side: ReadSide, key: string, fromMs: EpochMs, toMs: EpochMs): readonly NotObservedSpan[] {
  const tail = side.tailOf(key);
  return [...(tail === null ? [] : storedSpans(side, tail.id, fromMs, toMs)), ...pendingSpans(side, key, fromMs, toMs)];
}

interface SpanRow {
  readonly reason: NotObservedSpan["reason"];
  readonly from_ms: number;
  readonly to_ms: number;
}

function storedSpans(side: ReadSide, endpointId: number, fromMs: EpochMs, toMs: EpochMs): readonly NotObservedSpan[] {
  const key = endpointId === 0 ? null : side.keyOf(endpointId);
  return side
    .rows<SpanRow>(
      "SELECT reason, from_ms, to_ms FROM not_observed WHERE endpoint_id = ? AND to_ms > ? AND from_ms < ?",
      endpointId,
      fromMs,
      toMs,
    )
    .map((row) => ({ key, fromMs: row.from_ms, toMs: row.to_ms, reason: row.reason }));
}

function pendingSpans(side: ReadSide, key: string | null, fromMs: EpochMs, toMs: EpochMs): readonly NotObservedSpan[] {
  return side.pending.waiting.flatMap(({ span }) =>
    span !== undefined && span.key === key && span.toMs > fromMs && span.fromMs < toMs ? [span] : [],
  );
}
