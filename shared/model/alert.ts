// One alert of an endpoint, and the providers' blocks, after defaults were merged.

import type { DurationMs } from "../units.ts";

/** A value as the YAML holds it, for the free-form parts of the configuration. */
export type PlainValue = string | number | boolean | null | readonly PlainValue[] | { readonly [key: string]: PlainValue };

export interface AlertConfig {
  /** The provider's name under `alerting`, for example `slack`. */
  readonly type: string;
  readonly enabled: boolean;
  readonly failureThreshold: number;
  readonly successThreshold: number;
  readonly sendOnResolved: boolean;
  /** 0 = no reminders; otherwise at least five minutes. */
  readonly minimumReminderIntervalMs: DurationMs;
  readonly description: string;
  readonly providerOverride: Readonly<Record<string, PlainValue>>;
  /** Degraded results count as failures for this alert (`on: degraded`); Sentray's own key, off by default. */
  readonly onDegraded: boolean;
}

/** One block under `alerting`: what the provider's own schema made of it. */
export interface AlertProviderConfig {
  readonly type: string;
  /** The provider's own keys, as written and checked by its schema; merged per alert before use. */
  readonly settings: Readonly<Record<string, PlainValue>>;
  readonly overrides: ReadonlyArray<Readonly<Record<string, PlainValue>>>;
}

/** The whole `alerting` block. */
export interface AlertingConfig {
  readonly providers: ReadonlyMap<string, AlertProviderConfig>;
  /** Endpoints that fall together within it are told as one incident on every channel; 0 = only where a channel asks. */
  readonly incidentWindowMs: DurationMs;
}
