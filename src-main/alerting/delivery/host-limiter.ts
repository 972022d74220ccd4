// Keeps the pace of alerts at each receiving host: a bucket of tokens, and a pause where the host asked for one.

import type { Clock, Timers } from "../../ports/clock.ts";
import type { HttpClient } from "../../ports/http-client.ts";
import type { DurationMs } from "../../../shared/units.ts";
import { SECOND } from "../../../shared/units.ts";

/** How fast one host may be addressed. */
export interface Pace {
  /** Requests that may follow each other at once. */
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  tokens: number;
  filledAtMs: number;
  pausedUntilMs: number;
}

/** More hosts than this are not remembered; the one that was filled up longest ago is forgotten. */
const MOST_HOSTS = 256;

/** One per program: the receiver counts requests, whoever makes them. */
export class HostLimiter {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #pace: Pace;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock, timers: Timers, pace: Pace) {
    this.#clock = clock;
    this.#timers = timers;
    this.#pace = pace;
  }

  /** Waits for the host's turn. Rejects with the signal's reason when it aborts first. */
  async take(host: string, signal: AbortSignal): Promise<void> {
    const bucket = this.#bucket(host);
    const nowMs = this.#clock.monotonicMs();
    const filled = bucket.tokens + ((nowMs - bucket.filledAtMs) / SECOND) * this.#pace.perSecond;
    // A negative count is a queue: each of those waiting has a later turn.
    bucket.tokens = Math.min(this.#pace.burst, filled) - 1;
    bucket.filledAtMs = nowMs;
    const turnMs = bucket.tokens >= 0 ? 0 : (-bucket.tokens / this.#pace.perSecond) * SECOND;
    await this.#wait(Math.max(turnMs, bucket.pausedUntilMs - nowMs), signal);
  }

  /** The host asked not to be addressed for a while. */
  pause(host: string, forMs: DurationMs): void {
    const bucket = this.#bucket(host);
    bucket.pausedUntilMs = Math.max(bucket.pausedUntilMs, this.#clock.monotonicMs() + forMs);
  }

  /** How long the host's pause still lasts; 0 = it has none. */
  pausedForMs(host: string): DurationMs {
    const bucket = this.#buckets.get(host);
    return bucket === undefined ? 0 : Math.max(0, bucket.pausedUntilMs - this.#clock.monotonicMs());
  }

  #bucket(host: string): Bucket {
    const known = this.#buckets.get(host);
    if (known !== undefined) return known;
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined && this.#buckets.size >= MOST_HOSTS) this.#buckets.delete(oldest);
    const bucket: Bucket = { tokens: this.#pace.burst, filledAtMs: this.#clock.monotonicMs(), pausedUntilMs: 0 };
    this.#buckets.set(host, bucket);
    return bucket;
  }

  async #wait(forMs: DurationMs, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (forMs <= 0) return;
    await new Promise<void>((resolve, reject) => {
      const onAbort = () => {
        timer.cancel();
        reject(signal.reason instanceof Error ? signal.reason : new Error("aborted while waiting for the host's turn"));
      };
      const timer = this.#timers.setTimer(forMs, () => {
        signal.removeEventListener("abort", onAbort);
        resolve();
      });
      signal.addEventListener("abort", onAbort, { once: true });
    });
  }
}

/** The same client at the limiter's pace; `onHost` hears which hosts are addressed. Closing it closes nothing. */
export function pacedHttp(http: HttpClient, limiter: HostLimiter, onHost: (host: string) => void): HttpClient {
  return {
    send: async (request, signal) => {
      const host = hostOf(request.url);
      onHost(host);
      await limiter.take(host, signal);
      return http.send(request, signal);
    },
    close: () => Promise.resolve(),
  };
}

/** An address that cannot be read is one host of its own; sending it fails by itself. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}
