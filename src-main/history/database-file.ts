// Opening the history file: refuse what is newer or not ours, move aside what is damaged, bring what is older up to date.

import { constants, existsSync } from "node:fs";
import { access, mkdir, open, rename, stat } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { say } from "../../shared/i18n/said.ts";
import { err, ok, type Result } from "../../shared/errors.ts";
import type { EpochMs } from "../../shared/units.ts";
import { LOG_PAGES_OF_COMMITS } from "./checkpointer.ts";
import { BUSY_TIMEOUT_MS, Connection, faultOf, messageOf, PAGE_SIZE, type StorageFault } from "./connection.ts";
import { migrate, OLDEST_READABLE_VERSION, SCHEMA_VERSION } from "./migrate.ts";

/** Marks a file as ours (SQLite's `application_id`); "SnTr". */
export const APPLICATION_ID = 0x536e_5472;

/** A command that only reads can wait longer. */
const READER_TIMEOUT_MS = 500;

/** Opens SQLite on a file; tests give one that fails. */
export type OpenDatabase = (file: string) => Database.Database;

export const openSqlite: OpenDatabase = (file) => new Database(file, { timeout: BUSY_TIMEOUT_MS });

/** What became of opening the file. */
export type OpenedFile =
  | { readonly kind: "open"; readonly connection: Connection; readonly movedAside: string | null }
  /** It can't be used for now: locked, read-only, full. It is left as it is, to be tried again. */
  | { readonly kind: "unusable"; readonly fault: Exclude<StorageFault, "corrupt">; readonly message: string };

/**
 * Opens or creates the history file.
 * @returns `storage_newer` for a file of a newer version and `conflict` for another program's database; neither is touched
 */
export async function openDatabaseFile(file: string, nowMs: EpochMs, openDatabase: OpenDatabase): Promise<Result<OpenedFile>> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const header = await inspectHeader(file);
    if (header.kind === "newer") return newerFile(file, header.version);
    if (header.kind === "foreign") return foreignFile(file);
    if (header.kind === "damaged") return ok(await startAnew(file, nowMs, openDatabase));
    return await openSound(file, nowMs, openDatabase);
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null || fault === "corrupt") throw error;
    return ok({ kind: "unusable", fault: await nameOf(fault, file), message: messageOf(error) });
  }
}

/** SQLite can't always tell why it could not open a file; whether the disk or the folder may be written to, the system knows. */
async function nameOf(fault: Exclude<StorageFault, "corrupt">, file: string): Promise<Exclude<StorageFault, "corrupt">> {
  if (fault !== "failing") return fault;
  try {
    await access(path.dirname(file), constants.W_OK);
    if (existsSync(file)) await access(file, constants.W_OK);
    return fault;
  } catch (error) {
    return faultOf(error) === "readonly" ? "readonly" : fault;
  }
}

async function openSound(file: string, nowMs: EpochMs, openDatabase: OpenDatabase): Promise<Result<OpenedFile>> {
  const connection = new Connection(openDatabase(file));
  try {
    const version = Number(connection.pragma("user_version"));
    if (version > SCHEMA_VERSION) {
      connection.close();
      return newerFile(file, version);
    }
    prepare(connection);
    return ok({ kind: "open", connection, movedAside: null });
  } catch (error) {
    connection.close();
    if (faultOf(error) === "corrupt") return ok(await startAnew(file, nowMs, openDatabase));
    throw error;
  }
}

/** Moves a damaged file out of the way, keeping it, and begins a new one. */
export async function startAnew(file: string, nowMs: EpochMs, openDatabase: OpenDatabase): Promise<OpenedFile> {
  const movedAside = await moveAside(file, nowMs);
  const connection = new Connection(openDatabase(file));
  try {
    prepare(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  return { kind: "open", connection, movedAside };
}

/**
 * Opens the file for reading alone, at this moment: what is written from now on is not seen.
 * @returns `not_found` while nothing is in it, `storage_corrupt`, `storage_newer`, `conflict`
 * @throws what SQLite or the system says when it can't be read
 */
export async function openForReading(file: string): Promise<Result<Connection>> {
  const header = await inspectHeader(file);
  if (header.kind === "newer") return newerFile(file, header.version);
  if (header.kind === "foreign") return foreignFile(file);
  if (header.kind === "damaged") return err("storage_corrupt", say("errors.history.damaged", { file }), { file });
  const connection = new Connection(new Database(file, { readonly: true, fileMustExist: true, timeout: READER_TIMEOUT_MS }));
  try {
    connection.pragma("temp_store = memory");
    connection.pragma("cache_size = -8192");
    connection.script("BEGIN");
    // The first read is what fixes the moment.
    const version = Number(connection.pragma("user_version"));
    if (version >= OLDEST_READABLE_VERSION && version <= SCHEMA_VERSION) return ok(connection);
    connection.close();
    return version > SCHEMA_VERSION ? newerFile(file, version) : err("not_found", say("errors.history.empty", { file }), { file });
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Opens a file that was put aside, for reading alone. null = it can't be opened at all */
export function openForSalvage(file: string): Connection | null {
  try {
    const database = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    // This also makes SQLite read a file that is shorter than it says. Writing is impossible on a connection for reading.
    database.unsafeMode(true);
    database.pragma("writable_schema = on");
    return new Connection(database);
  } catch (error) {
    if (faultOf(error) === null) throw error;
    return null;
  }
}

/** What needs writing is only done where it is needed, so that a file on a read-only disk can still be read. */
function prepare(connection: Connection): void {
  connection.pragma("temp_store = memory");
  connection.pragma("cache_size = -8192");
  connection.checkpointAt(LOG_PAGES_OF_COMMITS);
  if (Number(connection.pragma("user_version")) === 0) {
    connection.pragma(`page_size = ${PAGE_SIZE}`);
    connection.pragma("auto_vacuum = incremental");
  }
  if (connection.pragma("journal_mode") !== "wal") connection.pragma("journal_mode = wal");
  migrate(connection, APPLICATION_ID);
}

type HeaderFinding =
  | { readonly kind: "sound" }
  | { readonly kind: "damaged" }
  | { readonly kind: "foreign" }
  | { readonly kind: "newer"; readonly version: number };

/**
 * Looks at the first 100 bytes without opening the database, so that a file which is not for us is not even locked.
 * @see https://www.sqlite.org/fileformat2.html#the_database_header
 */
async function inspectHeader(file: string): Promise<HeaderFinding> {
  if (!existsSync(file)) return { kind: "sound" };
  const { size } = await stat(file);
  if (size === 0) return { kind: "sound" };
  const header = Buffer.alloc(100);
  const handle = await open(file, "r");
  try {
    await handle.read(header, 0, header.length, 0);
  } finally {
    await handle.close();
  }
  if (size < header.length || header.toString("latin1", 0, 16) !== "SQLite format 3\0") return { kind: "damaged" };
  const applicationId = header.readUInt32BE(68);
  const version = header.readUInt32BE(60);
  const pages = header.readUInt32BE(28);
  // Without a write-ahead log every page that the header counts must be there.
  const walSize = existsSync(`${file}-wal`) ? (await stat(`${file}-wal`)).size : 0;
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  if (walSize === 0 && pages * pageSize > size) return { kind: "damaged" };
  if (applicationId !== APPLICATION_ID && (applicationId !== 0 || version !== 0 || pages > 1)) return { kind: "foreign" };
  return version > SCHEMA_VERSION ? { kind: "newer", version } : { kind: "sound" };
}

/** Renames the file with its companions. @returns the new path */
async function moveAside(file: string, nowMs: EpochMs): Promise<string> {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[-:]/g, "").slice(0, 15);
  let target = `${file}.damaged-${stamp}`;
  for (let attempt = 2; existsSync(target); attempt += 1) target = `${file}.damaged-${stamp}-${attempt}`;
  for (const suffix of ["-wal", "-shm", ""]) {
    if (existsSync(file + suffix)) await rename(file + suffix, target + suffix);
  }
  return target;
}

function newerFile(file: string, version: number): Result<never> {
  return err("storage_newer", say("errors.history.newer", { file, version, known: SCHEMA_VERSION }), {
    file,
    version,
    known: SCHEMA_VERSION,
  });
}

function foreignFile(file: string): Result<never> {
  return err("conflict", say("errors.history.foreign", { file }), {
    file,
  });
}
