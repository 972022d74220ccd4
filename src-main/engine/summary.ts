// From what the engine knows to what people see: the card of one endpoint, and the state of everything. Pure.

import type { NotObservedReason } from "../../shared/model/history.ts";
import type { EndpointState, EndpointSummary, OverallState, OverallStatus } from "../../shared/model/status.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { CompiledEndpoint } from "./compiled-endpoint.ts";
import { causeOf } from "./endpoint-state.ts";
import type { EndpointMemory } from "./endpoint-state.ts";
import type { Pause } from "./pauses.ts";

/** What besides its own checks decides how an endpoint is shown. */
export interface EndpointSituation {
  readonly pause: Pause | null;
  readonly inMaintenance: boolean;
  /** Something that it depends on fails. */
  readonly isBlocked: boolean;
  /** Nothing can be seen of it right now: asleep, offline … */
  readonly isUnobservable: boolean;
  readonly nextCheckMs: EpochMs | null;
}

/** The state that an endpoint shows; the first that applies. */
export function stateOf(endpoint: CompiledEndpoint, memory: EndpointMemory, situation: EndpointSituation): EndpointState {
  if (!endpoint.config.enabled) return "disabled";
  if (situation.pause !== null) return "paused";
  if (situation.inMaintenance) return "maintenance";
  if (situation.isUnobservable) return "not-observed";
  if (memory.latest === null) return "unknown";
  if (memory.latest.outcome === "failing" && situation.isBlocked) return "blocked";
  return memory.latest.outcome;
}

/** One card. `removeSecrets`: a variable may have put one into the URL's path. */
export function summarize(
  endpoint: CompiledEndpoint,
  memory: EndpointMemory,
  situation: EndpointSituation,
  removeSecrets: (text: string) => string,
): EndpointSummary {
  const { config } = endpoint;
  const { latest, bars, uptimes } = memory;
  return {
    key: config.key,
    name: config.name,
    group: config.group,
    kind: endpoint.part?.kind === "suite" ? "SUITE" : config.kind,
    target: removeSecrets(endpoint.target),
    tags: config.tags,
    ...(config.dependsOn.length > 0 ? { dependsOn: config.dependsOn } : {}),
    state: stateOf(endpoint, memory, situation),
    sinceMs: situation.pause?.sinceMs ?? memory.sinceMs,
    intervalMs: config.intervalMs,
    nextCheckMs: situation.nextCheckMs,
    lastCheckMs: latest?.timestampMs ?? null,
    lastDurationMs: latest?.durationMs ?? null,
    cause: latest === null ? "" : causeOf(latest),
    pausedUntilMs: situation.pause?.untilMs ?? null,
    certificateExpiresAtMs:
      latest === null || latest.certificateExpiresInMs === null ? null : latest.timestampMs + latest.certificateExpiresInMs,
    barOutcomes: bars.outcomes,
    barDurationsMs: bars.durationsMs,
    barTimestampsMs: bars.timestampsMs,
    uptime24h: uptimes.day,
    uptime7d: uptimes.week,
    uptime30d: uptimes.month,
    watchedSinceMs: uptimes.sinceMs,
  };
}

export type StateCounts = Record<EndpointState, number>;

export function noCounts(): StateCounts {
  return { healthy: 0, degraded: 0, failing: 0, paused: 0, disabled: 0, maintenance: 0, blocked: 0, unknown: 0, "not-observed": 0 };
}

/** Why nothing is observed, if so. */
export interface Suspension {
  readonly reason: NotObservedReason;
  readonly sinceMs: EpochMs;
  readonly untilMs: EpochMs | null;
}

/** The one state that the tray shows: the worst thing that somebody should know. */
function overallState(counts: Readonly<StateCounts>, suspended: Suspension | null): OverallState {
  if (suspended !== null) return suspended.reason === "paused" ? "paused" : "offline";
  if (counts.failing + counts.blocked > 0) return "failing";
  if (counts.degraded > 0) return "degraded";
  if (counts.healthy > 0) return "healthy";
  if (counts.unknown > 0) return "unknown";
  return counts.paused + counts.maintenance > 0 ? "paused" : "unknown";
}

/** The state of everything. */
export function summarizeAll(
  counts: Readonly<StateCounts>,
  facts: Omit<OverallStatus, "state" | "counts" | "suspended"> & { readonly suspended: Suspension | null },
): OverallStatus {
  return { ...facts, state: overallState(counts, facts.suspended), counts: { ...counts } };
}
