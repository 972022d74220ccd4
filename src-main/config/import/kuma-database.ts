// Uptime Kuma's database, version 1 or 2: a copy of it is opened, and of its tables only what an import needs is read. Whoever made the
// file may have made it to harm: no views, no virtual tables, no computed columns, no value or sum of values without a limit.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Database } from "better-sqlite3";

import { say, saidOf } from "../../../shared/i18n/said.ts";
import type { Said, Told } from "../../../shared/i18n/said.ts";
import { note } from "../../../shared/i18n/tell.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import { copyDatabase } from "./copy-database.ts";
import { MOST_IMPORTED } from "./found.ts";
import { MOST_NOTIFICATIONS, idOf, notificationOf, tagText } from "./kuma-data.ts";
import type { KumaData } from "./kuma-data.ts";
import { isRecord, numberIn, textIn } from "./loose.ts";
import type { Loose } from "./loose.ts";

/** Nearly all of it is the history, which is not read. */
const LARGEST_DATABASE = 4 * 1024 * 1024 * 1024;
const MOST_LINKS = 200_000;
const MOST_TAGS = 100_000;
const LONGEST_VALUE = 100_000;
/** Of all that is read together. */
const MOST_CHARACTERS = 64 * 1024 * 1024;
/** Names that would have to be quoted are none of Uptime Kuma's. */
const PLAIN_NAME = /^[a-z_][a-z0-9_]{0,63}$/i;

/** Reads the monitors and what belongs to them. @returns `bad_request` saying what is wrong with the file */
export async function readKumaDatabase(file: string): Promise<Result<KumaData>> {
  const folder = await mkdtemp(join(tmpdir(), "sentray-import-"));
  try {
    const copy = await copyDatabase(file, folder, "Uptime Kuma", LARGEST_DATABASE);
    if (!copy.ok) return err("bad_request", saidOf(copy.error));
    const { default: Sqlite } = await import("better-sqlite3");
    const database = new Sqlite(copy.value, { fileMustExist: true });
    try {
      database.pragma("query_only = ON");
      database.pragma("trusted_schema = OFF");
      return readTables(database);
    } finally {
      database.close();
    }
  } catch (error) {
    return err("bad_request", say("importing.ofFile", { file: basename(file), fault: whyUnreadable(error) }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function whyUnreadable(error: unknown): Said {
  if (error instanceof TooMuchError) return say("importing.kuma.tooMuchText");
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "SQLITE_NOTADB") return say("importing.kuma.noSqlite");
  if (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_IOERR_SHORT_READ") {
    return say("importing.kuma.damaged");
  }
  return code === "" ? say("importing.kuma.unreadable") : say("importing.kuma.unreadableCode", { code });
}

/** Thrown and caught in this file alone. */
class TooMuchError extends Error {}

/** Rows of a table, at most `most`; empty where there is no such table. */
type ReadRows = (table: string, most: number) => readonly Loose[];

function readTables(database: Database): Result<KumaData> {
  const read = rowReader(database);
  if (!read.has("monitor")) {
    return err("bad_request", say("importing.kuma.noDatabase"));
  }
  const monitors = read.rows("monitor", MOST_IMPORTED).toSorted((a, b) => idOf(a) - idOf(b));
  const notifications = read.rows("notification", MOST_NOTIFICATIONS).map(notificationOf);
  return ok({ monitors, notifications, tagsOf: readTags(read.rows), notificationsOf: readLinks(read.rows), notes: read.notes });
}

function readTags(rows: ReadRows): ReadonlyMap<number, readonly string[]> {
  const names = new Map(rows("tag", MOST_TAGS).map((tag) => [idOf(tag), textIn(tag, "name")]));
  const tagsOf = new Map<number, string[]>();
  for (const link of rows("monitor_tag", MOST_LINKS)) {
    const name = names.get(numberIn(link, "tag_id") ?? -1);
    if (name !== undefined) addTo(tagsOf, numberIn(link, "monitor_id") ?? -1, tagText(name, textIn(link, "value")));
  }
  return tagsOf;
}

function readLinks(rows: ReadRows): ReadonlyMap<number, readonly number[]> {
  const notificationsOf = new Map<number, number[]>();
  for (const link of rows("monitor_notification", MOST_LINKS)) {
    addTo(notificationsOf, numberIn(link, "monitor_id") ?? -1, numberIn(link, "notification_id") ?? -1);
  }
  return notificationsOf;
}

function addTo<T>(lists: Map<number, T[]>, id: number, item: T): void {
  const list = lists.get(id);
  if (list === undefined) lists.set(id, [item]);
  else list.push(item);
}

interface RowReader {
  has(table: string): boolean;
  readonly rows: ReadRows;
  /** Grows while rows are read. */
  readonly notes: readonly Told[];
}

function rowReader(database: Database): RowReader {
  const list = database.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' LIMIT 1000").all();
  const tables = new Set(list.filter(isRecord).map((row) => textIn(row, "name")));
  const notes: Told[] = [];
  let characters = 0;
  const rows: ReadRows = (table, most) => {
    const columns = tables.has(table) ? storedColumns(database, table) : [];
    if (columns.length === 0) return [];
    // The length comes first, and without reading the value: what is too long never reaches the memory.
    const values = columns.map((name) => `CASE WHEN octet_length(${name}) <= ${LONGEST_VALUE} THEN ${name} END AS ${name}`);
    const found: Loose[] = [];
    for (const row of database.prepare(`SELECT ${values.join(", ")} FROM ${table} LIMIT ${most + 1}`).iterate()) {
      if (!isRecord(row)) continue;
      if (found.length === most) {
        notes.push(note("importing.kuma.firstRows", { most, table }));
        break;
      }
      for (const value of Object.values(row)) if (typeof value === "string" || value instanceof Uint8Array) characters += value.length;
      if (characters > MOST_CHARACTERS) throw new TooMuchError(table);
      found.push(row);
    }
    return found;
  };
  return { has: (table) => tables.has(table), rows, notes };
}

/** Computed columns are left out: their expressions are the file's own. */
function storedColumns(database: Database, table: string): readonly string[] {
  const columns = database.prepare("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 LIMIT 500").all(table);
  return columns.filter(isRecord).flatMap((column) => {
    const name = textIn(column, "name");
    return PLAIN_NAME.test(name) ? [`"${name}"`] : [];
  });
}
