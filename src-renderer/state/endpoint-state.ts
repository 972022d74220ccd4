// What the states mean for order, colour and counting. Pure.

import type { EndpointState, EndpointSummary } from "../../shared/model/status.ts";

/** Worst first: the order of lists and of counts. */
export const STATES_BY_SEVERITY = [
  "failing",
  "blocked",
  "degraded",
  "unknown",
  "not-observed",
  "maintenance",
  "paused",
  "disabled",
  "healthy",
] as const satisfies readonly EndpointState[];

const SEVERITY = new Map<EndpointState, number>(STATES_BY_SEVERITY.map((state, index) => [state, index]));

/** 0 = worst. */
export function severityOf(state: EndpointState): number {
  return SEVERITY.get(state) ?? STATES_BY_SEVERITY.length;
}

export type Tone = "healthy" | "degraded" | "failing" | "quiet" | "maintenance";

/** The colour family of a state. */
export function toneOf(state: EndpointState): Tone {
  switch (state) {
    case "failing":
    case "healthy":
    case "degraded":
    case "maintenance":
      return state;
    case "blocked":
      return "failing";
    default:
      return "quiet";
  }
}

/** Whether a person should look at it. */
export function needsAttention(endpoint: EndpointSummary): boolean {
  return endpoint.state === "failing" || endpoint.state === "blocked" || endpoint.state === "degraded";
}

/** How many endpoints are in each state; states without any are left out. */
export function countStates(endpoints: Iterable<EndpointSummary>): ReadonlyMap<EndpointState, number> {
  const counts = new Map<EndpointState, number>();
  for (const { state } of endpoints) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}

/** The usual response time: the median of the checks that were answered; null with fewer than five of them. */
export function usualDurationMs(endpoint: EndpointSummary): number | null {
  const answered = endpoint.barDurationsMs.filter((_, index) => "hd".includes(endpoint.barOutcomes[index] ?? "n"));
  if (answered.length < 5) return null;
  return answered.toSorted((a, b) => a - b)[answered.length >> 1] ?? null;
}

/** How the last response time compares with the usual one; small differences are none. */
export function trendOf(endpoint: EndpointSummary): { readonly direction: "up" | "down"; readonly usualMs: number } | null {
  const usualMs = usualDurationMs(endpoint);
  const lastMs = endpoint.lastDurationMs;
  if (usualMs === null || lastMs === null) return null;
  if (lastMs > usualMs * 1.4 && lastMs - usualMs > 5) return { direction: "up", usualMs };
  if (lastMs < usualMs * 0.6 && usualMs - lastMs > 5) return { direction: "down", usualMs };
  return null;
}
