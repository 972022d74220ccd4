// Results as CSV or JSON lines, one endpoint after the other, oldest first, with constant memory however much there is.

import { setImmediate as nextTurn } from "node:timers/promises";
import type { CheckResult } from "../../shared/model/result.ts";
import type { DurationMs, EpochMs } from "../../shared/units.ts";
import { DAY } from "../../shared/units.ts";
import type { HistoryReader } from "../ports/history.ts";
import { causeOf } from "./uptime-runs.ts";

export type ExportFormat = "csv" | "json";

export interface ExportQuery {
  readonly keys: readonly string[];
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly format: ExportFormat;
}

/** A window of time is read at once; it is halved where it holds too much. */
const LONGEST_WINDOW_MS: DurationMs = 7 * DAY;
const MOST_AT_ONCE = 2_000;

const CSV_COLUMNS = [
  "key",
  "timestamp",
  "outcome",
  "durationMs",
  "status",
  "connected",
  "ip",
  "dnsRcode",
  "inMaintenance",
  "dnsMs",
  "connectMs",
  "tlsMs",
  "firstByteMs",
  "transferMs",
  "certificateExpiresInMs",
  "domainExpiresInMs",
  "cause",
  "errors",
] as const;

/** The lines of an export, each with its line end; the CSV begins with a heading and follows RFC 4180. */
export async function* exportResults(reader: Pick<HistoryReader, "results">, query: ExportQuery): AsyncGenerator<string> {
  if (query.format === "csv") yield `${CSV_COLUMNS.join(",")}\r\n`;
  for (const key of query.keys) {
    for await (const result of resultsInOrder(reader, key, query.fromMs, query.toMs)) {
      yield query.format === "csv" ? csvLine(result) : `${JSON.stringify(jsonOf(result))}\n`;
    }
  }
}

/** Results oldest first. Pages come newest first, so each window must fit into one page. */
async function* resultsInOrder(
  reader: Pick<HistoryReader, "results">,
  key: string,
  fromMs: EpochMs,
  toMs: EpochMs,
): AsyncGenerator<CheckResult> {
  let windowMs = LONGEST_WINDOW_MS;
  let beginMs = await firstMoment(reader, key, fromMs, toMs);
  while (beginMs !== null && beginMs < toMs) {
    const endMs = Math.min(toMs, beginMs + windowMs);
    const page = await reader.results({ key, fromMs: beginMs, beforeMs: endMs, limit: MOST_AT_ONCE });
    if (page.nextBeforeMs !== null && windowMs > 1) {
      windowMs = Math.max(1, Math.floor(windowMs / 2));
      continue;
    }
    yield* page.results.toReversed();
    await nextTurn();
    // An empty stretch is jumped over, not walked through.
    beginMs = page.results.length > 0 ? endMs : await firstMoment(reader, key, endMs, toMs);
    if (page.results.length < MOST_AT_ONCE / 4) windowMs = Math.min(LONGEST_WINDOW_MS, windowMs * 2);
  }
}

/** The earliest result of a range, found by halving; null when there is none. */
async function firstMoment(reader: Pick<HistoryReader, "results">, key: string, fromMs: EpochMs, toMs: EpochMs): Promise<EpochMs | null> {
  let beforeMs = toMs;
  let earliest: EpochMs | null = null;
  let lowMs = Math.max(0, fromMs);
  while (lowMs < beforeMs) {
    const middleMs = lowMs + Math.ceil((beforeMs - lowMs) / 2);
    const page = await reader.results({ key, fromMs: lowMs, beforeMs: middleMs, limit: 1 });
    const found = page.results[0];
    if (found === undefined) {
      if (middleMs === beforeMs) break;
      lowMs = middleMs;
      continue;
    }
    earliest = found.timestampMs;
    beforeMs = found.timestampMs;
  }
  return earliest;
}

/** The public form of a result in an export; times in milliseconds, moments as ISO 8601 in UTC. */
function jsonOf(result: CheckResult): Readonly<Record<string, unknown>> {
  const { timestampMs, ...rest } = result;
  return { ...rest, timestamp: new Date(timestampMs).toISOString() };
}

function csvLine(result: CheckResult): string {
  const values: Readonly<Record<(typeof CSV_COLUMNS)[number], string | number | boolean | null>> = {
    key: result.key,
    timestamp: new Date(result.timestampMs).toISOString(),
    outcome: result.outcome,
    durationMs: result.durationMs,
    status: result.status,
    connected: result.connected,
    ip: result.ip,
    dnsRcode: result.dnsRcode,
    inMaintenance: result.inMaintenance,
    ...result.phases,
    certificateExpiresInMs: result.certificateExpiresInMs,
    domainExpiresInMs: result.domainExpiresInMs,
    cause: result.outcome === "healthy" ? "" : causeOf(result),
    errors: result.errors.join(" | "),
  };
  return `${CSV_COLUMNS.map((column) => csvCell(values[column])).join(",")}\r\n`;
}

/**
 * One cell. Text that a spreadsheet would take for a formula is preceded by an apostrophe.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(value: string | number | boolean | null): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const harmless = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
