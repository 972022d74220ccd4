// Opens the history where it belongs, and keeps the app watching when that is not possible.

import { toldOf } from "../../shared/i18n/said.ts";
import type { StorageConfig } from "../../shared/model/config.ts";
import { createMemoryStore } from "../history/memory-store.ts";
import { openHistoryStore } from "../history/open-store.ts";
import type { Retention } from "../history/housekeeping.ts";
import type { HistoryStore, StorageHealth } from "../ports/history.ts";
import type { Surroundings } from "./surroundings.ts";

/** Built beside this module's bundle. */
const DISK_WORKER = new URL("disk.worker.js", import.meta.url);

export interface OpenHistory {
  readonly store: HistoryStore;
  /** Follows a changed configuration. */
  configure(storage: StorageConfig): void;
}

/** The file of `surroundings.paths`; memory alone when it is one of a newer version or of another program, with that said in the health. */
export async function openHistory(
  surroundings: Pick<Surroundings, "clock" | "timers" | "logger" | "paths">,
  storage: StorageConfig,
): Promise<OpenHistory> {
  const { clock, timers, logger, paths } = surroundings;
  const opened = await openHistoryStore({
    file: paths.databaseFile,
    clock,
    timers,
    logger,
    retention: retentionOf(storage),
    diskWorker: DISK_WORKER,
    onMovedAside: (keptAs) => logger.error("the history was damaged; a new one was begun and the old one kept", { keptAs }),
  });
  if (opened.ok) return { store: opened.value, configure: (changed) => opened.value.setRetention(retentionOf(changed)) };
  logger.error("the history cannot be used; this run is kept in memory only", { code: opened.error.code, message: opened.error.message });
  const health: StorageHealth = { state: "degraded", reason: "failing", ...toldOf(opened.error), heldResults: 0 };
  return { store: { ...createMemoryStore({ clock }), health }, configure: () => undefined };
}

function retentionOf(storage: StorageConfig): Retention {
  return { resultsMs: storage.retentionMs, removedEndpointsMs: storage.removedEndpointRetentionMs };
}
