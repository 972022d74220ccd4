// The small, important state: named values, alert states, the outbox, events and not-observed spans. What decisions depend on
// lives in memory and is written through, so that alerting goes on while the file can't be written or read.

import type { EndpointEvent, NotObservedSpan } from "../../shared/model/history.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { AlertStore, DeliveryAttempt, HistoryWriter, OutboxMessage, StoredAlertState } from "../ports/history.ts";
import type { PendingWrite } from "./pending-writes.ts";

/** Hands a write on to where it is kept. `undo` takes back the change in memory when the surrounding transaction fails. */
export type Submit = (write: PendingWrite, undo: () => void) => void;

/** What a file had when it was opened. */
export interface StoredSmallState {
  readonly values: ReadonlyMap<string, string>;
  readonly alertStates: readonly StoredAlertState[];
  /** Undelivered ones. */
  readonly messages: readonly OutboxMessage[];
  readonly nextEventId: number;
  readonly nextMessageId: number;
}

export const NO_SMALL_STATE: StoredSmallState = {
  values: new Map(),
  alertStates: [],
  messages: [],
  nextEventId: 1,
  nextMessageId: 1,
};

type SmallWrites = Pick<
  AlertStore,
  "alertStates" | "putAlertState" | "removeAlertState" | "enqueue" | "updateMessage" | "pendingMessages" | "addAttempt"
> &
  Pick<HistoryWriter, "appendEvent" | "recordNotObserved" | "forgetNotObservedAfter" | "putValue">;

/** Both stores are made of this; one of them also writes it to a file. */
export class SmallState implements SmallWrites {
  readonly #submit: Submit;
  readonly #values = new Map<string, string>();
  readonly #alertStates = new Map<string, StoredAlertState>();
  readonly #undelivered = new Map<number, OutboxMessage>();
  #nextEventId = 1;
  #nextMessageId = 1;

  constructor(submit: Submit) {
    this.#submit = submit;
  }

  /** Takes over what a file has; what is newer here stays. */
  load(stored: StoredSmallState): void {
    for (const [name, json] of stored.values) if (!this.#values.has(name)) this.#values.set(name, json);
    for (const state of stored.alertStates) {
      const id = alertKey(state.key, state.alertId);
      if (!this.#alertStates.has(id)) this.#alertStates.set(id, state);
    }
    for (const message of stored.messages) if (!this.#undelivered.has(message.id)) this.#undelivered.set(message.id, message);
    this.#nextEventId = Math.max(this.#nextEventId, stored.nextEventId);
    this.#nextMessageId = Math.max(this.#nextMessageId, stored.nextMessageId);
  }

  /** Writes everything that lives here once more: the file below is a new one. */
  writeAll(): void {
    for (const [name, json] of this.#values) this.putValue(name, json);
    for (const state of this.#alertStates.values()) this.putAlertState(state);
    for (const message of this.#undelivered.values()) this.#submit(insertionOf(message), () => undefined);
  }

  value(name: string): string | null {
    return this.#values.get(name) ?? null;
  }

  putValue(name: string, json: string | null): void {
    const undo = setOrDelete(this.#values, name, json);
    this.#submit(
      {
        durability: "normal",
        key: null,
        run: (connection) =>
          json === null
            ? connection.run("DELETE FROM named_value WHERE name = ?", name)
            : connection.run("INSERT OR REPLACE INTO named_value (name, json) VALUES (?, ?)", name, json),
      },
      undo,
    );
  }

  appendEvent(event: Omit<EndpointEvent, "id">): void {
    const kept: EndpointEvent = { ...event, id: this.#nextEventId };
    this.#nextEventId += 1;
    this.#submit(
      {
        durability: "normal",
        key: kept.key,
        event: kept,
        run: (connection, endpointIdOf) =>
          connection.run(
            "INSERT INTO event (id, endpoint_id, kind, at_ms, text) VALUES (?, ?, ?, ?, ?)",
            kept.id,
            endpointIdOf(kept.key),
            kept.kind,
            kept.atEpochMs,
            kept.text,
          ),
      },
      () => undefined,
    );
  }

  recordNotObserved(span: NotObservedSpan): void {
    this.#submit(
      {
        durability: "normal",
        key: span.key,
        span,
        run: (connection, endpointIdOf) =>
          connection.run(
            `INSERT INTO not_observed (endpoint_id, reason, from_ms, to_ms) VALUES (?, ?, ?, ?)
             ON CONFLICT (endpoint_id, reason, from_ms) DO UPDATE SET to_ms = max(to_ms, excluded.to_ms)`,
            span.key === null ? 0 : endpointIdOf(span.key),
            span.reason,
            span.fromMs,
            span.toMs,
          ),
      },
      () => undefined,
    );
  }

  forgetNotObservedAfter(atMs: EpochMs): void {
    this.#submit(
      {
        durability: "normal",
        key: null,
        spansEndMs: atMs,
        run: (connection) => {
          connection.run("DELETE FROM not_observed WHERE from_ms >= ?", atMs);
          connection.run("UPDATE not_observed SET to_ms = ? WHERE to_ms > ?", atMs, atMs);
        },
      },
      () => undefined,
    );
  }

  alertStates(): readonly StoredAlertState[] {
    return [...this.#alertStates.values()];
  }

  putAlertState(state: StoredAlertState): void {
    const undo = setOrDelete(this.#alertStates, alertKey(state.key, state.alertId), state);
    this.#submit(
      {
        durability: "full",
        key: state.key,
        run: (connection, endpointIdOf) =>
          connection.run(
            "INSERT OR REPLACE INTO alert_state (endpoint_id, alert_id, state_json) VALUES (?, ?, ?)",
            endpointIdOf(state.key),
            state.alertId,
            state.stateJson,
          ),
      },
      undo,
    );
  }

  removeAlertState(key: string, alertId: string): void {
    const undo = setOrDelete(this.#alertStates, alertKey(key, alertId), null);
    this.#submit(
      {
        durability: "full",
        key,
        run: (connection, endpointIdOf) =>
          connection.run("DELETE FROM alert_state WHERE endpoint_id = ? AND alert_id = ?", endpointIdOf(key), alertId),
      },
      undo,
    );
  }

  enqueue(message: Omit<OutboxMessage, "id">): OutboxMessage {
    const kept: OutboxMessage = { ...message, id: this.#nextMessageId };
    this.#nextMessageId += 1;
    const undo = setOrDelete(this.#undelivered, kept.id, kept.dueMs === null ? null : kept);
    this.#submit(insertionOf(kept), undo);
    return kept;
  }

  updateMessage(id: number, change: Pick<OutboxMessage, "messageJson" | "dueMs">): void {
    const known = this.#undelivered.get(id);
    const undo =
      known === undefined ? () => undefined : setOrDelete(this.#undelivered, id, change.dueMs === null ? null : { ...known, ...change });
    this.#submit(
      {
        durability: "full",
        key: null,
        ...(known === undefined ? {} : { message: { ...known, ...change } }),
        run: (connection) =>
          connection.run("UPDATE message SET message_json = ?, due_ms = ? WHERE id = ?", change.messageJson, change.dueMs, id),
      },
      undo,
    );
  }

  pendingMessages(limit: number): readonly OutboxMessage[] {
    return [...this.#undelivered.values()]
      .sort((left, right) => (left.dueMs ?? 0) - (right.dueMs ?? 0) || left.id - right.id)
      .slice(0, limit);
  }

  addAttempt(attempt: DeliveryAttempt): void {
    this.#submit(
      {
        durability: "full",
        key: null,
        attempt,
        run: (connection) =>
          connection.run(
            "INSERT INTO attempt (message_id, at_ms, ok, status, reply) VALUES (?, ?, ?, ?, ?)",
            attempt.messageId,
            attempt.atEpochMs,
            attempt.ok ? 1 : 0,
            attempt.status,
            attempt.reply,
          ),
      },
      () => undefined,
    );
  }

  /** What belonged to one endpoint belongs to another from now on; the file's rows follow by their endpoint's number. */
  rename(from: string, to: string): void {
    for (const [id, state] of Array.from(this.#alertStates)) {
      if (state.key !== from) continue;
      this.#alertStates.delete(id);
      this.#alertStates.set(alertKey(to, state.alertId), { ...state, key: to });
    }
    for (const [id, message] of this.#undelivered) if (message.key === from) this.#undelivered.set(id, { ...message, key: to });
  }
}

function insertionOf(message: OutboxMessage): PendingWrite {
  return {
    durability: "full",
    key: message.key,
    message,
    run: (connection, endpointIdOf) =>
      connection.run(
        "INSERT OR IGNORE INTO message (id, endpoint_id, alert_id, provider, message_json, due_ms, created_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
        message.id,
        endpointIdOf(message.key),
        message.alertId,
        message.provider,
        message.messageJson,
        message.dueMs,
        message.createdMs,
      ),
  };
}

function alertKey(key: string, alertId: string): string {
  return JSON.stringify([key, alertId]);
}

/** Changes a map and tells how to take it back. */
function setOrDelete<K, V>(map: Map<K, V>, key: K, value: V | null): () => void {
  const before = map.get(key);
  if (value === null) map.delete(key);
  else map.set(key, value);
  return () => {
    if (before === undefined) map.delete(key);
    else map.set(key, before);
  };
}
