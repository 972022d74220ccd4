// An endpoint as the loader would make it, for tests that care about a few of its keys.

import { endpointKey } from "../../shared/endpoint-key.ts";
import type { EndpointConfig } from "../../shared/model/endpoint.ts";

/** A plain HTTP endpoint with Gatus' defaults; name and group make the key. */
export function endpointConfig(overrides: Partial<EndpointConfig> = {}): EndpointConfig {
  const name = overrides.name ?? "front-end";
  const group = overrides.group ?? "";
  return {
    key: endpointKey(group, name),
    name,
    group,
    enabled: true,
    kind: "HTTP",
    url: "https://example.org/health",
    method: "GET",
    headers: {},
    body: "",
    graphql: false,
    extraLabels: {},
    intervalMs: 60_000,
    conditions: ["[STATUS] == 200"],
    alerts: [],
    maintenanceWindows: [],
    dns: null,
    ssh: null,
    client: {
      timeoutMs: 10_000,
      insecure: false,
      ignoreRedirect: false,
      storeCookies: false,
      proxyUrl: "",
      dnsResolver: null,
      oauth2: null,
      identityAwareProxy: null,
      tls: null,
      network: "ip",
      tunnel: null,
    },
    ui: {
      hideConditions: false,
      hideHostname: false,
      hideUrl: false,
      hidePort: false,
      hideErrors: false,
      dontResolveFailedConditions: false,
      resolveSuccessfulConditions: false,
      responseTimeThresholdsMs: [50, 200, 300, 500, 750],
    },
    retries: 0,
    retryIntervalMs: 5_000,
    failingIntervalMs: null,
    degradedConditions: [],
    dependsOn: [],
    tags: [],
    notes: "",
    links: [],
    schedule: null,
    position: { file: "/config.yaml", line: 1, column: 1 },
    ...overrides,
  };
}
