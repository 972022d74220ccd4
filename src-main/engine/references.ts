// Asks the configured references on behalf of everybody who wants to know, together and not too often, and notices when they take
// so long that a packet must have been lost. What the answers mean is decided elsewhere.

import { SECOND } from "../../shared/units.ts";
import type { DurationMs, MonotonicMs } from "../../shared/units.ts";
import type { ConnectivityConfig } from "../../shared/model/config.ts";
import type { Clock, Timers } from "../ports/clock.ts";
import type { Connectivity, ConnectivityVerdict } from "../ports/connectivity.ts";

/** For what fails already, an answer counts this long. */
const ANSWER_LASTS_MS = 2 * SECOND;
/** The references are asked for new failures this often at most; failures wait for each other that long. */
const GATHER_MS = SECOND / 2;
/** A lost packet of a connection that opens is sent again after a second: an answer that takes nearly that long had one. @see RFC 6298 §2 */
const PROMPT_MS = 800;
/** … but on a line that never answers in that time, only what takes this many times as long as its quickest answer. */
const SLOWNESS = 2;

export interface ReferencesPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly connectivity: Pick<Connectivity, "check">;
  /** The references have not answered for longer than they do when nothing is lost; told while they are still being waited for. */
  readonly onSlow: () => void;
}

/** Closed by `close`, after which every question is answered with `online` at once. */
export class References {
  readonly #ports: ReferencesPorts;
  readonly #abort = new AbortController();
  #config: ConnectivityConfig | null = null;
  #answer: { readonly verdict: Promise<ConnectivityVerdict>; readonly askedMs: MonotonicMs } | null = null;
  /** The question to come, shared by everybody who waits for it. */
  #question: Promise<ConnectivityVerdict> | null = null;
  /** How long the quickest answer on this line took; null = none came yet. */
  #quickestMs: DurationMs | null = null;

  constructor(ports: ReferencesPorts) {
    this.#ports = ports;
  }

  /** null = there are none, and every question is answered with `online`. */
  get config(): ConnectivityConfig | null {
    return this.#config;
  }

  get isClosed(): boolean {
    return this.#abort.signal.aborted;
  }

  configure(config: ConnectivityConfig | null): void {
    this.#config = config;
    this.forgetLine();
  }

  /** What was answered says nothing about what comes. */
  forget(): void {
    this.#answer = null;
  }

  /** The line may be another one. */
  forgetLine(): void {
    this.#answer = null;
    this.#quickestMs = null;
  }

  /** `isNews` false: an answer from a moment ago will do. */
  ask(isNews: boolean): Promise<ConnectivityVerdict> {
    const { clock } = this.#ports;
    if (this.#config === null) return Promise.resolve("online");
    if (!isNews && this.#answer !== null && clock.monotonicMs() - this.#answer.askedMs < ANSWER_LASTS_MS) return this.#answer.verdict;
    this.#question ??= this.#afterPause().then(() => {
      this.#question = null;
      if (this.#config === null) return "online";
      const askedMs = clock.monotonicMs();
      const verdict = this.#timed(this.#config, askedMs);
      this.#answer = { verdict, askedMs };
      return verdict;
    });
    return this.#question;
  }

  close(): void {
    this.#abort.abort(new Error("the monitor is stopping"));
  }

  async #timed(config: ConnectivityConfig, askedMs: MonotonicMs): Promise<ConnectivityVerdict> {
    const { clock, timers, connectivity, onSlow } = this.#ports;
    const promptMs = this.#quickestMs === null ? PROMPT_MS : Math.max(PROMPT_MS, SLOWNESS * this.#quickestMs);
    const timer = timers.setTimer(promptMs, onSlow);
    try {
      const verdict = await connectivity.check(config, this.#abort.signal);
      const tookMs = clock.monotonicMs() - askedMs;
      if (verdict === "online") this.#quickestMs = Math.min(this.#quickestMs ?? tookMs, tookMs);
      return verdict;
    } finally {
      timer.cancel();
    }
  }

  /** Until the references may be asked again. An answer to a question from before a failure says nothing about it. */
  #afterPause(): Promise<void> {
    const { clock, timers } = this.#ports;
    const pauseMs = this.#answer === null ? 0 : this.#answer.askedMs + GATHER_MS - clock.monotonicMs();
    if (pauseMs <= 0 || this.isClosed) return Promise.resolve();
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
}
