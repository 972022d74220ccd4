// How the engine uses alerting: it hands results in and gets told what changed. How alerts decide and deliver is theirs.

import type { EndpointConfig, EndpointKey } from "../../shared/model/endpoint.ts";
import type { AlertConfig, AlertingConfig } from "../../shared/model/alert.ts";
import type { CheckResult } from "../../shared/model/result.ts";
import type { AlertDelivery, AlertStatus, SilenceRequest, SilenceScope, SilenceState } from "../../shared/model/alert-status.ts";
import type { DurationMs, EpochMs } from "../../shared/units.ts";

/** What alerting must know about an endpoint; external endpoints and suite elements fit too. */
export interface AlertedEndpoint {
  readonly key: EndpointKey;
  readonly name: string;
  readonly group: string;
  readonly url: string;
  readonly extraLabels: EndpointConfig["extraLabels"];
  readonly alerts: readonly AlertConfig[];
  readonly dependsOn: readonly EndpointKey[];
  readonly tags: readonly string[];
  readonly links: EndpointConfig["links"];
  /** Absent = it is not watched by DNS. */
  readonly dns?: EndpointConfig["dns"];
}

/** An endpoint that goes on under another key. */
export interface RenamedEndpoint {
  readonly from: EndpointKey;
  readonly to: EndpointKey;
}

/** What is not sent for now. outside: whatever leaves this machine, so not native notifications. */
export type Held = "nothing" | "outside" | "everything";

/** The alert machine with its outbox. */
export interface AlertManager {
  /**
   * Takes a new configuration: firing alerts are carried over or resolved, never orphaned. The first call takes up what an
   * earlier run left; call it only with a configuration that could be read, for what it lacks is resolved. `renamed`: what
   * the history carried over.
   */
  configure(alerting: AlertingConfig, endpoints: readonly AlertedEndpoint[], renamed?: readonly RenamedEndpoint[]): void;
  /**
   * Keeps the result, and decides what it means for the endpoint's alerts: hand it in here instead of to the history. Where
   * something changes, state, event and messages are stored in one transaction with the result; otherwise it is appended
   * like any other. Sending happens afterwards, elsewhere. Results in maintenance are kept and change nothing. Never throws.
   */
  handle(result: CheckResult): void;
  /** What the native notification about this endpoint tells of, as far as it still fails: its whole incident, or itself alone. */
  notifiedScope(key: EndpointKey): SilenceScope;
  /** The alerts of one endpoint, in file order. */
  statusOf(key: EndpointKey): readonly AlertStatus[];
  silence(request: SilenceRequest): SilenceState;
  unsilence(id: string): void;
  /** In force now, oldest first. An acknowledgement ends by itself with the last outage that it covers. */
  silences(): readonly SilenceState[];
  /** Until when the endpoint is in a maintenance that was asked for by {@link silence}; null = it is not. */
  maintenanceUntil(key: EndpointKey): EpochMs | null;
  /** Quiet hours begin or end: nothing is told meanwhile, then once. Told by whoever knows clock and screen; off at first. */
  quiet(isQuiet: boolean): void;
  /** Messages about one endpoint, or about all, newest first, with their attempts. */
  deliveries(key: EndpointKey | null, limit: number): readonly AlertDelivery[];
  /** Nothing that is held is sent; due messages wait. */
  hold(held: Held): void;
  /** Sends what is due and keeps sending. Call after {@link configure}. */
  start(): void;
  /** What is being sent may finish until the deadline and is aborted then; the rest is sent after the next start. */
  stop(deadlineMs: EpochMs): Promise<void>;
  /** Called after alert states changed for these endpoints; returns the unsubscribe. */
  onChange(listener: (keys: readonly EndpointKey[]) => void): () => void;
}

/** What the operating system can do with a notification. */
export interface NotifierCapabilities {
  readonly supported: boolean;
  readonly actions: boolean;
  readonly replaces: boolean;
}

/** An endpoint that failed and recovered while it was quiet. */
export interface MissedOutages {
  readonly name: string;
  readonly outages: number;
}

/** What a notification tells, for whoever words it in the user's language. Names are `group/name`; causes may be empty. */
export type NotificationNews =
  | {
      readonly kind: "failing" | "degraded" | "reminder" | "resolved";
      readonly name: string;
      readonly cause: string;
      readonly sinceMs: EpochMs;
      readonly durationMs: DurationMs;
    }
  | {
      readonly kind: "incident";
      readonly failing: number;
      readonly total: number;
      /** Empty = of several groups, or of none. */
      readonly group: string;
      /** Those that still fail, or all when none does; perhaps not all of them. */
      readonly members: ReadonlyArray<{ readonly name: string; readonly cause: string }>;
      readonly sinceMs: EpochMs;
      readonly durationMs: DurationMs;
    }
  | { readonly kind: "flapping"; readonly name: string; readonly cause: string }
  | {
      readonly kind: "settled";
      readonly name: string;
      readonly isFailing: boolean;
      readonly sinceMs: EpochMs;
      readonly durationMs: DurationMs;
    }
  /** The end of quiet hours in which nothing stayed broken. */
  | { readonly kind: "quiet-over" };

/** The news, and what came and went in quiet hours before it. */
export interface NotificationWords {
  readonly news: NotificationNews;
  /** How many endpoints failed and recovered unheard. */
  readonly missedCount: number;
  /** Perhaps not all of them. */
  readonly missed: readonly MissedOutages[];
}

/** A native notification. `tag` identifies what it replaces: the recovery takes the alarm's place. */
export interface NativeNotification {
  readonly tag: string;
  /** English, or the user's own text. */
  readonly title: string;
  readonly body: string;
  /** What to say in the user's language in place of title and body; null = they are in that language already. */
  readonly words: NotificationWords | null;
  /** What of them the user wrote: it is said as it stands. */
  readonly own: ReadonlyArray<"title" | "body">;
  readonly urgency: "low" | "normal" | "critical";
  readonly silent: boolean;
  readonly actions: ReadonlyArray<"open" | "acknowledge" | "snooze">;
  /** What a click opens; null = the dashboard. */
  readonly endpointKey: EndpointKey | null;
}

/** Outcomes as values: `not_sent` says why. */
export type NotificationOutcome =
  | { readonly kind: "shown" }
  | { readonly kind: "not_sent"; readonly reason: string }
  | { readonly kind: "error"; readonly message: string };

/** Native notifications; the desktop implements it, the headless monitor has one that logs. */
export interface Notifier {
  readonly capabilities: NotifierCapabilities;
  show(notification: NativeNotification): Promise<NotificationOutcome>;
}
