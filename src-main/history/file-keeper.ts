// The life of the file under a store: taking one into use, trying again while it can't be, beginning anew when it turns out to
// be damaged, and afterwards looking at what is there. What is written to it and read from it is others' business.

import { saidOf } from "../../shared/i18n/said.ts";
import { MINUTE, type DurationMs } from "../../shared/units.ts";
import type { TimerHandle } from "../ports/clock.ts";
import type { HistoryReader, HistoryWriter } from "../ports/history.ts";
import { faultOf, messageOf } from "./connection.ts";
import { openDatabaseFile, openForSalvage, startAnew, type OpenedFile } from "./database-file.ts";
import { readContents, type FileContents } from "./file-contents.ts";
import type { FileWriter } from "./file-writer.ts";
import { inspectRows, type Inspection } from "./inspect.ts";
import { BACKGROUND, Pacer } from "./pacer.ts";
import { readSmallState } from "./read-small.ts";
import { salvage, type SalvageReport } from "./salvage.ts";
import type { SmallState } from "./small-state.ts";
import type { HealthMonitor } from "./store-health.ts";
import type { StoreOptions } from "./store-options.ts";

/** Tells at the next start whether the last one ended well. */
const OPEN_MARK = "history:open";
/** How long after a start what takes long begins: the app has better to do then. */
const LONG_WORK_DELAY_MS: DurationMs = MINUTE;

export interface FileKeeperPorts {
  readonly options: Required<StoreOptions>;
  readonly writer: FileWriter;
  readonly small: SmallState;
  readonly health: HealthMonitor;
  /** The store's own writing. */
  readonly store: Pick<HistoryWriter, "appendEvent" | "recordNotObserved" | "transact" | "putValue"> & Pick<HistoryReader, "value">;
  /** Tells a file that was just taken into use what the configuration holds. */
  readonly configure: () => void;
}

export class FileKeeper {
  /** Where a damaged file was put; null = none was. */
  movedAside: string | null = null;
  readonly #ports: FileKeeperPorts;
  #reopening: Promise<void> | null = null;
  #toSalvage: string | null = null;
  #closed = false;
  /** Until it begins, it can be called off; a process that is done must not wait for it. */
  #inspection: TimerHandle | null = null;

  constructor(ports: FileKeeperPorts) {
    this.#ports = ports;
  }

  /** Resolves when no file is being opened. */
  async settled(): Promise<void> {
    await this.#reopening;
  }

  /** Uses a file, or waits for it to become usable. */
  async adopt(opened: OpenedFile): Promise<void> {
    if (opened.kind === "unusable") {
      this.#waitFor(opened);
      return;
    }
    const { options, writer, small, health, store, configure } = this.#ports;
    const read = await this.#contentsOf(opened);
    if (this.#closed) {
      opened.connection.close();
      return;
    }
    if (read === null) return;
    if (opened.movedAside !== null) {
      this.movedAside = opened.movedAside;
      options.logger.error("the history was damaged; it was put aside and a new one begun", { kept: opened.movedAside });
      options.onMovedAside(opened.movedAside);
    }
    writer.attach(opened.connection, read);
    small.load(read.small);
    health.recover();
    if (opened.movedAside !== null) this.#takeOverSmallState(opened.movedAside);
    const crashed = store.value(OPEN_MARK) !== null;
    store.putValue(OPEN_MARK, "true");
    if (crashed) this.#inspectLater();
    configure();
    writer.commit();
  }

  /** Another file, or the same again: called when it turned out to be damaged, or could not be opened. */
  reopen(why: "damaged" | "unusable"): void {
    if (this.#reopening !== null || this.#closed) return;
    const { health, writer } = this.#ports;
    this.#reopening = this.#openAgain(why)
      .catch((error: unknown) => health.degrade("failing", messageOf(error)))
      .finally(() => {
        this.#reopening = null;
        if (writer.connection === null) writer.waitForFile();
      });
  }

  /** Looks at every row; null when the file can't be read. */
  async inspect(onProgress: (progress: number) => void): Promise<Inspection | null> {
    const { health, writer, options } = this.#ports;
    return await health.during("checking", (tell) =>
      inspectRows(
        (work) => writer.attempt(work),
        new Pacer(options.clock, BACKGROUND),
        (progress) => {
          tell(progress);
          onProgress(progress);
        },
      ),
    );
  }

  /** Brings over what can be read of the file that was put aside. null = there is none, or nothing was readable */
  async salvage(): Promise<SalvageReport | null> {
    const file = this.#toSalvage;
    this.#toSalvage = null;
    if (file === null || this.#closed) return null;
    const { options, writer, health, store, configure } = this.#ports;
    const from = openForSalvage(file);
    if (from === null) return null;
    try {
      const report = await health.during("recovering", (onProgress) =>
        salvage(from, { clock: options.clock, writer, events: store, isStopped: () => this.#closed, onProgress }),
      );
      // Endpoints that only the old file knew are in no configuration.
      if (!this.#closed) configure();
      options.logger.info("what could be read of the damaged history was brought over", { from: file, ...report });
      return report;
    } finally {
      from.close();
    }
  }

  /** Notes that the store ended well, and lets go of the file. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#inspection?.cancel();
    const { writer } = this.#ports;
    writer.stop();
    writer.attempt((connection) => {
      connection.run("DELETE FROM named_value WHERE name = ?", OPEN_MARK);
      connection.pragma("wal_checkpoint(truncate)");
    });
    await writer.detach();
  }

  #waitFor(opened: Extract<OpenedFile, { kind: "unusable" }>): void {
    const { options, writer, small, health } = this.#ports;
    // Numbers given out meanwhile must not meet those in the file.
    const nextId = Math.round(options.clock.nowMs());
    small.load({ values: new Map(), alertStates: [], messages: [], nextEventId: nextId, nextMessageId: nextId });
    health.degrade(opened.fault, opened.message);
    writer.commit({ withExtras: true });
    writer.waitForFile();
  }

  /** @returns null when it can't be read now: then it is dealt with */
  async #contentsOf({ connection, movedAside }: Extract<OpenedFile, { kind: "open" }>): Promise<FileContents | null> {
    const { clock, logger, file, openDatabase } = this.#ports.options;
    try {
      return await readContents(connection, new Pacer(clock), logger);
    } catch (error) {
      connection.close();
      const fault = faultOf(error);
      if (fault === null) throw error;
      // A file that was begun a moment ago and is damaged already: its disk is.
      if (fault === "corrupt" && movedAside === null) await this.adopt(await startAnew(file, clock.nowMs(), openDatabase));
      else this.#waitFor({ kind: "unusable", fault: fault === "corrupt" ? "failing" : fault, message: messageOf(error) });
      return null;
    }
  }

  /** What decisions depend on is in the new file at once, the rest of the damaged one later. */
  #takeOverSmallState(damaged: string): void {
    const { options, small, store } = this.#ports;
    const from = openForSalvage(damaged);
    try {
      if (from !== null) small.load(readSmallState(from));
    } catch (error) {
      if (faultOf(error) === null) throw error;
    } finally {
      from?.close();
    }
    store.transact(() => small.writeAll());
    this.#toSalvage = damaged;
    options.timers.setTimer(LONG_WORK_DELAY_MS, () => {
      this.salvage().catch((error: unknown) => options.logger.error("the damaged history could not be read", { detail: messageOf(error) }));
    });
  }

  #inspectLater(): void {
    const { timers, logger } = this.#ports.options;
    this.#inspection = timers.setTimer(LONG_WORK_DELAY_MS, () => {
      this.inspect(() => undefined).then(
        (found) => {
          if (found !== null && found.damagedRows > 0) logger.warn("parts of the history are damaged", { ...found });
        },
        (error: unknown) => logger.error("inspecting the history failed", { detail: messageOf(error) }),
      );
    });
  }

  async #openAgain(why: "damaged" | "unusable"): Promise<void> {
    const { options, writer, health } = this.#ports;
    const { file, clock, openDatabase } = options;
    await Promise.resolve();
    if (why === "damaged") {
      await writer.detach();
      await this.adopt(await startAnew(file, clock.nowMs(), openDatabase));
      return;
    }
    const opened = await openDatabaseFile(file, clock.nowMs(), openDatabase);
    if (!opened.ok) health.degrade("failing", saidOf(opened.error));
    else await this.adopt(opened.value);
  }
}
