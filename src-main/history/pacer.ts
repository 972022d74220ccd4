// Long work in short pieces, so that nothing else in the process waits.

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../ports/clock.ts";

/** How long a piece of work may take before others get their turn, in milliseconds. */
const SLICE_MS = 8;

/** Lets other work run when a slice is used up. Await {@link Pacer.breathe} between small steps. */
export class Pacer {
  readonly #clock: Clock;
  #sliceBegan: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sliceBegan = clock.monotonicMs();
  }

  /** Whether the slice is used up. */
  get exhausted(): boolean {
    return this.#clock.monotonicMs() - this.#sliceBegan >= SLICE_MS;
  }

  /** Resolves at once within a slice, in the next turn of the event loop after it. */
  async breathe(): Promise<void> {
    if (this.exhausted) await this.turn();
  }

  /** Lets everything else that is ready run first. */
  async turn(): Promise<void> {
    await nextTurn();
    this.#sliceBegan = this.#clock.monotonicMs();
  }
}
