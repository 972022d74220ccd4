// Reads the history that a Gatus kept in SQLite. The file is opened read-only and must be a copy (with its `-wal`, if there is
// one): a running Gatus is never touched.

import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { say } from "../../shared/i18n/said.ts";
import { err, ok, type Result } from "../../shared/errors.ts";
import type { CheckResult, ConditionOutcome } from "../../shared/model/result.ts";
import { NO_PHASES } from "../../shared/model/observation.ts";
import type { DurationMs, EpochMs } from "../../shared/units.ts";
import type { HistoryStore } from "../ports/history.ts";
import { faultOf, messageOf } from "./connection.ts";
import type { SqliteHistoryStore } from "./sqlite-store.ts";

/** What came over, and what did not. */
export interface GatusImportReport {
  readonly endpoints: number;
  readonly results: number;
  /** Known already, or not older than what is known. */
  readonly resultsLeftOut: number;
  readonly events: number;
  /** Rows with a time that can't be read. */
  readonly unreadable: number;
  /** Hourly totals, suites and alert states have no counterpart that would be true here; how many rows were left. */
  readonly notImported: Readonly<Record<"endpoint_uptimes" | "suite_results" | "endpoint_alerts_triggered", number>>;
}

const NANOSECONDS_PER_MS = 1_000_000;
/** How Gatus joins several errors in one column. */
const ERROR_SEPARATOR = "|~|";
const EVENT_KINDS: Readonly<Record<string, "started" | "healthy" | "failing">> = {
  START: "started",
  HEALTHY: "healthy",
  UNHEALTHY: "failing",
};

interface EndpointRow {
  readonly endpoint_id: number;
  readonly endpoint_key: string;
}

interface ResultRow {
  readonly endpoint_result_id: number;
  readonly success: number;
  readonly errors: string;
  readonly connected: number;
  readonly status: number;
  readonly dns_rcode: string;
  readonly certificate_expiration: number;
  /** A database of an older Gatus may lack it. */
  readonly domain_expiration?: number;
  readonly hostname: string;
  readonly ip: string;
  readonly duration: number;
  readonly timestamp: string;
}

/**
 * Puts the results and events of a Gatus database before what the store knows of the same keys. Importing the same file again
 * adds nothing.
 * @returns `not_found` without the file, `unsupported` when it is no Gatus database, `unavailable` when it can't be read
 */
export async function importGatusHistory(store: SqliteHistoryStore, file: string): Promise<Result<GatusImportReport>> {
  if (!existsSync(file)) return err("not_found", say("errors.history.noFile", { file }));
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true });
    const missing = ["endpoints", "endpoint_results", "endpoint_result_conditions", "endpoint_events"].filter(
      (table) => !hasTable(database, table),
    );
    if (missing.length > 0) return err("unsupported", say("errors.history.notGatus", { file, tables: missing }));
    return ok(await importAll(store, database));
  } catch (error) {
    if (faultOf(error) === null) throw error;
    return err("unavailable", say("errors.history.fileUnreadable", { file, detail: messageOf(error) }));
  } finally {
    database?.close();
  }
}

async function importAll(store: SqliteHistoryStore, database: Database.Database): Promise<GatusImportReport> {
  const endpoints = database.prepare<[], EndpointRow>("SELECT endpoint_id, endpoint_key FROM endpoints ORDER BY endpoint_id").all();
  let [results, resultsLeftOut, events, unreadable] = [0, 0, 0, 0];
  for (const endpoint of endpoints) {
    const isKnown = (await store.recent([endpoint.endpoint_key], 1))[0]?.outcomes !== "";
    const read = readResults(database, endpoint);
    const count = store.importResults(endpoint.endpoint_key, read.results);
    results += count.imported;
    resultsLeftOut += count.leftOut;
    unreadable += read.unreadable;
    if (!isKnown) events += importEvents(store, database, endpoint);
  }
  const rowsOf = (table: string): number =>
    hasTable(database, table) ? (database.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0) : 0;
  return {
    endpoints: endpoints.length,
    results,
    resultsLeftOut,
    events,
    unreadable,
    notImported: {
      endpoint_uptimes: rowsOf("endpoint_uptimes"),
      suite_results: rowsOf("suite_results"),
      endpoint_alerts_triggered: rowsOf("endpoint_alerts_triggered"),
    },
  };
}

function hasTable(database: Database.Database | null, table: string): boolean {
  return database?.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) !== undefined;
}

/** Gatus keeps a hundred or so results of an endpoint, so they fit into memory. */
function readResults(
  database: Database.Database,
  endpoint: EndpointRow,
): { readonly results: readonly CheckResult[]; readonly unreadable: number } {
  const rows = database
    .prepare<[number], ResultRow>("SELECT * FROM endpoint_results WHERE endpoint_id = ? ORDER BY endpoint_result_id")
    .all(endpoint.endpoint_id);
  const conditionsOf = database.prepare<[number], { condition: string; success: number }>(
    "SELECT condition, success FROM endpoint_result_conditions WHERE endpoint_result_id = ? ORDER BY endpoint_result_condition_id",
  );
  const results: CheckResult[] = [];
  for (const row of rows) {
    const timestampMs = parseGatusTime(row.timestamp);
    if (timestampMs === null) continue;
    const conditions = conditionsOf.all(row.endpoint_result_id).map(conditionOf);
    results.push(resultOf(endpoint.endpoint_key, row, timestampMs, conditions));
  }
  return { results, unreadable: rows.length - results.length };
}

function resultOf(key: string, row: ResultRow, timestampMs: EpochMs, conditions: readonly ConditionOutcome[]): CheckResult {
  return {
    key,
    timestampMs,
    durationMs: row.duration / NANOSECONDS_PER_MS,
    outcome: row.success === 1 ? "healthy" : "failing",
    connected: row.connected === 1,
    status: row.status,
    hostname: row.hostname,
    ip: row.ip,
    dnsRcode: row.dns_rcode,
    certificateExpiresInMs: expiryOf(row.certificate_expiration),
    domainExpiresInMs: expiryOf(row.domain_expiration),
    phases: NO_PHASES,
    conditions,
    degradedConditions: [],
    errors: row.errors === "" ? [] : row.errors.split(ERROR_SEPARATOR),
    attempts: [],
    inMaintenance: false,
  };
}

/** Gatus writes 0 where there is no expiry. */
function expiryOf(nanoseconds: number | undefined): DurationMs | null {
  return nanoseconds === undefined || nanoseconds === 0 ? null : nanoseconds / NANOSECONDS_PER_MS;
}

/** Gatus keeps the shown text alone; what was written can't be told from it with certainty, so both are that text. */
function conditionOf({ condition, success }: { readonly condition: string; readonly success: number }): ConditionOutcome {
  return { condition, success: success === 1, display: condition };
}

function importEvents(store: HistoryStore, database: Database.Database, endpoint: EndpointRow): number {
  const rows = database
    .prepare<[number], { event_type: string; event_timestamp: string }>(
      "SELECT event_type, event_timestamp FROM endpoint_events WHERE endpoint_id = ? ORDER BY endpoint_event_id",
    )
    .all(endpoint.endpoint_id);
  let imported = 0;
  store.transact(() => {
    for (const row of rows) {
      const kind = EVENT_KINDS[row.event_type];
      const atEpochMs = parseGatusTime(row.event_timestamp);
      if (kind === undefined || atEpochMs === null) continue;
      store.appendEvent({ key: endpoint.endpoint_key, kind, atEpochMs, text: "" });
      imported += 1;
    }
  });
  return imported;
}

/**
 * A time as Go's SQLite drivers write it: date, `T` or a space, time with up to nine decimals, an optional zone offset and an
 * optional zone name. Without a zone it is UTC. null = it can't be read.
 */
export function parseGatusTime(text: string): EpochMs | null {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?\s*(Z|[+-]\d\d:?\d\d)?(?:\s+\w+)?(?:\s+m=\S+)?$/.exec(text.trim());
  if (match === null) return null;
  const [, date, time, decimals = "0", zone = "Z"] = match;
  const offset = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const wholeMs = Date.parse(`${date}T${time}${offset}`);
  return Number.isNaN(wholeMs) ? null : wholeMs + Math.floor(Number(`0.${decimals}`) * 1_000);
}
