// The history file for one command: as it is now, to read while the app goes on writing, or the file itself while nobody else has it.

import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { say } from "../../shared/i18n/said.ts";
import type { Result } from "../../shared/errors.ts";
import { err, ok } from "../../shared/errors.ts";
import type { OpenDatabase } from "../history/database-file.ts";
import { openHistoryStore } from "../history/open-store.ts";
import { openHistorySnapshot, type HistorySnapshot } from "../history/snapshot.ts";
import type { SqliteHistoryStore } from "../history/sqlite-store.ts";
import type { Surroundings } from "./surroundings.ts";

export interface HistoryForCommand {
  readonly store: SqliteHistoryStore;
  readonly close: () => Promise<void>;
}

/** Another program's short lock is waited for this long. */
const BUSY_TIMEOUT_MS = 500;

/**
 * The history as it is now, however large: whatever the app does meanwhile, nothing is seen twice or torn, and nothing is copied,
 * repaired or brought to a newer format.
 * @returns `not_found` without a history, `storage_corrupt` when it is damaged, `storage_newer`, `conflict`, `unavailable`
 */
export async function readHistory({ clock, logger, paths }: Surroundings): Promise<Result<HistorySnapshot>> {
  const { databaseFile } = paths;
  if (!existsSync(databaseFile)) return err("not_found", say("errors.history.none", { file: databaseFile }));
  const opened = await openHistorySnapshot({ file: databaseFile, clock, logger });
  if (opened.ok) return opened;
  const { code, message } = opened.error;
  if (code === "storage_corrupt") return err(code, say("errors.history.damagedForCommand", { file: databaseFile }));
  return code === "unavailable" ? err(code, say("errors.history.unreadable", { file: databaseFile, detail: message })) : opened;
}

/**
 * The history file for writing into its past, which needs it alone: a Sentray that runs keeps the ends of all endpoints in
 * memory, and would write over them. While it is open, a Sentray that starts waits for it.
 * @returns `storage_locked` while another program has the file open, and what {@link openHistoryStore} returns
 */
export async function openHistoryAlone(surroundings: Surroundings): Promise<Result<HistoryForCommand>> {
  const { databaseFile } = surroundings.paths;
  const opened = await openAsOwner(surroundings, databaseFile, openExclusively);
  if (!opened.ok) return opened;
  const store = opened.value;
  const { health } = store;
  if (health.state === "ok") return ok({ store, close: () => store.close() });
  await store.close();
  return health.reason === "locked"
    ? err("storage_locked", say("errors.history.inUse", { file: databaseFile }))
    : err("unavailable", health.said ?? health.message);
}

function openAsOwner(
  { clock, timers, logger }: Surroundings,
  file: string,
  openDatabase?: OpenDatabase,
): ReturnType<typeof openHistoryStore> {
  const retention = { resultsMs: 0, removedEndpointsMs: Number.POSITIVE_INFINITY };
  return openHistoryStore({ file, clock, timers, logger, retention, ...(openDatabase === undefined ? {} : { openDatabase }) });
}

/**
 * Whoever has a file with a write-ahead log open shares a lock on it, idle or not, so an exclusive one is only given when
 * nobody has. @see https://www.sqlite.org/pragma.html#pragma_locking_mode
 */
const openExclusively: OpenDatabase = (file) => {
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.pragma("locking_mode = exclusive");
    database.exec("BEGIN EXCLUSIVE; COMMIT");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};
