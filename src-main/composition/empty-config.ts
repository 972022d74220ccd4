// What runs until there is a configuration without errors: nothing is watched, and nothing is lost.

import { DEFAULT_CONCURRENCY } from "../../shared/config-schema/root.ts";
import type { MonitorConfig } from "../../shared/model/config.ts";

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
    // Nobody knows how long history is to be kept while what says so has a mistake: so nothing is removed.
    storage: {
      retentionMs: 0,
      removedEndpointRetentionMs: Number.POSITIVE_INFINITY,
      maximumNumberOfResults: 100,
      maximumNumberOfEvents: 50,
    },
    announcements: [],
  };
}
