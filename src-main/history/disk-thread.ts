// The caller's side of the thread that waits for the disk, however long that takes. Commits go on meanwhile.

import { closeSync, openSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { SECOND } from "../../shared/units.ts";
import type { Logger } from "../ports/logger.ts";
import type { RowSelection } from "./row-selection.ts";

/** What the thread can do. */
export type DiskTask =
  /** Brings the write-ahead log into the file, as far as readers allow. */
  | { readonly kind: "checkpoint" }
  /** Makes the first commit of the next log, which waits for the disk. Until it is done nobody else can write. */
  | { readonly kind: "beginLog" }
  /** Reads the first rows of a selection, so that they are in the system's memory. */
  | { readonly kind: "rows"; readonly selection: RowSelection; readonly limit: number }
  /** The same with pages of the file; the first of all is 1. */
  | { readonly kind: "pages"; readonly first: number; readonly count: number }
  /** The same with those among the pages from `first` to `last` that say who points to a page. */
  | { readonly kind: "pointerMap"; readonly first: number; readonly last: number };

/** What the worker says after each task. */
export interface DiskReply {
  /** null = it went well, or somebody else was at it. */
  readonly trouble: string | null;
  /** How many rows or pages were read; of a checkpoint, whether (1) all of the log is in the file. */
  readonly count: number;
}

/** What the worker is given at its start. */
export interface DiskWorkerData {
  readonly file: string;
  /** Of the same file, opened for reading. */
  readonly handle: number;
}

export interface DiskThreadOptions {
  /** The built `disk.worker`. */
  readonly workerUrl: URL;
  readonly file: string;
  readonly logger: Logger;
  /** Called once when the thread can't do it and never will. */
  readonly onGivenUp: () => void;
}

/** A disk that takes longer has stopped. */
const LONGEST_MS = 60 * SECOND;
const STOP_MS = 5 * SECOND;

interface Waiting {
  readonly timer: NodeJS.Timeout;
  readonly settle: (reply: DiskReply | null) => void;
}

export class DiskThread {
  readonly #options: DiskThreadOptions;
  /** In the order of their tasks, which is that of the answers. */
  readonly #waiting: Waiting[] = [];
  #worker: Worker | null = null;
  #handle: number | null = null;
  #ended = false;

  constructor(options: DiskThreadOptions) {
    this.#options = options;
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  /** Resolves when the task is done; null = it will not be. */
  async perform(task: DiskTask): Promise<DiskReply | null> {
    if (this.#ended) return null;
    return await new Promise((settle) => {
      const timer = setTimeout(() => this.#giveUp(`no answer within ${LONGEST_MS / SECOND} s`), LONGEST_MS);
      timer.unref();
      this.#waiting.push({ timer, settle });
      try {
        this.#worker ??= this.#start();
        this.#worker.postMessage(task);
      } catch (error) {
        this.#giveUp(String(error));
      }
    });
  }

  /** Ends the thread, after the task that is under way. */
  async end(): Promise<void> {
    this.#ended = true;
    const worker = this.#worker;
    this.#worker = null;
    for (const waiting of this.#waiting.splice(0)) settle(waiting, null);
    if (worker !== null) await within(STOP_MS, worker.terminate());
  }

  /**
   * Lets go of the file. Only when no database is open on it any more: on POSIX systems a process that closes one handle of a file
   * loses all its locks on it.
   * @see https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
   */
  release(): void {
    const handle = this.#handle;
    this.#handle = null;
    if (handle !== null) closeSync(handle);
  }

  #start(): Worker {
    const { file, workerUrl } = this.#options;
    this.#handle = openSync(file, "r");
    const worker = new Worker(workerUrl, { workerData: { file, handle: this.#handle } satisfies DiskWorkerData });
    worker.unref();
    const isCurrent = (): boolean => this.#worker === worker;
    worker.on("message", (reply: DiskReply) => isCurrent() && this.#take(reply));
    worker.on("error", (error) => isCurrent() && this.#giveUp(String(error)));
    worker.on("exit", (code) => isCurrent() && this.#giveUp(`it ended early (${code})`));
    return worker;
  }

  #take(reply: DiskReply): void {
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) settle(waiting, reply);
  }

  #giveUp(detail: string): void {
    const { logger, onGivenUp } = this.#options;
    logger.error("the thread for the history's file failed; its work is done without it", { detail });
    onGivenUp();
    void this.end();
  }
}

function settle({ timer, settle }: Waiting, reply: DiskReply | null): void {
  clearTimeout(timer);
  settle(reply);
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, over]);
  clearTimeout(timer);
}
