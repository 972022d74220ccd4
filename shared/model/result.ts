// One finished check, judged: what history keeps, alerts act on and the window shows.

import type { DurationMs, EpochMs } from "../units.ts";
import type { EndpointKey } from "./endpoint.ts";
import type { Phases, TlsFacts } from "./observation.ts";

/** The outcome of one condition. */
export interface ConditionOutcome {
  /** As written in the configuration. */
  readonly condition: string;
  readonly success: boolean;
  /** With the values that were seen, as the display options ask. */
  readonly display: string;
}

/** One try of a check that was repeated before it counted. */
export interface Attempt {
  readonly atEpochMs: EpochMs;
  readonly success: boolean;
  readonly durationMs: DurationMs;
  readonly errors: readonly string[];
}

/** How a check ended. A degraded check is a success whose `degraded-conditions` did not all hold. */
export type CheckOutcome = "healthy" | "degraded" | "failing";

/** One finished check. Hidden parts (`ui.hide-…`) have been removed already. */
export interface CheckResult {
  readonly key: EndpointKey;
  /** The end of the evaluation. */
  readonly timestampMs: EpochMs;
  readonly durationMs: DurationMs;
  readonly outcome: CheckOutcome;
  readonly connected: boolean;
  readonly status: number;
  readonly hostname: string;
  readonly ip: string;
  readonly dnsRcode: string;
  readonly certificateExpiresInMs: DurationMs | null;
  readonly domainExpiresInMs: DurationMs | null;
  readonly phases: Phases;
  readonly conditions: readonly ConditionOutcome[];
  readonly degradedConditions: readonly ConditionOutcome[];
  readonly errors: readonly string[];
  /** Failed tries before this one; empty unless `retries` is set. Oldest first. */
  readonly attempts: readonly Attempt[];
  /** A maintenance window was active: shown, left out of uptime, not alerted. */
  readonly inMaintenance: boolean;
}

/** What accompanies a result but is kept only for the latest one: too large for every row. */
export interface ResultExtras {
  readonly tls: TlsFacts | null;
  readonly httpVersion: string;
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  readonly hops: ReadonlyArray<{ readonly url: string; readonly status: number; readonly durationMs: DurationMs }>;
  readonly reusedConnection: boolean;
  /** At most 64 kB, as text; secrets removed. Empty when the body was not read. */
  readonly bodyText: string;
  readonly bodyTruncated: boolean;
}
