// The time after an interruption in which failures do not count yet: networks settle, VPNs dial in.

import { MINUTE, SECOND } from "../../shared/units.ts";
import type { DurationMs, MonotonicMs } from "../../shared/units.ts";
import type { Clock } from "../ports/clock.ts";

/** After waking, or coming back online. */
export const GRACE_MS: DurationMs = 15 * SECOND;
/** Interfaces that change over and over keep failures from counting no longer than this in one go … */
const LONGEST_ROAMING_MS = MINUTE;
/** … and then not again before they have counted for this long. */
const ROAMING_REST_MS = 20 * SECOND;

/** One grace period, prolonged by what happens. Sets no timers. */
export class Grace {
  readonly #clock: Pick<Clock, "monotonicMs">;
  #untilMs: MonotonicMs;
  #roamingSinceMs: MonotonicMs;

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
    this.#untilMs = clock.monotonicMs();
    this.#roamingSinceMs = Number.NEGATIVE_INFINITY as MonotonicMs;
  }

  /** How long failures do not count yet; 0 = they do. */
  get leftMs(): DurationMs {
    return Math.max(0, this.#untilMs - this.#clock.monotonicMs());
  }

  /** Nothing was observed until now. */
  begin(): void {
    this.#prolong(this.#clock.monotonicMs() + GRACE_MS);
  }

  /** The interfaces changed while everything was being observed: worth a pause, but on a machine where they never rest not for ever. */
  beginRoaming(): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - Math.max(this.#untilMs, this.#roamingSinceMs) > ROAMING_REST_MS) this.#roamingSinceMs = nowMs;
    this.#prolong(Math.min(nowMs + GRACE_MS, this.#roamingSinceMs + LONGEST_ROAMING_MS));
  }

  #prolong(untilMs: number): void {
    this.#untilMs = Math.max(this.#untilMs, untilMs) as MonotonicMs;
  }
}
