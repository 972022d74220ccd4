// One line of `sentray check --json`. This shape is a public contract: fields are added, never renamed or removed.

import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import type { CheckResult } from "../../shared/model/result.ts";

/** One endpoint's check as one line of JSON, without the line break. Milliseconds are rounded to a tenth. */
export function formatCheckJson(endpoint: Pick<EndpointConfig, "key" | "name" | "group">, result: CheckResult): string {
  const { phases } = result;
  return JSON.stringify({
    key: endpoint.key,
    name: endpoint.name,
    group: endpoint.group,
    success: result.outcome !== "failing",
    timestamp: new Date(result.timestampMs).toISOString(),
    durationMs: tenth(result.durationMs),
    phases: {
      dnsMs: tenth(phases.dnsMs),
      connectMs: tenth(phases.connectMs),
      tlsMs: tenth(phases.tlsMs),
      firstByteMs: tenth(phases.firstByteMs),
      transferMs: tenth(phases.transferMs),
    },
    connected: result.connected,
    status: result.status,
    ip: result.ip,
    dnsRcode: result.dnsRcode === "" ? null : result.dnsRcode,
    certificateExpiresInMs: result.certificateExpiresInMs === null ? null : Math.trunc(result.certificateExpiresInMs),
    domainExpiresInMs: result.domainExpiresInMs === null ? null : Math.trunc(result.domainExpiresInMs),
    conditions: result.conditions,
    errors: result.errors,
    outcome: result.outcome,
    degradedConditions: result.degradedConditions,
  });
}

function tenth(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
