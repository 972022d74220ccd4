// Reads Uptime Kuma's own files: the backup of version 1 (JSON) here, the database of both versions (SQLite) beside; one report of both.

import { open, readFile, stat } from "node:fs/promises";
import { basename } from "node:path";

import { say, saidOf } from "../../../shared/i18n/said.ts";
import { note } from "../../../shared/i18n/tell.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import type { ImportKind } from "../../../shared/model/settings-import.ts";
import { MOST_IMPORTED } from "./found.ts";
import type { Found } from "./found.ts";
import { MOST_NOTIFICATIONS, idOf, notificationOf, tagText } from "./kuma-data.ts";
import type { KumaData } from "./kuma-data.ts";
import { readKumaDatabase } from "./kuma-database.ts";
import { convertMonitors } from "./kuma-monitors.ts";
import type { KumaMonitor } from "./kuma-monitors.ts";
import { convertNotifications } from "./kuma-notifications.ts";
import { isRecord, parseForeignJson, recordIn, recordsIn, textIn } from "./loose.ts";
import type { Loose } from "./loose.ts";

const LARGEST_BACKUP = 64 * 1024 * 1024;
/** Of one monitor. */
const MOST_TAGS = 100;

/** Reads `file`, whichever of the two it is. @returns `bad_request` saying what is wrong with it */
export async function importUptimeKuma(file: string): Promise<Result<Found>> {
  try {
    const info = await stat(file);
    if (!info.isFile()) return err("bad_request", say("importing.notRegular"));
    const isDatabase = await beginsLikeDatabase(file);
    if (!isDatabase && info.size > LARGEST_BACKUP) return err("bad_request", say("importing.tooLarge"));
    return isDatabase ? await importDatabase(file) : readBackup(basename(file), await readFile(file, "utf8"));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return err("bad_request", code === "" ? say("importing.unreadable") : say("importing.unreadableCode", { code }));
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
  const read = parseForeignJson(text);
  if (!read.ok) return err("bad_request", say("importing.kuma.neither", { fault: saidOf(read.error) }));
  const root = read.value;
  if (!isRecord(root) || !Array.isArray(root["monitorList"])) return err("bad_request", say("importing.kuma.noBackup"));
  const listed = root["monitorList"];
  const monitors = recordsIn(listed, MOST_IMPORTED);
  const broken = Math.min(listed.length, MOST_IMPORTED) - monitors.length;
  const data: KumaData = {
    monitors,
    notifications: recordsIn(root["notificationList"], MOST_NOTIFICATIONS).map(notificationOf),
    tagsOf: new Map(monitors.map((record) => [idOf(record), recordsIn(record["tags"], MOST_TAGS).map(tagOf)])),
    notificationsOf: new Map(monitors.map((record) => [idOf(record), linkedIds(record)])),
    notes: [
      ...(broken === 0 ? [] : [note("importing.kuma.brokenMonitors", { broken })]),
      ...(listed.length > MOST_IMPORTED ? [note("importing.kuma.firstMonitors", { most: MOST_IMPORTED })] : []),
    ],
  };
  return ok(convert("uptime-kuma-backup", source, data));
}

function tagOf(record: Loose): string {
  return tagText(textIn(record, "name"), textIn(record, "value"));
}

/** `{"3": true}` names the notification 3. */
function linkedIds(record: Loose): readonly number[] {
  return Object.entries(recordIn(record, "notificationIDList")).flatMap(([id, isOn]) =>
    isOn === true && /^\d{1,9}$/.test(id) ? [Number(id)] : [],
  );
}

async function importDatabase(file: string): Promise<Result<Found>> {
  const data = await readKumaDatabase(file);
  return data.ok ? ok(convert("uptime-kuma-database", basename(file), data.value)) : data;
}

function convert(kind: ImportKind, source: string, data: KumaData): Found {
  const { providers, refusals, typeOf } = convertNotifications(data.notifications);
  const monitors = data.monitors.map((record): KumaMonitor => {
    const id = idOf(record);
    const tags = new Set((data.tagsOf.get(id) ?? []).slice(0, MOST_TAGS).filter((tag) => tag !== ""));
    const types = (data.notificationsOf.get(id) ?? []).flatMap((notification) => typeOf.get(notification) ?? []);
    return { id, record, tags: [...tags], alertTypes: [...new Set(types)] };
  });
  const converted = convertMonitors(monitors);
  return {
    kind,
    source,
    entries: converted.entries,
    providers,
    refusals: [...converted.refusals, ...refusals],
    notes: [...data.notes, note("importing.kuma.staysBehind")],
  };
}
