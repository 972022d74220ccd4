// What the tray is drawn from, kept in step by the monitor's own messages: thousands of endpoints are not summed up anew for an icon.

import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { EndpointSummary, MonitorDelta, MonitorSnapshot, OverallStatus } from "../../../shared/model/status.ts";

export interface TrayFeed {
  /** The state after every message so far, in file order. */
  current(): MonitorSnapshot;
  accept(delta: MonitorDelta): void;
}

/** @param snapshot asked for at the start, and again after a message about endpoints whose place in the file is not known */
export function createTrayFeed(snapshot: () => MonitorSnapshot): TrayFeed {
  let known: { overall: OverallStatus; readonly endpoints: Map<EndpointKey, EndpointSummary> } | null = null;
  return {
    current() {
      if (known === null) {
        const { overall, endpoints } = snapshot();
        known = { overall, endpoints: new Map(endpoints.map((endpoint) => [endpoint.key, endpoint])) };
      }
      return { overall: known.overall, endpoints: [...known.endpoints.values()] };
    },
    accept({ overall, changed, removed }) {
      if (known === null) return;
      const { endpoints } = known;
      if (changed.some(({ key }) => !endpoints.has(key))) {
        known = null;
        return;
      }
      known.overall = overall;
      for (const endpoint of changed) endpoints.set(endpoint.key, endpoint);
      for (const key of removed) endpoints.delete(key);
    },
  };
}
