// Notices checks that wait for an answer, while they wait: what happened to the network in that time cannot be asked afterwards.

import { SECOND } from "../../shared/units.ts";
import type { MonotonicMs } from "../../shared/units.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";

/** A connection whose first packet is lost tries again after this: who asks at the same moment meets the same network. @see RFC 6298 §2 */
const LATE_MS = SECOND;
/** While something still waits, it is told again this often. */
const AGAIN_MS = 2 * SECOND;

/** A check under way. */
export interface Waiting {
  readonly sinceMs: MonotonicMs;
}

export interface StragglersPorts {
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly timers: Timers;
  /** Something has waited for a second and nothing was told since it began, or it goes on waiting. */
  readonly onLate: () => void;
}

/** One timer for all checks. Closed by `close`. */
export class Stragglers {
  readonly #ports: StragglersPorts;
  /** In the order in which they began. */
  readonly #waiting = new Set<Waiting>();
  #toldMs: MonotonicMs = Number.NEGATIVE_INFINITY as MonotonicMs;
  #timer: { readonly handle: TimerHandle; readonly dueMs: number } | null = null;
  #isClosed = false;

  constructor(ports: StragglersPorts) {
    this.#ports = ports;
  }

  begin(): Waiting {
    const waiting: Waiting = { sinceMs: this.#ports.clock.monotonicMs() };
    this.#waiting.add(waiting);
    this.#wakeAt(waiting.sinceMs + LATE_MS);
    return waiting;
  }

  end(waiting: Waiting): void {
    this.#waiting.delete(waiting);
  }

  close(): void {
    this.#isClosed = true;
    this.#waiting.clear();
    this.#timer?.handle.cancel();
    this.#timer = null;
  }

  #wakeAt(dueMs: number): void {
    if (this.#isClosed || (this.#timer !== null && this.#timer.dueMs <= dueMs)) return;
    this.#timer?.handle.cancel();
    const handle = this.#ports.timers.setTimer(Math.max(0, dueMs - this.#ports.clock.monotonicMs()), () => this.#look());
    this.#timer = { handle, dueMs };
  }

  #look(): void {
    this.#timer = null;
    const nowMs = this.#ports.clock.monotonicMs();
    if (this.#nextMs() <= nowMs) {
      this.#toldMs = nowMs;
      this.#ports.onLate();
    }
    const nextMs = this.#nextMs();
    if (nextMs < Number.POSITIVE_INFINITY) this.#wakeAt(nextMs);
  }

  /** When there is something to tell, if nothing ends until then. */
  #nextMs(): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { sinceMs } of this.#waiting) {
      if (sinceMs > this.#toldMs) return Math.min(nextMs, sinceMs + LATE_MS);
      nextMs = this.#toldMs + AGAIN_MS;
    }
    return nextMs;
  }
}
