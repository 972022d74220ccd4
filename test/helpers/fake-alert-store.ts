// The part of the store that alerting uses, in memory: transactions roll back, and what was committed survives a "restart".

import type {
  AlertStore,
  DeliveryAttempt,
  HistoryReader,
  HistoryWriter,
  OutboxMessage,
  StoredAlertState,
} from "../../src-main/ports/history.ts";
import type { EventKind } from "../../shared/model/history.ts";
import type { CheckResult } from "../../shared/model/result.ts";

interface Kept {
  states: Map<string, StoredAlertState>;
  messages: Map<number, OutboxMessage>;
  attempts: DeliveryAttempt[];
  values: Map<string, string>;
  events: StoredEvent[];
  results: CheckResult[];
}

export interface StoredEvent {
  readonly key: string;
  readonly kind: EventKind;
  readonly atEpochMs: number;
  readonly text: string;
}

/** Implements exactly what `createAlertManager` asks for. */
export class FakeAlertStore
  implements AlertStore, Pick<HistoryWriter, "append" | "appendEvent" | "putValue" | "transact">, Pick<HistoryReader, "value">
{
  #kept: Kept = { states: new Map(), messages: new Map(), attempts: [], values: new Map(), events: [], results: [] };
  #depth = 0;
  #nextId = 1;
  transactions = 0;
  /** Every transaction fails while set. */
  isBroken = false;

  get events(): readonly StoredEvent[] {
    return this.#kept.events;
  }

  get results(): readonly CheckResult[] {
    return this.#kept.results;
  }

  get allMessages(): readonly OutboxMessage[] {
    return [...this.#kept.messages.values()];
  }

  append(result: CheckResult): void {
    this.#kept.results.push(result);
  }

  appendEvent(event: StoredEvent): void {
    this.#check();
    this.#kept.events.push(event);
  }

  putValue(name: string, json: string | null): void {
    this.#check();
    if (json === null) this.#kept.values.delete(name);
    else this.#kept.values.set(name, json);
  }

  value(name: string): string | null {
    return this.#kept.values.get(name) ?? null;
  }

  transact<T>(work: () => T): T {
    this.#check();
    if (this.#depth > 0) return work();
    const { states, messages, attempts, values, events, results } = this.#kept;
    const before: Kept = {
      states: new Map(states),
      messages: new Map(messages),
      attempts: [...attempts],
      values: new Map(values),
      events: [...events],
      results: [...results],
    };
    this.#depth += 1;
    this.transactions += 1;
    try {
      return work();
    } catch (cause) {
      this.#kept = before;
      throw cause;
    } finally {
      this.#depth -= 1;
    }
  }

  alertStates(): readonly StoredAlertState[] {
    return [...this.#kept.states.values()];
  }

  putAlertState(state: StoredAlertState): void {
    this.#check();
    this.#kept.states.set(`${state.key}\n${state.alertId}`, state);
  }

  removeAlertState(key: string, alertId: string): void {
    this.#check();
    this.#kept.states.delete(`${key}\n${alertId}`);
  }

  enqueue(message: Omit<OutboxMessage, "id">): OutboxMessage {
    this.#check();
    const stored: OutboxMessage = { ...message, id: this.#nextId };
    this.#nextId += 1;
    this.#kept.messages.set(stored.id, stored);
    return stored;
  }

  updateMessage(id: number, change: { readonly messageJson: string; readonly dueMs: number | null }): void {
    this.#check();
    const known = this.#kept.messages.get(id);
    if (known !== undefined) this.#kept.messages.set(id, { ...known, ...change });
  }

  pendingMessages(limit: number): readonly OutboxMessage[] {
    return this.allMessages
      .filter((message) => message.dueMs !== null)
      .toSorted((a, b) => (a.dueMs ?? 0) - (b.dueMs ?? 0))
      .slice(0, limit);
  }

  messages(query: { readonly key: string | null; readonly limit: number }): readonly OutboxMessage[] {
    return this.allMessages
      .filter((message) => query.key === null || message.key === query.key)
      .toSorted((a, b) => b.id - a.id)
      .slice(0, query.limit);
  }

  addAttempt(attempt: DeliveryAttempt): void {
    this.#check();
    this.#kept.attempts.push(attempt);
  }

  attempts(messageId: number): readonly DeliveryAttempt[] {
    return this.#kept.attempts.filter((attempt) => attempt.messageId === messageId);
  }

  #check(): void {
    if (this.isBroken) throw new Error("the disk is full");
  }
}
