// What one input changes: collected while deciding, stored together, then handed on.

import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { EventKind } from "../../../shared/model/history.ts";
import type { DurationMs, EpochMs } from "../../../shared/units.ts";
import type { LiveAlert } from "../alert-table.ts";
import { rowOf } from "../alert-table.ts";
import type { Outbox } from "./outbox.ts";
import type { FrozenRoute, OutboxEntry } from "./outbox-entry.ts";
import type { StoredMessage } from "./stored-message.ts";
import type { AlertWrites } from "./writes.ts";

/** A message to come. */
export interface Draft {
  stored: StoredMessage;
  readonly delayMs: DurationMs;
  frozen: FrozenRoute | null;
}

export interface AlertEvent {
  readonly key: EndpointKey;
  readonly kind: EventKind;
  readonly atEpochMs: EpochMs;
  readonly text: string;
}

/** A unit of change. Writing it twice comes to the same. */
export class Changes {
  readonly drafts: Draft[] = [];
  readonly touched = new Set<EndpointKey>();
  readonly #rows = new Set<LiveAlert>();
  readonly #gone: Array<{ readonly key: EndpointKey; readonly alertId: string }> = [];
  readonly #events: AlertEvent[] = [];
  readonly #values = new Map<string, string | null>();
  readonly #drops = new Map<OutboxEntry, string>();
  readonly #redirected = new Map<OutboxEntry, StoredMessage["via"]>();

  /** Nothing needs to be stored. */
  get isEmpty(): boolean {
    return (
      this.drafts.length === 0 &&
      this.#rows.size === 0 &&
      this.#gone.length === 0 &&
      this.#events.length === 0 &&
      this.#values.size === 0 &&
      this.#drops.size === 0 &&
      this.#redirected.size === 0
    );
  }

  /** Stores the alert's state as it is when the unit is written; removes what is stored where nothing is worth keeping. */
  save(alert: LiveAlert): void {
    this.#rows.add(alert);
  }

  forget(key: EndpointKey, alertId: string): void {
    this.#gone.push({ key, alertId });
  }

  event(event: AlertEvent): void {
    this.#events.push(event);
  }

  value(name: string, json: string | null): void {
    this.#values.set(name, json);
  }

  drop(entry: OutboxEntry, note: string): void {
    this.#drops.set(entry, note);
  }

  /** A message that waits is sent with another alert's settings. */
  redirect(entry: OutboxEntry, via: StoredMessage["via"]): void {
    this.#redirected.set(entry, via);
  }

  writeTo(writes: AlertWrites, outbox: Pick<Outbox, "drop" | "rewrite">): void {
    for (const { key, alertId } of this.#gone) writes.removeAlertState(key, alertId);
    for (const alert of this.#rows) {
      const row = rowOf(alert);
      if (row === null) writes.removeAlertState(alert.owner.endpoint.key, alert.place.alertId);
      else writes.putAlertState(row);
    }
    for (const event of this.#events) writes.appendEvent(event);
    for (const [name, json] of this.#values) writes.putValue(name, json);
    for (const [entry, via] of this.#redirected) outbox.rewrite(entry, { ...entry.stored, via }, writes);
    for (const [entry, note] of this.#drops) outbox.drop(entry, note, writes);
  }
}
