// What is ready to be sent, by receiver: so many at once for each, in turn, and none while its host asked for a pause.

import type { DurationMs } from "../../../shared/units.ts";

/** One receiver's queue. */
export interface Destination<T> {
  readonly name: string;
  readonly ready: T[];
  active: number;
  /** Learnt from its first request; null = none was made, or it has no host. */
  host: string | null;
}

/** What the queues ask their owner. */
export interface DestinationRules<T> {
  readonly atOnce: number;
  readonly isStillReady: (item: T) => boolean;
  readonly pausedForMs: (host: string) => DurationMs;
}

/** The next thing to send, or how long to wait for one; `waitMs` null = nothing is ready, or a running one must end first. */
export type Turn<T> =
  | { readonly item: T; readonly destination: Destination<T> }
  | { readonly item: null; readonly waitMs: DurationMs | null };

export class Destinations<T> {
  readonly #rules: DestinationRules<T>;
  readonly #byName = new Map<string, Destination<T>>();

  constructor(rules: DestinationRules<T>) {
    this.#rules = rules;
  }

  push(name: string, item: T): void {
    const known = this.#byName.get(name);
    if (known === undefined) this.#byName.set(name, { name, ready: [item], active: 0, host: null });
    else known.ready.push(item);
  }

  /** Takes one item of the receiver whose turn it is; a long queue for one does not hold up another. */
  take(): Turn<T> {
    let waitMs: DurationMs | null = null;
    for (const destination of this.#byName.values()) {
      this.#shed(destination);
      const pauseMs = destination.host === null ? 0 : this.#rules.pausedForMs(destination.host);
      const [first] = destination.ready;
      if (first === undefined || destination.active >= this.#rules.atOnce) continue;
      if (pauseMs > 0) {
        waitMs = Math.min(waitMs ?? pauseMs, pauseMs);
        continue;
      }
      destination.ready.shift();
      destination.active += 1;
      // To the end of the order: the others come first next time.
      this.#byName.delete(destination.name);
      this.#byName.set(destination.name, destination);
      return { item: first, destination };
    }
    return { item: null, waitMs };
  }

  /** The item was sent, or not: its place is free. */
  release(destination: Destination<T>): void {
    destination.active -= 1;
    if (destination.active === 0 && destination.ready.length === 0 && this.#byName.get(destination.name) === destination) {
      this.#byName.delete(destination.name);
    }
  }

  /** What was dropped or put off since it was queued is forgotten. */
  #shed(destination: Destination<T>): void {
    while (destination.ready[0] !== undefined && !this.#rules.isStillReady(destination.ready[0])) destination.ready.shift();
    if (destination.active === 0 && destination.ready.length === 0) this.#byName.delete(destination.name);
  }
}
