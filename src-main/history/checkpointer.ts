// The caller's side of bringing the write-ahead log into the file from a thread of its own: whoever does it waits for the disk, however
// long that takes. Commits go on meanwhile.

import { Worker } from "node:worker_threads";
import { SECOND } from "../../shared/units.ts";
import type { Logger } from "../ports/logger.ts";
import { PAGE_SIZE } from "./connection.ts";

/**
 * A log of this length (4 MiB) is brought into the file. The commit that begins the next one waits for the disk once, so it should not
 * be too short.
 */
const LOG_PAGES = 1_024;
/** With a log of this length (16 MiB) the next commit does it: the thread didn't get to it. */
export const OVERDUE_LOG_PAGES = 4_096;
/** Without a thread (1 MiB): with SQLite's own 1,000 pages the commit that does it takes too long. */
export const LOG_PAGES_OF_COMMITS = 256;

/** A disk that takes longer has stopped. */
const LONGEST_MS = 60 * SECOND;
const STOP_MS = 5 * SECOND;

/** What the worker is given at its start. */
export interface CheckpointWorkerData {
  readonly file: string;
}

/** What the worker says after each checkpoint; null = it went well, or somebody else was at it. */
export interface CheckpointReply {
  readonly trouble: string | null;
}

export interface CheckpointerOptions {
  /** The built `checkpoint.worker`. */
  readonly workerUrl: URL;
  readonly file: string;
  readonly logger: Logger;
  /** Called once when the thread can't do it and never will. */
  readonly onGivenUp: () => void;
}

interface Underway {
  readonly done: Promise<void>;
  readonly finish: () => void;
}

export class Checkpointer {
  readonly #options: CheckpointerOptions;
  #worker: Worker | null = null;
  #underway: Underway | null = null;
  #bytes = 0;
  #trouble: string | null = null;
  #ended = false;

  constructor(options: CheckpointerOptions) {
    this.#options = options;
  }

  /** Whether the log is being brought into the file. */
  get isBusy(): boolean {
    return this.#underway !== null;
  }

  /** Notes roughly what a commit put into the log; asks for a checkpoint when that has become much. */
  wrote(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes >= LOG_PAGES * PAGE_SIZE && this.#underway === null && !this.#ended) this.#begin();
  }

  /** Resolves when no checkpoint is under way. Long work that writes awaits it, so that the log can start anew now and then. */
  async keptUp(): Promise<void> {
    await this.#underway?.done;
  }

  /** Ends the thread, after the checkpoint that is under way. */
  async end(): Promise<void> {
    this.#ended = true;
    const worker = this.#worker;
    this.#worker = null;
    this.#underway?.finish();
    if (worker !== null) await within(STOP_MS, worker.terminate());
  }

  #begin(): void {
    this.#bytes = 0;
    const timer = setTimeout(() => this.#giveUp(`no answer within ${LONGEST_MS / SECOND} s`), LONGEST_MS);
    timer.unref();
    let resolve = (): void => undefined;
    const done = new Promise<void>((settle) => (resolve = settle));
    const finish = (): void => {
      clearTimeout(timer);
      this.#underway = null;
      resolve();
    };
    this.#underway = { done, finish };
    try {
      this.#worker ??= this.#start();
      this.#worker.postMessage(null);
    } catch (error) {
      this.#giveUp(String(error));
    }
  }

  #start(): Worker {
    const { file, workerUrl } = this.#options;
    const worker = new Worker(workerUrl, { workerData: { file } satisfies CheckpointWorkerData });
    worker.unref();
    const isCurrent = (): boolean => this.#worker === worker;
    worker.on("message", ({ trouble }: CheckpointReply) => isCurrent() && this.#take(trouble));
    worker.on("error", (error) => isCurrent() && this.#giveUp(String(error)));
    worker.on("exit", (code) => isCurrent() && this.#giveUp(`it ended early (${code})`));
    return worker;
  }

  /** What keeps the log from going into the file keeps commits from the file sooner or later, and they tell people. */
  #take(trouble: string | null): void {
    if (trouble !== null && trouble !== this.#trouble) this.#options.logger.warn("the write-ahead log stays as it is", { detail: trouble });
    this.#trouble = trouble;
    this.#underway?.finish();
  }

  #giveUp(detail: string): void {
    const { logger, onGivenUp } = this.#options;
    logger.error("the thread for the write-ahead log failed; commits do its work", { detail });
    onGivenUp();
    void this.end();
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, over]);
  clearTimeout(timer);
}
