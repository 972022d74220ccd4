// Queries that answer with how time was spent, and with everything about a range.

import type { NotObservedSpan, TimeSummary, UptimeSummary } from "../../shared/model/history.ts";
import { MINUTE } from "../../shared/units.ts";
import type { HistoryReader } from "../ports/history.ts";
import type { ReadSide } from "./block-sources.ts";
import { Pacer } from "./pacer.ts";
import { sumRange } from "./read-rollups.ts";
import { harvestLive, newestStoredRun, partsOf, walkLive, type Range } from "./read-runs.ts";
import { everybodysSpans, ownSpans } from "./read-spans.ts";
import { emptyRollup, mergeRollup, timingOf, type Rollup, type RollupBuckets } from "./rollup.ts";
import { runOf } from "./sealer.ts";
import { addShares, computeTimeShares, NO_TIME, observedMsOf, uptimeRatioOf, type TimeShares } from "./uptime.ts";

type UptimeQuery = Parameters<HistoryReader["uptime"]>[0];
type TimeQuery = Parameters<HistoryReader["timeSpent"]>[0];

/** Everything about a range, for each of the keys, in their order. */
export async function readUptime(side: ReadSide, query: UptimeQuery): Promise<readonly UptimeSummary[]> {
  side.catchUp();
  const pacer = new Pacer(side.clock);
  const range: Range = { fromMs: query.fromMs, toMs: query.toMs };
  const everybodys = everybodysSpans(side, range.fromMs, range.toMs);
  const answers: UptimeSummary[] = [];
  for (const key of query.keys) {
    const tail = side.tailOf(key);
    const [shares = NO_TIME] = await sharesOf(side, key, [range], everybodys, pacer);
    const total = tail === null ? emptyRollup() : await sumRange(side, tail, range, pacer);
    addMinutes(total, harvestLive(side, key).minutes, range);
    answers.push({
      ...timeSummary(key, range, shares),
      checks: total.count - total.maintenance,
      failures: total.failures,
      ...timingOf(total),
    });
    await pacer.breathe();
  }
  return answers;
}

/** How time was spent, for each of the keys and each of the ranges. */
export async function readTimeSpent(side: ReadSide, { keys, ranges }: TimeQuery): Promise<ReadonlyArray<readonly TimeSummary[]>> {
  side.catchUp();
  const pacer = new Pacer(side.clock);
  const whole = spanning(ranges);
  const everybodys = everybodysSpans(side, whole.fromMs, whole.toMs);
  const answers: Array<readonly TimeSummary[]> = [];
  for (const key of keys) {
    const shares = await sharesOf(side, key, ranges, everybodys, pacer);
    answers.push(ranges.map((range, index) => timeSummary(key, range, shares[index] ?? NO_TIME)));
    await pacer.breathe();
  }
  return answers;
}

function timeSummary(key: string, { fromMs, toMs }: Range, shares: TimeShares): TimeSummary {
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
  };
}

/** One answer for each range; the runs of all are read once. */
async function sharesOf(
  side: ReadSide,
  key: string,
  ranges: readonly Range[],
  everybodys: readonly NotObservedSpan[],
  pacer: Pacer,
): Promise<readonly TimeShares[]> {
  const whole = spanning(ranges);
  const tail = side.tailOf(key);
  const newest = tail === null ? null : newestStoredRun(side, tail);
  const newer = newest === null ? [] : [runOf(newest)];
  const firstMs = Math.min(tail?.firstMs ?? Number.POSITIVE_INFINITY, walkLive(side, key, newer));
  const notObserved = [...everybodys, ...ownSpans(side, key, whole.fromMs, whole.toMs)];
  const sums = ranges.map(() => ({ ...NO_TIME }));
  for (const part of partsOf(side, tail, whole)) {
    const runs = [...part.rows.filter((row) => row.id !== newest?.id).map(runOf), ...newer];
    for (const [index, range] of ranges.entries()) {
      const sum = sums[index];
      const [fromMs, toMs] = [Math.max(range.fromMs, part.fromMs), Math.min(range.toMs, part.toMs)];
      if (sum === undefined || fromMs >= toMs) continue;
      addShares(
        sum,
        computeTimeShares({
          runs,
          notObserved,
          firstMs: Number.isFinite(firstMs) ? firstMs : null,
          fromMs,
          toMs,
          nowMs: side.clock.nowMs(),
        }),
      );
    }
    await pacer.breathe();
  }
  return sums;
}

/** From the beginning of the first to the end of the last. */
function spanning(ranges: readonly Range[]): Range {
  return {
    fromMs: Math.min(...ranges.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...ranges.map(({ toMs }) => toMs)),
  };
}

function addMinutes(total: Rollup, minutes: RollupBuckets, { fromMs, toMs }: Range): void {
  const first = Math.floor(fromMs / MINUTE);
  const end = Math.ceil(toMs / MINUTE);
  for (const [minute, rollup] of minutes) if (minute >= first && minute < end) mergeRollup(total, rollup);
}
