// Decides "is it them or us?" when something outside fails, and notices when the outside is back.

import { SECOND } from "../../shared/units.ts";
import type { DurationMs, EpochMs, MonotonicMs } from "../../shared/units.ts";
import type { ConnectivityConfig } from "../../shared/model/config.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";
import type { Connectivity, ConnectivityVerdict } from "../ports/connectivity.ts";

/** A verdict is believed for this long, so that a thousand failures in one second ask once. */
const VERDICT_LASTS_MS = 2 * SECOND;
/** How often the outside is asked for while it is away. */
const RECHECK_MS = 5 * SECOND;

export interface NetworkWatchPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly connectivity: Connectivity;
  /** Called when the outside goes and when it comes back. */
  readonly onChange: (away: AwayState | null) => void;
}

export interface AwayState {
  readonly reason: "offline" | "captive-portal";
  readonly sinceMs: EpochMs;
}

/** Keeps one verdict on the outside. Closed by `close`. */
export class NetworkWatch {
  readonly #ports: NetworkWatchPorts;
  readonly #abort = new AbortController();
  #config: ConnectivityConfig | null = null;
  #systemSaysOffline = false;
  #away: AwayState | null = null;
  #asked: { readonly verdict: Promise<ConnectivityVerdict>; readonly atMs: MonotonicMs } | null = null;
  #recheck: TimerHandle | null = null;

  constructor(ports: NetworkWatchPorts) {
    this.#ports = ports;
  }

  /** The outside is away; null = as far as is known it is there. */
  get away(): AwayState | null {
    return this.#away;
  }

  configure(config: ConnectivityConfig | null): void {
    this.#config = config;
    this.#asked = null;
  }

  /** The operating system's word: "offline" is believed, "online" is a reason to look. */
  async tell(online: boolean): Promise<void> {
    this.#systemSaysOffline = !online;
    this.#asked = null;
    if (!online || this.#away !== null) await this.#look();
  }

  /** After a failure: whether the fault is on this side. */
  async isOurFault(): Promise<boolean> {
    if (this.#away !== null) return true;
    await this.#look();
    return this.#away !== null;
  }

  close(): void {
    this.#abort.abort(new Error("the monitor is stopping"));
    this.#recheck?.cancel();
    this.#recheck = null;
  }

  async #look(): Promise<void> {
    const verdict = await this.#verdict();
    if (this.#abort.signal.aborted) return;
    if (verdict === "online") this.#setAway(null);
    else if (this.#away?.reason !== verdict) this.#setAway({ reason: verdict, sinceMs: this.#away?.sinceMs ?? this.#ports.clock.nowMs() });
    if (this.#away !== null) this.#lookAgainIn(this.#config === null ? RECHECK_MS : Math.min(RECHECK_MS, this.#config.intervalMs));
  }

  #verdict(): Promise<ConnectivityVerdict> {
    if (this.#systemSaysOffline || !this.#ports.connectivity.hasNetwork()) return Promise.resolve("offline");
    if (this.#config === null) return Promise.resolve("online");
    const nowMs = this.#ports.clock.monotonicMs();
    if (this.#asked === null || nowMs - this.#asked.atMs >= VERDICT_LASTS_MS) {
      this.#asked = { verdict: this.#ports.connectivity.check(this.#config, this.#abort.signal), atMs: nowMs };
    }
    return this.#asked.verdict;
  }

  #setAway(away: AwayState | null): void {
    if (this.#away === null && away === null) return;
    this.#away = away;
    if (away === null) {
      this.#recheck?.cancel();
      this.#recheck = null;
    }
    this.#ports.onChange(away);
  }

  #lookAgainIn(delayMs: DurationMs): void {
    if (this.#recheck !== null) return;
    this.#recheck = this.#ports.timers.setTimer(delayMs, () => {
      this.#recheck = null;
      this.#asked = null;
      void this.#look();
    });
  }
}
