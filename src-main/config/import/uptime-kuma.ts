// Reads Uptime Kuma's own files: the backup of version 1 (JSON) and the database of both versions (SQLite, a copy of it).

import { copyFile, mkdtemp, open, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import type { ImportKind } from "../../../shared/model/settings-import.ts";
import { MOST_IMPORTED } from "./found.ts";
import type { Found } from "./found.ts";
import { convertMonitors } from "./kuma-monitors.ts";
import type { KumaMonitor } from "./kuma-monitors.ts";
import { convertNotifications } from "./kuma-notifications.ts";
import type { KumaNotification } from "./kuma-notifications.ts";
import { isRecord, numberIn, recordIn, recordsIn, textIn } from "./loose.ts";
import type { Loose } from "./loose.ts";

const LARGEST_BACKUP = 64 * 1024 * 1024;
const LARGEST_DATABASE = 4 * 1024 * 1024 * 1024;
const MOST_NOTIFICATIONS = 1_000;
const MOST_LINKS = 200_000;

/** What both kinds of file hold. */
interface KumaData {
  readonly monitors: readonly Loose[];
  readonly notifications: readonly KumaNotification[];
  readonly tagsOf: ReadonlyMap<number, readonly string[]>;
  readonly notificationsOf: ReadonlyMap<number, readonly number[]>;
}

/** Reads `file`, whichever of the two it is. @returns `bad_request` saying what is wrong with it */
export async function importUptimeKuma(file: string): Promise<Result<Found>> {
  try {
    const info = await stat(file);
    if (!info.isFile()) return err("bad_request", "This is not a regular file.");
    const isDatabase = await beginsLikeDatabase(file);
    if (info.size > (isDatabase ? LARGEST_DATABASE : LARGEST_BACKUP)) return err("bad_request", "The file is too large to be imported.");
    return isDatabase ? await readDatabase(file) : readBackup(basename(file), await readFile(file, "utf8"));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    return err("bad_request", `The file cannot be read${code}.`);
  }
}

async function beginsLikeDatabase(file: string): Promise<boolean> {
  const handle = await open(file, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return bytesRead === 16 && buffer.toString("latin1") === "SQLite format 3\0";
  } finally {
    await handle.close();
  }
}

/** A backup's text. Exported for its tests. */
export function readBackup(source: string, text: string): Result<Found> {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return err("bad_request", "The file is neither a backup (JSON) nor a database (SQLite) of Uptime Kuma.");
  }
  if (!isRecord(root) || !Array.isArray(root["monitorList"]))
    return err("bad_request", "The file is JSON, but no backup of Uptime Kuma: it has no monitorList.");
  const monitors = recordsIn(root["monitorList"], MOST_IMPORTED);
  const data: KumaData = {
    monitors,
    notifications: recordsIn(root["notificationList"], MOST_NOTIFICATIONS).map((record) => notificationOf(record)),
    tagsOf: new Map(monitors.map((record) => [idOf(record), recordsIn(record["tags"], 100).map(tagText)])),
    notificationsOf: new Map(monitors.map((record) => [idOf(record), linkedIds(record)])),
  };
  return ok(convert("uptime-kuma-backup", source, data));
}

/** `{"3": true}` names the notification 3. */
function linkedIds(record: Loose): readonly number[] {
  return Object.entries(recordIn(record, "notificationIDList")).flatMap(([id, isOn]) =>
    isOn === true && /^\d{1,9}$/.test(id) ? [Number(id)] : [],
  );
}

function notificationOf(record: Loose): KumaNotification {
  return { id: idOf(record), name: textIn(record, "name").slice(0, 200), config: { ...record, ...recordIn(record, "config") } };
}

function tagText(record: Loose): string {
  const [name, value] = [textIn(record, "name").slice(0, 100), textIn(record, "value").slice(0, 100)];
  return value === "" ? name : `${name}:${value}`;
}

function idOf(record: Loose): number {
  return numberIn(record, "id") ?? -1;
}

async function readDatabase(file: string): Promise<Result<Found>> {
  // The running program goes on writing to its own file: only a copy is opened, with what is not yet merged into it.
  const folder = await mkdtemp(join(tmpdir(), "sentray-import-"));
  try {
    const copy = join(folder, "kuma.db");
    await copyFile(file, copy);
    await copyFile(`${file}-wal`, `${copy}-wal`).catch(() => undefined);
    const { default: Database } = await import("better-sqlite3");
    const database = new Database(copy, { fileMustExist: true });
    try {
      database.pragma("query_only = ON");
      database.pragma("trusted_schema = OFF");
      return readTables(basename(file), (sql) => database.prepare(sql).all());
    } finally {
      database.close();
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    return err("bad_request", `The database cannot be read${code}.`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readTables(source: string, select: (sql: string) => readonly unknown[]): Result<Found> {
  const rows = (sql: string): readonly Loose[] => select(sql).filter(isRecord);
  const tables = new Set(rows("SELECT name FROM sqlite_master WHERE type = 'table' LIMIT 1000").map((row) => textIn(row, "name")));
  if (!tables.has("monitor"))
    return err("bad_request", "The file is a SQLite database, but not one of Uptime Kuma: it has no table monitor.");
  const tagsOf = new Map<number, string[]>();
  if (tables.has("monitor_tag") && tables.has("tag")) {
    const sql = `SELECT monitor_tag.monitor_id AS id, tag.name AS name, monitor_tag.value AS value FROM monitor_tag JOIN tag ON tag.id = monitor_tag.tag_id LIMIT ${MOST_LINKS}`;
    for (const row of rows(sql)) tagsOf.set(idOf(row), [...(tagsOf.get(idOf(row)) ?? []), tagText(row)]);
  }
  const notificationsOf = new Map<number, number[]>();
  if (tables.has("monitor_notification")) {
    for (const row of rows(`SELECT monitor_id AS id, notification_id AS other FROM monitor_notification LIMIT ${MOST_LINKS}`)) {
      notificationsOf.set(idOf(row), [...(notificationsOf.get(idOf(row)) ?? []), numberIn(row, "other") ?? -1]);
    }
  }
  const notifications = tables.has("notification") ? rows(`SELECT id, name, config FROM notification LIMIT ${MOST_NOTIFICATIONS}`) : [];
  const data: KumaData = {
    monitors: rows(`SELECT * FROM monitor ORDER BY id LIMIT ${MOST_IMPORTED}`),
    notifications: notifications.map(notificationOf),
    tagsOf,
    notificationsOf,
  };
  return ok(convert("uptime-kuma-database", source, data));
}

function convert(kind: ImportKind, source: string, data: KumaData): Found {
  const { providers, refusals, typeOf } = convertNotifications(data.notifications);
  const monitors = data.monitors.map((record): KumaMonitor => {
    const id = idOf(record);
    const types = (data.notificationsOf.get(id) ?? []).flatMap((notification) => typeOf.get(notification) ?? []);
    return { id, record, tags: [...new Set(data.tagsOf.get(id))].filter((tag) => tag !== ""), alertTypes: [...new Set(types)] };
  });
  const converted = convertMonitors(monitors);
  const notes = data.monitors.length >= MOST_IMPORTED ? [`Only the first ${MOST_IMPORTED} monitors were read.`] : [];
  return {
    kind,
    source,
    entries: converted.entries,
    providers,
    refusals: [...converted.refusals, ...refusals],
    notes: [...notes, "Status pages, maintenance, proxies and the history stay behind."],
  };
}
