// Small writes on their way to the file: events, spans, values, alert states, messages. Each is done as soon as it is made;
// while the file can't be written they wait here in order, and readers look here too.

import type { EndpointEvent, NotObservedSpan } from "../../shared/model/history.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { DeliveryAttempt, OutboxMessage } from "../ports/history.ts";
import type { Connection, Durability } from "./connection.ts";

/** Which row stands for an endpoint. */
export type EndpointIdOf = (key: string) => number;

/** One write, and what readers should see of it while it waits. */
export interface PendingWrite {
  readonly durability: Durability;
  /** The endpoint that it is about; null = none. */
  readonly key: string | null;
  run(connection: Connection, endpointIdOf: EndpointIdOf): void;
  readonly event?: EndpointEvent;
  readonly span?: NotObservedSpan;
  /** Spans kept before end here at the latest. */
  readonly spansEndMs?: EpochMs;
  readonly message?: OutboxMessage;
  readonly attempt?: DeliveryAttempt;
}

/** Beyond this many waiting writes the oldest are given up. */
const MOST_WAITING = 50_000;

export class PendingWrites {
  #waiting: PendingWrite[] = [];
  #undo: Array<() => void> | null = null;
  #mark = 0;
  #lost = 0;

  get waiting(): readonly PendingWrite[] {
    return this.#waiting;
  }

  /** Writes given up because too many waited. */
  get lost(): number {
    return this.#lost;
  }

  /** Between `begin` and `end` or `rollBack`. */
  get inTransaction(): boolean {
    return this.#undo !== null;
  }

  /** How sure the commit of what waits must be. */
  get durability(): Durability {
    return this.#waiting.some((write) => write.durability === "full") ? "full" : "normal";
  }

  /** @param undo takes back what the caller changed in memory for this write */
  add(write: PendingWrite, undo: () => void): void {
    this.#waiting.push(write);
    this.#undo?.push(undo);
    if (this.#waiting.length > MOST_WAITING && this.#undo === null) {
      this.#waiting.shift();
      this.#lost += 1;
    }
  }

  begin(): void {
    this.#undo = [];
    this.#mark = this.#waiting.length;
  }

  end(): void {
    this.#undo = null;
  }

  /** Takes back everything since `begin`. */
  rollBack(): void {
    this.#waiting.length = this.#mark;
    for (const undo of (this.#undo ?? []).reverse()) undo();
    this.#undo = null;
  }

  /** Takes the oldest out, to be done alone. */
  shift(): PendingWrite | undefined {
    return this.#waiting.shift();
  }

  /** Everything that waited is in the file. */
  clear(): void {
    this.#waiting = [];
  }
}
