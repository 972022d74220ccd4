// Long work in short pieces, so that nothing else in the process waits.

import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import type { DurationMs } from "../../shared/units.ts";
import type { Clock } from "../ports/clock.ts";

/** How long a piece of work may take before others get their turn, in milliseconds. */
const SLICE_MS = 8;

/**
 * For what takes minutes and nobody waits for: as long a rest after each slice, so that what people ask for meanwhile mostly finds
 * the process idle, and half a processor at most is in use.
 */
export const BACKGROUND_REST_MS: DurationMs = SLICE_MS;

/** Lets other work run when a slice is used up. Await {@link Pacer.breathe} between small steps. */
export class Pacer {
  readonly #clock: Clock;
  readonly #restMs: DurationMs;
  #sliceBegan: number;

  /** @param restMs between two slices; 0 = only until everything else that is ready has run */
  constructor(clock: Clock, restMs: DurationMs = 0) {
    this.#clock = clock;
    this.#restMs = restMs;
    this.#sliceBegan = clock.monotonicMs();
  }

  /** Whether the slice is used up. */
  get exhausted(): boolean {
    return this.#clock.monotonicMs() - this.#sliceBegan >= SLICE_MS;
  }

  /** Resolves at once within a slice, and after the rest, or in the next turn of the event loop, when it is used up. */
  async breathe(): Promise<void> {
    if (this.exhausted) await this.turn();
  }

  /** Lets everything else that is ready run first. */
  async turn(): Promise<void> {
    await (this.#restMs > 0 ? wait(this.#restMs) : nextTurn());
    this.#sliceBegan = this.#clock.monotonicMs();
  }
}
