// The history in one SQLite file: hands writes to the writer, questions to the readers, and keeps going when the file can't be
// used. What each of them does is in its own file; see docs/history.md for how they fit.

import type { CheckResult, ResultExtras } from "../../shared/model/result.ts";
import { MINUTE, type EpochMs } from "../../shared/units.ts";
import type { HistoryReader, HistoryStore, KnownEndpoint, StorageHealth } from "../ports/history.ts";
import type { ReadSide } from "./block-sources.ts";
import { faultOf, messageOf, type Connection, type SqlValue } from "./connection.ts";
import { openDatabaseFile, openForSalvage, startAnew, type OpenDatabase, type OpenedFile } from "./database-file.ts";
import { mergeEndpoints } from "./endpoint-rows.ts";
import { FileWriter } from "./file-writer.ts";
import { Housekeeper, INSPECTION_DELAY_MS, inspectRows, type Inspection, type Retention } from "./housekeeping.ts";
import { importResults, type ImportCount } from "./import-results.ts";
import { readOutages, readSeries, readUptime } from "./read-figures.ts";
import { salvage, type SalvageReport } from "./salvage.ts";
import { readLatest, readRecent, readResults } from "./read-results.ts";
import { findExtras, readAttempts, readEvents, readMessages, readSmallState } from "./read-small.ts";
import { SmallState } from "./small-state.ts";
import { HealthMonitor } from "./store-health.ts";
import type { StoreOptions } from "./store-options.ts";

/** Tells at the next start whether the last one ended well. */
const OPEN_MARK = "history:open";

const SALVAGE_DELAY_MS = MINUTE;

/** The store with what only its owner needs. */
export interface SqliteHistoryStore extends HistoryStore {
  /** Where a damaged file was put when the store was opened or since; null = none was. */
  readonly movedAside: string | null;
  setRetention(retention: Retention): void;
  /** Removes what is too old, now; also done every hour. */
  tidy(): Promise<void>;
  /** Packs everything into its final place, now; also done now and then. */
  compact(): Promise<void>;
  /** Reads every packed row; null when the file can't be read. */
  inspect(onProgress: (rowsDone: number) => void): Promise<Inspection | null>;
  /** Brings over what can be read of the file that was put aside, now; also done by itself soon after. null = there is none, or nothing was readable. */
  salvage(): Promise<SalvageReport | null>;
  /** Puts results before everything that is known of an endpoint; those that are not older are left out. */
  importResults(key: string, results: readonly CheckResult[]): ImportCount;
}

/** Builds the store around a file that was opened, or could not be. */
export function createSqliteStore(options: Required<StoreOptions>, opened: OpenedFile): SqliteHistoryStore {
  return new FileStore(options, opened);
}

class FileStore implements SqliteHistoryStore {
  movedAside: string | null = null;
  readonly #options: Required<StoreOptions>;
  readonly #openDatabase: OpenDatabase;
  readonly #health: HealthMonitor;
  readonly #writer: FileWriter;
  readonly #small: SmallState;
  readonly #housekeeper: Housekeeper;
  readonly #side: ReadSide;
  #configured: readonly KnownEndpoint[] | null = null;
  #reopening: Promise<void> | null = null;
  #closed = false;
  #toSalvage: string | null = null;

  constructor(options: Required<StoreOptions>, opened: OpenedFile) {
    const { clock, timers, logger, file } = options;
    this.#options = options;
    this.#openDatabase = options.openDatabase;
    this.#health = new HealthMonitor(logger, file);
    this.#writer = new FileWriter({
      clock,
      timers,
      logger,
      health: this.#health,
      maxHeldResults: options.maxHeldResults,
      reopen: (why) => this.#reopen(why),
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
    this.#side = this.#createSide();
    this.#adopt(opened);
    this.#housekeeper.start();
  }

  get health(): StorageHealth {
    return this.#health.health;
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

  rename(from: string, to: string): void {
    if (from === to) return;
    this.#writer.commit();
    this.#writer.attempt((connection) => {
      const { directory } = this.#writer;
      const earlier = directory.find(from);
      const later = directory.find(to);
      if (earlier === null) return;
      this.#writer.sealNow(earlier);
      if (later !== null) this.#writer.sealNow(later);
      connection.transaction("full", () => {
        if (later !== null) {
          mergeEndpoints(connection, earlier, later);
          directory.remove(connection, later);
        }
        directory.rename(connection, from, to);
      });
    });
    this.#small.rename(from, to);
    this.#writer.extras.rename(from, to);
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

  async inspect(onProgress: (rowsDone: number) => void): Promise<Inspection | null> {
    return inspectRows(this.#writer, this.#options.clock, onProgress);
  }

  async salvage(): Promise<SalvageReport | null> {
    const file = this.#toSalvage;
    this.#toSalvage = null;
    if (file === null || this.#closed) return null;
    const from = openForSalvage(file);
    if (from === null) return null;
    try {
      const { clock, logger } = this.#options;
      const report = await salvage(from, { clock, writer: this.#writer, events: this, isStopped: () => this.#closed });
      // Endpoints that only the old file knew are in no configuration.
      if (!this.#closed) this.#configure();
      logger.info("what could be read of the damaged history was brought over", { from: file, ...report });
      return report;
    } finally {
      from.close();
    }
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
    await this.#reopening;
    this.#writer.commit({ evenIfDegraded: true, withExtras: true });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await this.flush();
    this.#closed = true;
    this.#housekeeper.stop();
    this.#writer.stop();
    this.#writer.attempt((connection) => {
      connection.run("DELETE FROM named_value WHERE name = ?", OPEN_MARK);
      connection.pragma("wal_checkpoint(truncate)");
    });
    this.#writer.detach();
  }

  async #reading<T>(read: () => Promise<T>): Promise<T> {
    this.#writer.activeReaders += 1;
    try {
      return await read();
    } finally {
      this.#writer.activeReaders -= 1;
    }
  }

  /** Uses a file, or waits for it to become usable. */
  #adopt(opened: OpenedFile): void {
    if (opened.kind === "unusable") {
      // Numbers given out meanwhile must not meet those in the file.
      const nextId = Math.round(this.#options.clock.nowMs());
      this.#small.load({ values: new Map(), alertStates: [], messages: [], nextEventId: nextId, nextMessageId: nextId });
      this.#health.degrade(opened.fault, opened.message);
      this.#writer.commit({ withExtras: true });
      this.#writer.waitForFile();
      return;
    }
    if (opened.movedAside !== null) {
      this.movedAside = opened.movedAside;
      this.#options.logger.error("the history was damaged; it was put aside and a new one begun", { kept: opened.movedAside });
      this.#options.onMovedAside(opened.movedAside);
    }
    this.#writer.attach(opened.connection);
    const stored = this.#writer.attempt(readSmallState);
    if (stored !== null) this.#small.load(stored);
    this.#health.recover();
    if (opened.movedAside !== null) this.#beginAnew(opened.movedAside);
    const crashed = this.value(OPEN_MARK) !== null;
    this.putValue(OPEN_MARK, "true");
    if (crashed) this.#inspectLater();
    this.#configure();
    this.#writer.commit();
  }

  /** What decisions depend on is in the new file at once, the rest of the damaged one later. */
  #beginAnew(damaged: string): void {
    const from = openForSalvage(damaged);
    try {
      if (from !== null) this.#small.load(readSmallState(from));
    } catch (error) {
      if (faultOf(error) === null) throw error;
    } finally {
      from?.close();
    }
    this.transact(() => this.#small.writeAll());
    this.#toSalvage = damaged;
    this.#options.timers.setTimer(SALVAGE_DELAY_MS, () => {
      this.salvage().catch((error: unknown) =>
        this.#options.logger.error("the damaged history could not be read", { detail: messageOf(error) }),
      );
    });
  }

  #inspectLater(): void {
    this.#options.timers.setTimer(INSPECTION_DELAY_MS, () => {
      if (this.#closed) return;
      inspectRows(this.#writer, this.#options.clock, () => undefined).then(
        (found) => {
          if (found !== null && found.damagedRows > 0) this.#options.logger.warn("parts of the history are damaged", { ...found });
        },
        (error: unknown) => this.#options.logger.error("inspecting the history failed", { detail: messageOf(error) }),
      );
    });
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

  #reopen(why: "damaged" | "unusable"): void {
    if (this.#reopening !== null || this.#closed) return;
    this.#reopening = this.#openAgain(why)
      .catch((error: unknown) => this.#health.degrade("failing", messageOf(error)))
      .finally(() => {
        this.#reopening = null;
        if (this.#writer.connection === null) this.#writer.waitForFile();
      });
  }

  async #openAgain(why: "damaged" | "unusable"): Promise<void> {
    const { file, clock } = this.#options;
    await Promise.resolve();
    if (why === "damaged") {
      this.#writer.detach();
      this.#adopt(await startAnew(file, clock.nowMs(), this.#openDatabase));
      return;
    }
    const opened = await openDatabaseFile(file, clock.nowMs(), this.#openDatabase);
    if (!opened.ok) this.#health.degrade("failing", opened.error.message);
    else if (!this.#closed) this.#adopt(opened.value);
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
