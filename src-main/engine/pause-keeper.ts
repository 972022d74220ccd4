// Keeps the user's pauses: stored, ended in time, and written down as time in which nothing was observed.

import type { EndpointConfig, EndpointKey } from "../../shared/model/endpoint.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";
import type { HistoryReader, HistoryWriter } from "../ports/history.ts";
import type { Scope } from "../ports/monitor.ts";
import { addPause, formatPauses, livePauses, nextPauseEnd, parsePauses, pauseOf, removePause } from "./pauses.ts";
import type { Pause, Pauses } from "./pauses.ts";
import type { Suspension } from "./summary.ts";

const STORED_AS = "pauses";
/** Timers further away than this are set in steps, because `setTimeout` overflows at 2^31 ms. */
const LONGEST_SLEEP_MS = 3_600_000;

export interface PauseKeeperPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly history: Pick<HistoryWriter, "putValue" | "appendEvent" | "recordNotObserved" | "transact"> & Pick<HistoryReader, "value">;
  /** The endpoints that a scope covers now. */
  readonly keysIn: (scope: Scope) => readonly EndpointKey[];
  /** Some endpoint's pause began or ended. */
  readonly onChange: () => void;
}

/** Closed by `close`; the pauses stay stored. */
export class PauseKeeper {
  readonly #ports: PauseKeeperPorts;
  #pauses: Pauses = [];
  #timer: TimerHandle | null = null;

  constructor(ports: PauseKeeperPorts) {
    this.#ports = ports;
  }

  /** Everything is paused; null = not everything. */
  get suspension(): Suspension | null {
    const all = this.#live().find((pause) => pause.scope.kind === "everything");
    return all === undefined ? null : { reason: "paused", sinceMs: all.sinceMs, untilMs: all.untilMs };
  }

  restore(): void {
    this.#pauses = parsePauses(this.#ports.history.value(STORED_AS));
    this.#set(this.#live());
  }

  pause(scope: Scope, untilMs: EpochMs | null): void {
    this.#set(addPause(this.#live(), { scope, untilMs, sinceMs: this.#ports.clock.nowMs() }));
    this.#note(scope, "paused");
  }

  resume(scope: Scope): void {
    this.#set(removePause(this.#live(), scope));
    this.#note(scope, "resumed");
  }

  /** The pause that keeps this endpoint from being checked now; null = none. */
  pauseOf(endpoint: Pick<EndpointConfig, "key" | "group">): Pause | null {
    return this.#pauses.length === 0 ? null : pauseOf(this.#live(), endpoint);
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #live(): Pauses {
    return livePauses(this.#pauses, this.#ports.clock.nowMs());
  }

  #set(pauses: Pauses): void {
    const nowMs = this.#ports.clock.nowMs();
    const ended = this.#pauses.filter((pause) => !pauses.includes(pause));
    this.#pauses = pauses;
    for (const pause of ended) this.#recordGap(pause, Math.min(nowMs, pause.untilMs ?? nowMs));
    this.#ports.history.putValue(STORED_AS, pauses.length === 0 ? null : formatPauses(pauses));
    this.#arm();
    this.#ports.onChange();
  }

  #note(scope: Scope, kind: "paused" | "resumed"): void {
    const { history, clock, keysIn } = this.#ports;
    const atEpochMs = clock.nowMs();
    history.transact(() => {
      for (const key of keysIn(scope)) history.appendEvent({ key, kind, atEpochMs, text: "" });
    });
  }

  /** What a pause covered was not observed while it lasted. */
  #recordGap({ scope, sinceMs }: Pause, endedMs: EpochMs): void {
    const { history, keysIn } = this.#ports;
    history.transact(() => {
      for (const key of keysIn(scope)) history.recordNotObserved({ key, fromMs: sinceMs, toMs: endedMs, reason: "paused" });
    });
  }

  #arm(): void {
    this.#timer?.cancel();
    const endMs = nextPauseEnd(this.#pauses);
    if (endMs === null) {
      this.#timer = null;
      return;
    }
    const delayMs = Math.min(LONGEST_SLEEP_MS, Math.max(0, endMs - this.#ports.clock.nowMs()));
    this.#timer = this.#ports.timers.setTimer(delayMs, () => {
      const live = this.#live();
      if (live.length === this.#pauses.length) this.#arm();
      else this.#set(live);
    });
  }
}
