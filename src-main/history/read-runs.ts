// The stretches of one state that a file keeps of an endpoint, put together with what is not sealed yet.

import type { EpochMs } from "../../shared/units.ts";
import { liveSources, type ReadSide } from "./block-sources.ts";
import { OUTCOMES } from "./chain-state.ts";
import { DEFAULT_HOLD_MS } from "./hold.ts";
import type { Pacer } from "./pacer.ts";
import { rowRange } from "./row-keys.ts";
import { emptyHarvest, harvest, runOf, type Harvest, type RunRow } from "./sealer.ts";
import type { EndpointTail } from "./tail.ts";
import { causeOf, extendRuns, type Run } from "./uptime-runs.ts";

/** From (inclusive) and to (exclusive). */
export interface Range {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** What is not sealed yet, summed up. */
export function harvestLive(side: ReadSide, key: string): Harvest {
  const sum = emptyHarvest();
  const holdMs = side.tailOf(key)?.holdMs ?? DEFAULT_HOLD_MS;
  for (const source of liveSources(side, key)) {
    const cursor = source.open();
    if (cursor !== null) harvest(cursor, sum, [], holdMs);
  }
  return sum;
}

/** Continues runs with what is not sealed yet, and nothing else. @returns the earliest moment of it, or infinity */
export function walkLive(side: ReadSide, key: string, runs: Run[]): EpochMs {
  const holdMs = side.tailOf(key)?.holdMs ?? DEFAULT_HOLD_MS;
  let firstMs = Number.POSITIVE_INFINITY;
  for (const source of liveSources(side, key)) {
    const cursor = source.open();
    while (cursor?.next() === true) {
      const { timestampMs, context } = cursor;
      firstMs = Math.min(firstMs, timestampMs);
      extendRuns(runs, { timestampMs, outcome: context.outcome, inMaintenance: context.inMaintenance }, holdMs, () =>
        causeOf(cursor.result("")),
      );
    }
  }
  return firstMs;
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

/** The runs in maintenance that touch a range, in no order. */
export async function maintenanceRuns(side: ReadSide, key: string, range: Range, pacer: Pacer): Promise<readonly Run[]> {
  const tail = side.tailOf(key);
  const newest = tail === null ? null : newestStoredRun(side, tail);
  const runs: Run[] = [];
  for (const page of tail === null ? [] : pagesOfRuns(side, tail, range, `AND state >= ${OUTCOMES.length}`)) {
    runs.push(...page.rows.filter((row) => row.id !== newest?.id).map(runOf));
    await pacer.breathe();
  }
  runs.push(...liveRuns(side, key, newest === null ? [] : [runOf(newest)]));
  return runs.filter((run) => run.inMaintenance && run.startMs < range.toMs && run.endMs > range.fromMs);
}

/** Continues runs with what is not sealed yet. */
function liveRuns(side: ReadSide, key: string, runs: Run[]): readonly Run[] {
  walkLive(side, key, runs);
  return runs;
}

/** A part of a range with all stored runs that touch it. */
export interface PartOfRange extends Range {
  readonly rows: readonly RunRow[];
}

/** More runs are not read in one step: a year of an endpoint that fails now and then has a hundred thousand. */
const MOST_RUNS_AT_ONCE = 2_000;

/**
 * Cuts a range into parts with few enough runs each, the newest part first; parts without any time in them come too, so that
 * others get their turn. A part begins where the oldest of its runs ended: those that are still to be read lie before it.
 */
export function* partsOf(side: ReadSide, tail: EndpointTail | null, range: Range): Generator<PartOfRange> {
  if (tail === null) {
    yield { ...range, rows: [] };
    return;
  }
  let toMs = range.toMs;
  let reachingBack: readonly RunRow[] = [];
  for (const page of pagesOfRuns(side, tail, range)) {
    const rows = [...page.rows, ...reachingBack].sort((left, right) => left.id - right.id);
    const fromMs = Math.min(toMs, page.oldestEndMs);
    yield { fromMs, toMs, rows };
    toMs = fromMs;
    reachingBack = rows.filter((row) => row.start_ms < fromMs);
  }
}

interface PageOfRuns {
  /** Those that touch the range. */
  readonly rows: readonly RunRow[];
  /** The range's beginning for the last page. */
  readonly oldestEndMs: EpochMs;
}

type PlaceOfRun = readonly [endMs: number, startMs: number, id: number];

/** Pages of the runs that end within or after a range, those that end last first. @param condition only rows that meet it are in them */
function* pagesOfRuns(side: ReadSide, tail: EndpointTail, range: Range, condition = ""): Generator<PageOfRuns> {
  let below: PlaceOfRun = [Number.MAX_SAFE_INTEGER, 0, 0];
  for (;;) {
    const places = side.rows<RunRow>(
      `SELECT id, end_ms, start_ms FROM run WHERE endpoint_id = ? AND end_ms > ? AND (end_ms, start_ms, id) < (?, ?, ?)
       ORDER BY end_ms DESC, start_ms DESC, id DESC LIMIT ?`,
      tail.id,
      range.fromMs,
      ...below,
      MOST_RUNS_AT_ONCE,
    );
    const last = places.at(-1);
    if (last === undefined) {
      yield { rows: [], oldestEndMs: range.fromMs };
      return;
    }
    const lowest: PlaceOfRun = [last.end_ms, last.start_ms, last.id];
    const isLast = places.length < MOST_RUNS_AT_ONCE;
    const touches = places.some((place) => place.start_ms < range.toMs);
    yield {
      rows: touches ? runsBetween(side, tail, [lowest, below], range.toMs, condition) : [],
      oldestEndMs: isLast ? range.fromMs : last.end_ms,
    };
    if (isLast) return;
    below = lowest;
  }
}

function runsBetween(
  side: ReadSide,
  tail: EndpointTail,
  [lowest, below]: readonly [lowest: PlaceOfRun, below: PlaceOfRun],
  beforeMs: EpochMs,
  condition: string,
): readonly RunRow[] {
  return side.rows<RunRow>(
    `SELECT * FROM run WHERE endpoint_id = ? AND (end_ms, start_ms, id) >= (?, ?, ?) AND (end_ms, start_ms, id) < (?, ?, ?)
       AND start_ms < ? ${condition}`,
    tail.id,
    ...lowest,
    ...below,
    beforeMs,
  );
}

export function newestStoredRun(side: ReadSide, tail: EndpointTail): RunRow | null {
  return side.rows<RunRow>("SELECT * FROM run WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1", ...rowRange(tail.id))[0] ?? null;
}
