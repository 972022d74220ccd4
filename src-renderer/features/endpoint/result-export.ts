// Results as text: the one-line cause, and CSV. Pure.

import type { CheckResult } from "../../../shared/model/result.ts";
import type { EndpointSummary } from "../../../shared/model/status.ts";
import { writeCsv, writeMoment } from "../export/csv.ts";

/** The first thing that went wrong, with the value that was seen; empty when nothing did. */
export function causeOf(result: CheckResult): string {
  const failed = [...result.conditions, ...result.degradedConditions].find((condition) => !condition.success);
  return failed?.display ?? result.errors[0] ?? "";
}

const HEADER = ["group", "name", "time", "outcome", "status", "duration_ms", "ip", "conditions", "errors", "in_maintenance"] as const;

/** One record for each result, in the given order. */
export function writeResultsCsv(endpoint: EndpointSummary, results: readonly CheckResult[]): string {
  return writeCsv(
    HEADER,
    results.map((result) => [
      endpoint.group,
      endpoint.name,
      writeMoment(result.timestampMs),
      result.outcome,
      result.status > 0 ? result.status : null,
      result.durationMs,
      result.ip,
      result.conditions.map(({ display }) => display).join("; "),
      result.errors.join("; "),
      String(result.inMaintenance),
    ]),
  );
}
