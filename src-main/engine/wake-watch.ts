// Notices time in which nobody watched although nobody said so: the machine slept without a word, the process was held up,
// or the app was not running. Compares the wall clock with the stopwatch at a steady beat.

import { SECOND } from "../../shared/units.ts";
import type { EpochMs, MonotonicMs } from "../../shared/units.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";

const BEAT_MS = 5 * SECOND;
/** A beat later than this is a gap; anything less is an ordinary busy moment. */
const GAP_MS = 15 * SECOND;
/** How often the moment is written down for the next start. */
const NOTE_EVERY_BEATS = 6;

export interface WakeWatchPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Nobody watched between the two moments. `asleep` = the stopwatch stood still too. */
  readonly onGap: (fromMs: EpochMs, toMs: EpochMs, reason: "asleep" | "stalled") => void;
  /** Writes the moment down, every half minute. */
  readonly noteAlive: (atMs: EpochMs) => void;
}

/** A heart that notices when it skipped. Closed by `close`. */
export class WakeWatch {
  readonly #ports: WakeWatchPorts;
  #timer: TimerHandle | null = null;
  #lastWallMs: EpochMs = 0;
  #lastMonotonicMs: MonotonicMs;
  #beats = 0;

  constructor(ports: WakeWatchPorts) {
    this.#ports = ports;
    this.#lastMonotonicMs = ports.clock.monotonicMs();
  }

  start(): void {
    this.#ports.noteAlive(this.#ports.clock.nowMs());
    this.rebase();
    this.#schedule();
  }

  /** Forgets the time until now: somebody else has accounted for it. */
  rebase(): void {
    this.#lastWallMs = this.#ports.clock.nowMs();
    this.#lastMonotonicMs = this.#ports.clock.monotonicMs();
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #schedule(): void {
    this.#timer = this.#ports.timers.setTimer(BEAT_MS, () => this.#beat());
  }

  #beat(): void {
    const fromMs = this.#lastWallMs;
    const wallMs = this.#ports.clock.nowMs() - fromMs;
    const monotonicMs = this.#ports.clock.monotonicMs() - this.#lastMonotonicMs;
    this.rebase();
    if (wallMs > GAP_MS) this.#ports.onGap(fromMs, fromMs + wallMs, monotonicMs > GAP_MS ? "stalled" : "asleep");
    this.#beats += 1;
    if (this.#beats % NOTE_EVERY_BEATS === 0) this.#ports.noteAlive(this.#lastWallMs);
    this.#schedule();
  }
}
