// What a store is opened with.

import type { Clock, Timers } from "../ports/clock.ts";
import type { Logger } from "../ports/logger.ts";
import type { OpenDatabase } from "./database-file.ts";
import type { Retention } from "./housekeeping.ts";

export interface StoreOptions {
  /** The database file; its folder is made when it is missing. */
  readonly file: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  /** Results 90 days, removed endpoints 30 days, unless told otherwise. */
  readonly retention?: Retention;
  /** Results held in memory while the file can't be written; the oldest of more are given up. Default 100,000. */
  readonly maxHeldResults?: number;
  /** Told when a damaged file was put aside and a new one begun, at the start or later. */
  readonly onMovedAside?: (keptAs: string) => void;
  /** The built `disk.worker`, which brings the write-ahead log into the file; null (the default) = commits do that. */
  readonly diskWorker?: URL | null;
  /** How SQLite is opened; for tests of its failures. */
  readonly openDatabase?: OpenDatabase;
}
