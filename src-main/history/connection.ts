// One open SQLite connection: kept statements, typed rows, transactions, and what an SQLite error means for the store.
// Which file is opened, and whether it may be, is database-file.ts' business.

import type Database from "better-sqlite3";
import type { DurationMs } from "../../shared/units.ts";

export type SqlValue = string | number | bigint | Uint8Array | null;

/** Why a write or a read did not work. */
export type StorageFault = "full" | "locked" | "readonly" | "corrupt" | "failing";

/** How sure a commit is to survive: a killed process (`normal`), or a power cut as well (`full`). */
export type Durability = "normal" | "full";

/** Of the file, in bytes. */
export const PAGE_SIZE = 4_096;
/** A commit waits this long for another program's lock; it stands in the way of everything else, so it is short. */
export const BUSY_TIMEOUT_MS: DurationMs = 25;

/** A connection with its prepared statements; preparing costs five times as much as running. */
export class Connection {
  /** Told after each commit roughly how many bytes it put into the write-ahead log. */
  onWritten: ((bytes: number) => void) | null = null;
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement<SqlValue[]>>();
  #durability: Durability | null = null;
  #bytes = 0;

  constructor(database: Database.Database) {
    this.#database = database;
  }

  run(sql: string, ...values: SqlValue[]): Database.RunResult {
    const outcome = this.#statement(sql).run(...values);
    // Each change is on a page of its own, for all that is known.
    this.#bytes += outcome.changes * PAGE_SIZE;
    for (const value of values) if (typeof value === "string" || value instanceof Uint8Array) this.#bytes += value.length;
    return outcome;
  }

  /** The first row. The caller names the row's type: the schema is ours, so it is what the statement selects. */
  get<Row>(sql: string, ...values: SqlValue[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  /** All rows; see {@link Connection.get} about their type. */
  all<Row>(sql: string, ...values: SqlValue[]): readonly Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  /** Runs a script of several statements. */
  script(sql: string): void {
    this.#database.exec(sql);
  }

  pragma(text: string): unknown {
    return this.#database.pragma(text, { simple: true });
  }

  /** All or nothing; what `work` throws comes out after the roll-back. */
  transaction<T>(durability: Durability, work: () => T): T {
    this.#setDurability(durability);
    this.#bytes = 0;
    const outcome = this.#database.transaction(work).immediate();
    this.onWritten?.(this.#bytes);
    return outcome;
  }

  /** Makes the file smaller by free pages, at most so many; those that are needed move to their places. */
  giveBack(pages: number): void {
    this.#database.exec(`PRAGMA incremental_vacuum(${pages})`);
    this.onWritten?.(2 * pages * PAGE_SIZE);
  }

  /** The commit that finds a write-ahead log of so many pages brings it into the file. */
  checkpointAt(pages: number): void {
    this.#database.pragma(`wal_autocheckpoint = ${pages}`);
  }

  /** How long whoever finds a lock waits for it. */
  waitForLocks(ms: DurationMs): void {
    this.#database.pragma(`busy_timeout = ${ms}`);
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #setDurability(durability: Durability): void {
    if (this.#durability === durability) return;
    this.#database.pragma(`synchronous = ${durability}`);
    this.#durability = durability;
  }

  #statement(sql: string): Database.Statement<SqlValue[]> {
    const kept = this.#statements.get(sql);
    if (kept !== undefined) return kept;
    const prepared = this.#database.prepare<SqlValue[]>(sql);
    this.#statements.set(sql, prepared);
    return prepared;
  }
}

const FAULT_BY_CODE: ReadonlyArray<readonly [prefix: string, fault: StorageFault]> = [
  ["SQLITE_FULL", "full"],
  ["ENOSPC", "full"],
  ["EDQUOT", "full"],
  ["SQLITE_BUSY", "locked"],
  ["SQLITE_LOCKED", "locked"],
  ["SQLITE_PROTOCOL", "locked"],
  ["SQLITE_READONLY", "readonly"],
  ["EROFS", "readonly"],
  ["EACCES", "readonly"],
  ["EPERM", "readonly"],
  ["SQLITE_CORRUPT", "corrupt"],
  ["SQLITE_NOTADB", "corrupt"],
  ["SQLITE_", "failing"],
  ["E", "failing"],
];

/** What an error of the database or the file system means; null = it is neither, so it is a bug. */
export function faultOf(error: unknown): StorageFault | null {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  return FAULT_BY_CODE.find(([prefix]) => code !== "" && code.startsWith(prefix))?.[1] ?? null;
}

/** What is known of an error, for the log and the user. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
