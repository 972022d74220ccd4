// When the write-ahead log goes into the file and begins anew: the thread for the disk does it whenever the log has become long.

import { SECOND } from "../../shared/units.ts";
import type { Logger } from "../ports/logger.ts";
import { BUSY_TIMEOUT_MS, PAGE_SIZE, type Connection } from "./connection.ts";
import type { DiskThread } from "./disk-thread.ts";

/** A log of this length (4 MiB) is brought into the file. */
const LOG_PAGES = 1_024;
/** With a log of this length (16 MiB) the next commit does it: the thread didn't get to it. */
export const OVERDUE_LOG_PAGES = 4_096;
/** Without a thread (1 MiB): with SQLite's own 1,000 pages the commit that does it takes too long. */
export const LOG_PAGES_OF_COMMITS = 256;

/** While the thread begins a log, whoever can't wait for it to be done waits for its lock at most so long. */
const BEGINNING_TIMEOUT_MS = SECOND;

export interface CheckpointerOptions {
  readonly thread: Pick<DiskThread, "perform" | "hasEnded">;
  readonly connection: Pick<Connection, "waitForLocks">;
  readonly logger: Logger;
  /** Called when the thread has begun a log: from then on nobody has to wait for it. */
  readonly onBegun: () => void;
}

export class Checkpointer {
  readonly #options: CheckpointerOptions;
  #underway: Promise<void> | null = null;
  #isBeginning = false;
  #bytes = 0;
  #trouble: string | null = null;

  constructor(options: CheckpointerOptions) {
    this.#options = options;
  }

  /** Whether the log is being brought into the file, or the next one begun. */
  get isBusy(): boolean {
    return this.#underway !== null;
  }

  /** Whether the thread is writing: a commit would wait for it. */
  get isBeginning(): boolean {
    return this.#isBeginning;
  }

  /** Notes roughly what a commit put into the log; asks for a checkpoint when that has become much. */
  wrote(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes >= LOG_PAGES * PAGE_SIZE && !this.isBusy && !this.#options.thread.hasEnded) this.#underway = this.#startAnew();
  }

  /** Resolves when no checkpoint is under way. Long work that writes awaits it, so that the log can start anew now and then. */
  async keptUp(): Promise<void> {
    await this.#underway;
  }

  async #startAnew(): Promise<void> {
    this.#bytes = 0;
    const isWhole = await this.#perform("checkpoint");
    if (isWhole) await this.#begin();
    this.#underway = null;
  }

  /** Whoever writes first into a log that begins anew waits for the disk; here that is the thread. */
  async #begin(): Promise<void> {
    const { connection, onBegun } = this.#options;
    this.#isBeginning = true;
    connection.waitForLocks(BEGINNING_TIMEOUT_MS);
    await this.#perform("beginLog");
    connection.waitForLocks(BUSY_TIMEOUT_MS);
    this.#isBeginning = false;
    onBegun();
  }

  /** What keeps the log from going into the file keeps commits from the file sooner or later, and they tell people. */
  async #perform(kind: "checkpoint" | "beginLog"): Promise<boolean> {
    const { thread, logger } = this.#options;
    const reply = await thread.perform({ kind });
    if (reply === null) return false;
    const { trouble, count } = reply;
    if (trouble !== null && trouble !== this.#trouble) logger.warn("the write-ahead log stays as it is", { detail: trouble });
    this.#trouble = trouble;
    return count > 0;
  }
}
