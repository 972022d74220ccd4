// How alerts stand right now, for the window and the tray. No secrets: providers are named, never configured, here.

import type { EpochMs } from "../units.ts";
import type { EndpointKey } from "./endpoint.ts";

export interface AlertStatus {
  readonly key: EndpointKey;
  readonly alertId: string;
  readonly provider: string;
  readonly enabled: boolean;
  readonly state: "idle" | "pending" | "triggered";
  /** Failures so far and how many it takes, for `pending`; successes so far for `triggered`. */
  readonly progress: { readonly count: number; readonly threshold: number };
  readonly triggeredAtMs: EpochMs | null;
  readonly acknowledgedAtMs: EpochMs | null;
  /** The last delivery's outcome; null = nothing was sent yet. */
  readonly delivery: { readonly state: "delivered" | "waiting" | "failed"; readonly atEpochMs: EpochMs; readonly message: string } | null;
}

/** What a silence covers. */
export type SilenceScope =
  | { readonly kind: "endpoint"; readonly key: EndpointKey }
  /** What was told of together. */
  | { readonly kind: "endpoints"; readonly keys: readonly EndpointKey[] }
  | { readonly kind: "group"; readonly group: string }
  | { readonly kind: "provider"; readonly provider: string }
  | { readonly kind: "everything" };

/** acknowledge: no reminders until resolved · snooze: nothing until a time · mute: nothing until taken back · maintenance: as a maintenance window until a time. */
export type SilenceRequest =
  | { readonly action: "acknowledge"; readonly scope: SilenceScope; readonly note: string }
  | { readonly action: "snooze"; readonly scope: SilenceScope; readonly untilMs: EpochMs; readonly note: string }
  | { readonly action: "mute"; readonly scope: SilenceScope; readonly note: string }
  | { readonly action: "maintenance"; readonly scope: SilenceScope; readonly untilMs: EpochMs; readonly note: string };

export type SilenceState = SilenceRequest & { readonly id: string; readonly createdMs: EpochMs };

/** One message of the outbox with its tries. Messages that were taken back before anybody saw them are not shown. */
export interface AlertDelivery {
  readonly id: number;
  readonly key: EndpointKey;
  readonly provider: string;
  readonly kind: "triggered" | "reminder" | "resolved" | "digest";
  readonly createdMs: EpochMs;
  readonly state: "delivered" | "waiting" | "failed";
  /** Oldest first; replies are short and hold no secrets. */
  readonly attempts: ReadonlyArray<{ readonly atEpochMs: EpochMs; readonly ok: boolean; readonly status: number; readonly reply: string }>;
}
