// Opens the history for a composition root.

import { ok, type Result } from "../../shared/errors.ts";
import { DAY } from "../../shared/units.ts";
import { openDatabaseFile, openSqlite } from "./database-file.ts";
import type { Retention } from "./housekeeping.ts";
import { createSqliteStore, type SqliteHistoryStore } from "./sqlite-store.ts";
import type { StoreOptions } from "./store-options.ts";

const DEFAULT_RETENTION: Retention = { resultsMs: 90 * DAY, removedEndpointsMs: 30 * DAY };
const DEFAULT_MAX_HELD_RESULTS = 100_000;

/**
 * Opens or creates the history. A file that can't be used for now (locked, read-only, disk full) is no error: the store holds
 * results in memory, says so in its health, and takes the file into use when it can.
 * @returns `storage_newer` for a file of a newer version, `conflict` for another program's database; neither is touched
 */
export async function openHistoryStore(options: StoreOptions): Promise<Result<SqliteHistoryStore>> {
  const complete: Required<StoreOptions> = {
    retention: DEFAULT_RETENTION,
    maxHeldResults: DEFAULT_MAX_HELD_RESULTS,
    onMovedAside: () => undefined,
    diskWorker: null,
    openDatabase: openSqlite,
    ...options,
  };
  const opened = await openDatabaseFile(complete.file, complete.clock.nowMs(), complete.openDatabase);
  return opened.ok ? ok(await createSqliteStore(complete, opened.value)) : opened;
}
