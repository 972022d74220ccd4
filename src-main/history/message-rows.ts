// Removing messages of alerts, each with its tries.

import type { EpochMs } from "../../shared/units.ts";
import type { Connection } from "./connection.ts";
import type { RowSelection } from "./row-selection.ts";

export function messagesOf(endpointId: number): RowSelection {
  return { table: "message", where: "endpoint_id = ?", values: [endpointId] };
}

/** @returns how many went */
export function removeMessagesOf(connection: Connection, endpointId: number, limit: number): number {
  const messages = connection.all<{ readonly id: number }>("SELECT id FROM message WHERE endpoint_id = ? LIMIT ?", endpointId, limit);
  for (const { id } of messages) removeMessage(connection, id);
  return messages.length;
}

interface MessageRow {
  readonly id: number;
  readonly due_ms: EpochMs | null;
  readonly created_ms: EpochMs;
}

/** Walks over the messages from the oldest on and removes those that are delivered and too old; those still due stay. */
export class OldMessages {
  readonly #beforeMs: EpochMs;
  readonly #nowMs: EpochMs;
  #after = 0;

  constructor(beforeMs: EpochMs, nowMs: EpochMs) {
    this.#beforeMs = beforeMs;
    this.#nowMs = nowMs;
  }

  /** What the next steps look at. */
  get next(): RowSelection {
    return { table: "message", where: "id > ?", values: [this.#after] };
  }

  /** @returns whether there may be more */
  removeSome(connection: Connection, limit: number): boolean {
    const messages = connection.all<MessageRow>(
      "SELECT id, due_ms, created_ms FROM message WHERE id > ? ORDER BY id LIMIT ?",
      this.#after,
      limit,
    );
    for (const message of messages)
      if (message.due_ms === null && message.created_ms < this.#beforeMs) removeMessage(connection, message.id);
    this.#after = messages.at(-1)?.id ?? this.#after;
    return messages.some((message) => !this.#isRecent(message));
  }

  /** Numbers are given in order of time; a message from the future was made while the clock was wrong and says nothing of the next. */
  #isRecent({ created_ms: createdMs }: MessageRow): boolean {
    return createdMs >= this.#beforeMs && createdMs <= this.#nowMs;
  }
}

function removeMessage(connection: Connection, id: number): void {
  connection.run("DELETE FROM attempt WHERE message_id = ?", id);
  connection.run("DELETE FROM message WHERE id = ?", id);
}
