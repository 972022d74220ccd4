// The history as it was at one moment, for reading alone: a command reads it beside an app that goes on writing. Nothing is
// copied and nothing is changed; what is asked of it is answered as by the store.

import { err, ok, type Result } from "../../shared/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { HistoryReader } from "../ports/history.ts";
import type { Logger } from "../ports/logger.ts";
import type { ReadSide } from "./block-sources.ts";
import { faultOf, messageOf, type Connection, type SqlValue } from "./connection.ts";
import { openForReading } from "./database-file.ts";
import { Directory } from "./directory.ts";
import { inspectRows, type Inspection } from "./inspect.ts";
import { replayEndpoints } from "./file-contents.ts";
import { Pacer } from "./pacer.ts";
import { PendingWrites } from "./pending-writes.ts";
import { readLatest, readResults } from "./read-results.ts";

export interface HistorySnapshot extends Pick<HistoryReader, "results" | "latest"> {
  /** What could not be read so far, in words of SQLite; null = everything could. */
  readonly problem: string | null;
  /** Looks at every row, telling how far it is (0..1); null when a part can't be read at all. */
  inspect(onProgress: (progress: number) => void): Promise<Inspection | null>;
  close(): void;
}

export interface SnapshotOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Opens the history file at the moment of the call. Until it is closed, what others write meanwhile stays in the write-ahead log.
 * @returns `not_found` for a file without anything, `storage_corrupt`, `storage_newer`, `conflict` for another program's database,
 * `unavailable` when it can't be read
 */
export async function openHistorySnapshot({ file, clock, logger }: SnapshotOptions): Promise<Result<HistorySnapshot>> {
  try {
    const opened = await openForReading(file);
    if (!opened.ok) return opened;
    try {
      const directory = Directory.load(opened.value);
      await replayEndpoints(opened.value, directory, new Pacer(clock), logger);
      return ok(new FileSnapshot(opened.value, directory, clock));
    } catch (error) {
      opened.value.close();
      throw error;
    }
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null) throw error;
    return err(fault === "corrupt" ? "storage_corrupt" : "unavailable", messageOf(error));
  }
}

class FileSnapshot implements HistorySnapshot {
  problem: string | null = null;
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #side: ReadSide;
  #closed = false;

  constructor(connection: Connection, directory: Directory, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
    this.#side = {
      clock,
      pending: new PendingWrites(),
      keys: () => [...directory.tails].filter(({ removedMs }) => removedMs === null).map(({ key }) => key),
      tailOf: (key) => directory.find(key),
      keyOf: (endpointId) => directory.byId(endpointId)?.key ?? null,
      held: () => [],
      catchUp: () => undefined,
      rows: <Row>(sql: string, ...values: SqlValue[]) => this.#attempt((opened) => opened.all<Row>(sql, ...values)) ?? [],
      fullResolutionFromMs: () => Number.NEGATIVE_INFINITY,
    };
  }

  readonly results: HistoryReader["results"] = (query) => readResults(this.#side, query);
  readonly latest: HistoryReader["latest"] = () => readLatest(this.#side);

  async inspect(onProgress: (progress: number) => void): Promise<Inspection | null> {
    return await inspectRows((work) => this.#attempt(work), new Pacer(this.#clock), onProgress);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#connection.close();
  }

  #attempt<T>(work: (connection: Connection) => T): T | null {
    if (this.#closed) return null;
    try {
      return work(this.#connection);
    } catch (error) {
      if (faultOf(error) === null) throw error;
      this.problem ??= messageOf(error);
      return null;
    }
  }
}
