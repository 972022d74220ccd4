// Brings over what can still be read of a damaged file that was put aside: results, rollups, runs, events, spans and large
// parts of results, before what the new file holds of the same endpoints. The damaged file is only read.

import type { EventKind, NotObservedSpan } from "../../shared/model/history.ts";
import type { CheckResult } from "../../shared/model/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { HistoryWriter } from "../ports/history.ts";
import { faultOf, type Connection } from "./connection.ts";
import { Directory } from "./directory.ts";
import type { FileWriter } from "./file-writer.ts";
import { isSound } from "./inspect.ts";
import { importResults, lowestNumber } from "./import-results.ts";
import { replayJournal } from "./journal.ts";
import { BACKGROUND, Pacer } from "./pacer.ts";
import { readableRows } from "./readable-rows.ts";
import type { RollupLevel } from "./rollup.ts";
import { decodeBuckets, decodeRollup } from "./rollup-codec.ts";
import { numberOf, rowKey, rowRange } from "./row-keys.ts";
import { readBlock, tableOf, writeRollups, type RunRow } from "./sealer.ts";
import { cursorAfter, type EndpointTail } from "./tail.ts";

/** What could be brought over. */
export interface SalvageReport {
  readonly endpoints: number;
  readonly results: number;
  /** Rows that were found damaged; pages that can't be read at all are not counted. */
  readonly damagedRows: number;
}

export interface SalvageOptions {
  readonly clock: Clock;
  readonly writer: FileWriter;
  readonly events: Pick<HistoryWriter, "appendEvent" | "recordNotObserved" | "transact">;
  readonly isStopped: () => boolean;
  /** Told how far it is, 0..1. */
  readonly onProgress: (progress: number) => void;
}

/** Reads the damaged file in short steps. @returns null when it was stopped, or nothing of the file can be read */
export async function salvage(from: Connection, options: SalvageOptions): Promise<SalvageReport | null> {
  const known = Directory.loadReadable(from);
  const tails = [...known.tails];
  if (tails.length === 0) return null;
  await attemptReplay(from, known, new Pacer(options.clock));
  const work = new Salvage(from, options);
  for (const [index, tail] of tails.entries()) {
    if (options.isStopped()) return null;
    work.advanceTo(index / tails.length);
    await work.bringOver(tail);
  }
  await work.bringOverEvents(known);
  return work.report;
}

/** The journal up to where it can't be read. */
async function attemptReplay(from: Connection, known: Directory, pacer: Pacer): Promise<void> {
  try {
    await replayJournal(from, (endpointId, record) => known.byId(endpointId)?.replay(record), pacer);
  } catch (error) {
    if (faultOf(error) === null) throw error;
  }
}

/** @returns null when SQLite or the packed bytes say that it is damaged */
function attemptRead<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (faultOf(error) === null && !(error instanceof RangeError)) throw error;
    return null;
  }
}

interface BlockRow {
  readonly id: number;
  readonly min_ms: number;
  readonly max_ms: number;
  readonly count: number;
  readonly failures: number;
  readonly degraded: number;
  readonly data: Buffer;
}

interface EventRow {
  readonly id: number;
  readonly endpoint_id: number;
  readonly kind: EventKind;
  readonly at_ms: number;
  readonly text: string;
}

interface SpanRow {
  readonly endpoint_id: number;
  readonly reason: NotObservedSpan["reason"];
  readonly from_ms: number;
  readonly to_ms: number;
}

const MINUTES_PER_ROW = 60;
const LEVELS: readonly RollupLevel[] = ["minute", "hour", "day"];

class Salvage {
  #endpoints = 0;
  #results = 0;
  #damagedRows = 0;
  #progress = 0;
  #bytes = 0;
  readonly #fileBytes: number;
  readonly #from: Connection;
  readonly #options: SalvageOptions;
  readonly #pacer: Pacer;

  constructor(from: Connection, options: SalvageOptions) {
    this.#from = from;
    this.#fileBytes = Math.max(1, attemptRead(() => Number(from.pragma("page_count")) * Number(from.pragma("page_size"))) ?? 1);
    this.#options = options;
    this.#pacer = new Pacer(options.clock, BACKGROUND);
  }

  get report(): SalvageReport {
    return { endpoints: this.#endpoints, results: this.#results, damagedRows: this.#damagedRows };
  }

  /** At least as far as this, 0..1; where endpoints are few, what was read of the file tells more. */
  advanceTo(progress: number): void {
    this.#progress = Math.max(this.#progress, Math.min(1, progress));
    this.#options.onProgress(this.#progress);
  }

  /** One endpoint: what waited in the journal first, because it comes last; everything older goes before it. */
  async bringOver(old: EndpointTail): Promise<void> {
    const { writer } = this.#options;
    writer.commit();
    const tail = writer.attempt((connection) => writer.directory.ensure(connection, old.key));
    if (tail === null) return;
    this.#endpoints += 1;
    const unsealed = old.pieces.flatMap((piece) => this.#resultsOf(old, piece.block, piece.skip, piece.bytes.view()));
    writer.attempt((connection) => {
      writer.sealNow(tail);
      this.#results += importResults(connection, tail, unsealed).imported;
    });
    await this.#bringOverBlocks(old, tail);
    await this.#bringOverRuns(old, tail);
    for (const level of LEVELS) await this.#bringOverRollups(old, tail, level);
    this.#write((connection) => {
      tail.firstMs = Math.min(tail.firstMs ?? Number.MAX_SAFE_INTEGER, old.firstMs ?? Number.MAX_SAFE_INTEGER);
      if (tail.firstMs === Number.MAX_SAFE_INTEGER) tail.firstMs = null;
      connection.run("UPDATE endpoint SET first_ms = ? WHERE id = ?", tail.firstMs, tail.id);
      const extras = attemptRead(() =>
        this.#from.all<{ which: string; data: Buffer }>("SELECT which, data FROM extras WHERE endpoint_id = ?", old.id),
      );
      for (const { which, data } of extras ?? [])
        connection.run("INSERT OR IGNORE INTO extras (endpoint_id, which, data) VALUES (?, ?, ?)", tail.id, which, data);
    });
  }

  async bringOverEvents(known: Directory): Promise<void> {
    const { events } = this.#options;
    const keyOf = (id: number): string | null => known.byId(id)?.key ?? null;
    for (const rows of readableRows<EventRow>(this.#from, "event", [0, Number.MAX_SAFE_INTEGER])) {
      events.transact(() => {
        for (const row of rows) {
          const key = keyOf(row.endpoint_id);
          if (key !== null) events.appendEvent({ key, kind: row.kind, atEpochMs: row.at_ms, text: row.text });
        }
      });
      await this.#pacer.breathe();
    }
    const spans = attemptRead(() => this.#from.all<SpanRow>("SELECT * FROM not_observed")) ?? [];
    events.transact(() => {
      for (const span of spans) {
        const key = keyOf(span.endpoint_id);
        if (key === null && span.endpoint_id !== 0) continue;
        events.recordNotObserved({ key, reason: span.reason, fromMs: span.from_ms, toMs: span.to_ms });
      }
    });
  }

  #resultsOf(old: EndpointTail, block: number, skip: number, bytes: Uint8Array): readonly CheckResult[] {
    const sealed = skip === 0 ? new Uint8Array(0) : attemptRead(() => readBlock(this.#from, old.id, block));
    if (sealed === null) return [];
    const cursor = cursorAfter(Buffer.concat([sealed, bytes]), skip);
    const results: CheckResult[] = [];
    while (cursor.next()) results.push(cursor.result(old.key));
    return results;
  }

  /** Blocks keep their distances: the newest goes right before the oldest that the new file has. */
  async #bringOverBlocks(old: EndpointTail, tail: EndpointTail): Promise<void> {
    const shift = this.#shiftFor("block", tail, old.sealed.block);
    for (const rows of readableRows<BlockRow>(this.#from, "block", rowRange(old.id))) {
      this.#write((connection) => {
        for (const row of rows) {
          const number = numberOf(row.id) + shift;
          if (number < 0 || !isSound("block", row.data)) this.#damagedRows += 1;
          else {
            connection.run(
              `INSERT INTO block (id, endpoint_id, min_ms, max_ms, count, failures, degraded, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
              rowKey(tail.id, number),
              tail.id,
              row.min_ms,
              row.max_ms,
              row.count,
              row.failures,
              row.degraded,
              row.data,
            );
            this.#results += row.count;
          }
        }
      });
      await this.#restAfter(rows);
    }
  }

  async #bringOverRuns(old: EndpointTail, tail: EndpointTail): Promise<void> {
    let newest = 0;
    for (const rows of readableRows<RunRow>(this.#from, "run", rowRange(old.id))) {
      newest = Math.max(newest, numberOf(rows.at(-1)?.id ?? 0));
      await this.#pacer.breathe();
    }
    const shift = this.#shiftFor("run", tail, newest);
    const nextMs = this.#options.writer.attempt((connection) =>
      connection.get<{ start_ms: number }>("SELECT start_ms FROM run WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1", ...rowRange(tail.id)),
    )?.start_ms;
    for (const rows of readableRows<RunRow>(this.#from, "run", rowRange(old.id))) {
      this.#write((connection) => {
        for (const run of rows) {
          const number = numberOf(run.id) + shift;
          // The last one held until something else was heard, which was in the new file.
          const endMs = numberOf(run.id) === newest ? Math.max(run.last_ms, Math.min(run.end_ms, nextMs ?? run.end_ms)) : run.end_ms;
          if (number < 0) continue;
          connection.run(
            "INSERT INTO run (id, endpoint_id, start_ms, last_ms, end_ms, state, cause) VALUES (?, ?, ?, ?, ?, ?, ?)",
            rowKey(tail.id, number),
            tail.id,
            run.start_ms,
            run.last_ms,
            endMs,
            run.state,
            run.cause,
          );
        }
      });
      await this.#rest();
    }
  }

  async #bringOverRollups(old: EndpointTail, tail: EndpointTail, level: RollupLevel): Promise<void> {
    for (const rows of readableRows<{ readonly id: number; readonly data: Buffer }>(this.#from, tableOf(level), rowRange(old.id))) {
      this.#write((connection) => {
        for (const { id, data } of rows) {
          if (isSound(`rollup_${level}`, data)) addRollup(connection, tail.id, level, numberOf(id), data);
          else this.#damagedRows += 1;
        }
      });
      await this.#restAfter(rows);
    }
  }

  async #restAfter(rows: ReadonlyArray<{ readonly data: Uint8Array }>): Promise<void> {
    this.#bytes += rows.reduce((sum, { data }) => sum + data.length, 0);
    if (this.#pacer.exhausted) this.advanceTo(this.#bytes / this.#fileBytes);
    await this.#rest();
  }

  async #rest(): Promise<void> {
    await this.#options.writer.keptUp();
    await this.#pacer.breathe();
  }

  #shiftFor(table: "block" | "run", tail: EndpointTail, newestOld: number): number {
    const lowest = this.#options.writer.attempt((connection) => lowestNumber(connection, table, tail.id)) ?? 0;
    return lowest - 1 - newestOld;
  }

  #write(work: (connection: Connection) => void): void {
    if (this.#options.isStopped()) return;
    this.#options.writer.attempt((connection) => connection.transaction("normal", () => work(connection)));
  }
}

/** Puts a packed row where there is none, as it mostly is, or adds it to the one that is there. */
function addRollup(connection: Connection, endpointId: number, level: RollupLevel, number: number, data: Uint8Array): void {
  const { changes } = connection.run(`INSERT OR IGNORE INTO ${tableOf(level)} (id, data) VALUES (?, ?)`, rowKey(endpointId, number), data);
  if (changes > 0) return;
  writeRollups(connection, endpointId, {
    minutes: level === "minute" ? decodeBuckets(data, number * MINUTES_PER_ROW) : new Map(),
    hours: level === "hour" ? new Map([[number, decodeRollup(data)]]) : new Map(),
    days: level === "day" ? new Map([[number, decodeRollup(data)]]) : new Map(),
  });
}
