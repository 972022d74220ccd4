// Takes finished checks in small batches to history and alerting, so that a storm of changes costs one commit and not one each.

import type { CheckResult, ResultExtras } from "../../shared/model/result.ts";
import type { EventKind } from "../../shared/model/history.ts";
import type { AlertManager } from "../ports/alerting.ts";
import type { TimerHandle, Timers } from "../ports/clock.ts";
import type { HistoryWriter } from "../ports/history.ts";

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

  /** Hands everything on now. */
  drain(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const items = this.#items;
    if (items.length === 0) return;
    this.#items = [];
    if (items.some((item) => item.events.length > 0)) this.#ports.history.transact(() => this.#hand(items));
    else this.#hand(items);
  }

  #hand(items: readonly SinkItem[]): void {
    const { history, alerts } = this.#ports;
    for (const { result, extras, events } of items) {
      alerts.handle(result);
      for (const { kind, text } of events) history.appendEvent({ key: result.key, kind, atEpochMs: result.timestampMs, text });
      if (extras !== null) history.keepExtras(result, extras);
    }
  }
}
