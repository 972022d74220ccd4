// Outages of single endpoints, told as incidents: what fell together is one. Pure.

import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { EndpointEvent, OutageSpan } from "../../../shared/model/history.ts";
import { addToIncident, beginIncident, fallsInto, type OngoingIncident, type Relations } from "../../../shared/model/incident.ts";
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

/** What belongs together and within which time, see {@link fallsInto}. */
export interface GroupingRule {
  readonly togetherMs: DurationMs;
  readonly relationsOf: (key: EndpointKey) => Relations;
}

/** The incidents behind `outages`, newest first. Degraded spans are none: nobody was without anything. */
export function groupIncidents(
  outages: readonly OutageSpan[],
  events: readonly EndpointEvent[],
  { togetherMs, relationsOf }: GroupingRule,
): readonly Incident[] {
  const failing = outages.filter((outage) => outage.outcome === "failing").toSorted((a, b) => a.startMs - b.startMs);
  const groups: Group[] = [];
  let ongoing: Group[] = [];
  for (const outage of failing) {
    const relations = relationsOf(outage.key);
    ongoing = ongoing.filter(({ endMs }) => endMs === null || endMs >= outage.startMs);
    let home = ongoing.findLast(({ state }) => fallsInto(state, relations, outage.startMs, togetherMs));
    if (home === undefined) {
      home = { state: beginIncident(outage.startMs), outages: [], endMs: outage.startMs };
      groups.push(home);
      ongoing.push(home);
    }
    addToIncident(home.state, relations, outage.startMs);
    home.outages.push(outage);
    home.endMs = home.endMs === null || outage.endMs === null ? null : Math.max(home.endMs, outage.endMs);
  }
  const byKey = groupBy(events, (event) => event.key);
  return groups.map((group) => makeIncident(group, byKey)).toReversed();
}

interface Group {
  readonly state: OngoingIncident;
  readonly outages: OutageSpan[];
  /** null = something still fails. */
  endMs: EpochMs | null;
}

function makeIncident({ outages, endMs }: Group, events: ReadonlyMap<EndpointKey, readonly EndpointEvent[]>): Incident {
  const startMs = outages[0]?.startMs ?? 0;
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
