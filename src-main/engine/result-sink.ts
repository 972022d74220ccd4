// Takes finished checks in small batches to history and alerting, so that a storm of changes costs one commit and not one each.

import type { CheckResult, ResultExtras } from "../../shared/model/result.ts";
import type { EventKind } from "../../shared/model/history.ts";
import type { AlertManager } from "../ports/alerting.ts";
import type { TimerHandle, Timers } from "../ports/clock.ts";
import type { HistoryWriter } from "../ports/history.ts";
import type { Logger } from "../ports/logger.ts";

/** How long a result may wait for company. */
const GATHER_MS = 20;
const LARGEST_BATCH = 512;

export interface SinkItem {
  readonly result: CheckResult;
  /** null = history keeps what it has. */
  readonly extras: ResultExtras | null;
  /** The events that this result causes. */
  readonly events: ReadonlyArray<{ readonly kind: EventKind; readonly text: string }>;
}

export interface ResultSinkPorts {
  readonly history: Pick<HistoryWriter, "append" | "appendEvent" | "keepExtras" | "transact">;
  readonly alerts: Pick<AlertManager, "handle">;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** Gathers results and hands them on in order. Empty after `drain`. */
export class ResultSink {
  readonly #ports: ResultSinkPorts;
  #items: SinkItem[] = [];
  #timer: TimerHandle | null = null;

  constructor(ports: ResultSinkPorts) {
    this.#ports = ports;
  }

  accept(item: SinkItem): void {
    this.#items.push(item);
    if (this.#items.length >= LARGEST_BATCH) this.drain();
    else this.#timer ??= this.#ports.timers.setTimer(GATHER_MS, () => this.drain());
  }

  /** Hands everything on now, each result once. Never throws: what fails is logged, and the other results of the batch go on. */
  drain(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const items = this.#items;
    if (items.length === 0) return;
    this.#items = [];
    // A transaction that fails may have run its work or not: whatever it did not hand on is handed on without it.
    let next = 0;
    const hand = (): void => {
      while (next < items.length) {
        const item = items[next];
        next += 1;
        if (item !== undefined) this.#attempt("a result could not be taken in", [item], () => this.#handOne(item));
      }
    };
    if (items.some((item) => item.events.length > 0)) {
      this.#attempt("a batch of results could not be stored together", items, () => this.#ports.history.transact(hand));
    }
    hand();
  }

  #handOne({ result, extras, events }: SinkItem): void {
    const { history, alerts } = this.#ports;
    alerts.handle(result);
    for (const { kind, text } of events) history.appendEvent({ key: result.key, kind, atEpochMs: result.timestampMs, text });
    if (extras !== null) history.keepExtras(result, extras);
  }

  #attempt(whatFailed: string, items: readonly SinkItem[], work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#ports.logger.error(whatFailed, {
        results: items.length,
        first: items[0]?.result.key ?? "",
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  }
}
