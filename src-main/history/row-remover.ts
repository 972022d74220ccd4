// Removes rows in steps too short to be felt, and after each gives back the space that it freed.

import type { Clock } from "../ports/clock.ts";
import type { Connection } from "./connection.ts";
import type { FileWriter } from "./file-writer.ts";
import { BACKGROUND, Pacer } from "./pacer.ts";
import type { ReadAhead } from "./read-ahead.ts";
import { removeRows, type RowSelection } from "./row-selection.ts";

/** A step has so many small parts, or fewer when they take long: then it ends with its slice. */
const PARTS_PER_STEP = 4;
export const ROWS_PER_PART = 6;
const ROWS_PER_STEP = PARTS_PER_STEP * ROWS_PER_PART;
/** At most twice as many as removing leaves free, so that giving back keeps up with it. */
const PAGES_PER_PART = 12;
const PAGES_PER_STEP = PARTS_PER_STEP * PAGES_PER_PART;
/** Fewer free pages are left for what comes next. */
const FREE_PAGES_KEPT = 256;

export interface RowRemoverOptions {
  readonly writer: FileWriter;
  readonly clock: Clock;
  readonly isStopped: () => boolean;
}

/** For one round of tidying. */
export class RowRemover {
  readonly #writer: FileWriter;
  readonly #isStopped: () => boolean;
  readonly #pacer: Pacer;
  readonly #readAhead: ReadAhead;

  constructor({ writer, clock, isStopped }: RowRemoverOptions) {
    this.#writer = writer;
    this.#isStopped = isStopped;
    this.#pacer = new Pacer(clock, BACKGROUND);
    this.#readAhead = writer.readAhead();
  }

  /**
   * Removes all rows of a selection.
   * @param rows asked anew for each part
   * @param isDue asked before each step
   * @returns whether none is left: not so when it was stopped or the file can't be written
   */
  async remove(rows: () => RowSelection, isDue?: () => boolean): Promise<boolean> {
    return await this.inSteps(rows, (connection) => removeRows(connection, rows(), ROWS_PER_PART) === ROWS_PER_PART, isDue);
  }

  /**
   * Does the same part again and again, many in a step, until it says that there is no more.
   * @param rows what the next step works on: each part on its next {@link ROWS_PER_PART}
   * @param isDue asked before each step
   * @returns as {@link RowRemover.remove}
   */
  async inSteps(rows: () => RowSelection, part: (connection: Connection) => boolean, isDue: () => boolean = () => true): Promise<boolean> {
    for (;;) {
      await this.#prepare(rows());
      await this.breathe();
      if (!isDue()) return false;
      const more = this.step((connection) => this.#parts(() => part(connection)));
      if (more !== true) return more === false;
      await this.breathe();
      await this.#giveSomeBack();
    }
  }

  /** One short transaction. @returns null when it was stopped or the file can't be written now */
  step<T>(work: (connection: Connection) => T): T | null {
    if (this.#isStopped()) return null;
    return this.#writer.attempt((connection) => connection.transaction("normal", () => work(connection)));
  }

  /** Makes the file smaller by what is free in it. */
  async giveBack(): Promise<void> {
    do await this.breathe();
    while (await this.#giveSomeBack());
  }

  /** Lets others go on, and the log go into the file. */
  async breathe(): Promise<void> {
    await this.#pacer.breathe();
    if (!this.#writer.isCheckpointing) return;
    await this.#writer.keptUp();
    this.#pacer.begin();
  }

  /** Also what lies behind the rows of a step: the pages beside those that become empty are put together with them. */
  async #prepare(rows: RowSelection): Promise<void> {
    const found = await this.#readAhead.rows(rows, 2 * ROWS_PER_STEP);
    if (found > 0) await this.#readAhead.pointerMap(this.#writer.attempt(pagesOf) ?? 0);
  }

  /**
   * Does parts until one says that there is no more, the slice is used up, or the log is on its way into the file: what is written
   * meanwhile keeps the log from beginning anew.
   * @returns whether there may be more
   */
  #parts(part: () => boolean): boolean {
    for (let parts = 0; parts < PARTS_PER_STEP; parts += 1) {
      if (!part()) return false;
      if (this.#pacer.exhausted || this.#writer.isCheckpointing) break;
    }
    return true;
  }

  /**
   * Done after every step that frees pages: where the file's last page is a free one, SQLite looks for it in the list of all free
   * pages, which takes a millisecond when they are gigabytes.
   * @returns whether there is more to give back
   */
  async #giveSomeBack(): Promise<boolean> {
    const size = this.#writer.attempt((connection) => ({ pages: pagesOf(connection), free: freePages(connection) }));
    if (size === null || size.free <= FREE_PAGES_KEPT) return false;
    await this.#readAhead.pointerMap(size.pages);
    await this.#readAhead.endOfFile(size.pages, PAGES_PER_STEP);
    await this.breathe();
    return this.#parts(() => this.#giveBackPart());
  }

  #giveBackPart(): boolean {
    if (this.#isStopped()) return false;
    const free = this.#writer.attempt(freePages);
    if (free === null || free <= FREE_PAGES_KEPT) return false;
    this.#writer.attempt((connection) => connection.giveBack(Math.min(PAGES_PER_PART, free - FREE_PAGES_KEPT)));
    const left = this.#writer.attempt(freePages);
    return left !== null && left < free;
  }
}

function freePages(connection: Connection): number {
  return connection.get<{ readonly freelist_count: number }>("PRAGMA freelist_count")?.freelist_count ?? 0;
}

function pagesOf(connection: Connection): number {
  return connection.get<{ readonly page_count: number }>("PRAGMA page_count")?.page_count ?? 0;
}
