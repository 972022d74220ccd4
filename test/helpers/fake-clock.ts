// Time that a test moves by hand: a clock and its timers in one object. Nothing here waits on the real clock.

import type { Clock, TimerHandle, Timers } from "../../src-main/ports/clock.ts";
import type { DurationMs, EpochMs, MonotonicMs } from "../../shared/units.ts";

interface PendingTimer {
  readonly dueMs: number;
  readonly order: number;
  readonly callback: () => void;
}

/** 2026-03-02 12:00:00 UTC, a Monday: where a {@link FakeClock} starts unless told otherwise. */
export const FAKE_START_MS: EpochMs = Date.UTC(2026, 2, 2, 12, 0, 0);

/** Enough turns for promise chains of any sensible length to settle between two timers. */
const SETTLING_TURNS = 50;

/** Lets every promise that is ready run, without letting any time pass. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < SETTLING_TURNS; turn += 1) await Promise.resolve();
}

/** A clock that stands still, and timers that fire when the test says so. */
export class FakeClock implements Clock, Timers {
  #wallMs: EpochMs;
  #stopwatchMs = 0;
  #order = 0;
  readonly #pending = new Set<PendingTimer>();

  constructor(startMs: EpochMs = FAKE_START_MS) {
    this.#wallMs = startMs;
  }

  nowMs(): EpochMs {
    return this.#wallMs;
  }

  monotonicMs(): MonotonicMs {
    return this.#stopwatchMs as MonotonicMs;
  }

  setTimer(delayMs: DurationMs, callback: () => void): TimerHandle {
    const timer: PendingTimer = { dueMs: this.#stopwatchMs + Math.max(0, delayMs), order: this.#order, callback };
    this.#order += 1;
    this.#pending.add(timer);
    return {
      cancel: () => {
        this.#pending.delete(timer);
      },
    };
  }

  /** Timers that wait to fire. */
  get pendingTimers(): number {
    return this.#pending.size;
  }

  /** How long until the next timer fires; null = none waits. */
  get nextTimerInMs(): DurationMs | null {
    const next = this.#earliest(Number.POSITIVE_INFINITY);
    return next === null ? null : next.dueMs - this.#stopwatchMs;
  }

  /** Moves time on, firing due timers in order at their own moments; promises that they start are not awaited. */
  advance(byMs: DurationMs): void {
    const endMs = this.#stopwatchMs + byMs;
    for (let timer = this.#earliest(endMs); timer !== null; timer = this.#earliest(endMs)) this.#fire(timer);
    this.#moveTo(endMs);
  }

  /** Moves time on like {@link advance}, and lets promises settle before the first and after every timer. */
  async advanceAsync(byMs: DurationMs): Promise<void> {
    const endMs = this.#stopwatchMs + byMs;
    await settle();
    for (let timer = this.#earliest(endMs); timer !== null; timer = this.#earliest(endMs)) {
      this.#fire(timer);
      await settle();
    }
    this.#moveTo(endMs);
  }

  /** The wall clock jumps, as when NTP or the user sets it; the stopwatch and the timers do not notice. */
  jumpWallClock(byMs: DurationMs): void {
    this.#wallMs += byMs;
  }

  /** The machine slept: the wall clock went on, the stopwatch and the timers did not. */
  sleep(forMs: DurationMs): void {
    this.jumpWallClock(forMs);
  }

  /** The process was held up: both clocks went on, and no timer fired. What is due fires with the next move, late. */
  stall(forMs: DurationMs): void {
    this.#moveTo(this.#stopwatchMs + forMs);
  }

  #fire(timer: PendingTimer): void {
    this.#pending.delete(timer);
    this.#moveTo(Math.max(timer.dueMs, this.#stopwatchMs));
    timer.callback();
  }

  #moveTo(stopwatchMs: number): void {
    this.#wallMs += stopwatchMs - this.#stopwatchMs;
    this.#stopwatchMs = stopwatchMs;
  }

  #earliest(notAfterMs: number): PendingTimer | null {
    let found: PendingTimer | null = null;
    for (const timer of this.#pending) {
      if (timer.dueMs > notAfterMs) continue;
      if (found === null || timer.dueMs < found.dueMs || (timer.dueMs === found.dueMs && timer.order < found.order)) found = timer;
    }
    return found;
  }
}
