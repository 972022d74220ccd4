// Puts results before the history of an endpoint: blocks, runs and rollups with numbers below those in use.

import type { CheckResult } from "../../shared/model/result.ts";
import { ByteWriter } from "./bytes.ts";
import { ChainEncoder } from "./chain-encoder.ts";
import type { Connection } from "./connection.ts";
import { FIRST_NUMBER, numberOf, rowRange } from "./row-keys.ts";
import { emptyHarvest, harvest, writeBlock, writeRollups, writeRuns } from "./sealer.ts";
import { cursorAfter, type EndpointTail } from "./tail.ts";
import type { Run } from "./uptime-runs.ts";

export interface ImportCount {
  readonly imported: number;
  /** Not older than what is known already; also when the same file is imported twice. */
  readonly leftOut: number;
}

const RESULTS_PER_BLOCK = 200;

/** Imports in one transaction. The tail must be sealed. */
export function importResults(connection: Connection, tail: EndpointTail, results: readonly CheckResult[]): ImportCount {
  const beforeMs = tail.firstMs ?? Number.POSITIVE_INFINITY;
  const wanted = results.filter((result) => result.timestampMs < beforeMs).sort((left, right) => left.timestampMs - right.timestampMs);
  if (wanted.length === 0) return { imported: 0, leftOut: results.length };
  const blocks = chunk(wanted, RESULTS_PER_BLOCK);
  const runs: Run[] = [];
  const firstMs = connection.transaction("full", () => {
    const begin = lowestNumber(connection, "block", tail.id) - blocks.length;
    let earliestMs = Number.POSITIVE_INFINITY;
    for (const [index, block] of blocks.entries()) {
      const bytes = new ByteWriter(RESULTS_PER_BLOCK * 16);
      const chain = ChainEncoder.start();
      for (const result of block) chain.write(bytes, result);
      const sum = emptyHarvest();
      harvest(cursorAfter(bytes.view(), 0), sum, runs, tail.holdMs);
      writeBlock(connection, tail.id, begin + index, bytes.take(), sum);
      writeRollups(connection, tail.id, sum);
      earliestMs = Math.min(earliestMs, sum.minMs);
    }
    const last = runs.at(-1);
    if (last !== undefined) last.endMs = Math.min(last.endMs, beforeMs);
    writeRuns(connection, tail.id, runs, lowestNumber(connection, "run", tail.id) - runs.length);
    const newest = begin + blocks.length - 1;
    connection.run(
      "UPDATE endpoint SET first_ms = ?, block = max(block, ?), block_count = CASE WHEN block < ? THEN ? ELSE block_count END WHERE id = ?",
      earliestMs,
      newest,
      newest,
      blocks.at(-1)?.length ?? 0,
      tail.id,
    );
    return earliestMs;
  });
  tail.firstMs = firstMs;
  if (tail.sealed.block < 0) {
    tail.sealed = { block: FIRST_NUMBER - 1, count: blocks.at(-1)?.length ?? 0 };
    tail.forgetChain();
  }
  return { imported: wanted.length, leftOut: results.length - wanted.length };
}

/** The lowest number in use, or the one that the first will get. */
export function lowestNumber(connection: Connection, table: "block" | "run", endpointId: number): number {
  const lowest = connection.get<{ id: number | null }>(
    `SELECT min(id) AS id FROM ${table} WHERE id BETWEEN ? AND ?`,
    ...rowRange(endpointId),
  )?.id;
  return typeof lowest === "number" ? numberOf(lowest) : FIRST_NUMBER;
}

function chunk<T>(list: readonly T[], size: number): ReadonlyArray<readonly T[]> {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));
}
