// Reads the rows of a table around pages that can't be read.

import { faultOf, type Connection } from "./connection.ts";

const ROWS_AT_ONCE = 16;

/**
 * The rows with ids of a range in ascending order, a few at a time. Where a page is damaged it looks further on, in steps that
 * double, so at most as much again is missed as was damaged.
 */
export function* readableRows<Row extends { readonly id: number }>(
  connection: Connection,
  table: string,
  [lowest, highest]: readonly [lowest: number, highest: number],
): Generator<readonly Row[]> {
  let step = 1;
  for (let from = lowest; from <= highest; ) {
    const rows =
      rowsFrom<Row>(connection, table, from, highest, step === 1 ? ROWS_AT_ONCE : 1) ?? rowsFrom<Row>(connection, table, from, highest, 1);
    if (rows === null) {
      from += step;
      step *= 2;
      continue;
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    from = last.id + 1;
    step = 1;
  }
}

/** @returns null when the rows can't be read */
function rowsFrom<Row>(connection: Connection, table: string, from: number, highest: number, limit: number): readonly Row[] | null {
  try {
    return connection.all<Row>(`SELECT * FROM ${table} WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?`, from, highest, limit);
  } catch (error) {
    if (faultOf(error) === null) throw error;
    return null;
  }
}
