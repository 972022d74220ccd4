// Time as the monitor sees it. Passed in everywhere, so that tests move it by hand.

import type { DurationMs, EpochMs, MonotonicMs } from "../../shared/units.ts";

/** The wall clock and the stopwatch. */
export interface Clock {
  /** The moment now; may jump when the user or NTP sets the clock. */
  nowMs(): EpochMs;
  /** The stopwatch; never jumps. Whether it runs while the machine sleeps depends on the system. */
  monotonicMs(): MonotonicMs;
}

/** A timer that was set; cancelling twice is harmless. */
export interface TimerHandle {
  cancel(): void;
}

/** Timers measured on the stopwatch. A callback never runs before `set…` has returned. */
export interface Timers {
  /** Calls back once, after at least `delayMs` (values below 0 count as 0). */
  setTimer(delayMs: DurationMs, callback: () => void): TimerHandle;
}
