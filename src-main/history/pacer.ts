// Long work in short pieces, so that nothing else in the process waits.

import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import type { DurationMs } from "../../shared/units.ts";
import type { Clock } from "../ports/clock.ts";

/** How long a piece of work may take before others get their turn, and how long they get it. */
interface Pace {
  readonly sliceMs: DurationMs;
  /** 0 = only until everything else that is ready has run. */
  readonly restMs: DurationMs;
}

/** For what somebody waits for. */
const FOREGROUND: Pace = { sliceMs: 8, restMs: 0 };

/**
 * For what takes minutes and nobody waits for: short slices and as long a rest after each, so that what people ask for meanwhile
 * mostly finds the process idle, and half a processor at most is in use.
 */
export const BACKGROUND: Pace = { sliceMs: 4, restMs: 4 };

/** Lets other work run when a slice is used up. Await {@link Pacer.breathe} between small steps. */
export class Pacer {
  readonly #clock: Clock;
  readonly #pace: Pace;
  #sliceBegan: number;

  constructor(clock: Clock, pace: Pace = FOREGROUND) {
    this.#clock = clock;
    this.#pace = pace;
    this.#sliceBegan = clock.monotonicMs();
  }

  /** Whether the slice is used up. */
  get exhausted(): boolean {
    return this.#clock.monotonicMs() - this.#sliceBegan >= this.#pace.sliceMs;
  }

  /** Resolves at once within a slice, and after the rest, or in the next turn of the event loop, when it is used up. */
  async breathe(): Promise<void> {
    if (this.exhausted) await this.turn();
  }

  /**
   * Lets everything else that is ready run first, and rests. Not by the timer alone: timers that become due while another runs go
   * before everything else, so two works that rest as long as they work would take turns and let nobody in.
   */
  async turn(): Promise<void> {
    const { restMs } = this.#pace;
    await nextTurn();
    if (restMs > 0) await wait(restMs);
    this.begin();
  }

  /** Begins a slice: after a wait for something else, in which everything ready has run. */
  begin(): void {
    this.#sliceBegan = this.#clock.monotonicMs();
  }
}
