// Whether what we see can be believed right now: asleep, offline, just woken, stalled. What was not observed is written
// down as such and never as failed.

import { assertNever } from "../../shared/assert-never.ts";
import type { ConnectivityConfig } from "../../shared/model/config.ts";
import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { NotObservedReason } from "../../shared/model/history.ts";
import type { CheckOutcome } from "../../shared/model/result.ts";
import { MINUTE, SECOND } from "../../shared/units.ts";
import type { DurationMs, EpochMs, MonotonicMs } from "../../shared/units.ts";
import type { Clock, Timers } from "../ports/clock.ts";
import type { Connectivity } from "../ports/connectivity.ts";
import type { HistoryReader, HistoryWriter } from "../ports/history.ts";
import type { Logger } from "../ports/logger.ts";
import type { SystemSignal } from "../ports/monitor.ts";
import type { Probe } from "../ports/probe.ts";
import { Grace } from "./grace.ts";
import { NetworkWatch } from "./network-watch.ts";
import type { AwayState } from "./network-watch.ts";
import type { Suspension } from "./summary.ts";
import { formatOpenSpan, parseOpenSpan } from "./open-span.ts";
import type { OpenSpan } from "./open-span.ts";
import { Stragglers } from "./stragglers.ts";
import { WakeWatch } from "./wake-watch.ts";

/** The stored moment when the app was last known to run. */
const LAST_ALIVE = "last-alive";
/** The stored span that has begun and not ended, for the case that the app is killed meanwhile. */
const OPEN_SPAN = "not-observed-now";
/** A restart quicker than this is no gap worth a mark. */
const SHORTEST_STOP_MS = 30 * SECOND;
/**
 * A machine that was told to sleep and has run this long without a break is awake, whether it said so or not. Shorter spells
 * are the moments before it falls asleep, and those in which it does not wake up entirely.
 */
const AWAKE_AFTER_MS = MINUTE;

export interface ObservationGatePorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly connectivity: Connectivity;
  readonly history: Pick<HistoryWriter, "recordNotObserved" | "forgetNotObservedAfter" | "putValue" | "transact"> &
    Pick<HistoryReader, "value">;
  readonly logger: Logger;
  /** The endpoints that a lost network hides; null = all of them. */
  readonly outsideKeys: () => readonly EndpointKey[] | null;
  /** Observation stopped (a suspension) or goes on (null). */
  readonly onChange: (suspension: Suspension | null) => void;
  /** Nothing was observed until now; checks should be spread out anew. `hidLocal` false: endpoints on this machine were seen all the time. */
  readonly onGap: (atMs: EpochMs, hidLocal: boolean) => void;
}

/** A check that has ended, as far as the gate needs to know it. */
export interface Sight {
  readonly isLocal: boolean;
  /** What {@link ObservationGate.beforeCheck} said. */
  readonly generation: number;
  readonly outcome: CheckOutcome;
  /** How the endpoint's check before ended; null = there was none. */
  readonly before: CheckOutcome | null;
  /** The address that answered; empty = not known. */
  readonly ip: string;
}

/** Whether a check says something about its endpoint, or only about this machine. */
export type Verdict = "counts" | "ours";

/** Closed by `close`. */
export class ObservationGate {
  readonly #ports: ObservationGatePorts;
  readonly #network: NetworkWatch;
  readonly #wake: WakeWatch;
  readonly #stragglers: Stragglers;
  /** After waking nothing counts for a while; after a change of the network, nothing outside. */
  readonly #graces: { readonly local: Grace; readonly outside: Grace };
  #asleepSinceMs: EpochMs | null = null;
  /** While asleep: since when the process has run without a break. */
  #runsSinceMs: MonotonicMs;
  /** Grow whenever observation was interrupted, of everything or of the outside: a check that began before saw an interrupted world. */
  #interruptions = 0;
  #outsideInterruptions = 0;
  #awaySpan: OpenSpan | null = null;

  constructor(ports: ObservationGatePorts) {
    this.#ports = ports;
    const { clock, timers, connectivity } = ports;
    this.#graces = { local: new Grace(clock), outside: new Grace(clock) };
    this.#runsSinceMs = clock.monotonicMs();
    this.#network = new NetworkWatch({
      clock,
      timers,
      connectivity,
      onChange: (away) => this.#networkChanged(away),
      onUnrest: () => this.#unrest(),
    });
    this.#stragglers = new Stragglers({ clock, timers, onLate: () => void this.#network.suspect() });
    this.#wake = new WakeWatch({
      clock,
      timers,
      onGap: (fromMs, toMs, reason) => this.#gap(fromMs, toMs, reason),
      onHiccup: () => this.#interrupt(),
      onSetBack: (toMs) => this.#clockSetBack(toMs),
      onBeat: () => this.#beat(),
      noteAlive: (atMs) => this.#noteAlive(atMs),
    });
  }

  /** Why nothing outside is observed; null = everything is. */
  get suspension(): Suspension | null {
    const span = this.#asleepSinceMs === null ? this.#network.away : asleepSince(this.#asleepSinceMs);
    if (span === null) return null;
    return { reason: span.reason, sinceMs: Math.min(span.sinceMs, this.#ports.clock.nowMs()), untilMs: null };
  }

  /** How long failures do not count yet; 0 = they do. */
  graceLeftMs(isLocal: boolean): DurationMs {
    return this.#graces[isLocal ? "local" : "outside"].leftMs;
  }

  configure(config: ConnectivityConfig | null): void {
    this.#network.configure(config);
  }

  /** Writes down the time in which the app did not run, and starts watching. `lastSeenMs`: the newest result of an earlier run. */
  start(lastSeenMs: EpochMs | null): void {
    const { history, clock } = this.#ports;
    const nowMs = clock.nowMs();
    const notedMs = Number(history.value(LAST_ALIVE) ?? Number.NaN);
    const lastAliveMs = lastSeenMs === null || lastSeenMs > nowMs ? notedMs : Math.max(notedMs, lastSeenMs);
    const open = parseOpenSpan(history.value(OPEN_SPAN));
    if (open !== null) {
      this.#record(open.sinceMs, Math.min(lastAliveMs, nowMs), open.reason);
      history.putValue(OPEN_SPAN, null);
    }
    if (nowMs - lastAliveMs > SHORTEST_STOP_MS) {
      this.#record(lastAliveMs, nowMs, "stopped");
      this.#beginGrace();
    }
    if (lastAliveMs > nowMs) history.forgetNotObservedAfter(nowMs);
    this.#wake.start();
  }

  /** Asked before a check, for its {@link Sight}; null = it makes no sense to check such an endpoint right now. */
  beforeCheck(isLocal: boolean): number | null {
    if (this.#asleepSinceMs !== null) return null;
    if (!isLocal && this.#network.away?.isCertain === true) return null;
    // A tunnel that is away for a second is back when the check that began in that second fails.
    if (!isLocal) this.#network.noticeMove();
    return this.#generationOf(isLocal);
  }

  /** Whether what is known of an endpoint right now can be believed. */
  isObserved(isLocal: boolean): boolean {
    return this.#asleepSinceMs === null && (isLocal || this.#network.away === null);
  }

  /** Makes a probe of something outside one whose waiting is noticed. */
  watched(probe: Probe, isLocal: (key: EndpointKey) => boolean): Probe {
    return async (request, signal) => {
      if (isLocal(request.endpoint.key)) return await probe(request, signal);
      const waiting = this.#stragglers.begin();
      try {
        return await probe(request, signal);
      } finally {
        this.#stragglers.end(waiting);
      }
    };
  }

  /** Whether a check that has just ended counts. One that confirms that all is well always does. */
  async judge(sight: Sight): Promise<Verdict> {
    const { isLocal, outcome, before, generation } = sight;
    if (outcome === "healthy" && (isLocal || before !== "failing")) {
      this.#reached(sight);
      return "counts";
    }
    // Timers of checks under way may have run out before the heart noticed the gap that they ran out in.
    this.#wake.look();
    if (generation !== this.#generationOf(isLocal)) return "ours";
    if (this.graceLeftMs(isLocal) > 0) return "ours";
    if (isLocal) return "counts";
    if (await this.#isNetworksDoing(outcome, before)) return "ours";
    if (generation !== this.#generationOf(isLocal)) return "ours";
    this.#reached(sight);
    return "counts";
  }

  async signal(signal: SystemSignal): Promise<void> {
    switch (signal.kind) {
      case "suspend":
        this.#fallAsleep();
        return;
      case "resume":
        if (this.#asleepSinceMs === null) {
          this.#wake.look();
          this.#beginGrace();
        } else this.#wakeUp();
        await this.#network.moved();
        return;
      case "network":
        await this.#network.tell(signal.online);
        return;
      case "interfaces-changed":
        this.#unrest();
        await this.#network.moved();
        return;
      case "lock":
      case "unlock":
        return;
      default:
        assertNever(signal, "system signal");
    }
  }

  close(): void {
    const nowMs = this.#ports.clock.nowMs();
    if (this.#asleepSinceMs !== null) this.#record(this.#asleepSinceMs, nowMs, "asleep");
    this.#closeAwaySpan();
    this.#noteOpenSpan(null);
    this.#noteAlive(nowMs);
    this.#stragglers.close();
    this.#network.close();
    this.#wake.close();
  }

  async #isNetworksDoing(outcome: CheckOutcome, before: CheckOutcome | null): Promise<boolean> {
    switch (outcome) {
      case "failing":
        return await this.#network.isOurFault(before !== "failing");
      case "degraded":
        return this.#network.away !== null;
      case "healthy":
        return await this.#network.isPortal();
      default:
        return assertNever(outcome, "outcome");
    }
  }

  #reached({ isLocal, outcome, generation, ip }: Sight): void {
    if (!isLocal && outcome !== "failing" && generation === this.#generationOf(false)) this.#network.reached(ip);
  }

  #fallAsleep(): void {
    if (this.#asleepSinceMs !== null) return;
    const nowMs = this.#ports.clock.nowMs();
    this.#closeAwaySpan();
    this.#asleepSinceMs = nowMs;
    this.#runsSinceMs = this.#ports.clock.monotonicMs();
    this.#interrupt();
    this.#noteAlive(nowMs);
    this.#noteOpenSpan(asleepSince(nowMs));
    this.#ports.onChange(this.suspension);
  }

  #wakeUp(): void {
    const sinceMs = this.#asleepSinceMs;
    if (sinceMs === null) return;
    const nowMs = this.#ports.clock.nowMs();
    this.#asleepSinceMs = null;
    this.#wake.rebase();
    this.#noteOpenSpan(null);
    this.#openAwaySpan(nowMs);
    this.#gap(Math.min(sinceMs, nowMs), nowMs, "asleep");
  }

  /** A suspend that was called off, or whose end nobody told. */
  #beat(): void {
    if (this.#asleepSinceMs === null || this.#ports.clock.monotonicMs() - this.#runsSinceMs < AWAKE_AFTER_MS) return;
    this.#ports.logger.info("the machine was told to sleep and is awake; checks go on");
    this.#wakeUp();
  }

  #gap(fromMs: EpochMs, toMs: EpochMs, reason: NotObservedReason): void {
    this.#interrupt();
    if (this.#asleepSinceMs !== null) return;
    this.#record(fromMs, toMs, reason);
    this.#beginGrace();
    this.#ports.onChange(this.suspension);
    this.#ports.onGap(toMs, true);
  }

  #beginGrace(): void {
    this.#graces.local.begin();
    this.#graces.outside.begin();
  }

  /** A number that changes when checks of such endpoints are interrupted. */
  #generationOf(isLocal: boolean): number {
    return isLocal ? this.#interruptions : this.#interruptions + this.#outsideInterruptions;
  }

  /** The network changed or loses packets: what is under way to the outside says nothing, unless that never ends here. */
  #unrest(): void {
    if (this.#graces.outside.beginUnrest()) this.#outsideInterruptions += 1;
  }

  #interrupt(): void {
    this.#interruptions += 1;
    this.#runsSinceMs = this.#ports.clock.monotonicMs();
  }

  #networkChanged(away: AwayState | null): void {
    this.#outsideInterruptions += 1;
    this.#closeAwaySpan();
    if (away === null) {
      this.#ports.logger.info("the outside is back");
      this.#graces.outside.begin();
    } else {
      this.#ports.logger.warn("the outside cannot be reached; its checks do not count", { reason: away.reason });
    }
    if (this.#asleepSinceMs !== null) return;
    this.#openAwaySpan(this.#ports.clock.nowMs());
    this.#ports.onChange(this.suspension);
    if (away === null) this.#ports.onGap(this.#ports.clock.nowMs(), false);
  }

  #openAwaySpan(atMs: EpochMs): void {
    const { away } = this.#network;
    if (away === null) return;
    this.#awaySpan = { reason: away.reason, sinceMs: atMs };
    this.#noteOpenSpan(this.#awaySpan);
  }

  #closeAwaySpan(): void {
    if (this.#awaySpan === null) return;
    this.#record(this.#awaySpan.sinceMs, this.#ports.clock.nowMs(), this.#awaySpan.reason);
    this.#awaySpan = null;
    this.#noteOpenSpan(null);
  }

  /** What was written down about time that lies ahead again must not hide it when it comes. */
  #clockSetBack(toMs: EpochMs): void {
    this.#ports.history.forgetNotObservedAfter(toMs);
    this.#noteAlive(toMs);
    if (this.#asleepSinceMs !== null) this.#asleepSinceMs = Math.min(this.#asleepSinceMs, toMs);
    if (this.#awaySpan !== null) this.#awaySpan = { ...this.#awaySpan, sinceMs: Math.min(this.#awaySpan.sinceMs, toMs) };
    this.#ports.onChange(this.suspension);
  }

  #record(fromMs: EpochMs, toMs: EpochMs, reason: NotObservedReason): void {
    if (!(toMs > fromMs)) return;
    const hidesLocal = reason !== "offline" && reason !== "captive-portal";
    const keys = (hidesLocal ? null : this.#ports.outsideKeys()) ?? [null];
    this.#ports.history.transact(() => {
      for (const key of keys) this.#ports.history.recordNotObserved({ key, fromMs, toMs, reason });
    });
  }

  #noteAlive(atMs: EpochMs): void {
    this.#ports.history.putValue(LAST_ALIVE, String(atMs));
  }

  #noteOpenSpan(span: OpenSpan | null): void {
    this.#ports.history.putValue(OPEN_SPAN, span === null ? null : formatOpenSpan(span));
  }
}

function asleepSince(sinceMs: EpochMs): OpenSpan {
  return { reason: "asleep", sinceMs };
}
