// What runs until there is a configuration without errors: nothing, with every default.

import { DEFAULT_CONCURRENCY } from "../../shared/config-schema/root.ts";
import type { MonitorConfig } from "../../shared/model/config.ts";
import { DAY } from "../../shared/units.ts";

/** A configuration that watches nothing. */
export function emptyConfig(): MonitorConfig {
  return {
    endpoints: [],
    externalEndpoints: [],
    suites: [],
    alerting: { providers: new Map(), incidentWindowMs: 0 },
    concurrency: DEFAULT_CONCURRENCY,
    maintenance: [],
    quietHours: null,
    connectivity: null,
    storage: { retentionMs: 90 * DAY, removedEndpointRetentionMs: 30 * DAY, maximumNumberOfResults: 100, maximumNumberOfEvents: 50 },
    announcements: [],
  };
}
