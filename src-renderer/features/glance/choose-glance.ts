// Which endpoints deserve one of the few lines at the tray. Pure.

import type { EndpointSummary } from "../../../shared/model/status.ts";
import { DAY, type EpochMs } from "../../../shared/units.ts";
import { needsAttention, severityOf } from "../../state/endpoint-state.ts";

const SHOWN_ATTENTION = 6;
const SHOWN_RECENT = 3;

export interface GlanceChoice {
  /** Worst first, then the latest to fall. */
  readonly attention: readonly EndpointSummary[];
  readonly hiddenAttention: number;
  /** What changed in the last day and is not shown above, latest first. */
  readonly recent: readonly EndpointSummary[];
}

export function chooseGlance(endpoints: readonly EndpointSummary[], nowMs: EpochMs): GlanceChoice {
  const latestFirst = (a: EndpointSummary, b: EndpointSummary): number => (b.sinceMs ?? 0) - (a.sinceMs ?? 0);
  const attention = endpoints.filter(needsAttention).toSorted((a, b) => severityOf(a.state) - severityOf(b.state) || latestFirst(a, b));
  const recent = endpoints
    .filter(
      (endpoint) =>
        !needsAttention(endpoint) && endpoint.state !== "unknown" && endpoint.sinceMs !== null && nowMs - endpoint.sinceMs < DAY,
    )
    .toSorted(latestFirst);
  return {
    attention: attention.slice(0, SHOWN_ATTENTION),
    hiddenAttention: Math.max(0, attention.length - SHOWN_ATTENTION),
    recent: recent.slice(0, SHOWN_RECENT),
  };
}
