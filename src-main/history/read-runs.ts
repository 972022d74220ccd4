// The stretches of one state that a file keeps of an endpoint, put together with what is not sealed yet.

import type { EpochMs } from "../../shared/units.ts";
import { liveSources, type ReadSide } from "./block-sources.ts";
import { OUTCOMES } from "./chain-state.ts";
import { DEFAULT_HOLD_MS } from "./hold.ts";
import { rowRange } from "./row-keys.ts";
import { emptyHarvest, harvest, runOf, type Harvest, type RunRow } from "./sealer.ts";
import type { EndpointTail } from "./tail.ts";
import type { Run } from "./uptime-runs.ts";

/** From (inclusive) and to (exclusive). */
export interface Range {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** What is not sealed yet, summed up. */
export function harvestLive(side: ReadSide, key: string, runs: Run[] = []): Harvest {
  const sum = emptyHarvest();
  const holdMs = side.tailOf(key)?.holdMs ?? DEFAULT_HOLD_MS;
  for (const source of liveSources(side, key)) {
    const cursor = source.open();
    if (cursor !== null) harvest(cursor, sum, runs, holdMs);
  }
  return sum;
}

/** The runs of a range with those before and after that belong to the same outages, without a gap. */
export function neighbouringRuns(side: ReadSide, key: string, part: PartOfRange): readonly Run[] {
  const tail = side.tailOf(key);
  if (tail === null) return liveRuns(side, key, []);
  const newest = newestStoredRun(side, tail);
  const [lowest, highest] = rowRange(tail.id);
  const rows = [...contiguous(side, part.rows)];
  if (rows.length === 0) {
    const before = side.rows<RunRow>(
      "SELECT * FROM run WHERE endpoint_id = ? AND end_ms <= ? ORDER BY end_ms DESC, id DESC LIMIT 1",
      tail.id,
      part.fromMs,
    );
    rows.push(...(before.length > 0 ? before : newest === null ? [] : [newest]));
  }
  // The one before is always wanted: where nobody watched at the beginning of the range, its outage goes on into it.
  for (let first = rows[0], isOutside = true; first !== undefined && (isOutside || isTrouble(first)); first = rows[0]) {
    const before = side.rows<RunRow>("SELECT * FROM run WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1", lowest, first.id - 1)[0];
    if (before === undefined) break;
    rows.unshift(before);
    if (!isOutside && before.state !== first.state) break;
    isOutside = false;
  }
  for (let last = rows.at(-1); last !== undefined && isTrouble(last) && last.id !== newest?.id; last = rows.at(-1)) {
    const after = side.rows<RunRow>("SELECT * FROM run WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1", last.id + 1, highest)[0];
    if (after === undefined) break;
    rows.push(after);
    if (after.state !== last.state) break;
  }
  const runs = rows.map(runOf);
  return rows.at(-1)?.id === newest?.id ? liveRuns(side, key, runs) : runs;
}

/** Where the clock was set back, runs between those of a range may lie outside it. */
function contiguous(side: ReadSide, rows: readonly RunRow[]): readonly RunRow[] {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined || last.id - first.id + 1 === rows.length) return rows;
  return side.rows<RunRow>("SELECT * FROM run WHERE id BETWEEN ? AND ? ORDER BY id", first.id, last.id);
}

function isTrouble(row: RunRow): boolean {
  const run = runOf(row);
  return run.outcome !== "healthy" && !run.inMaintenance;
}

/** The runs in maintenance that touch a range, in order of arrival. */
export function maintenanceRuns(side: ReadSide, key: string, fromMs: EpochMs, toMs: EpochMs): readonly Run[] {
  const tail = side.tailOf(key);
  const newest = tail === null ? null : newestStoredRun(side, tail);
  const older = tail === null ? [] : storedRuns(side, tail, { fromMs, toMs }, `AND state >= ${OUTCOMES.length}`);
  return [
    ...older.filter((row) => row.id !== newest?.id).map(runOf),
    ...liveRuns(side, key, newest === null ? [] : [runOf(newest)]),
  ].filter((run) => run.inMaintenance && run.startMs < toMs && run.endMs > fromMs);
}

/** Continues runs with what is not sealed yet. */
function liveRuns(side: ReadSide, key: string, runs: Run[]): readonly Run[] {
  harvestLive(side, key, runs);
  return runs;
}

function storedRuns(side: ReadSide, tail: EndpointTail, { fromMs, toMs }: Range, condition = "", limit = -1): readonly RunRow[] {
  return side.rows<RunRow>(
    `SELECT * FROM run WHERE id IN (
       SELECT id FROM run WHERE endpoint_id = ? AND end_ms > ? AND start_ms < ? ${condition} LIMIT ?
     ) ORDER BY id`,
    tail.id,
    fromMs,
    toMs,
    limit,
  );
}

/** A part of a range with all stored runs that touch it. */
export interface PartOfRange extends Range {
  readonly rows: readonly RunRow[];
}

/** More runs are not read in one step: a year of an endpoint that fails now and then has a hundred thousand. */
const MOST_RUNS_AT_ONCE = 4_000;

/** Cuts a range into parts with few enough runs each, the newest part first. */
export function* partsOf(side: ReadSide, tail: EndpointTail | null, range: Range): Generator<PartOfRange> {
  const rows = tail === null ? [] : storedRuns(side, tail, range, "", MOST_RUNS_AT_ONCE + 1);
  const middleMs = range.fromMs + Math.floor((range.toMs - range.fromMs) / 2);
  if (rows.length <= MOST_RUNS_AT_ONCE || middleMs <= range.fromMs) {
    yield { fromMs: range.fromMs, toMs: range.toMs, rows };
    return;
  }
  yield* partsOf(side, tail, { fromMs: middleMs, toMs: range.toMs });
  yield* partsOf(side, tail, { fromMs: range.fromMs, toMs: middleMs });
}

export function newestStoredRun(side: ReadSide, tail: EndpointTail): RunRow | null {
  return side.rows<RunRow>("SELECT * FROM run WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1", ...rowRange(tail.id))[0] ?? null;
}
