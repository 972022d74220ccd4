// Where an endpoint's results are found: packed blocks of the file, pieces that wait to be sealed, and results that could not
// be written yet. Readers see them all alike.

import type { CheckResult } from "../../shared/model/result.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { Clock } from "../ports/clock.ts";
import type { BlockCursor } from "./block-cursor.ts";
import { ByteWriter } from "./bytes.ts";
import { ChainEncoder, keptMoment } from "./chain-encoder.ts";
import type { SqlValue } from "./connection.ts";
import type { PendingWrites } from "./pending-writes.ts";
import { numberOf, rowRange } from "./row-keys.ts";
import { cursorAfter, type EndpointTail } from "./tail.ts";

/** What readers get from the store. */
export interface ReadSide {
  readonly clock: Clock;
  readonly pending: PendingWrites;
  /** Keys in the configuration. */
  keys(): readonly string[];
  tailOf(key: string): EndpointTail | null;
  keyOf(endpointId: number): string | null;
  /** Results that are in no piece yet, in order of arrival. */
  held(key: string): readonly CheckResult[];
  /** Writes what waits, where that is possible. */
  catchUp(): void;
  /** Rows of the file; none while it can't be read. */
  rows<Row>(sql: string, ...values: SqlValue[]): readonly Row[];
  /** From when on every result is kept. */
  fullResolutionFromMs(): EpochMs;
}

/** Some results of one endpoint, in order of arrival. */
export interface BlockSource {
  readonly minMs: EpochMs;
  readonly maxMs: EpochMs;
  /** Grows with arrival. */
  readonly order: number;
  /** A cursor before the first record, or null when the source has gone meanwhile. */
  open(): BlockCursor | null;
}

/** Results that no block holds and no rollup counts yet, oldest first. */
export function liveSources(side: ReadSide, key: string): readonly BlockSource[] {
  const tail = side.tailOf(key);
  const sources: BlockSource[] = [];
  for (const piece of tail?.pieces ?? []) {
    if (tail === null || piece.count === 0) continue;
    sources.push({
      minMs: piece.minMs,
      maxMs: piece.maxMs,
      order: piece.block + 0.5,
      open() {
        const sealed = piece.skip > 0 ? blockData(side, tail, piece.block) : new Uint8Array(0);
        return sealed === null ? null : cursorAfter(Buffer.concat([sealed, piece.bytes.view()]), piece.skip);
      },
    });
  }
  const held = side.held(key);
  if (held.length > 0) sources.push(heldSource(held));
  return sources;
}

function heldSource(held: readonly CheckResult[]): BlockSource {
  const moments = held.map((result) => keptMoment(result.timestampMs));
  return {
    minMs: moments.reduce((least, moment) => Math.min(least, moment), Number.POSITIVE_INFINITY),
    maxMs: moments.reduce((most, moment) => Math.max(most, moment), Number.NEGATIVE_INFINITY),
    order: Number.POSITIVE_INFINITY,
    open() {
      const bytes = new ByteWriter(held.length * 16);
      const chain = ChainEncoder.start();
      for (const result of held) chain.write(bytes, result);
      return cursorAfter(bytes.take(), 0);
    },
  };
}

interface BlockRow {
  readonly id: number;
  readonly min_ms: number;
  readonly max_ms: number;
}

const ROWS_AT_ONCE = 32;

/** Sealed blocks, the one recorded last first. */
export function* sealedByArrival(side: ReadSide, tail: EndpointTail): Generator<BlockSource> {
  const [lowest, highest] = rowRange(tail.id);
  for (let below = highest; ; ) {
    const rows = side.rows<BlockRow>(
      "SELECT id, min_ms, max_ms FROM block WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT ?",
      lowest,
      below,
      ROWS_AT_ONCE,
    );
    for (const row of rows) yield sealedSource(side, tail, row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) return;
    below = last.id - 1;
  }
}

/** Which sealed blocks are wanted. */
export interface BlockFilter {
  readonly fromMs: EpochMs;
  readonly beforeMs: EpochMs;
  readonly outcome: "failing" | "degraded" | null;
}

/** Sealed blocks that may hold results of a range, the one that ends last first. */
export function* sealedByTime(side: ReadSide, tail: EndpointTail, filter: BlockFilter): Generator<BlockSource> {
  const condition = filter.outcome === null ? "" : filter.outcome === "failing" ? "AND failures > 0" : "AND degraded > 0";
  const sql = `SELECT id, min_ms, max_ms FROM block
     WHERE endpoint_id = ? AND max_ms >= ? AND (max_ms, id) < (?, ?) AND min_ms < ? ${condition}
     ORDER BY max_ms DESC, id DESC LIMIT ?`;
  let below: readonly [number, number] = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  for (;;) {
    const rows = side.rows<BlockRow>(sql, tail.id, filter.fromMs, ...below, filter.beforeMs, ROWS_AT_ONCE);
    for (const row of rows) yield sealedSource(side, tail, row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) return;
    below = [last.max_ms, last.id];
  }
}

function sealedSource(side: ReadSide, tail: EndpointTail, row: BlockRow): BlockSource {
  const block = numberOf(row.id);
  return {
    minMs: row.min_ms,
    maxMs: row.max_ms,
    order: block,
    open() {
      const data = blockData(side, tail, block);
      return data === null ? null : cursorAfter(data, 0);
    },
  };
}

function blockData(side: ReadSide, tail: EndpointTail, block: number): Uint8Array | null {
  const [lowest] = rowRange(tail.id);
  return side.rows<{ data: Buffer }>("SELECT data FROM block WHERE id = ?", lowest + block)[0]?.data ?? null;
}
