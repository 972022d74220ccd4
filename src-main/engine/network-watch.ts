// Decides "is it them or us?" when something outside fails, and notices when the outside is back.
//
// The operating system's "no network" is believed. The configured references are believed too, until something outside is
// reached all the same: a reference that a firewall blocks must not hide the outages that are real.

import { SECOND } from "../../shared/units.ts";
import type { DurationMs, EpochMs, MonotonicMs } from "../../shared/units.ts";
import type { ConnectivityConfig } from "../../shared/model/config.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";
import type { Connectivity, ConnectivityVerdict } from "../ports/connectivity.ts";

/** For what fails already, an answer of the references counts this long. */
const ANSWER_LASTS_MS = 2 * SECOND;
/** The references are asked for new failures this often at most; failures wait for each other that long. */
const GATHER_MS = SECOND / 2;
/** How often the outside is asked for while it is away. */
const RECHECK_MS = 5 * SECOND;

export interface NetworkWatchPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly connectivity: Connectivity;
  /** Called when the outside goes, when the reason changes, and when it comes back. */
  readonly onChange: (away: AwayState | null) => void;
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
  readonly #abort = new AbortController();
  #config: ConnectivityConfig | null = null;
  #systemSaysOffline = false;
  /** The outside answered again and again while the references did not. Holds until they answer, or the network is another one. */
  #areReferencesWrong = false;
  /** Something outside answered since the references last did not. */
  #hasAnswered = false;
  /** … and they still did not when they were asked again: once may be a network that comes and goes. */
  #wasContradicted = false;
  #away: AwayState | null = null;
  #answer: { readonly verdict: Promise<ConnectivityVerdict>; readonly askedMs: MonotonicMs } | null = null;
  /** The question to come, shared by everybody who waits for it. */
  #question: Promise<ConnectivityVerdict> | null = null;
  #timer: TimerHandle | null = null;
  #looks = 0;
  #newestLook = 0;

  constructor(ports: NetworkWatchPorts) {
    this.#ports = ports;
  }

  /** The outside is away; null = as far as is known it is there. */
  get away(): AwayState | null {
    return this.#away;
  }

  configure(config: ConnectivityConfig | null): void {
    this.#config = config;
    this.#answer = null;
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
    this.#trustReferences();
    await this.glance();
  }

  /** Looks without a failure as the reason: then an unreachable reference alone means nothing. */
  async glance(): Promise<void> {
    this.#answer = null;
    if (this.#isOffBySystem() || this.#away !== null || this.#watchesPortal()) await this.#look(true, this.#away !== null);
  }

  /** After a failure: whether the fault is on this side. `isNews`: the endpoint did not fail before, so that no earlier answer will do. */
  async isOurFault(isNews: boolean): Promise<boolean> {
    if (this.#away === null) await this.#look(isNews, true);
    return this.#away !== null;
  }

  /** After a recovery: whether it may be a captive portal that answered. */
  async isPortal(): Promise<boolean> {
    if (this.#away === null && this.#watchesPortal()) await this.#look(true, false);
    return this.#away?.reason === "captive-portal";
  }

  /** Something at this address answered as it should. */
  reached(ip: string): void {
    if (this.#away === null || this.#away.isCertain || !isFarAddress(ip)) return;
    this.#hasAnswered = true;
    if (!this.#wasContradicted) return;
    this.#areReferencesWrong = true;
    this.#setAway(null);
  }

  close(): void {
    this.#abort.abort(new Error("the monitor is stopping"));
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** `countsReferences` false: an unreachable reference is not taken for an unreachable outside. */
  async #look(isNews: boolean, countsReferences: boolean): Promise<void> {
    this.#looks += 1;
    const number = this.#looks;
    const isOffBySystem = this.#isOffBySystem();
    const verdict = isOffBySystem ? "offline" : await this.#ask(isNews);
    if (this.#abort.signal.aborted || number < this.#newestLook) return;
    this.#newestLook = number;
    this.#settle(verdict, isOffBySystem, countsReferences);
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

  #isOffBySystem(): boolean {
    return this.#systemSaysOffline || !this.#ports.connectivity.hasNetwork();
  }

  #watchesPortal(): boolean {
    return this.#config !== null && this.#config.captivePortal !== null;
  }

  #ask(isNews: boolean): Promise<ConnectivityVerdict> {
    const { clock } = this.#ports;
    if (this.#config === null) return Promise.resolve("online");
    if (!isNews && this.#answer !== null && clock.monotonicMs() - this.#answer.askedMs < ANSWER_LASTS_MS) return this.#answer.verdict;
    this.#question ??= this.#afterPause().then(() => {
      this.#question = null;
      if (this.#config === null) return "online";
      const verdict = this.#ports.connectivity.check(this.#config, this.#abort.signal);
      this.#answer = { verdict, askedMs: clock.monotonicMs() };
      return verdict;
    });
    return this.#question;
  }

  /** Until the references may be asked again. An answer to a question from before a failure says nothing about it. */
  #afterPause(): Promise<void> {
    const { clock, timers } = this.#ports;
    const pauseMs = this.#answer === null ? 0 : this.#answer.askedMs + GATHER_MS - clock.monotonicMs();
    if (pauseMs <= 0 || this.#abort.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        timer.cancel();
        this.#abort.signal.removeEventListener("abort", finish);
        resolve();
      };
      const timer = timers.setTimer(pauseMs, finish);
      this.#abort.signal.addEventListener("abort", finish, { once: true });
    });
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
    if (this.#abort.signal.aborted) return;
    const delayMs = this.#nextLookInMs();
    if (delayMs === null) return;
    this.#timer = this.#ports.timers.setTimer(delayMs, () => {
      this.#timer = null;
      void this.#look(true, this.#away !== null);
    });
  }

  #nextLookInMs(): DurationMs | null {
    if (this.#away !== null) return RECHECK_MS;
    const isWorthIt = this.#watchesPortal() || this.#areReferencesWrong;
    return isWorthIt && this.#config !== null ? this.#config.intervalMs : null;
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
