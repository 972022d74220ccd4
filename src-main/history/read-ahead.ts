// What a step is about to touch is read beforehand by the thread for the disk: the step then finds it in the system's memory, and
// the main thread doesn't wait. Where that doesn't work the step reads it itself, and tells what is wrong.

import type { DiskThread } from "./disk-thread.ts";
import type { RowSelection } from "./row-selection.ts";

/** 4 MiB. A file is given back from its end, page by page backwards, which no system expects. */
const PAGES_AT_ONCE = 1_024;
/** 800 MiB have 250 pages of the pointer map: a slow disk reads them in a few seconds, and other tasks have their turn in between. */
const MAPPED_PAGES_AT_ONCE = 204_800;

export class ReadAhead {
  readonly #thread: Pick<DiskThread, "perform"> | null;
  /** From here to the end of the file everything was read. */
  #readFrom = Number.POSITIVE_INFINITY;
  #hasPointerMap = false;

  constructor(thread: Pick<DiskThread, "perform"> | null) {
    this.#thread = thread;
  }

  /** @returns how many there were */
  async rows(selection: RowSelection, limit: number): Promise<number> {
    const reply = await this.#thread?.perform({ kind: "rows", selection, limit });
    return reply?.count ?? 0;
  }

  /** What every page that becomes free or moves is noted in, of a file of so many pages. */
  async pointerMap(pages: number): Promise<void> {
    if (this.#hasPointerMap) return;
    this.#hasPointerMap = true;
    for (let first = 1; first <= pages; first += MAPPED_PAGES_AT_ONCE) {
      await this.#thread?.perform({ kind: "pointerMap", first, last: Math.min(pages, first + MAPPED_PAGES_AT_ONCE - 1) });
    }
  }

  /** The last pages of a file of so many, at least as many as will be `needed`. */
  async endOfFile(pages: number, needed: number): Promise<void> {
    if (pages - needed >= this.#readFrom) return;
    const end = Math.min(pages + 1, this.#readFrom);
    const first = Math.max(1, end - PAGES_AT_ONCE);
    this.#readFrom = first;
    await this.#thread?.perform({ kind: "pages", first, count: end - first });
  }
}
