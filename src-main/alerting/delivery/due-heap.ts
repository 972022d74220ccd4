// A priority queue of things that wait for their moment. A plain binary heap; what is due is decided by its owner.

/** Items by due time; those of one moment in the order in which they came. */
export class DueHeap<T> {
  readonly #items: Array<{ readonly dueMs: number; readonly order: number; readonly item: T }> = [];
  #order = 0;

  get size(): number {
    return this.#items.length;
  }

  /** When the first item is due; null = nothing waits. */
  get nextDueMs(): number | null {
    return this.#items[0]?.dueMs ?? null;
  }

  push(item: T, dueMs: number): void {
    this.#items.push({ dueMs, order: this.#order, item });
    this.#order += 1;
    let index = this.#items.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  /** Takes the first item if it is due at `nowMs`. */
  popDue(nowMs: number): T | null {
    const first = this.#items[0];
    if (first === undefined || first.dueMs > nowMs) return null;
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) {
      this.#items[0] = last;
      this.#sink();
    }
    return first.item;
  }

  #sink(): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      let smallest = index;
      if (left < this.#items.length && this.#isBefore(left, smallest)) smallest = left;
      if (right < this.#items.length && this.#isBefore(right, smallest)) smallest = right;
      if (smallest === index) return;
      this.#swap(index, smallest);
      index = smallest;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [first, second] = [this.#items[a], this.#items[b]];
    if (first === undefined || second === undefined) return false;
    return first.dueMs < second.dueMs || (first.dueMs === second.dueMs && first.order < second.order);
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#items[a], this.#items[b]];
    if (first === undefined || second === undefined) return;
    this.#items[a] = second;
    this.#items[b] = first;
  }
}
