// An endpoint as the loader would make it, for tests that care about a few of its keys.

import { endpointKey } from "../../shared/endpoint-key.ts";
import { DEFAULT_CLIENT, DEFAULT_UI } from "../../shared/model/endpoint-defaults.ts";
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
    client: DEFAULT_CLIENT,
    ui: DEFAULT_UI,
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
