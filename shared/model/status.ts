// How things stand right now: what the tray, the dashboard and the command line show. Safe for the renderer: no secrets.

import type { Told } from "../i18n/said.ts";
import type { DurationMs, EpochMs } from "../units.ts";
import type { AlertStatus } from "./alert-status.ts";
import type { ConfigProblem } from "./config.ts";
import type { EndpointKey, EndpointKind, EndpointLink, SourcePosition } from "./endpoint.ts";
import type { NotObservedReason, StorageActivity } from "./history.ts";
import type { CheckOutcome, CheckResult, ResultExtras } from "./result.ts";

/** What an endpoint shows. `blocked` = failing while something it depends on fails; `unknown` = not checked yet. */
export type EndpointState = CheckOutcome | "paused" | "disabled" | "maintenance" | "blocked" | "unknown" | "not-observed";

/** One card. */
export interface EndpointSummary {
  readonly key: EndpointKey;
  readonly name: string;
  readonly group: string;
  readonly kind: EndpointKind | "EXTERNAL" | "SUITE";
  /** What is watched, for people: the URL without credentials, or empty when hidden. */
  readonly target: string;
  readonly tags: readonly string[];
  /** What it waits for; absent = nothing, as most. */
  readonly dependsOn?: readonly EndpointKey[];
  readonly state: EndpointState;
  /** Since when it has this state; null = not known. */
  readonly sinceMs: EpochMs | null;
  readonly intervalMs: DurationMs;
  readonly nextCheckMs: EpochMs | null;
  readonly lastCheckMs: EpochMs | null;
  readonly lastDurationMs: DurationMs | null;
  /** The first failed condition or error of the last check, with the value that was seen; empty when healthy. */
  readonly cause: string;
  /** Until when it is paused; null = not paused, or until resumed. */
  readonly pausedUntilMs: EpochMs | null;
  readonly certificateExpiresAtMs: EpochMs | null;
  /** The latest checks, oldest first; parallel to `barDurationsMs`. One character each: h d f m, n = not observed. */
  readonly barOutcomes: string;
  readonly barDurationsMs: readonly DurationMs[];
  readonly barTimestampsMs: readonly EpochMs[];
  /** Ratios 0..1; null = nothing observed. */
  readonly uptime24h: number | null;
  readonly uptime7d: number | null;
  readonly uptime30d: number | null;
  /** Where the history of the last 30 days begins; null = before them, or nothing is known yet. */
  readonly watchedSinceMs: EpochMs | null;
}

/** What the tray icon shows, worst first: failing, degraded, offline, paused, unknown, healthy. */
export type OverallState = "failing" | "degraded" | "offline" | "paused" | "unknown" | "healthy";

export interface OverallStatus {
  readonly state: OverallState;
  readonly counts: Readonly<Record<EndpointState, number>>;
  /** Nothing is being checked, and why; null = watching. */
  readonly suspended: { readonly reason: NotObservedReason; readonly sinceMs: EpochMs; readonly untilMs: EpochMs | null } | null;
  /** Why the history cannot be kept as it should; null = it can. */
  readonly storageTrouble: Told | null;
  /** null = the history does nothing that takes long. */
  readonly storageActivity: StorageActivity | null;
  /** The window of shared/model/incident.ts: what native notifications go by. */
  readonly incidentWindowMs: DurationMs;
  readonly configProblems: readonly ConfigProblem[];
  readonly configFiles: readonly string[];
}

/** Everything the window needs to draw itself. */
export interface MonitorSnapshot {
  readonly overall: OverallStatus;
  /** In file order. */
  readonly endpoints: readonly EndpointSummary[];
}

/** What changed since the last message; endpoints that are not named did not change. */
export interface MonitorDelta {
  readonly overall: OverallStatus;
  readonly changed: readonly EndpointSummary[];
  readonly removed: readonly EndpointKey[];
}

/** The endpoint page. */
export interface EndpointDetail {
  readonly summary: EndpointSummary;
  readonly method: string;
  readonly conditions: readonly string[];
  readonly degradedConditions: readonly string[];
  readonly notes: string;
  readonly links: readonly EndpointLink[];
  readonly dependsOn: readonly EndpointKey[];
  readonly position: SourcePosition | null;
  readonly latest: CheckResult | null;
  readonly latestExtras: ResultExtras | null;
  readonly latestFailure: { readonly result: CheckResult; readonly extras: ResultExtras } | null;
  readonly alerts: readonly AlertStatus[];
  readonly domainExpiresAtMs: EpochMs | null;
}
