// Whether what we see can be believed right now: asleep, offline, just woken, stalled. What was not observed is written
// down as such and never as failed.

import { assertNever } from "../../shared/assert-never.ts";
import type { ConnectivityConfig } from "../../shared/model/config.ts";
import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { NotObservedReason } from "../../shared/model/history.ts";
import type { CheckOutcome } from "../../shared/model/result.ts";
import { MINUTE } from "../../shared/units.ts";
import type { DurationMs, EpochMs, MonotonicMs } from "../../shared/units.ts";
import type { Clock, Timers } from "../ports/clock.ts";
import type { Connectivity } from "../ports/connectivity.ts";
import type { Logger } from "../ports/logger.ts";
import type { SystemSignal } from "../ports/monitor.ts";
import type { Probe } from "../ports/probe.ts";
import { GapBook } from "./gap-book.ts";
import type { GapBookPorts } from "./gap-book.ts";
import { Grace } from "./grace.ts";
import { NetworkWatch } from "./network-watch.ts";
import type { AwayState } from "./network-watch.ts";
import type { Suspension } from "./summary.ts";
import type { OpenSpan } from "./open-span.ts";
import { Stragglers } from "./stragglers.ts";
import { WakeWatch } from "./wake-watch.ts";

/**
 * A machine that was told to sleep and has run this long without a break is awake, whether it said so or not. Shorter spells
 * are the moments before it falls asleep, and those in which it does not wake up entirely.
 */
const AWAKE_AFTER_MS = MINUTE;

export interface ObservationGatePorts extends GapBookPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly connectivity: Connectivity;
  readonly logger: Logger;
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
  readonly #book: GapBook;
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
    this.#book = new GapBook(ports);
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
      noteAlive: (atMs) => this.#book.noteAlive(atMs),
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
    if (this.#book.openAt(this.#ports.clock.nowMs(), lastSeenMs)) this.#beginGrace();
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
    return (request, signal) => {
      if (isLocal(request.endpoint.key)) return probe(request, signal);
      const waiting = this.#stragglers.begin();
      return probe(request, signal).finally(() => this.#stragglers.end(waiting));
    };
  }

  /** Whether a check that has just ended counts. One that confirms that all is well always does, and is told at once. */
  judge(sight: Sight): Verdict | Promise<Verdict> {
    const { isLocal, outcome, before } = sight;
    if (outcome !== "healthy" || (!isLocal && before === "failing")) return this.#doubt(sight);
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
    if (this.#asleepSinceMs !== null) this.#book.record(this.#asleepSinceMs, nowMs, "asleep");
    this.#closeAwaySpan();
    this.#book.noteOpen(null);
    this.#book.noteAlive(nowMs);
    this.#stragglers.close();
    this.#network.close();
    this.#wake.close();
  }

  async #doubt(sight: Sight): Promise<Verdict> {
    const { isLocal, outcome, before, generation } = sight;
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
    this.#book.noteAlive(nowMs);
    this.#book.noteOpen(asleepSince(nowMs));
    this.#ports.onChange(this.suspension);
  }

  #wakeUp(): void {
    const sinceMs = this.#asleepSinceMs;
    if (sinceMs === null) return;
    const nowMs = this.#ports.clock.nowMs();
    this.#asleepSinceMs = null;
    this.#wake.rebase();
    this.#book.noteOpen(null);
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
    this.#book.record(fromMs, toMs, reason);
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
    this.#book.noteOpen(this.#awaySpan);
  }

  #closeAwaySpan(): void {
    if (this.#awaySpan === null) return;
    this.#book.record(this.#awaySpan.sinceMs, this.#ports.clock.nowMs(), this.#awaySpan.reason);
    this.#awaySpan = null;
    this.#book.noteOpen(null);
  }

  #clockSetBack(toMs: EpochMs): void {
    this.#book.setBack(toMs);
    if (this.#asleepSinceMs !== null) this.#asleepSinceMs = Math.min(this.#asleepSinceMs, toMs);
    if (this.#awaySpan !== null) this.#awaySpan = { ...this.#awaySpan, sinceMs: Math.min(this.#awaySpan.sinceMs, toMs) };
    this.#ports.onChange(this.suspension);
  }
}

function asleepSince(sinceMs: EpochMs): OpenSpan {
  return { reason: "asleep", sinceMs };
}
