// What the history can be asked for, and what it answers. No data is null, never 0.

import type { DurationMs, EpochMs } from "../units.ts";
import type { EndpointKey } from "./endpoint.ts";
import type { CheckOutcome } from "./result.ts";

/** Why nothing was observed. */
export type NotObservedReason = "asleep" | "offline" | "captive-portal" | "paused" | "stopped" | "stalled";

/** A stretch of time in which an endpoint was not watched. */
export interface NotObservedSpan {
  /** null = every endpoint. */
  readonly key: EndpointKey | null;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly reason: NotObservedReason;
}

/** A change worth a line on the timeline. */
export type EventKind =
  | "started"
  | "healthy"
  | "degraded"
  | "failing"
  | "alert-triggered"
  | "alert-reminded"
  | "alert-resolved"
  | "alert-failed"
  | "acknowledged"
  | "snoozed"
  | "paused"
  | "resumed"
  | "note";

export interface EndpointEvent {
  readonly id: number;
  readonly key: EndpointKey;
  readonly kind: EventKind;
  readonly atEpochMs: EpochMs;
  /** One line for people: the cause, the channel, the note. May be empty. */
  readonly text: string;
}

/** One point of a graph: a bucket of time. Times are milliseconds; null = no check ended in it. */
export interface SeriesPoint {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly count: number;
  readonly failures: number;
  readonly degraded: number;
  readonly minMs: DurationMs | null;
  readonly maxMs: DurationMs | null;
  readonly meanMs: DurationMs | null;
  readonly p50Ms: DurationMs | null;
  readonly p95Ms: DurationMs | null;
  readonly p99Ms: DurationMs | null;
}

/** A graph's data: buckets in time order, empty ones left out, and what else happened meanwhile. */
export interface Series {
  readonly key: EndpointKey;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly bucketMs: DurationMs;
  readonly points: readonly SeriesPoint[];
  readonly notObserved: readonly NotObservedSpan[];
  readonly maintenance: ReadonlyArray<{ readonly fromMs: EpochMs; readonly toMs: EpochMs }>;
}

/** How the time of one endpoint was spent in a range. Ratios are 0..1. */
export interface TimeSummary {
  readonly key: EndpointKey;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  /** Healthy time ÷ observed time outside maintenance; null = nothing was observed. */
  readonly uptimeRatio: number | null;
  readonly observedMs: DurationMs;
  readonly downMs: DurationMs;
  readonly degradedMs: DurationMs;
  readonly maintenanceMs: DurationMs;
  readonly notObservedMs: DurationMs;
}

/** All figures of one endpoint over a range. */
export interface UptimeSummary extends TimeSummary {
  readonly checks: number;
  readonly failures: number;
  readonly minMs: DurationMs | null;
  readonly maxMs: DurationMs | null;
  readonly meanMs: DurationMs | null;
  readonly p50Ms: DurationMs | null;
  readonly p95Ms: DurationMs | null;
  readonly p99Ms: DurationMs | null;
}

/** A stretch of failing. `endMs` null = it still fails. */
export interface OutageSpan {
  readonly key: EndpointKey;
  readonly startMs: EpochMs;
  readonly endMs: EpochMs | null;
  readonly outcome: Exclude<CheckOutcome, "healthy">;
  /** The first failed condition or error, with the value that was seen. */
  readonly cause: string;
}

/** Long work on the file that goes on in the background. Everything else goes on beside it. */
export interface StorageActivity {
  /** `checking` = every row is looked at, after a crash; `recovering` = what a damaged file still holds is brought over. */
  readonly kind: "checking" | "recovering";
  /** 0..1, and only ever more. */
  readonly progress: number;
}
