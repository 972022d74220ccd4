// Measures where the time of one check goes. Exactly one phase runs at a time; entering the next one ends the last.

import type { Phases } from "../../shared/model/observation.ts";
import type { DurationMs, MonotonicMs } from "../../shared/units.ts";
import type { Clock } from "../ports/clock.ts";

/** A phase by the name that `Phases` has for it, without its unit. */
export type PhaseName = "dns" | "connect" | "tls" | "firstByte" | "transfer";

/** What the other side was being waited for, for the text of a timeout. */
export const PHASE_ACTIVITY: Readonly<Record<PhaseName, string>> = {
  dns: "looking up the name",
  connect: "connecting",
  tls: "in the TLS handshake",
  firstByte: "waiting for an answer",
  transfer: "receiving the answer",
};

/** The stopwatch of one check; started by making it. A phase that is entered again adds to what it had. */
export class Stopwatch {
  readonly #clock: Clock;
  #start: MonotonicMs;
  readonly #spent = { dns: 0, connect: 0, tls: 0, firstByte: 0, transfer: 0 };
  #current: PhaseName | null = null;
  #since: MonotonicMs;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#start = clock.monotonicMs();
    this.#since = this.#start;
  }

  /** The phase that runs now; null = none. */
  get current(): PhaseName | null {
    return this.#current;
  }

  /** Starts over: what came before (look-ups that nobody's response time includes) is forgotten. */
  restart(): void {
    Object.assign(this.#spent, { dns: 0, connect: 0, tls: 0, firstByte: 0, transfer: 0 });
    this.#current = null;
    this.#start = this.#clock.monotonicMs();
    this.#since = this.#start;
  }

  /** Since the start. */
  elapsedMs(): DurationMs {
    return this.#clock.monotonicMs() - this.#start;
  }

  enter(phase: PhaseName): void {
    this.#settle();
    this.#current = phase;
  }

  /** Ends the running phase, if there is one. */
  leave(): void {
    this.#settle();
    this.#current = null;
  }

  /** What a phase took according to somebody who measured closer to it; the time around it belongs to no phase. */
  correct(phase: PhaseName, spentMs: DurationMs): void {
    this.leave();
    this.#spent[phase] = spentMs;
  }

  phases(): Phases {
    this.#settle();
    const { dns, connect, tls, firstByte, transfer } = this.#spent;
    return { dnsMs: dns, connectMs: connect, tlsMs: tls, firstByteMs: firstByte, transferMs: transfer };
  }

  #settle(): void {
    const now = this.#clock.monotonicMs();
    if (this.#current !== null) {
      this.#spent[this.#current] += now - this.#since;
    }
    this.#since = now;
  }
}
