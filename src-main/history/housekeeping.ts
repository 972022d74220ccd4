// What is done now and then, in steps too short to be felt: old results go, removed endpoints go after their grace period,
// and the file gives back what it doesn't need.

import { HOUR, SECOND, type DurationMs, type EpochMs } from "../../shared/units.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";
import type { Logger } from "../ports/logger.ts";
import type { Connection } from "./connection.ts";
import { removeSomeRows } from "./endpoint-rows.ts";
import type { FileWriter } from "./file-writer.ts";
import { BACKGROUND, Pacer } from "./pacer.ts";
import { rowKey } from "./row-keys.ts";
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
/** A step has so many small parts, or fewer when they take long: then it ends with its slice. */
const PARTS_PER_STEP = 4;
const ROWS_PER_PART = 6;
/** At most twice as many as removing leaves free, so that the shrinking keeps up with it. */
const PAGES_PER_PART = 12;
/** Fewer free pages are left for what comes next. */
const FREE_PAGES_KEPT = 256;

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
      const pacer = new Pacer(this.#options.clock, BACKGROUND);
      const { resultsMs, removedEndpointsMs } = this.#retention;
      for (const tail of Array.from(this.#options.writer.directory.tails)) {
        if (tail.removedMs !== null && tail.removedMs < nowMs - removedEndpointsMs) await this.#removeEndpoint(tail, pacer);
        else if (resultsMs > 0) await this.#removeOldBlocks(tail, nowMs - resultsMs, pacer);
        await pacer.breathe();
      }
      if (resultsMs > 0) this.#step((connection) => removeOldMessages(connection, nowMs - resultsMs));
      await this.#shrink(pacer);
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

  /** One short transaction. @returns null when the file can't be written now */
  #step<T>(work: (connection: Connection) => T): T | null {
    const { writer } = this.#options;
    if (this.#stopped) return null;
    return writer.attempt((connection) => connection.transaction("normal", () => work(connection)));
  }

  /**
   * Does the parts of a step until one says that there is no more, the slice is used up, or the log is on its way into the file: what
   * is written meanwhile keeps the log from beginning anew.
   * @returns whether there may be more
   */
  #inParts(pacer: Pacer, part: () => boolean): boolean {
    for (let parts = 0; parts < PARTS_PER_STEP; parts += 1) {
      if (!part()) return false;
      if (pacer.exhausted || this.#options.writer.isCheckpointing) break;
    }
    return true;
  }

  /** The newest block stays: it says where the endpoint's history goes on. */
  async #removeOldBlocks(tail: EndpointTail, beforeMs: EpochMs, pacer: Pacer): Promise<void> {
    for (;;) {
      const more = this.#step((connection) =>
        this.#inParts(pacer, () => {
          const { changes } = connection.run(
            "DELETE FROM block WHERE id IN (SELECT id FROM block WHERE endpoint_id = ? AND max_ms < ? AND id <> ? LIMIT ?)",
            tail.id,
            beforeMs,
            rowKey(tail.id, Math.max(0, tail.sealed.block)),
            ROWS_PER_PART,
          );
          return changes === ROWS_PER_PART;
        }),
      );
      if (more !== true) return;
      await this.#rest(pacer);
      this.#shrinkABit(pacer);
      await this.#rest(pacer);
    }
  }

  async #removeEndpoint(tail: EndpointTail, pacer: Pacer): Promise<void> {
    const { writer, logger } = this.#options;
    for (;;) {
      if (tail.removedMs === null) return;
      const more = this.#step((connection) => {
        const left = this.#inParts(pacer, () => removeSomeRows(connection, tail.id, ROWS_PER_PART));
        if (!left) writer.directory.remove(connection, tail);
        return left;
      });
      if (more === null) return;
      if (!more) break;
      await this.#rest(pacer);
      this.#shrinkABit(pacer);
      await this.#rest(pacer);
    }
    logger.info("the history of a removed endpoint is gone", { key: tail.key });
  }

  async #shrink(pacer: Pacer): Promise<void> {
    while (this.#shrinkABit(pacer)) await this.#rest(pacer);
  }

  async #rest(pacer: Pacer): Promise<void> {
    await this.#options.writer.keptUp();
    await pacer.breathe();
  }

  /**
   * Gives some free pages back. Done after every step that frees some: where the file's last page is a free one, SQLite looks for
   * it in the list of all free pages, which takes a millisecond when they are gigabytes.
   * @returns whether there is more to give back
   */
  #shrinkABit(pacer: Pacer): boolean {
    const { writer } = this.#options;
    return this.#inParts(pacer, () => {
      if (this.#stopped) return false;
      const free = writer.attempt(freePages);
      if (free === null || free <= FREE_PAGES_KEPT) return false;
      writer.attempt((connection) => connection.giveBack(Math.min(PAGES_PER_PART, free - FREE_PAGES_KEPT)));
      const left = writer.attempt(freePages);
      return left !== null && left < free;
    });
  }
}

function freePages(connection: Connection): number {
  return connection.get<{ readonly freelist_count: number }>("PRAGMA freelist_count")?.freelist_count ?? 0;
}

/** Delivered messages and their tries; those still due stay. */
function removeOldMessages(connection: Connection, beforeMs: EpochMs): void {
  connection.run(
    "DELETE FROM attempt WHERE message_id IN (SELECT id FROM message WHERE due_ms IS NULL AND created_ms < ? LIMIT 500)",
    beforeMs,
  );
  connection.run("DELETE FROM message WHERE id IN (SELECT id FROM message WHERE due_ms IS NULL AND created_ms < ? LIMIT 500)", beforeMs);
}
