// Looks at every row of the file once, as after a crash: in slices, beside everything else.

import type { Clock } from "../ports/clock.ts";
import { BlockCursor } from "./block-cursor.ts";
import type { Connection } from "./connection.ts";
import type { FileWriter } from "./file-writer.ts";
import { Pacer } from "./pacer.ts";
import { decodeBuckets, decodeRollup } from "./rollup-codec.ts";

/** What an inspection of the whole file found. */
export interface Inspection {
  /** Packed rows. */
  readonly rows: number;
  /** Packed rows whose content makes no sense; readers take them for shorter or empty. */
  readonly damagedRows: number;
}

const PACKED_TABLES = ["block", "rollup_minute", "rollup_hour", "rollup_day"] as const;
/** Here it only matters that SQLite can read the row. */
const PLAIN_TABLES = ["endpoint", "run", "event", "extras", "message", "attempt", "journal"] as const;

type PackedTable = (typeof PACKED_TABLES)[number];

/** Rows read in one step; a slice may end after it. */
const PACKED_ROWS_AT_ONCE = 4;
const PLAIN_ROWS_AT_ONCE = 64;
/** What SQLite needs for a row beside its content, roughly. */
const ROW_OVERHEAD_BYTES = 24;

/**
 * Reads every row once, in slices. A page that SQLite finds damaged shows in the store's health.
 * @param onProgress told now and then how far it is, 0..1, measured by the size of the file
 * @returns null when it was stopped, or the file can't be read
 */
export async function inspectRows(writer: FileWriter, clock: Clock, onProgress: (progress: number) => void): Promise<Inspection | null> {
  const pacer = new Pacer(clock);
  const fileBytes = writer.attempt(usedBytes);
  if (fileBytes === null) return null;
  let [rows, damagedRows, bytesDone] = [0, 0, 0];
  const advance = async (bytes: number): Promise<void> => {
    bytesDone += bytes;
    if (pacer.exhausted) onProgress(Math.min(1, bytesDone / fileBytes));
    await pacer.breathe();
  };
  for (const table of PACKED_TABLES) {
    for (let after = 0; ; ) {
      const found = writer.attempt((connection) => packedRows(connection, table, after));
      if (found === null) return null;
      damagedRows += found.filter(({ data }) => !isSound(table, data)).length;
      rows += found.length;
      const last = found.at(-1);
      if (last === undefined) break;
      after = last.id;
      await advance(found.reduce((sum, { data }) => sum + data.length + ROW_OVERHEAD_BYTES, 0));
    }
  }
  for (const table of PLAIN_TABLES) {
    for (let after = 0; ; ) {
      const last = writer.attempt((connection) => lastOfNextRows(connection, table, after));
      if (last === null) return null;
      if (last === undefined) break;
      after = last;
      await advance(PLAIN_ROWS_AT_ONCE * ROW_OVERHEAD_BYTES);
    }
  }
  onProgress(1);
  return { rows, damagedRows };
}

function usedBytes(connection: Connection): number {
  const [pages, free, size] = ["page_count", "freelist_count", "page_size"].map((name) => Number(connection.pragma(name)));
  return Math.max(1, ((pages ?? 0) - (free ?? 0)) * (size ?? 0));
}

function packedRows(connection: Connection, table: PackedTable, after: number): ReadonlyArray<{ id: number; data: Buffer }> {
  return connection.all<{ id: number; data: Buffer }>(
    `SELECT id, data FROM ${table} WHERE id > ? ORDER BY id LIMIT ?`,
    after,
    PACKED_ROWS_AT_ONCE,
  );
}

/** Reads the next rows to their ends. @returns the id of the last, undefined = there are no more */
function lastOfNextRows(connection: Connection, table: (typeof PLAIN_TABLES)[number], after: number): number | undefined {
  const rows = connection.all<{ row_id: number }>(
    `SELECT rowid AS row_id, * FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT ?`,
    after,
    PLAIN_ROWS_AT_ONCE,
  );
  return rows.at(-1)?.row_id;
}

/** Whether the packed content of a row makes sense to its end. */
export function isSound(table: PackedTable, data: Uint8Array): boolean {
  try {
    if (table === "block") {
      const cursor = new BlockCursor(data);
      while (cursor.next()) continue;
      return !cursor.damaged;
    }
    if (table === "rollup_minute") decodeBuckets(data, 0);
    else decodeRollup(data);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
