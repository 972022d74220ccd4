// Gathers what the endpoint page shows. Nothing secret is picked up: no headers of the request, no body, no credentials.

import type { SourcePosition } from "../../shared/model/endpoint.ts";
import type { EndpointDetail, EndpointSummary } from "../../shared/model/status.ts";
import type { AlertManager } from "../ports/alerting.ts";
import type { HistoryReader } from "../ports/history.ts";
import type { WatchedEndpoint } from "./endpoint-table.ts";

export interface EndpointDetailPorts {
  readonly history: Pick<HistoryReader, "extras">;
  readonly alerts: Pick<AlertManager, "statusOf">;
  readonly removeSecrets: (text: string) => string;
}

/** The endpoint page's content at this moment. */
export async function describeEndpoint(
  endpoint: WatchedEndpoint,
  summary: EndpointSummary,
  position: SourcePosition | null,
  { history, alerts, removeSecrets }: EndpointDetailPorts,
): Promise<EndpointDetail> {
  const { config } = endpoint.compiled;
  const { latest, extras } = endpoint.memory;
  const [kept, latestFailure] = await Promise.all([
    extras === null ? history.extras(config.key, "latest") : Promise.resolve(null),
    history.extras(config.key, "latest-failure"),
  ]);
  return {
    summary,
    method: summary.kind === "HTTP" ? config.method : "",
    conditions: config.conditions.map(removeSecrets),
    degradedConditions: config.degradedConditions.map(removeSecrets),
    notes: config.notes,
    links: config.links,
    dependsOn: config.dependsOn,
    position,
    latest,
    latestExtras: extras ?? kept?.extras ?? null,
    latestFailure,
    alerts: alerts.statusOf(config.key),
    domainExpiresAtMs: latest === null || latest.domainExpiresInMs === null ? null : latest.timestampMs + latest.domainExpiresInMs,
  };
}
