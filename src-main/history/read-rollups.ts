// The rollups of the file: added up for a range, or bucket by bucket.

import { MINUTE } from "../../shared/units.ts";
import type { ReadSide } from "./block-sources.ts";
import type { Pacer } from "./pacer.ts";
import type { Range } from "./read-runs.ts";
import { emptyRollup, ROLLUP_LEVELS, type Rollup, type RollupLevel } from "./rollup.ts";
import { mergePacked, mergePackedBuckets } from "./rollup-codec.ts";
import { numberOf, rowKey } from "./row-keys.ts";
import { tableOf } from "./sealer.ts";
import type { EndpointTail } from "./tail.ts";

const MINUTES_PER_ROW = 60;
const ROWS_AT_ONCE = 250;

/** Adds the stored buckets from `first` to before `end` to the rollups that the caller names for them. */
export async function mergeStored(
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

/** The sum of the whole minutes that a range touches: days where they fit, hours and minutes at its ends. */
export async function sumRange(side: ReadSide, tail: EndpointTail, range: Range, pacer: Pacer): Promise<Rollup> {
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
