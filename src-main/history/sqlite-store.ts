// The history in one SQLite file: hands writes to the writer, questions to the readers, and keeps going when the file can't be
// used. What each of them does is in its own file; see docs/history.md for how they fit.

import type { StorageActivity } from "../../shared/model/history.ts";
import type { CheckResult, ResultExtras } from "../../shared/model/result.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { HistoryReader, HistoryStore, KnownEndpoint, StorageHealth } from "../ports/history.ts";
import type { ReadSide } from "./block-sources.ts";
import type { Connection, SqlValue } from "./connection.ts";
import type { OpenedFile } from "./database-file.ts";
import { isShort, mergeEndpoints } from "./endpoint-rows.ts";
import { FileKeeper } from "./file-keeper.ts";
import { FileWriter } from "./file-writer.ts";
import { Housekeeper, type Retention } from "./housekeeping.ts";
import { importResults, type ImportCount } from "./import-results.ts";
import type { Inspection } from "./inspect.ts";
import { readOutages, readSeries } from "./read-figures.ts";
import { readLatest, readRecent, readResults } from "./read-results.ts";
import { readTimeSpent, readUptime } from "./read-uptime.ts";
import { findExtras, readAttempts, readEvents, readMessages } from "./read-small.ts";
import type { SalvageReport } from "./salvage.ts";
import { SmallState } from "./small-state.ts";
import { HealthMonitor } from "./store-health.ts";
import type { StoreOptions } from "./store-options.ts";

/** The store with what only its owner needs. */
export interface SqliteHistoryStore extends HistoryStore {
  /** Where a damaged file was put when the store was opened or since; null = none was. */
  readonly movedAside: string | null;
  setRetention(retention: Retention): void;
  /** Removes what is too old, now; also done every hour. */
  tidy(): Promise<void>;
  /** Packs everything into its final place, now; also done now and then. */
  compact(): Promise<void>;
  /** Looks at every row, telling how far it is (0..1); null when the file can't be read. */
  inspect(onProgress: (progress: number) => void): Promise<Inspection | null>;
  /** Brings over what can be read of the file that was put aside, now; also done by itself soon after. null = there is none, or nothing was readable. */
  salvage(): Promise<SalvageReport | null>;
  /** Puts results before everything that is known of an endpoint; those that are not older are left out. */
  importResults(key: string, results: readonly CheckResult[]): ImportCount;
}

/** Builds the store around a file that was opened, or could not be. */
export async function createSqliteStore(options: Required<StoreOptions>, opened: OpenedFile): Promise<SqliteHistoryStore> {
  const store = new FileStore(options);
  await store.begin(opened);
  return store;
}

class FileStore implements SqliteHistoryStore {
  readonly #options: Required<StoreOptions>;
  readonly #health: HealthMonitor;
  readonly #writer: FileWriter;
  readonly #small: SmallState;
  readonly #housekeeper: Housekeeper;
  readonly #keeper: FileKeeper;
  readonly #side: ReadSide;
  #configured: readonly KnownEndpoint[] | null = null;
  #closed = false;

  constructor(options: Required<StoreOptions>) {
    const { clock, timers, logger, file, maxHeldResults, diskWorker } = options;
    this.#options = options;
    this.#health = new HealthMonitor(logger, file);
    this.#writer = new FileWriter({
      clock,
      timers,
      logger,
      health: this.#health,
      file,
      maxHeldResults,
      diskWorker,
      reopen: (why) => this.#keeper.reopen(why),
    });
    this.#small = new SmallState((write, undo) => {
      this.#writer.pending.add(write, undo);
      this.#writer.commit();
    });
    this.#housekeeper = new Housekeeper(
      {
        writer: this.#writer,
        clock,
        timers,
        logger,
        readValue: (name) => this.value(name),
        putValue: (name, json) => this.putValue(name, json),
      },
      options.retention,
    );
    this.#keeper = new FileKeeper({
      options,
      writer: this.#writer,
      small: this.#small,
      health: this.#health,
      store: this,
      configure: () => void this.#configure(),
    });
    this.#side = this.#createSide();
  }

  /** Takes the file into use. */
  async begin(opened: OpenedFile): Promise<void> {
    await this.#keeper.adopt(opened);
    this.#housekeeper.start();
  }

  get movedAside(): string | null {
    return this.#keeper.movedAside;
  }

  get health(): StorageHealth {
    return this.#health.health;
  }

  get activity(): StorageActivity | null {
    return this.#health.activity;
  }

  onHealthChange(listener: (health: StorageHealth) => void): () => void {
    return this.#health.onChange(listener);
  }

  setEndpoints(endpoints: readonly KnownEndpoint[]): ReturnType<HistoryStore["setEndpoints"]> {
    this.#configured = endpoints;
    return this.#configure() ?? [];
  }

  append(result: CheckResult): void {
    this.#writer.append(result);
  }

  keepExtras(result: CheckResult, extras: ResultExtras): void {
    this.#writer.extras.keep(result, extras);
    if (this.#writer.extras.full || result.outcome !== "healthy") this.#writer.scheduleCommit();
  }

  transact<T>(work: () => T): T {
    const { pending } = this.#writer;
    if (pending.inTransaction) return work();
    const mark = this.#writer.buffered.length;
    pending.begin();
    let value: T;
    try {
      value = work();
    } catch (error) {
      pending.rollBack();
      this.#writer.truncate(mark);
      throw error;
    }
    pending.end();
    this.#writer.commit();
    return value;
  }

  rename(from: string, to: string): boolean {
    if (from === to) return true;
    this.#writer.commit();
    const isDone = this.#writer.attempt((connection) => {
      const { directory } = this.#writer;
      const earlier = directory.find(from);
      const later = directory.find(to);
      if (earlier === null) return true;
      if (later !== null && !isShort(connection, later)) return false;
      this.#writer.sealNow(earlier);
      if (later !== null) this.#writer.sealNow(later);
      connection.transaction("full", () => {
        if (later !== null) {
          mergeEndpoints(connection, earlier, later);
          directory.remove(connection, later);
        }
        directory.rename(connection, from, to);
      });
      return true;
    });
    if (isDone === false) return false;
    this.#small.rename(from, to);
    this.#writer.extras.rename(from, to);
    return true;
  }

  // The small state, see there.
  readonly appendEvent: HistoryStore["appendEvent"] = (event) => this.#small.appendEvent(event);
  readonly recordNotObserved: HistoryStore["recordNotObserved"] = (span) => this.#small.recordNotObserved(span);
  readonly forgetNotObservedAfter: HistoryStore["forgetNotObservedAfter"] = (atMs) => this.#small.forgetNotObservedAfter(atMs);
  readonly putValue: HistoryStore["putValue"] = (name, json) => this.#small.putValue(name, json);
  readonly value: HistoryStore["value"] = (name) => this.#small.value(name);
  readonly alertStates: HistoryStore["alertStates"] = () => this.#small.alertStates();
  readonly putAlertState: HistoryStore["putAlertState"] = (state) => this.#small.putAlertState(state);
  readonly removeAlertState: HistoryStore["removeAlertState"] = (key, alertId) => this.#small.removeAlertState(key, alertId);
  readonly enqueue: HistoryStore["enqueue"] = (message) => this.#small.enqueue(message);
  readonly updateMessage: HistoryStore["updateMessage"] = (id, change) => this.#small.updateMessage(id, change);
  readonly pendingMessages: HistoryStore["pendingMessages"] = (limit) => this.#small.pendingMessages(limit);
  readonly addAttempt: HistoryStore["addAttempt"] = (attempt) => this.#small.addAttempt(attempt);
  readonly messages: HistoryStore["messages"] = (query) => readMessages(this.#side, query);
  readonly attempts: HistoryStore["attempts"] = (messageId) => readAttempts(this.#side, messageId);

  // Questions.
  readonly results: HistoryReader["results"] = (query) => this.#reading(() => readResults(this.#side, query));
  readonly recent: HistoryReader["recent"] = (keys, limit) => this.#reading(() => readRecent(this.#side, keys, limit));
  readonly latest: HistoryReader["latest"] = () => this.#reading(() => readLatest(this.#side));
  readonly series: HistoryReader["series"] = (query) => this.#reading(() => readSeries(this.#side, query));
  readonly uptime: HistoryReader["uptime"] = (query) => this.#reading(() => readUptime(this.#side, query));
  readonly timeSpent: HistoryReader["timeSpent"] = (query) => this.#reading(() => readTimeSpent(this.#side, query));
  readonly outages: HistoryReader["outages"] = (query) => this.#reading(() => readOutages(this.#side, query));
  readonly events: HistoryReader["events"] = (query) => this.#reading(async () => readEvents(this.#side, query));
  readonly extras: HistoryReader["extras"] = (key, which) =>
    this.#reading(async () => findExtras(this.#side, this.#writer.extras, key, which));

  setRetention(retention: Retention): void {
    this.#housekeeper.setRetention(retention);
  }

  async tidy(): Promise<void> {
    await this.#housekeeper.round();
  }

  async compact(): Promise<void> {
    await this.#writer.sealAll();
  }

  async inspect(onProgress: (progress: number) => void): Promise<Inspection | null> {
    return await this.#keeper.inspect(onProgress);
  }

  async salvage(): Promise<SalvageReport | null> {
    return await this.#keeper.salvage();
  }

  importResults(key: string, results: readonly CheckResult[]): ImportCount {
    this.#writer.commit();
    return (
      this.#writer.attempt((connection) => {
        const tail = this.#writer.directory.ensure(connection, key);
        this.#writer.sealNow(tail);
        return importResults(connection, tail, results);
      }) ?? { imported: 0, leftOut: results.length }
    );
  }

  async flush(): Promise<void> {
    await this.#keeper.settled();
    this.#writer.commit({ evenIfDegraded: true, withExtras: true });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#housekeeper.stop();
    await this.#writer.endDiskThread();
    await this.flush();
    await this.#keeper.close();
  }

  async #reading<T>(read: () => Promise<T>): Promise<T> {
    this.#writer.activeReaders += 1;
    try {
      return await read();
    } finally {
      this.#writer.activeReaders -= 1;
    }
  }

  #configure(): ReturnType<HistoryStore["setEndpoints"]> | null {
    const configured = this.#configured;
    if (configured === null) return null;
    this.#writer.commit();
    const carried = this.#writer.attempt((connection: Connection) =>
      connection.transaction("full", () => this.#writer.directory.configure(connection, configured, this.#options.clock.nowMs())),
    );
    for (const { from, to } of carried ?? []) {
      this.#small.rename(from, to);
      this.#writer.extras.rename(from, to);
    }
    return carried;
  }

  #createSide(): ReadSide {
    const writer = this.#writer;
    return {
      clock: this.#options.clock,
      pending: writer.pending,
      keys: () => [
        ...new Set([...[...writer.directory.tails].filter((tail) => tail.removedMs === null).map((tail) => tail.key), ...heldKeys(writer)]),
      ],
      tailOf: (key) => writer.directory.find(key),
      keyOf: (endpointId) => writer.directory.byId(endpointId)?.key ?? null,
      held: (key) => writer.buffered.filter((result) => result.key === key),
      catchUp: () => void writer.commit(),
      rows: <Row>(sql: string, ...values: SqlValue[]) => writer.attempt((connection) => connection.all<Row>(sql, ...values)) ?? [],
      fullResolutionFromMs: (): EpochMs => {
        const { resultsMs } = this.#housekeeper.retention;
        return resultsMs === 0 ? Number.NEGATIVE_INFINITY : this.#options.clock.nowMs() - resultsMs;
      },
    };
  }
}

function heldKeys(writer: FileWriter): readonly string[] {
  return writer.buffered.map(({ key }) => key);
}
