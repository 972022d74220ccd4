// The journal: one row for each group of results that was committed together, so that a commit costs one small write
// however many endpoints it is about. Rows go when everything in them has been sealed into blocks.

import type { Connection } from "./connection.ts";
import { ByteReader, type ByteWriter } from "./bytes.ts";
import type { Pacer } from "./pacer.ts";
import type { WrittenRecord } from "./tail.ts";

/** Adds a record to a group. */
export function writeJournalEntry(group: ByteWriter, endpointId: number, record: WrittenRecord): void {
  group.unsigned(endpointId);
  group.unsigned(record.block);
  group.unsigned(record.index);
  group.unsigned(record.bytes.length);
  group.append(record.bytes);
}

export function insertGroup(connection: Connection, group: ByteWriter): void {
  connection.run("INSERT INTO journal (data) VALUES (?)", group.take());
}

/** What became of reading the journal. */
export interface Replay {
  readonly records: number;
  /** Rows that make no sense from some point on; what follows in them is lost. */
  readonly damagedGroups: number;
}

/** Hands on every record that the journal holds, in order of arrival. */
export async function replayJournal(
  connection: Connection,
  take: (endpointId: number, record: WrittenRecord) => void,
  pacer: Pacer,
): Promise<Replay> {
  let [after, records, damagedGroups] = [0, 0, 0];
  for (;;) {
    const row = connection.get<{ id: number; data: Buffer }>("SELECT id, data FROM journal WHERE id > ? ORDER BY id LIMIT 1", after);
    if (row === undefined) return { records, damagedGroups };
    after = row.id;
    try {
      for (const [endpointId, record] of entriesOf(row.data)) {
        take(endpointId, record);
        records += 1;
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      damagedGroups += 1;
    }
    await pacer.breathe();
  }
}

function* entriesOf(group: Uint8Array): Generator<readonly [endpointId: number, record: WrittenRecord]> {
  const from = new ByteReader(group);
  while (!from.done) {
    const endpointId = from.unsigned();
    const block = from.unsigned();
    const index = from.unsigned();
    yield [endpointId, { block, index, bytes: from.bytes(from.unsigned()) }];
  }
}

/** The newest row, or 0. */
export function newestGroup(connection: Connection): number {
  return connection.get<{ newest: number | null }>("SELECT max(id) AS newest FROM journal")?.newest ?? 0;
}

/** Removes rows whose records are all sealed. */
export function dropGroups(connection: Connection, upTo: number): void {
  connection.run("DELETE FROM journal WHERE id <= ?", upTo);
}
