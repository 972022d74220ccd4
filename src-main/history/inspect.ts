// Looks at every row of the file once, as after a crash: in slices, beside everything else.

import { BlockCursor } from "./block-cursor.ts";
import type { Connection } from "./connection.ts";
import type { Pacer } from "./pacer.ts";
import { emptyRollup } from "./rollup.ts";
import { mergePacked, mergePackedBuckets } from "./rollup-codec.ts";

/** What an inspection of the whole file found. */
export interface Inspection {
  /** Packed rows. */
  readonly rows: number;
  /** Packed rows whose content makes no sense; readers take them for shorter or empty. */
  readonly damagedRows: number;
}

/** Rows read in one step, after which a slice may end: about a millisecond's work. */
const PACKED_TABLES = { block: 4, rollup_minute: 16, rollup_hour: 64, rollup_day: 64 } as const;
/** Here it only matters that SQLite can read the row. */
const PLAIN_TABLES = { endpoint: 64, run: 64, event: 64, extras: 4, message: 32, attempt: 32, journal: 4 } as const;

type PackedTable = keyof typeof PACKED_TABLES;
type PlainTable = keyof typeof PLAIN_TABLES;

/** What SQLite needs for a row beside its content, roughly. */
const ROW_OVERHEAD_BYTES = 24;

/** Runs something on the file; null when that fails, or there is no file any more. */
export type Attempt = <T>(work: (connection: Connection) => T) => T | null;

/**
 * Reads every row once, in slices. A page that SQLite finds damaged shows where `attempt` notes it.
 * @param onProgress told now and then how far it is, 0..1, measured by the size of the file
 * @returns null when it was stopped, or the file can't be read
 */
export async function inspectRows(attempt: Attempt, pacer: Pacer, onProgress: (progress: number) => void): Promise<Inspection | null> {
  const fileBytes = attempt(usedBytes);
  if (fileBytes === null) return null;
  let [rows, damagedRows, bytesDone] = [0, 0, 0];
  const advance = async (bytes: number): Promise<void> => {
    bytesDone += bytes;
    if (pacer.exhausted) onProgress(Math.min(1, bytesDone / fileBytes));
    await pacer.breathe();
  };
  for (const table of namesOf(PACKED_TABLES)) {
    for (let after = 0; ; ) {
      const found = attempt((connection) => packedRows(connection, table, after));
      if (found === null) return null;
      damagedRows += found.filter(({ data }) => !isSound(table, data)).length;
      rows += found.length;
      const last = found.at(-1);
      if (last === undefined) break;
      after = last.id;
      await advance(found.reduce((sum, { data }) => sum + data.length + ROW_OVERHEAD_BYTES, 0));
    }
  }
  for (const table of namesOf(PLAIN_TABLES)) {
    for (let after = 0; ; ) {
      const last = attempt((connection) => lastOfNextRows(connection, table, after));
      if (last === null) return null;
      if (last === undefined) break;
      after = last;
      await advance(PLAIN_TABLES[table] * ROW_OVERHEAD_BYTES);
    }
  }
  onProgress(1);
  return { rows, damagedRows };
}

function namesOf<Name extends string>(tables: Readonly<Record<Name, number>>): readonly Name[] {
  return Object.keys(tables) as Name[];
}

function usedBytes(connection: Connection): number {
  const [pages, free, size] = ["page_count", "freelist_count", "page_size"].map((name) => Number(connection.pragma(name)));
  return Math.max(1, ((pages ?? 0) - (free ?? 0)) * (size ?? 0));
}

function packedRows(connection: Connection, table: PackedTable, after: number): ReadonlyArray<{ id: number; data: Buffer }> {
  return connection.all<{ id: number; data: Buffer }>(
    `SELECT id, data FROM ${table} WHERE id > ? ORDER BY id LIMIT ?`,
    after,
    PACKED_TABLES[table],
  );
}

/** Reads the next rows to their ends. @returns the id of the last, undefined = there are no more */
function lastOfNextRows(connection: Connection, table: PlainTable, after: number): number | undefined {
  const rows = connection.all<{ row_id: number }>(
    `SELECT rowid AS row_id, * FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT ?`,
    after,
    PLAIN_TABLES[table],
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
    // All into one: it only matters that they can be read.
    const sum = emptyRollup();
    if (table === "rollup_minute") mergePackedBuckets(data, 0, () => sum);
    else mergePacked(data, sum);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
