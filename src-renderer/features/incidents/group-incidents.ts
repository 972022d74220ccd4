// Outages of single endpoints, told as incidents: what fell together is one. Pure.

import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { EndpointEvent, OutageSpan } from "../../../shared/model/history.ts";
import { type DurationMs, type EpochMs, MINUTE } from "../../../shared/units.ts";
import { groupBy } from "../../state/group-by.ts";

export interface Incident {
  readonly id: string;
  readonly startMs: EpochMs;
  /** null = something still fails. */
  readonly endMs: EpochMs | null;
  /** In the order in which they fell; never empty. */
  readonly outages: readonly OutageSpan[];
  /** What people were told, and what they wrote, while it lasted. Oldest first. */
  readonly told: readonly EndpointEvent[];
  readonly notes: readonly EndpointEvent[];
}

/** Reminders and resolved messages may come a little after the end. */
const AFTERMATH_MS: DurationMs = 5 * MINUTE;

const TOLD = new Set<EndpointEvent["kind"]>(["alert-triggered", "alert-reminded", "alert-resolved", "alert-failed"]);

/**
 * The incidents behind `outages`, newest first; endpoints that fall within `togetherMs` after the first one are one incident.
 * Degraded spans are none: nobody was without anything.
 */
export function groupIncidents(
  outages: readonly OutageSpan[],
  events: readonly EndpointEvent[],
  togetherMs: DurationMs,
): readonly Incident[] {
  const failing = outages.filter((outage) => outage.outcome === "failing").toSorted((a, b) => a.startMs - b.startMs);
  const groups: OutageSpan[][] = [];
  for (const outage of failing) {
    const current = groups.at(-1);
    const [first] = current ?? [];
    if (current !== undefined && first !== undefined && outage.startMs - first.startMs <= togetherMs) current.push(outage);
    else groups.push([outage]);
  }
  const byKey = groupBy(events, (event) => event.key);
  return groups.map((group) => makeIncident(group, byKey)).toReversed();
}

function makeIncident(outages: readonly OutageSpan[], events: ReadonlyMap<EndpointKey, readonly EndpointEvent[]>): Incident {
  const startMs = outages[0]?.startMs ?? 0;
  const endMs = outages.reduce<number | null>(
    (end, outage) => (end === null || outage.endMs === null ? null : Math.max(end, outage.endMs)),
    startMs,
  );
  const own = outages.flatMap((outage) =>
    (events.get(outage.key) ?? []).filter(
      (event) => event.atEpochMs >= outage.startMs && (outage.endMs === null || event.atEpochMs <= outage.endMs + AFTERMATH_MS),
    ),
  );
  const inOrder = own.toSorted((a, b) => a.atEpochMs - b.atEpochMs);
  return {
    id: `${startMs}:${outages[0]?.key ?? ""}`,
    startMs,
    endMs,
    outages,
    told: inOrder.filter((event) => TOLD.has(event.kind)),
    notes: inOrder.filter((event) => event.kind === "note"),
  };
}
