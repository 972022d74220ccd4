// Queries that answer with single rows: events, messages and their tries, the large parts of a result, and what a file has
// when it is opened.

import type { EndpointEvent, EventKind } from "../../shared/model/history.ts";
import type { DeliveryAttempt, HistoryReader, OutboxMessage } from "../ports/history.ts";
import type { ReadSide } from "./block-sources.ts";
import type { Connection } from "./connection.ts";
import { readExtras, type ExtrasBuffer, type ExtrasKind, type KeptExtras } from "./extras-buffer.ts";
import type { StoredSmallState } from "./small-state.ts";

type EventsQuery = Parameters<HistoryReader["events"]>[0];

interface EventRow {
  readonly id: number;
  readonly endpoint_id: number;
  readonly kind: EventKind;
  readonly at_ms: number;
  readonly text: string;
}

/** Events of a range, the latest first. */
export function readEvents(side: ReadSide, query: EventsQuery): readonly EndpointEvent[] {
  const tail = query.key === null ? null : side.tailOf(query.key);
  const stored =
    query.key === null
      ? side.rows<EventRow>(
          "SELECT * FROM event WHERE at_ms >= ? AND at_ms < ? ORDER BY at_ms DESC, id DESC LIMIT ?",
          query.fromMs,
          query.toMs,
          query.limit,
        )
      : tail === null
        ? []
        : side.rows<EventRow>(
            "SELECT * FROM event WHERE endpoint_id = ? AND at_ms >= ? AND at_ms < ? ORDER BY at_ms DESC, id DESC LIMIT ?",
            tail.id,
            query.fromMs,
            query.toMs,
            query.limit,
          );
  const events = stored.flatMap((row) => {
    const key = side.keyOf(row.endpoint_id);
    return key === null ? [] : [{ id: row.id, key, kind: row.kind, atEpochMs: row.at_ms, text: row.text }];
  });
  const waiting = side.pending.waiting.flatMap(({ event }) => (event !== undefined && matches(event, query) ? [event] : []));
  return [...events, ...waiting].sort((left, right) => right.atEpochMs - left.atEpochMs || right.id - left.id).slice(0, query.limit);
}

function matches(event: EndpointEvent, query: EventsQuery): boolean {
  return (query.key === null || event.key === query.key) && event.atEpochMs >= query.fromMs && event.atEpochMs < query.toMs;
}

interface MessageRow {
  readonly id: number;
  readonly key: string;
  readonly alert_id: string;
  readonly provider: string;
  readonly message_json: string;
  readonly due_ms: number | null;
  readonly created_ms: number;
}

const MESSAGE_COLUMNS = `SELECT message.id, endpoint.key, alert_id, provider, message_json, due_ms, created_ms
  FROM message JOIN endpoint ON endpoint.id = message.endpoint_id`;

function messageOf(row: MessageRow): OutboxMessage {
  return {
    id: row.id,
    key: row.key,
    alertId: row.alert_id,
    provider: row.provider,
    messageJson: row.message_json,
    dueMs: row.due_ms,
    createdMs: row.created_ms,
  };
}

/** Messages, the newest first, delivered or not. */
export function readMessages(side: ReadSide, query: { readonly key: string | null; readonly limit: number }): readonly OutboxMessage[] {
  const stored =
    query.key === null
      ? side.rows<MessageRow>(`${MESSAGE_COLUMNS} ORDER BY message.id DESC LIMIT ?`, query.limit)
      : side.rows<MessageRow>(
          `${MESSAGE_COLUMNS} WHERE message.endpoint_id = ? ORDER BY message.id DESC LIMIT ?`,
          side.tailOf(query.key)?.id ?? 0,
          query.limit,
        );
  const byId = new Map(stored.map((row) => [row.id, messageOf(row)]));
  for (const { message } of side.pending.waiting) {
    if (message !== undefined && (query.key === null || message.key === query.key)) byId.set(message.id, message);
  }
  return [...byId.values()].sort((left, right) => right.id - left.id).slice(0, query.limit);
}

interface AttemptRow {
  readonly message_id: number;
  readonly at_ms: number;
  readonly ok: number;
  readonly status: number;
  readonly reply: string;
}

/** The tries to deliver a message, oldest first. */
export function readAttempts(side: ReadSide, messageId: number): readonly DeliveryAttempt[] {
  const stored = side
    .rows<AttemptRow>("SELECT message_id, at_ms, ok, status, reply FROM attempt WHERE message_id = ? ORDER BY id", messageId)
    .map((row) => ({ messageId: row.message_id, atEpochMs: row.at_ms, ok: row.ok === 1, status: row.status, reply: row.reply }));
  const waiting = side.pending.waiting.flatMap(({ attempt }) => (attempt?.messageId === messageId ? [attempt] : []));
  return [...stored, ...waiting];
}

/** The large parts of an endpoint's latest result or failure; null when none were kept. */
export function findExtras(side: ReadSide, waiting: ExtrasBuffer, key: string, which: ExtrasKind): KeptExtras | null {
  const fresh = waiting.find(key, which);
  const tail = side.tailOf(key);
  if (fresh !== null || tail === null) return fresh;
  const row = side.rows<{ data: Buffer }>("SELECT data FROM extras WHERE endpoint_id = ? AND which = ?", tail.id, which)[0];
  return row === undefined ? null : readExtras(row.data, key);
}

/** What lives in memory while the store is open. */
export function readSmallState(connection: Connection): StoredSmallState {
  const newestId = (table: "event" | "message"): number =>
    connection.get<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = ?", table)?.seq ?? 0;
  return {
    values: new Map(
      connection.all<{ name: string; json: string }>("SELECT name, json FROM named_value").map((row) => [row.name, row.json]),
    ),
    alertStates: connection
      .all<{ key: string; alert_id: string; state_json: string }>(
        "SELECT endpoint.key, alert_id, state_json FROM alert_state JOIN endpoint ON endpoint.id = alert_state.endpoint_id",
      )
      .map((row) => ({ key: row.key, alertId: row.alert_id, stateJson: row.state_json })),
    messages: connection.all<MessageRow>(`${MESSAGE_COLUMNS} WHERE due_ms IS NOT NULL`).map(messageOf),
    nextEventId: newestId("event") + 1,
    nextMessageId: newestId("message") + 1,
  };
}
