// Decides "is it them or us?" when something outside fails, and notices when the outside is back.
//
// The operating system's "no network" is believed. The configured references are believed too, until something outside is
// reached all the same: a reference that a firewall blocks must not hide the outages that are real.

import { SECOND } from "../../shared/units.ts";
import type { DurationMs, EpochMs, MonotonicMs } from "../../shared/units.ts";
import type { ConnectivityConfig } from "../../shared/model/config.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";
import type { Connectivity, ConnectivityVerdict } from "../ports/connectivity.ts";
import { References } from "./references.ts";

/** How often the outside is asked for while it is away, counted from question to question: silence takes as long to be sure of. */
const RECHECK_MS = 5 * SECOND;
/** … with this much between an answer and the next question. */
const BREATH_MS = SECOND / 2;

export interface NetworkWatchPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly connectivity: Connectivity;
  /** Called when the outside goes, when the reason changes, and when it comes back. */
  readonly onChange: (away: AwayState | null) => void;
  /** The network is not at rest: it has become another one, or loses packets while something waits for an answer. */
  readonly onUnrest: () => void;
}

export interface AwayState {
  readonly reason: "offline" | "captive-portal";
  readonly sinceMs: EpochMs;
  /** false = the references alone say so: the outside goes on being tried, and whatever answers proves them wrong. */
  readonly isCertain: boolean;
}

/** Keeps one verdict on the outside. Closed by `close`. */
export class NetworkWatch {
  readonly #ports: NetworkWatchPorts;
  readonly #references: References;
  #systemSaysOffline = false;
  /** The outside answered again and again while the references did not. Holds until they answer, or the network is another one. */
  #areReferencesWrong = false;
  /** Something outside answered since the references last did not. */
  #hasAnswered = false;
  /** … and they still did not when they were asked again: once may be a network that comes and goes. */
  #wasContradicted = false;
  #away: AwayState | null = null;
  /** The network at the last look; null = none yet. */
  #network: string | null = null;
  /** When something outside last answered. */
  #reachedMs: MonotonicMs = Number.NEGATIVE_INFINITY as MonotonicMs;
  /** Looks under way that something outside gave reason for. */
  #suspicions = 0;
  #timer: TimerHandle | null = null;
  #looks = 0;
  /** When the latest look began. */
  #lookedMs: MonotonicMs = Number.NEGATIVE_INFINITY as MonotonicMs;
  #newestLook = 0;

  constructor(ports: NetworkWatchPorts) {
    this.#ports = ports;
    this.#references = new References({ ...ports, onSlow: () => this.#slow() });
  }

  /** The outside is away; null = as far as is known it is there. */
  get away(): AwayState | null {
    return this.#away;
  }

  configure(config: ConnectivityConfig | null): void {
    this.#references.configure(config);
    this.#network ??= this.#ports.connectivity.network();
    this.#trustReferences();
    this.#plan();
  }

  /** The operating system's word: "offline" is believed, "online" is a reason to look. */
  async tell(online: boolean): Promise<void> {
    this.#systemSaysOffline = !online;
    await this.glance();
  }

  /** The machine may be in another network than before. */
  async moved(): Promise<void> {
    this.#references.forgetLine();
    this.#trustReferences();
    await this.glance();
  }

  /** The system tells of another network some seconds late; what fails in them must not count. */
  noticeMove(): void {
    const network = this.#ports.connectivity.network();
    if (network === this.#network) return;
    this.#network = network;
    this.#references.forgetLine();
    this.#trustReferences();
    this.#ports.onUnrest();
  }

  /** Looks without a failure as the reason: then an unreachable reference alone means nothing. */
  async glance(): Promise<void> {
    this.#references.forget();
    if (this.#isOffBySystem() || this.#away !== null || this.#watchesPortal()) await this.#look(true, this.#away !== null);
  }

  /** After a failure: whether the fault is on this side. `isNews`: the endpoint did not fail before, so that no earlier answer will do. */
  async isOurFault(isNews: boolean): Promise<boolean> {
    if (this.#away === null) await this.#look(isNews, true);
    return this.#away !== null;
  }

  /** Something outside keeps a check waiting. Does nothing without references: then there is nobody to ask. */
  async suspect(): Promise<void> {
    if (this.#references.config === null || this.#away !== null || this.#areReferencesWrong) return;
    const askedMs = this.#ports.clock.monotonicMs();
    await this.#look(true, true, () => this.#reachedMs <= askedMs);
  }

  /** After a recovery: whether it may be a captive portal that answered. */
  async isPortal(): Promise<boolean> {
    if (this.#away === null && this.#watchesPortal()) await this.#look(true, false);
    return this.#away?.reason === "captive-portal";
  }

  /** Something at this address answered as it should. */
  reached(ip: string): void {
    if (!isFarAddress(ip)) return;
    this.#reachedMs = this.#ports.clock.monotonicMs();
    if (this.#away === null || this.#away.isCertain) return;
    this.#hasAnswered = true;
    if (!this.#wasContradicted) return;
    this.#areReferencesWrong = true;
    this.#setAway(null);
  }

  close(): void {
    this.#references.close();
    this.#timer?.cancel();
    this.#timer = null;
  }

  /**
   * `isSuspicion` false: an unreachable reference is not taken for an unreachable outside. `isStill`: asked with the answer at hand,
   * whether the suspicion stands.
   */
  async #look(isNews: boolean, isSuspicion: boolean, isStill: () => boolean = () => isSuspicion): Promise<void> {
    this.#looks += 1;
    const number = this.#looks;
    this.#lookedMs = this.#ports.clock.monotonicMs();
    const isOffBySystem = this.#isOffBySystem();
    this.noticeMove();
    if (isSuspicion) this.#suspicions += 1;
    const verdict = isOffBySystem ? "offline" : await this.#references.ask(isNews);
    if (isSuspicion) this.#suspicions -= 1;
    this.noticeMove();
    if (this.#references.isClosed || number < this.#newestLook) return;
    this.#newestLook = number;
    this.#settle(verdict, isOffBySystem, isStill());
    this.#plan();
  }

  #settle(verdict: ConnectivityVerdict, isOffBySystem: boolean, countsReferences: boolean): void {
    const isDoubtful = verdict === "offline" && !isOffBySystem;
    if (verdict === "online") this.#trustReferences();
    else if (isDoubtful && this.#hasAnswered) {
      this.#wasContradicted = true;
      this.#hasAnswered = false;
    }
    if (verdict === "online" || (isDoubtful && this.#areReferencesWrong)) this.#setAway(null);
    else if (!isDoubtful || countsReferences || this.#away !== null) this.#setAway({ reason: verdict, isCertain: !isDoubtful });
  }

  #trustReferences(): void {
    this.#areReferencesWrong = false;
    this.#hasAnswered = false;
    this.#wasContradicted = false;
  }

  #slow(): void {
    if (this.#suspicions > 0 && this.#away === null && !this.#areReferencesWrong) this.#ports.onUnrest();
  }

  #isOffBySystem(): boolean {
    return this.#systemSaysOffline || this.#ports.connectivity.network() === "";
  }

  #watchesPortal(): boolean {
    return (this.#references.config?.captivePortal ?? null) !== null;
  }

  #setAway(state: Pick<AwayState, "reason" | "isCertain"> | null): void {
    const before = this.#away;
    if (state === null) {
      this.#away = null;
      this.#plan();
    } else if (before?.reason === state.reason) {
      this.#away = { ...before, isCertain: state.isCertain };
      return;
    } else {
      this.#away = { ...state, sinceMs: this.#ports.clock.nowMs() };
    }
    if (before !== null || this.#away !== null) this.#ports.onChange(this.#away);
  }

  /** The next look that nobody asks for: soon while the outside is away, at the configured interval for portals and doubtful references, else never. */
  #plan(): void {
    this.#timer?.cancel();
    this.#timer = null;
    if (this.#references.isClosed) return;
    const delayMs = this.#nextLookInMs();
    if (delayMs === null) return;
    this.#timer = this.#ports.timers.setTimer(delayMs, () => {
      this.#timer = null;
      void this.#look(true, this.#away !== null);
    });
  }

  #nextLookInMs(): DurationMs | null {
    if (this.#away !== null) return Math.max(BREATH_MS, this.#lookedMs + RECHECK_MS - this.#ports.clock.monotonicMs());
    const isWorthIt = this.#watchesPortal() || this.#areReferencesWrong;
    return isWorthIt ? (this.#references.config?.intervalMs ?? null) : null;
  }
}

/** Whether an address lies beyond the networks that this machine may be part of. Not known = no. */
export function isFarAddress(ip: string): boolean {
  if (ip.includes(":")) return /^[23]/.test(ip);
  const parts = ip.split(".").map(Number);
  const [first = 0, second = 0] = parts;
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part))) return false;
  const isOwn =
    first === 0 ||
    first === 10 ||
    first === 127 ||
    first >= 224 ||
    (first === 100 && second >= 64 && second < 128) ||
    (first === 169 && second === 254) ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 192 && second === 168);
  return !isOwn;
}
