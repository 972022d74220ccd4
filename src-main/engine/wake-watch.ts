// Notices time in which nobody watched although nobody said so: the machine slept without a word, the process was held up, the
// clock was set. Compares the wall clock with the stopwatch at a steady beat, and whenever it is asked to.

import { SECOND } from "../../shared/units.ts";
import type { EpochMs, MonotonicMs } from "../../shared/units.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";

const BEAT_MS = SECOND;
/** Time in which the stopwatch ran on but nothing happened; less of it is an ordinary busy moment. */
const STALL_MS = 15 * SECOND;
/** Time that only the wall clock knows of; less of it is a clock being corrected. */
const SLEEP_MS = 5 * SECOND;
/** A beat so late can have cost checks under way their patience. */
const HICCUP_MS = 2 * SECOND;
/** How often the moment is written down for the next start. */
const NOTE_EVERY_BEATS = 30;

export interface WakeWatchPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Nobody watched between the two moments. `asleep` = the stopwatch stood still too. */
  readonly onGap: (fromMs: EpochMs, toMs: EpochMs, reason: "asleep" | "stalled") => void;
  /** Too short for a gap, long enough to spoil checks under way. */
  readonly onHiccup: () => void;
  /** The wall clock was set back to this moment. */
  readonly onSetBack: (toMs: EpochMs) => void;
  /** The process runs; called with every beat, after what it noticed. */
  readonly onBeat: () => void;
  /** Writes the moment down, every half minute. */
  readonly noteAlive: (atMs: EpochMs) => void;
}

/** A heart that notices when it skipped. Closed by `close`. */
export class WakeWatch {
  readonly #ports: WakeWatchPorts;
  #timer: TimerHandle | null = null;
  #lastWallMs: EpochMs;
  #lastMonotonicMs: MonotonicMs;
  #beats = 0;

  constructor(ports: WakeWatchPorts) {
    this.#ports = ports;
    this.#lastWallMs = ports.clock.nowMs();
    this.#lastMonotonicMs = ports.clock.monotonicMs();
  }

  start(): void {
    this.rebase();
    this.#ports.noteAlive(this.#lastWallMs);
    this.#schedule();
  }

  /** Forgets the time until now: somebody else has accounted for it. */
  rebase(): void {
    this.#lastWallMs = this.#ports.clock.nowMs();
    this.#lastMonotonicMs = this.#ports.clock.monotonicMs();
  }

  /** Tells what happened since the last look. Timers that ran out meanwhile may fire before the beat does: whoever judges looks first. */
  look(): void {
    const fromMs = this.#lastWallMs;
    const beforeMs = this.#lastMonotonicMs;
    this.rebase();
    const monotonicMs = this.#lastMonotonicMs - beforeMs;
    const wallMs = this.#lastWallMs - fromMs;
    const unseenMs = wallMs - monotonicMs;
    if (unseenMs < -SECOND) this.#ports.onSetBack(this.#lastWallMs);
    if (unseenMs > SLEEP_MS) this.#ports.onGap(fromMs, this.#lastWallMs, "asleep");
    else if (monotonicMs > STALL_MS) this.#ports.onGap(Math.min(fromMs, this.#lastWallMs - monotonicMs), this.#lastWallMs, "stalled");
    else if (Math.max(monotonicMs, wallMs) > BEAT_MS + HICCUP_MS) this.#ports.onHiccup();
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #schedule(): void {
    this.#timer = this.#ports.timers.setTimer(BEAT_MS, () => this.#beat());
  }

  #beat(): void {
    this.look();
    this.#beats += 1;
    if (this.#beats % NOTE_EVERY_BEATS === 0) this.#ports.noteAlive(this.#lastWallMs);
    this.#ports.onBeat();
    this.#schedule();
  }
}
