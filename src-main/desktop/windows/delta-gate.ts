// Spares a page that nobody sees the work of drawing: what happens meanwhile adds up to one message for the moment when it is shown.

import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { EndpointSummary, MonitorDelta } from "../../../shared/model/status.ts";

export interface DeltaGate {
  /** Sends at once while the page can be seen, else keeps what it changes. */
  accept(delta: MonitorDelta): void;
  /** The page can be seen from now on; what was kept is sent. */
  open(): void;
  /** The page cannot be seen any more. */
  close(): void;
}

/** A gate that is closed; keeps at most one summary for each endpoint. */
export function createDeltaGate(send: (delta: MonitorDelta) => void): DeltaGate {
  const changed = new Map<EndpointKey, EndpointSummary>();
  const removed = new Set<EndpointKey>();
  let overall: MonitorDelta["overall"] | null = null;
  let isOpen = false;

  const keep = (delta: MonitorDelta): void => {
    overall = delta.overall;
    for (const key of delta.removed) {
      changed.delete(key);
      removed.add(key);
    }
    for (const summary of delta.changed) {
      removed.delete(summary.key);
      changed.set(summary.key, summary);
    }
  };

  return {
    accept(delta) {
      if (isOpen) send(delta);
      else keep(delta);
    },
    open() {
      isOpen = true;
      if (overall === null) return;
      const delta = { overall, changed: [...changed.values()], removed: [...removed] };
      overall = null;
      changed.clear();
      removed.clear();
      send(delta);
    },
    close() {
      isOpen = false;
    },
  };
}
