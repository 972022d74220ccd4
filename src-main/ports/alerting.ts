// How the engine uses alerting: it hands results in and gets told what changed. How alerts decide and deliver is theirs.

import type { EndpointConfig, EndpointKey } from "../../shared/model/endpoint.ts";
import type { AlertConfig, AlertingConfig } from "../../shared/model/alert.ts";
import type { CheckResult } from "../../shared/model/result.ts";
import type { AlertStatus, SilenceRequest, SilenceState } from "../../shared/model/alert-status.ts";
import type { EpochMs } from "../../shared/units.ts";

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
}

/** The alert machine with its outbox. */
export interface AlertManager {
  /** Takes a new configuration: firing alerts are carried over or resolved, never orphaned. */
  configure(alerting: AlertingConfig, endpoints: readonly AlertedEndpoint[]): void;
  /**
   * Decides what a result means for the endpoint's alerts and stores state, event and messages in one transaction, with
   * the result itself. Sending happens afterwards, elsewhere. Results in maintenance change nothing.
   */
  handle(result: CheckResult): void;
  /** The alerts of one endpoint, in file order. */
  statusOf(key: EndpointKey): readonly AlertStatus[];
  silence(request: SilenceRequest): SilenceState;
  unsilence(id: string): void;
  silences(): readonly SilenceState[];
  /** Nothing is sent while held (asleep, offline); due messages wait. */
  hold(held: boolean): void;
  /** Sends what is due and keeps sending; stops within the deadline when closed. */
  start(): void;
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

/** A native notification. `tag` identifies what it replaces: the recovery takes the alarm's place. */
export interface NativeNotification {
  readonly tag: string;
  readonly title: string;
  readonly body: string;
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
