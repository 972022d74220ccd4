// The real clock, timers and dice. Only composition roots make them.

import { performance } from "node:perf_hooks";
import type { DurationMs, EpochMs, MonotonicMs } from "../../shared/units.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";
import type { Random } from "../ports/random.ts";

/** The machine's own clock. */
export function createSystemClock(): Clock {
  return {
    nowMs: (): EpochMs => Date.now(),
    monotonicMs: (): MonotonicMs => performance.now() as MonotonicMs,
  };
}

/** Timers of the event loop. They do not keep the process alive by themselves when `isBackground`. */
export function createSystemTimers(isBackground = false): Timers {
  return {
    setTimer(delayMs: DurationMs, callback: () => void): TimerHandle {
      const timer = setTimeout(callback, Math.max(0, delayMs));
      if (isBackground) timer.unref();
      return { cancel: () => clearTimeout(timer) };
    },
  };
}

export function createSystemRandom(): Random {
  return { next: () => Math.random() };
}
