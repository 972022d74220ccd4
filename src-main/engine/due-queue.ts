// A priority queue of moments: which entry is due next. Pure bookkeeping, no clock.

import type { MonotonicMs } from "../../shared/units.ts";

/** What the queue orders. `dueMs` must only change through {@link DueQueue.update}. */
export interface DueEntry {
  dueMs: MonotonicMs;
  /** Position in the heap; -1 = not queued. Kept by the queue. */
  heapIndex: number;
}

/** A binary min-heap on `dueMs` whose entries know their place, so that any of them can be moved or removed in O(log n). */
export class DueQueue<T extends DueEntry> {
  readonly #heap: T[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** The entry that is due first; undefined when empty. */
  peek(): T | undefined {
    return this.#heap[0];
  }

  push(entry: T): void {
    entry.heapIndex = this.#heap.length;
    this.#heap.push(entry);
    this.#up(entry);
  }

  /** Takes an entry out; nothing happens when it is not queued. */
  remove(entry: T): void {
    const index = entry.heapIndex;
    if (index < 0) return;
    entry.heapIndex = -1;
    const last = this.#heap.pop();
    if (last === undefined || last === entry) return;
    last.heapIndex = index;
    this.#heap[index] = last;
    this.#up(last);
    this.#down(last);
  }

  /** Gives a queued entry another moment. */
  update(entry: T, dueMs: MonotonicMs): void {
    entry.dueMs = dueMs;
    this.#up(entry);
    this.#down(entry);
  }

  #up(entry: T): void {
    let index = entry.heapIndex;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = this.#heap[parentIndex];
      if (parent === undefined || parent.dueMs <= entry.dueMs) break;
      this.#place(parent, index);
      index = parentIndex;
    }
    this.#place(entry, index);
  }

  #down(entry: T): void {
    let index = entry.heapIndex;
    for (;;) {
      const left = this.#heap[2 * index + 1];
      if (left === undefined) break;
      const right = this.#heap[2 * index + 2];
      const child = right !== undefined && right.dueMs < left.dueMs ? right : left;
      if (entry.dueMs <= child.dueMs) break;
      const childIndex = child.heapIndex;
      this.#place(child, index);
      index = childIndex;
    }
    this.#place(entry, index);
  }

  #place(entry: T, index: number): void {
    entry.heapIndex = index;
    this.#heap[index] = entry;
  }
}
