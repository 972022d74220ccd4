// Everything that belongs to one endpoint: putting two histories together, and what there is to remove.

import { HOUR } from "../../shared/units.ts";
import type { Connection } from "./connection.ts";
import { decodeBuckets, decodeRollup } from "./rollup-codec.ts";
import { FIRST_NUMBER, numberOf, rowKey, rowRange } from "./row-keys.ts";
import type { RowSelection } from "./row-selection.ts";
import { newestRun, writeRollups } from "./sealer.ts";
import type { EndpointTail } from "./tail.ts";

const MINUTES_PER_ROW = HOUR / 60_000;
const KEYED_BY_NUMBER = ["block", "run", "rollup_minute", "rollup_hour", "rollup_day"] as const;
const KEYED_BY_ENDPOINT = ["event", "not_observed", "extras", "alert_state", "message"] as const;

/** Rows that are moved in one transaction: a dozen milliseconds. An endpoint has about 50 a day. */
const MOST_ROWS_MOVED = 500;

/** Whether a history is short enough to be moved at once. */
export function isShort(connection: Connection, { id }: EndpointTail): boolean {
  let rows = 0;
  for (const table of KEYED_BY_NUMBER) {
    rows += countUpTo(connection, `SELECT 1 FROM ${table} WHERE id BETWEEN ? AND ?`, ...rowRange(id));
  }
  for (const table of KEYED_BY_ENDPOINT) rows += countUpTo(connection, `SELECT 1 FROM ${table} WHERE endpoint_id = ?`, id);
  return rows <= MOST_ROWS_MOVED;
}

function countUpTo(connection: Connection, rows: string, ...values: number[]): number {
  return connection.get<{ n: number }>(`SELECT count(*) AS n FROM (${rows} LIMIT ?)`, ...values, MOST_ROWS_MOVED + 1)?.n ?? 0;
}

/**
 * Adds the history of `later` to the end of that of `earlier`, in the caller's transaction; both must be sealed. The row of
 * `later` stays, empty.
 */
export function mergeEndpoints(connection: Connection, earlier: EndpointTail, later: EndpointTail): void {
  const [laterLowest, laterHighest] = rowRange(later.id);
  const firstBlock = connection.get<{ id: number | null }>(
    "SELECT min(id) AS id FROM block WHERE id BETWEEN ? AND ?",
    laterLowest,
    laterHighest,
  )?.id;
  if (typeof firstBlock === "number") {
    const shift = rowKey(earlier.id, Math.max(FIRST_NUMBER, earlier.sealed.block + 1)) - firstBlock;
    connection.run("UPDATE block SET id = id + ?, endpoint_id = ? WHERE id BETWEEN ? AND ?", shift, earlier.id, laterLowest, laterHighest);
    earlier.sealed = { block: numberOf(rowKey(later.id, later.sealed.block) + shift), count: later.sealed.count };
  }
  const firstRun = connection.get<{ id: number | null }>(
    "SELECT min(id) AS id FROM run WHERE id BETWEEN ? AND ?",
    laterLowest,
    laterHighest,
  )?.id;
  if (typeof firstRun === "number") {
    const newest = newestRun(connection, earlier.id);
    const shift = rowKey(earlier.id, newest === null ? numberOf(firstRun) : newest.number + 1) - firstRun;
    connection.run("UPDATE run SET id = id + ?, endpoint_id = ? WHERE id BETWEEN ? AND ?", shift, earlier.id, laterLowest, laterHighest);
  }
  mergeRollupRows(connection, earlier, later);
  for (const table of KEYED_BY_ENDPOINT) {
    connection.run(`UPDATE OR REPLACE ${table} SET endpoint_id = ? WHERE endpoint_id = ?`, earlier.id, later.id);
  }
  earlier.firstMs = Math.min(earlier.firstMs ?? Number.MAX_SAFE_INTEGER, later.firstMs ?? Number.MAX_SAFE_INTEGER);
  if (earlier.firstMs === Number.MAX_SAFE_INTEGER) earlier.firstMs = null;
  connection.run(
    "UPDATE endpoint SET block = ?, block_count = ?, first_ms = ? WHERE id = ?",
    earlier.sealed.block,
    earlier.sealed.count,
    earlier.firstMs,
    earlier.id,
  );
  earlier.forgetChain();
}

function mergeRollupRows(connection: Connection, earlier: EndpointTail, later: EndpointTail): void {
  const range = rowRange(later.id);
  const packedRows = (table: string): ReadonlyArray<{ id: number; data: Buffer }> =>
    connection.all<{ id: number; data: Buffer }>(`SELECT id, data FROM ${table} WHERE id BETWEEN ? AND ?`, ...range);
  for (const { id, data } of packedRows("rollup_minute")) {
    const minutes = decodeBuckets(data, numberOf(id) * MINUTES_PER_ROW);
    writeRollups(connection, earlier.id, { minutes, hours: new Map(), days: new Map() });
  }
  for (const { id, data } of packedRows("rollup_hour")) {
    writeRollups(connection, earlier.id, { minutes: new Map(), hours: new Map([[numberOf(id), decodeRollup(data)]]), days: new Map() });
  }
  for (const { id, data } of packedRows("rollup_day")) {
    writeRollups(connection, earlier.id, { minutes: new Map(), hours: new Map(), days: new Map([[numberOf(id), decodeRollup(data)]]) });
  }
  for (const table of ["rollup_minute", "rollup_hour", "rollup_day"]) {
    connection.run(`DELETE FROM ${table} WHERE id BETWEEN ? AND ?`, ...range);
  }
}

/** What may be much of an endpoint, but for its messages: they have tries. */
export function rowsOf(endpointId: number): readonly RowSelection[] {
  return [
    ...KEYED_BY_NUMBER.map((table) => ({ table, where: "id BETWEEN ? AND ?", values: rowRange(endpointId) })),
    ...KEYED_BY_ENDPOINT.filter((table) => table !== "message").map((table) => ({ table, where: "endpoint_id = ?", values: [endpointId] })),
  ];
}
