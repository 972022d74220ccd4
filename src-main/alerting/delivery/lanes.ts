// Whose turn it is: messages of one lane are sent one at a time, in the order in which they came.

import type { OutboxEntry } from "./outbox-entry.ts";

/** The waiting messages. A lane is there for as long as something waits in it. */
export class Lanes {
  readonly #lanes = new Map<string, OutboxEntry[]>();

  /** Puts an entry at the end of its lane. Returns whether it is its turn at once. */
  push(entry: OutboxEntry): boolean {
    const lane = this.#lanes.get(entry.stored.lane);
    if (lane === undefined) this.#lanes.set(entry.stored.lane, [entry]);
    else lane.push(entry);
    return lane === undefined;
  }

  /** Takes an entry out. Returns whose turn it is instead; null = it was not its turn, or nobody waits behind it. */
  remove(entry: OutboxEntry): OutboxEntry | null {
    const lane = this.#lanes.get(entry.stored.lane);
    const index = lane?.indexOf(entry) ?? -1;
    if (lane === undefined || index === -1) return null;
    lane.splice(index, 1);
    const [head] = lane;
    if (head === undefined) this.#lanes.delete(entry.stored.lane);
    return index === 0 ? (head ?? null) : null;
  }

  /** Whether nothing is before it in its lane. */
  isFirst(entry: OutboxEntry): boolean {
    return this.#lanes.get(entry.stored.lane)?.[0] === entry;
  }

  /** What waits in a lane, in order. */
  in(lane: string): readonly OutboxEntry[] {
    return this.#lanes.get(lane) ?? [];
  }

  /** The first of each lane. */
  *firsts(): Iterable<OutboxEntry> {
    for (const [first] of this.#lanes.values()) if (first !== undefined) yield first;
  }

  /** Everything that waits, in no order. */
  *all(): Iterable<OutboxEntry> {
    for (const lane of this.#lanes.values()) yield* lane;
  }
}
