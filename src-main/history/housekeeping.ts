// What is done now and then, in steps too short to be felt: old results go, removed endpoints go after their grace period,
// and the file gives back what it doesn't need.

import { HOUR, SECOND, type DurationMs, type EpochMs } from "../../shared/units.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";
import type { Logger } from "../ports/logger.ts";
import { rowsOf } from "./endpoint-rows.ts";
import type { FileWriter } from "./file-writer.ts";
import { messagesOf, OldMessages, removeMessagesOf } from "./message-rows.ts";
import { rowKey } from "./row-keys.ts";
import { RowRemover, ROWS_PER_PART } from "./row-remover.ts";
import { removeRows } from "./row-selection.ts";
import type { EndpointTail } from "./tail.ts";
import { advanceTrustedTime, type TrustedTime } from "./trusted-time.ts";

/** How long things are kept. */
export interface Retention {
  /** Results at full resolution; 0 = for ever. */
  readonly resultsMs: DurationMs;
  /** The history of an endpoint that left the configuration. */
  readonly removedEndpointsMs: DurationMs;
}

const FIRST_ROUND_MS: DurationMs = 30 * SECOND;
const ROUND_MS: DurationMs = HOUR;
export const TRUSTED_TIME_NAME = "history:trusted-time";

export interface HousekeeperOptions {
  readonly writer: FileWriter;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly readValue: (name: string) => string | null;
  readonly putValue: (name: string, json: string | null) => void;
}

export class Housekeeper {
  readonly #options: HousekeeperOptions;
  #retention: Retention;
  #timer: TimerHandle | null = null;
  #lastRoundAt: number;
  #running = false;
  #stopped = false;

  constructor(options: HousekeeperOptions, retention: Retention) {
    this.#options = options;
    this.#retention = retention;
    this.#lastRoundAt = options.clock.monotonicMs();
  }

  start(): void {
    this.#schedule(FIRST_ROUND_MS);
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  setRetention(retention: Retention): void {
    this.#retention = retention;
  }

  get retention(): Retention {
    return this.#retention;
  }

  /** One round: removes what is too old and shrinks the file. Resolves when nothing is left to do. */
  async round(): Promise<void> {
    if (this.#running || this.#stopped) return;
    this.#running = true;
    try {
      const nowMs = this.#believedNow();
      const { writer, clock } = this.#options;
      const remover = new RowRemover({ writer, clock, isStopped: () => this.#stopped });
      const { resultsMs, removedEndpointsMs } = this.#retention;
      for (const tail of Array.from(writer.directory.tails)) {
        if (tail.removedMs !== null && tail.removedMs < nowMs - removedEndpointsMs) await this.#removeEndpoint(tail, remover);
        else if (resultsMs > 0) await removeOldBlocks(tail, nowMs - resultsMs, remover);
      }
      if (resultsMs > 0) await removeOldMessages(new OldMessages(nowMs - resultsMs, nowMs), remover);
      await remover.giveBack();
    } finally {
      this.#running = false;
    }
  }

  #schedule(delayMs: DurationMs): void {
    if (this.#stopped) return;
    this.#timer = this.#options.timers.setTimer(delayMs, () => {
      this.round()
        .catch((error: unknown) => this.#options.logger.error("tidying the history failed", { detail: String(error) }))
        .finally(() => this.#schedule(ROUND_MS));
    });
  }

  #believedNow(): EpochMs {
    const { clock, readValue, putValue } = this.#options;
    const stored = readValue(TRUSTED_TIME_NAME);
    const at = clock.monotonicMs();
    const next = advanceTrustedTime(stored === null ? null : (JSON.parse(stored) as TrustedTime), clock.nowMs(), at - this.#lastRoundAt);
    this.#lastRoundAt = at;
    putValue(TRUSTED_TIME_NAME, JSON.stringify(next));
    return Math.min(next.trustedMs, clock.nowMs());
  }

  async #removeEndpoint(tail: EndpointTail, remover: RowRemover): Promise<void> {
    const { writer, logger } = this.#options;
    const isRemoved = (): boolean => tail.removedMs !== null;
    for (;;) {
      for (const rows of rowsOf(tail.id)) if (!(await remover.remove(() => rows, isRemoved))) return;
      if (!(await removeMessages(tail.id, isRemoved, remover))) return;
      // Results that waited may have been packed meanwhile.
      const isGone = remover.step((connection) => {
        if (rowsOf(tail.id).some((rows) => removeRows(connection, rows, 1) > 0)) return false;
        writer.directory.remove(connection, tail);
        return true;
      });
      if (isGone === null) return;
      if (isGone) break;
    }
    logger.info("the history of a removed endpoint is gone", { key: tail.key });
  }
}

async function removeMessages(endpointId: number, isDue: () => boolean, remover: RowRemover): Promise<boolean> {
  const messages = messagesOf(endpointId);
  return await remover.inSteps(
    () => messages,
    (connection) => removeMessagesOf(connection, endpointId, ROWS_PER_PART) === ROWS_PER_PART,
    isDue,
  );
}

/** The newest block stays, which may be another one by then: it says where the endpoint's history goes on. */
async function removeOldBlocks(tail: EndpointTail, beforeMs: EpochMs, remover: RowRemover): Promise<void> {
  await remover.remove(() => ({
    table: "block",
    where: "endpoint_id = ? AND max_ms < ? AND id <> ?",
    values: [tail.id, beforeMs, rowKey(tail.id, Math.max(0, tail.sealed.block))],
  }));
}

async function removeOldMessages(messages: OldMessages, remover: RowRemover): Promise<void> {
  await remover.inSteps(
    () => messages.next,
    (connection) => messages.removeSome(connection, ROWS_PER_PART),
  );
}
