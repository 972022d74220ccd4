// The time after an interruption in which failures do not count yet: networks settle, VPNs dial in.

import { MINUTE, SECOND } from "../../shared/units.ts";
import type { DurationMs, MonotonicMs } from "../../shared/units.ts";
import type { Clock } from "../ports/clock.ts";

/** After waking, or coming back online. */
export const GRACE_MS: DurationMs = 15 * SECOND;
/** A network that is restless over and over keeps failures from counting no longer than this in one go … */
export const LONGEST_UNREST_MS: DurationMs = MINUTE;
/** … and then not again before they have counted for this long. */
const REST_MS: DurationMs = 20 * SECOND;

const LONG_AGO = Number.NEGATIVE_INFINITY as MonotonicMs;

/** One grace period, prolonged by what happens. Sets no timers. */
export class Grace {
  readonly #clock: Pick<Clock, "monotonicMs">;
  /** After a gap in observing, and after unrest while observing: each for itself, so that neither uses up the other's patience. */
  #gapUntilMs = LONG_AGO;
  #unrestUntilMs = LONG_AGO;
  #unrestSinceMs = LONG_AGO;

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
  }

  /** How long failures do not count yet; 0 = they do. */
  get leftMs(): DurationMs {
    return Math.max(0, Math.max(this.#gapUntilMs, this.#unrestUntilMs) - this.#clock.monotonicMs());
  }

  /** Nothing was observed until now. */
  begin(): void {
    this.#gapUntilMs = (this.#clock.monotonicMs() + GRACE_MS) as MonotonicMs;
  }

  /**
   * The network changed or lost packets while it was being watched: worth a pause, but on a machine where it never rests not for
   * ever. Whether there is one.
   */
  beginUnrest(): boolean {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#unrestUntilMs > REST_MS) this.#unrestSinceMs = nowMs;
    const untilMs = Math.min(nowMs + GRACE_MS, this.#unrestSinceMs + LONGEST_UNREST_MS);
    this.#unrestUntilMs = Math.max(this.#unrestUntilMs, untilMs) as MonotonicMs;
    return this.leftMs > 0;
  }
}
