// The one writer of the history file: collects results, commits them in groups, and holds them while the file can't be written.
// What it collects is visible to readers at once.

import { setImmediate as nextTurn } from "node:timers/promises";
import type { CheckResult } from "../../shared/model/result.ts";
import { SECOND, type DurationMs } from "../../shared/units.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";
import type { Logger } from "../ports/logger.ts";
import { ByteWriter } from "./bytes.ts";
import { Checkpointer, LOG_PAGES_OF_COMMITS, OVERDUE_LOG_PAGES } from "./checkpointer.ts";
import { faultOf, messageOf, type Connection, type Durability } from "./connection.ts";
import { Directory } from "./directory.ts";
import { DiskThread } from "./disk-thread.ts";
import { ExtrasBuffer } from "./extras-buffer.ts";
import type { FileContents } from "./file-contents.ts";
import { insertGroup, writeJournalEntry } from "./journal.ts";
import { BACKGROUND, Pacer } from "./pacer.ts";
import { PendingWrites } from "./pending-writes.ts";
import { ReadAhead } from "./read-ahead.ts";
import { readBlock } from "./sealer.ts";
import { Sealing } from "./sealing.ts";
import type { HealthMonitor } from "./store-health.ts";
import type { EndpointTail } from "./tail.ts";

/** A result waits at most this long for its commit (a little below what is promised, for the commit itself). */
const GROUP_DELAY_MS: DurationMs = 200;
/** A group is committed early when it has this many results, so that a commit stays short. */
const GROUP_RESULTS = 4_000;
/** The large parts of failures are written at most this often; there may be a new one with every check. */
const EXTRAS_DELAY_MS: DurationMs = 5 * SECOND;
const RETRY_DELAY_MS: DurationMs = 2 * SECOND;

export interface FileWriterOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly health: HealthMonitor;
  /** Results held in memory at most; beyond it the oldest are given up. */
  readonly maxHeldResults: number;
  /** See {@link StoreOptions}. */
  readonly diskWorker: URL | null;
  /** Called when the file turned out to be damaged, or could not be opened and should be tried again. */
  readonly reopen: (why: "damaged" | "unusable") => void;
}

export class FileWriter {
  readonly pending = new PendingWrites();
  readonly extras = new ExtrasBuffer();
  directory = new Directory();
  connection: Connection | null = null;
  activeReaders = 0;
  readonly #options: FileWriterOptions;
  readonly #buffer: CheckResult[] = [];
  /** Packed, in pieces, but not in the journal yet. */
  readonly #group = new ByteWriter(65_536);
  readonly #sealing: Sealing;
  #diskThread: DiskThread | null = null;
  #checkpointer: Checkpointer | null = null;
  #commitTimer: TimerHandle | null = null;
  #retryTimer: TimerHandle | null = null;
  #extrasWrittenAt = Number.NEGATIVE_INFINITY;
  /** Whether all large parts that wait are to be written: a slice of them with each commit, packing them takes time. */
  #extrasGo = false;
  #isGoingOn = false;
  #closed = false;

  constructor(options: FileWriterOptions) {
    this.#options = options;
    const { clock, timers, health } = options;
    this.#sealing = new Sealing({
      clock,
      timers,
      attempt: (work) => this.attempt(work),
      tails: () => this.directory.tails,
      isUsable: () => this.connection !== null && health.fault === null,
      // What a reader has seen as waiting must not turn up as sealed too.
      mayStep: () => this.activeReaders === 0 && !this.isCheckpointing,
      onDone: () => this.#commitExtras(),
    });
  }

  /** Results that are in no piece yet, in order of arrival. */
  get buffered(): readonly CheckResult[] {
    return this.#buffer;
  }

  /** Takes a file into use, with what was read of it. */
  attach(connection: Connection, { directory, replayed }: Pick<FileContents, "directory" | "replayed">): void {
    this.connection = connection;
    this.directory = directory;
    this.#sealing.gathered(replayed);
    this.#useDiskThread(connection);
  }

  /** Whether the write-ahead log is on its way into the file. */
  get isCheckpointing(): boolean {
    return this.#checkpointer?.isBusy === true;
  }

  /** Resolves when the write-ahead log is not on its way into the file. Long work that writes awaits it between its steps. */
  async keptUp(): Promise<void> {
    await this.#checkpointer?.keptUp();
  }

  /** For long work, which begins one of its own. */
  readAhead(): ReadAhead {
    return new ReadAhead(this.#diskThread);
  }

  /** From here on nobody but this thread uses the file. */
  async endDiskThread(): Promise<void> {
    const checkpointer = this.#checkpointer;
    this.#checkpointer = null;
    this.connection?.checkpointAt(LOG_PAGES_OF_COMMITS);
    await this.#diskThread?.end();
    await checkpointer?.keptUp();
  }

  /** Lets go of the file; nothing is written until the next `attach`. What was packed for it stays with it. */
  async detach(): Promise<void> {
    const { connection } = this;
    this.connection = null;
    this.directory = new Directory();
    this.#group.clear();
    this.#sealing.reset();
    await this.endDiskThread();
    connection?.close();
    this.#diskThread?.release();
    this.#diskThread = null;
  }

  append(result: CheckResult): void {
    this.#buffer.push(result);
    const { health, maxHeldResults } = this.#options;
    if (this.#buffer.length > maxHeldResults) this.#buffer.splice(0, Math.ceil(maxHeldResults / 100));
    if (health.fault !== null) health.held(this.#buffer.length);
    else if (this.#buffer.length >= GROUP_RESULTS && !this.pending.inTransaction) this.#commitResults();
    else this.scheduleCommit();
  }

  /** Undoes appends back to a mark; for a transaction that failed. */
  truncate(length: number): void {
    if (this.#buffer.length > length) this.#buffer.length = length;
  }

  scheduleCommit(): void {
    if (this.#commitTimer !== null || this.#closed) return;
    this.#commitTimer = this.#options.timers.setTimer(GROUP_DELAY_MS, () => {
      this.#commitTimer = null;
      this.#commitResults();
    });
  }

  /** Results can wait for the thread that is writing; they are committed as soon as it has done. */
  #commitResults(): void {
    if (this.#checkpointer?.isBeginning !== true) this.commit();
  }

  /** Writes everything that waits; of the large parts a slice, or `withExtras` all at once. @returns whether nothing else waits any more */
  commit(options: { readonly evenIfDegraded?: boolean; readonly withExtras?: boolean } = {}): boolean {
    const { health } = this.#options;
    if (this.pending.inTransaction) return false;
    this.#extrasGo = !this.extras.empty && (this.#extrasGo || options.withExtras === true || this.#areExtrasDue());
    if (this.#buffer.length === 0 && this.#group.length === 0 && this.pending.waiting.length === 0 && !this.#extrasGo) return true;
    const { connection } = this;
    if (connection === null || (health.fault !== null && options.evenIfDegraded !== true)) {
      this.#scheduleRetry();
      return false;
    }
    try {
      this.#pack(connection);
      this.#write(connection, this.pending.durability, options.withExtras === true);
    } catch (error) {
      return this.#failed(connection, error);
    }
    health.recover();
    if (this.#extrasGo) this.#goOnSoon();
    this.#sealing.beginIfMany();
    return true;
  }

  /** Packs what waits of one endpoint, at once. */
  sealNow(tail: EndpointTail): void {
    if (this.connection !== null) this.#sealing.now(this.connection, tail);
  }

  /** Packs everything into its final place, in slices. */
  async sealAll(): Promise<void> {
    this.commit();
    await this.#sealing.all();
    while (this.#extrasGo && this.commit()) await nextTurn();
  }

  stop(): void {
    this.#closed = true;
    this.#commitTimer?.cancel();
    this.#retryTimer?.cancel();
    this.#sealing.stop();
  }

  /** Runs something on the file, telling health of faults. @returns null when there is no file, or it failed */
  attempt<T>(work: (connection: Connection) => T): T | null {
    const { connection } = this;
    if (connection === null) return null;
    try {
      return work(connection);
    } catch (error) {
      const fault = faultOf(error);
      if (fault === null) throw error;
      this.#degrade(fault, messageOf(error));
      return null;
    }
  }

  #useDiskThread(connection: Connection): void {
    const { diskWorker, file, logger } = this.#options;
    if (diskWorker === null) return;
    const onGivenUp = (): void => connection.checkpointAt(LOG_PAGES_OF_COMMITS);
    const thread = new DiskThread({ workerUrl: diskWorker, file, logger, onGivenUp });
    const checkpointer = new Checkpointer({ thread, connection, logger, onBegun: () => void this.commit() });
    connection.checkpointAt(OVERDUE_LOG_PAGES);
    connection.onWritten = (bytes) => checkpointer.wrote(bytes);
    this.#diskThread = thread;
    this.#checkpointer = checkpointer;
  }

  #pack(connection: Connection): void {
    let packed = 0;
    try {
      for (const result of this.#buffer) {
        const tail = this.directory.ensure(connection, result.key);
        const record = tail.append(result, (block) => readBlock(connection, tail.id, block));
        writeJournalEntry(this.#group, tail.id, record);
        packed += 1;
      }
      for (const { key } of this.pending.waiting) if (key !== null) this.directory.ensure(connection, key);
      if (!this.extras.empty) for (const key of this.extras.keys()) this.directory.ensure(connection, key);
    } finally {
      this.#buffer.splice(0, packed);
      this.#sealing.gathered(packed);
    }
  }

  #write(connection: Connection, durability: Durability, allExtras: boolean): void {
    const idOf = (key: string): number => this.directory.find(key)?.id ?? 0;
    const pacer = new Pacer(this.#options.clock, BACKGROUND);
    connection.transaction(durability, () => {
      if (this.#group.length > 0) insertGroup(connection, this.#group);
      for (const write of this.pending.waiting) write.run(connection, idOf);
      if (this.#extrasGo) this.extras.write(connection, idOf, () => !allExtras && pacer.exhausted);
    });
    this.#group.clear();
    this.pending.clear();
    if (!this.#extrasGo) return;
    this.extras.settle();
    this.#extrasGo = !this.extras.empty;
    if (!this.#extrasGo) this.#extrasWrittenAt = this.#options.clock.monotonicMs();
  }

  /** Begins to write all large parts that wait. */
  #commitExtras(): void {
    this.#extrasGo = true;
    this.commit();
  }

  #areExtrasDue(): boolean {
    if (this.extras.full) return true;
    return this.extras.hasFailure && this.#options.clock.monotonicMs() - this.#extrasWrittenAt >= EXTRAS_DELAY_MS;
  }

  /** Goes on after a slice and a rest, as a pacer does. */
  #goOnSoon(): void {
    if (this.#isGoingOn || this.#closed) return;
    this.#isGoingOn = true;
    setImmediate(() =>
      this.#options.timers.setTimer(BACKGROUND.restMs, () => {
        this.#isGoingOn = false;
        this.#commitResults();
      }),
    );
  }

  #failed(connection: Connection, error: unknown): boolean {
    const fault = faultOf(error);
    const isConstraint = error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_CONSTRAINT");
    if (fault !== null && !isConstraint) {
      this.#degrade(fault, messageOf(error));
      return false;
    }
    // One bad write must not keep all others from the file for ever: each is done alone, the bad one is given up.
    this.#options.logger.error("a write to the history was refused", { detail: messageOf(error) });
    for (let write = this.pending.shift(); write !== undefined; write = this.pending.shift()) {
      const single = write;
      try {
        connection.transaction(single.durability, () => single.run(connection, (key) => this.directory.find(key)?.id ?? 0));
      } catch (refusal) {
        this.#options.logger.error("a write to the history was given up", { key: single.key, detail: messageOf(refusal) });
      }
    }
    return false;
  }

  #degrade(fault: NonNullable<ReturnType<typeof faultOf>>, detail: string): void {
    this.#options.health.degrade(fault, detail);
    this.#options.health.held(this.#buffer.length);
    if (fault === "corrupt") this.#options.reopen("damaged");
    this.#scheduleRetry();
  }

  /** Tries again later to get a file. */
  waitForFile(): void {
    this.#scheduleRetry();
  }

  #scheduleRetry(): void {
    if (this.#retryTimer !== null || this.#closed) return;
    this.#retryTimer = this.#options.timers.setTimer(RETRY_DELAY_MS, () => {
      this.#retryTimer = null;
      if (this.connection === null) this.#options.reopen("unusable");
      else this.commit({ evenIfDegraded: true });
    });
  }
}
