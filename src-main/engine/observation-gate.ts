// Whether what we see can be believed right now: asleep, offline, just woken, stalled. What was not observed is written
// down as such and never as failed.

import type { ConnectivityConfig } from "../../shared/model/config.ts";
import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { NotObservedReason } from "../../shared/model/history.ts";
import { SECOND } from "../../shared/units.ts";
import type { DurationMs, EpochMs, MonotonicMs } from "../../shared/units.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";
import type { Connectivity } from "../ports/connectivity.ts";
import type { HistoryReader, HistoryWriter } from "../ports/history.ts";
import type { Logger } from "../ports/logger.ts";
import type { SystemSignal } from "../ports/monitor.ts";
import { NetworkWatch } from "./network-watch.ts";
import type { Suspension } from "./summary.ts";
import { WakeWatch } from "./wake-watch.ts";

/** After waking or coming back online: networks settle, VPNs dial in, and failures do not count yet. */
export const GRACE_MS: DurationMs = 15 * SECOND;
/** The stored moment when the app was last known to run. */
const LAST_ALIVE = "last-alive";
/** A restart quicker than this is no gap worth a mark. */
const SHORTEST_STOP_MS = 30 * SECOND;

export interface ObservationGatePorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly connectivity: Connectivity;
  readonly history: Pick<HistoryWriter, "recordNotObserved" | "putValue" | "transact"> & Pick<HistoryReader, "value">;
  readonly logger: Logger;
  /** The endpoints that a lost network hides; null = all of them. */
  readonly outsideKeys: () => readonly EndpointKey[] | null;
  /** Observation stopped (a suspension) or goes on (null). */
  readonly onChange: (suspension: Suspension | null) => void;
  /** Nothing was observed until now; checks should be spread out anew. */
  readonly onGap: (atMs: EpochMs) => void;
}

/** What the gate says of a failure that was just seen. */
export type FailureVerdict = "counts" | "ours";

/** Closed by `close`. */
export class ObservationGate {
  readonly #ports: ObservationGatePorts;
  readonly #network: NetworkWatch;
  readonly #wake: WakeWatch;
  #asleepSinceMs: EpochMs | null = null;
  #graceUntilMs: MonotonicMs;
  #graceTimer: TimerHandle | null = null;
  /** Grows whenever observation was interrupted: a check that began under another number saw an interrupted world. */
  #generation = 0;
  #awaySpan: { readonly reason: NotObservedReason; readonly sinceMs: EpochMs } | null = null;

  constructor(ports: ObservationGatePorts) {
    this.#ports = ports;
    this.#graceUntilMs = ports.clock.monotonicMs();
    this.#network = new NetworkWatch({
      clock: ports.clock,
      timers: ports.timers,
      connectivity: ports.connectivity,
      onChange: () => this.#networkChanged(),
    });
    this.#wake = new WakeWatch({
      clock: ports.clock,
      timers: ports.timers,
      onGap: (fromMs, toMs, reason) => this.#gap(fromMs, toMs, reason),
      noteAlive: (atMs) => this.#noteAlive(atMs),
    });
  }

  get generation(): number {
    return this.#generation;
  }

  /** Why nothing outside is observed; null = everything is. */
  get suspension(): Suspension | null {
    if (this.#asleepSinceMs !== null) return { reason: "asleep", sinceMs: this.#asleepSinceMs, untilMs: null };
    const away = this.#network.away;
    return away === null ? null : { reason: away.reason, sinceMs: away.sinceMs, untilMs: null };
  }

  configure(config: ConnectivityConfig | null): void {
    this.#network.configure(config);
  }

  /** Writes down the time in which the app did not run, and starts watching. */
  start(): void {
    const lastAliveMs = Number(this.#ports.history.value(LAST_ALIVE) ?? Number.NaN);
    const nowMs = this.#ports.clock.nowMs();
    if (nowMs - lastAliveMs > SHORTEST_STOP_MS) this.#record(lastAliveMs, nowMs, "stopped");
    this.#wake.start();
  }

  /** Whether an endpoint can be observed at all right now. */
  isObservable(isLocal: boolean): boolean {
    return this.#asleepSinceMs === null && (isLocal || this.#network.away === null);
  }

  /** After a failure: does it count, or is the fault on this side? `generation` is the number under which the check began. */
  async judgeFailure(isLocal: boolean, generation: number): Promise<FailureVerdict> {
    if (generation !== this.#generation) return "ours";
    if (isLocal) return "counts";
    if (this.#ports.clock.monotonicMs() < this.#graceUntilMs) return "ours";
    return (await this.#network.isOurFault()) ? "ours" : "counts";
  }

  async signal(signal: SystemSignal): Promise<void> {
    switch (signal.kind) {
      case "suspend":
        if (this.#asleepSinceMs !== null) return;
        this.#asleepSinceMs = this.#ports.clock.nowMs();
        this.#generation += 1;
        this.#noteAlive(this.#asleepSinceMs);
        this.#ports.onChange(this.suspension);
        return;
      case "resume": {
        const sinceMs = this.#asleepSinceMs;
        if (sinceMs === null) return;
        this.#asleepSinceMs = null;
        this.#wake.rebase();
        this.#gap(sinceMs, this.#ports.clock.nowMs(), "asleep");
        return;
      }
      case "network":
        await this.#network.tell(signal.online);
        return;
      case "interfaces-changed":
        this.#generation += 1;
        this.#startGrace();
        await this.#network.tell(true);
        return;
      case "lock":
      case "unlock":
        return;
    }
  }

  close(): void {
    this.#noteAlive(this.#ports.clock.nowMs());
    this.#closeAwaySpan();
    this.#network.close();
    this.#wake.close();
    this.#graceTimer?.cancel();
  }

  #gap(fromMs: EpochMs, toMs: EpochMs, reason: NotObservedReason): void {
    if (this.#asleepSinceMs !== null) return;
    this.#generation += 1;
    this.#record(fromMs, toMs, reason);
    this.#startGrace();
    this.#ports.onChange(this.suspension);
    this.#ports.onGap(toMs);
  }

  #networkChanged(): void {
    this.#generation += 1;
    this.#closeAwaySpan();
    const away = this.#network.away;
    if (away !== null) {
      this.#awaySpan = away;
      this.#ports.logger.warn("the outside cannot be reached; its checks are suspended", { reason: away.reason });
    } else {
      this.#ports.logger.info("the outside is back");
      this.#startGrace();
    }
    this.#ports.onChange(this.suspension);
    if (away === null) this.#ports.onGap(this.#ports.clock.nowMs());
  }

  #closeAwaySpan(): void {
    if (this.#awaySpan === null) return;
    this.#record(this.#awaySpan.sinceMs, this.#ports.clock.nowMs(), this.#awaySpan.reason);
    this.#awaySpan = null;
  }

  #startGrace(): void {
    this.#graceUntilMs = (this.#ports.clock.monotonicMs() + GRACE_MS) as MonotonicMs;
    this.#graceTimer?.cancel();
    this.#graceTimer = this.#ports.timers.setTimer(GRACE_MS, () => {
      this.#graceTimer = null;
      this.#ports.onGap(this.#ports.clock.nowMs());
    });
  }

  #record(fromMs: EpochMs, toMs: EpochMs, reason: NotObservedReason): void {
    if (toMs <= fromMs) return;
    const hidesLocal = reason !== "offline" && reason !== "captive-portal";
    const keys = (hidesLocal ? null : this.#ports.outsideKeys()) ?? [null];
    this.#ports.history.transact(() => {
      for (const key of keys) this.#ports.history.recordNotObserved({ key, fromMs, toMs, reason });
    });
  }

  #noteAlive(atMs: EpochMs): void {
    this.#ports.history.putValue(LAST_ALIVE, String(atMs));
  }
}
