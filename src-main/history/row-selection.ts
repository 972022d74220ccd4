// Some rows of a table, named once for all who deal with them: who removes them, and who reads them into memory before.

import type { Connection, SqlValue } from "./connection.ts";

export interface RowSelection {
  readonly table: string;
  /** A condition in SQL, with a `?` for each value. */
  readonly where: string;
  readonly values: readonly SqlValue[];
}

/** The statement that reads the first of them whole; the limit is its last value. */
export function selectRows({ table, where }: RowSelection): string {
  return `SELECT * FROM ${table} WHERE ${where} LIMIT ?`;
}

/** Removes the first of them. @returns how many */
export function removeRows(connection: Connection, { table, where, values }: RowSelection, limit: number): number {
  return connection.run(`DELETE FROM ${table} WHERE ${where} LIMIT ?`, ...values, limit).changes;
}
