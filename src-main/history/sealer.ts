// Sealing: moves the first waiting piece of an endpoint into its block and adds its records to rollups and runs, all in the
// caller's transaction. The endpoint's mark says how far that went, so nothing is ever counted twice.

import { DAY, HOUR, MINUTE } from "../../shared/units.ts";
import type { BlockCursor } from "./block-cursor.ts";
import type { Connection } from "./connection.ts";
import { OUTCOMES } from "./chain-state.ts";
import { addCheck, bucketAt, mergeRollup, type Rollup, type RollupBuckets, type RollupLevel } from "./rollup.ts";
import { decodeBuckets, decodeRollup, encodeBuckets, encodeRollup } from "./rollup-codec.ts";
import { FIRST_NUMBER, numberOf, rowKey, rowRange } from "./row-keys.ts";
import { cursorAfter, type EndpointTail, type Piece } from "./tail.ts";
import { causeOf, extendRuns, type Run } from "./uptime-runs.ts";

const MINUTES_PER_ROW = 60;

/** What the records of a piece add up to. */
export interface Harvest {
  readonly minutes: RollupBuckets;
  readonly hours: RollupBuckets;
  readonly days: RollupBuckets;
  count: number;
  failures: number;
  degraded: number;
  minMs: number;
  maxMs: number;
}

export function emptyHarvest(): Harvest {
  return {
    minutes: new Map(),
    hours: new Map(),
    days: new Map(),
    count: 0,
    failures: 0,
    degraded: 0,
    minMs: Number.POSITIVE_INFINITY,
    maxMs: Number.NEGATIVE_INFINITY,
  };
}

/** Adds the records that follow where the cursor stands. */
export function harvest(cursor: BlockCursor, into: Harvest, runs: Run[], holdMs: number): void {
  while (cursor.next()) {
    const { timestampMs, context } = cursor;
    into.count += 1;
    if (context.outcome === "failing") into.failures += 1;
    if (context.outcome === "degraded") into.degraded += 1;
    into.minMs = Math.min(into.minMs, timestampMs);
    into.maxMs = Math.max(into.maxMs, timestampMs);
    addCheck(bucketAt(into.minutes, Math.floor(timestampMs / MINUTE)), cursor);
    addCheck(bucketAt(into.hours, Math.floor(timestampMs / HOUR)), cursor);
    addCheck(bucketAt(into.days, Math.floor(timestampMs / DAY)), cursor);
    extendRuns(runs, { timestampMs, outcome: context.outcome, inMaintenance: context.inMaintenance }, holdMs, () =>
      causeOf(cursor.result("")),
    );
  }
}

/** Seals the endpoint's first waiting piece. The tail learns of it through `markSealed`, after the commit. */
export function sealPiece(connection: Connection, tail: EndpointTail, piece: Piece): void {
  const sealedBytes = piece.skip > 0 ? (readBlock(connection, tail.id, piece.block) ?? new Uint8Array(0)) : new Uint8Array(0);
  const data = Buffer.concat([sealedBytes, piece.bytes.view()]);
  const sum = emptyHarvest();
  const newest = newestRun(connection, tail.id);
  const runs = newest === null ? [] : [newest.run];
  harvest(cursorAfter(data, piece.skip), sum, runs, tail.holdMs);
  if (sum.count === 0) return;
  piece.minMs = sum.minMs;
  piece.maxMs = sum.maxMs;
  writeBlock(connection, tail.id, piece.block, data, sum);
  writeRuns(connection, tail.id, runs, newest?.number ?? FIRST_NUMBER);
  writeRollups(connection, tail.id, sum);
  connection.run(
    "UPDATE endpoint SET block = ?, block_count = ?, first_ms = min(coalesce(first_ms, ?), ?) WHERE id = ?",
    piece.block,
    piece.skip + piece.count,
    sum.minMs,
    sum.minMs,
    tail.id,
  );
}

/** The sealed bytes of a block; null when it is gone. */
export function readBlock(connection: Connection, endpointId: number, block: number): Uint8Array | null {
  return connection.get<{ data: Buffer }>("SELECT data FROM block WHERE id = ?", rowKey(endpointId, block))?.data ?? null;
}

/** Inserts a block, or adds to it. */
export function writeBlock(connection: Connection, endpointId: number, block: number, data: Uint8Array, sum: Harvest): void {
  connection.run(
    `INSERT INTO block (id, endpoint_id, min_ms, max_ms, count, failures, degraded, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET min_ms = min(min_ms, excluded.min_ms), max_ms = max(max_ms, excluded.max_ms),
       count = count + excluded.count, failures = failures + excluded.failures, degraded = degraded + excluded.degraded,
       data = excluded.data`,
    rowKey(endpointId, block),
    endpointId,
    sum.minMs,
    sum.maxMs,
    sum.count,
    sum.failures,
    sum.degraded,
    data,
  );
}

/** Runs numbered from `first` on; the first of them may be there already, shorter. */
export function writeRuns(connection: Connection, endpointId: number, runs: readonly Run[], first: number): void {
  for (const [index, run] of runs.entries()) {
    connection.run(
      `INSERT INTO run (id, endpoint_id, start_ms, last_ms, end_ms, state, cause) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET last_ms = excluded.last_ms, end_ms = excluded.end_ms`,
      rowKey(endpointId, first + index),
      endpointId,
      run.startMs,
      run.lastMs,
      run.endMs,
      OUTCOMES.indexOf(run.outcome) + (run.inMaintenance ? OUTCOMES.length : 0),
      run.cause,
    );
  }
}

/** A run as its row has it. */
export interface RunRow {
  readonly id: number;
  readonly start_ms: number;
  readonly last_ms: number;
  readonly end_ms: number;
  readonly state: number;
  readonly cause: string;
}

export function runOf(row: RunRow): Run {
  return {
    outcome: OUTCOMES[row.state % OUTCOMES.length] ?? "failing",
    inMaintenance: row.state >= OUTCOMES.length,
    startMs: row.start_ms,
    lastMs: row.last_ms,
    endMs: row.end_ms,
    cause: row.cause,
  };
}

/** The run recorded last, with its number. */
export function newestRun(connection: Connection, endpointId: number): { readonly run: Run; readonly number: number } | null {
  const row = connection.get<RunRow>("SELECT * FROM run WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1", ...rowRange(endpointId));
  return row === undefined ? null : { run: runOf(row), number: numberOf(row.id) };
}

/** Merges buckets into the stored rollups. */
export function writeRollups(connection: Connection, endpointId: number, sum: Pick<Harvest, "minutes" | "hours" | "days">): void {
  const rows = new Map<number, RollupBuckets>();
  for (const [minute, rollup] of sum.minutes) {
    const hour = Math.floor(minute / MINUTES_PER_ROW);
    const row = rows.get(hour) ?? new Map();
    rows.set(hour, row.set(minute, rollup));
  }
  for (const [hour, minutes] of rows) mergeMinuteRow(connection, rowKey(endpointId, hour), hour * MINUTES_PER_ROW, minutes);
  for (const [hour, rollup] of sum.hours) mergeRow(connection, "hour", rowKey(endpointId, hour), rollup);
  for (const [day, rollup] of sum.days) mergeRow(connection, "day", rowKey(endpointId, day), rollup);
}

/** The table of a level. */
export function tableOf(level: RollupLevel): string {
  return `rollup_${level}`;
}

function mergeMinuteRow(connection: Connection, key: number, firstMinute: number, minutes: RollupBuckets): void {
  const stored = connection.get<{ data: Buffer }>("SELECT data FROM rollup_minute WHERE id = ?", key);
  const merged = stored === undefined ? new Map() : decodeBuckets(stored.data, firstMinute);
  for (const [minute, rollup] of minutes) mergeRollup(bucketAt(merged, minute), rollup);
  connection.run("INSERT OR REPLACE INTO rollup_minute (id, data) VALUES (?, ?)", key, encodeBuckets(merged, firstMinute));
}

function mergeRow(connection: Connection, level: "hour" | "day", key: number, rollup: Rollup): void {
  const stored = connection.get<{ data: Buffer }>(`SELECT data FROM ${tableOf(level)} WHERE id = ?`, key);
  if (stored !== undefined) mergeRollup(rollup, decodeRollup(stored.data));
  connection.run(`INSERT OR REPLACE INTO ${tableOf(level)} (id, data) VALUES (?, ?)`, key, encodeRollup(rollup));
}
