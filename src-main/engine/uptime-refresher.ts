// Keeps the uptime figures on the cards fresh: soon after a result, a few endpoints at a time, so that no query is ever large.

import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { TimeSummary } from "../../shared/model/history.ts";
import { DAY, MINUTE, SECOND, type DurationMs, type EpochMs } from "../../shared/units.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";
import type { HistoryReader } from "../ports/history.ts";
import type { Logger } from "../ports/logger.ts";
import type { Uptimes } from "./endpoint-state.ts";

const EVERY_MS = SECOND;
const KEYS_AT_ONCE = 50;
/** What a card shows: a day, a week and a month. */
const LOOKING_BACK_MS: readonly DurationMs[] = [DAY, 7 * DAY, 30 * DAY];
/** A round over few endpoints does not start more often than this. */
const SHORTEST_ROUND_MS = 10 * SECOND;
/** Windows move on without results, too: this often everybody's figures are read. */
const FULL_ROUND_EVERY_MS = 5 * MINUTE;

export interface UptimeRefresherPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly history: Pick<HistoryReader, "timeSpent">;
  readonly logger: Logger;
  readonly keys: () => readonly EndpointKey[];
  readonly onUptimes: (key: EndpointKey, uptimes: Uptimes) => void;
}

/** Walks around the endpoints that have new results, now and then around all, asking for their uptimes. Closed by `close`. */
export class UptimeRefresher {
  readonly #ports: UptimeRefresherPorts;
  #timer: TimerHandle | null = null;
  #round: readonly EndpointKey[] = [];
  #next = 0;
  #roundStartedMs = Number.NEGATIVE_INFINITY;
  #fullRoundStartedMs = Number.NEGATIVE_INFINITY;
  readonly #withResults = new Set<EndpointKey>();
  #closed = false;

  constructor(ports: UptimeRefresherPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#schedule(0);
  }

  /** The endpoint's figures have changed. */
  noteResult(key: EndpointKey): void {
    this.#withResults.add(key);
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#timer = null;
  }

  #schedule(delayMs: number): void {
    if (this.#closed) return;
    this.#timer = this.#ports.timers.setTimer(delayMs, () => {
      void this.#step().finally(() => this.#schedule(EVERY_MS));
    });
  }

  async #step(): Promise<void> {
    if (this.#next >= this.#round.length) {
      const monotonicMs = this.#ports.clock.monotonicMs();
      if (monotonicMs - this.#roundStartedMs < SHORTEST_ROUND_MS) return;
      this.#roundStartedMs = monotonicMs;
      this.#round = this.#keysOfRound(monotonicMs);
      this.#next = 0;
    }
    const keys = this.#round.slice(this.#next, this.#next + KEYS_AT_ONCE);
    this.#next += keys.length;
    if (keys.length === 0) return;
    try {
      await this.#refresh(keys);
    } catch (error) {
      this.#ports.logger.warn("uptimes could not be read", { error: error instanceof Error ? error.message : String(error) });
    }
  }

  #keysOfRound(monotonicMs: number): readonly EndpointKey[] {
    const isFull = monotonicMs - this.#fullRoundStartedMs >= FULL_ROUND_EVERY_MS;
    if (isFull) this.#fullRoundStartedMs = monotonicMs;
    const all = this.#ports.keys();
    const keys = isFull ? all : all.filter((key) => this.#withResults.has(key));
    this.#withResults.clear();
    return keys;
  }

  async #refresh(keys: readonly EndpointKey[]): Promise<void> {
    const toMs = this.#ports.clock.nowMs();
    const ranges = LOOKING_BACK_MS.map((backMs) => ({ fromMs: toMs - backMs, toMs }));
    const times = await this.#ports.history.timeSpent({ keys, ranges });
    if (this.#closed) return;
    for (const [index, key] of keys.entries()) {
      const [day, week, month] = times[index] ?? [];
      this.#ports.onUptimes(key, {
        day: day?.uptimeRatio ?? null,
        week: week?.uptimeRatio ?? null,
        month: month?.uptimeRatio ?? null,
        sinceMs: month === undefined ? null : historyBegins(month),
      });
    }
  }
}

/** A window that is hardly older than its data needs no word on where the data begins. */
const MOSTLY_COVERED = 0.99;

/** Since when anything is known of an endpoint, to the minute; null = for (nearly) the whole window, or not at all. Pure. */
export function historyBegins(summary: TimeSummary): EpochMs | null {
  const { fromMs, toMs, observedMs, maintenanceMs, notObservedMs } = summary;
  const knownMs = observedMs + maintenanceMs + notObservedMs;
  if (knownMs === 0 || knownMs >= (toMs - fromMs) * MOSTLY_COVERED) return null;
  return Math.floor((toMs - knownMs) / MINUTE) * MINUTE;
}
