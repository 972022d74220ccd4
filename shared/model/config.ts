// The whole configuration after loading: what the engine runs on. No secret has been removed here; it stays in the main process.

import type { Said } from "../i18n/said.ts";
import type { DurationMs } from "../units.ts";
import type { AlertConfig, AlertingConfig, PlainValue } from "./alert.ts";
import type { EndpointConfig, EndpointKey, SourcePosition } from "./endpoint.ts";
import type { MaintenanceWindowConfig } from "./maintenance.ts";

export interface ExternalEndpointConfig {
  readonly key: EndpointKey;
  readonly name: string;
  readonly group: string;
  readonly enabled: boolean;
  readonly token: string;
  readonly alerts: readonly AlertConfig[];
  readonly maintenanceWindows: readonly MaintenanceWindowConfig[];
  /** 0 = no heartbeat. */
  readonly heartbeatIntervalMs: DurationMs;
  readonly position: SourcePosition;
}

export interface SuiteEndpointConfig {
  readonly endpoint: EndpointConfig;
  readonly alwaysRun: boolean;
  /** Context path → operand. */
  readonly store: Readonly<Record<string, string>>;
}

export interface SuiteConfig {
  readonly key: EndpointKey;
  readonly name: string;
  readonly group: string;
  readonly enabled: boolean;
  readonly intervalMs: DurationMs;
  readonly timeoutMs: DurationMs;
  readonly context: Readonly<Record<string, PlainValue>>;
  readonly endpoints: readonly SuiteEndpointConfig[];
  readonly position: SourcePosition;
}

export interface ConnectivityConfig {
  /** Each `host:port`; reachable = one of them accepts a TCP connection. */
  readonly targets: readonly string[];
  readonly intervalMs: DurationMs;
  /** A URL whose answer is known (`204`, or the expected text); null = no captive-portal probe. */
  readonly captivePortal: { readonly url: string; readonly expectedStatus: number } | null;
}

export interface QuietHoursConfig {
  readonly windows: readonly MaintenanceWindowConfig[];
  readonly whileScreenLocked: boolean;
  readonly whileDoNotDisturb: boolean;
}

export interface StorageConfig {
  /** Full-resolution results; 0 = for ever. */
  readonly retentionMs: DurationMs;
  readonly removedEndpointRetentionMs: DurationMs;
  /** Gatus' own limits, kept for its API's sake. */
  readonly maximumNumberOfResults: number;
  readonly maximumNumberOfEvents: number;
}

export interface Announcement {
  readonly atEpochMs: number;
  readonly type: "outage" | "warning" | "information" | "operational" | "none";
  readonly message: string;
  readonly archived: boolean;
}

export interface MonitorConfig {
  readonly endpoints: readonly EndpointConfig[];
  readonly externalEndpoints: readonly ExternalEndpointConfig[];
  readonly suites: readonly SuiteConfig[];
  readonly alerting: AlertingConfig;
  /** Checks under way at once. */
  readonly concurrency: number;
  readonly maintenance: readonly MaintenanceWindowConfig[];
  readonly quietHours: QuietHoursConfig | null;
  readonly connectivity: ConnectivityConfig | null;
  readonly storage: StorageConfig;
  /** Newest first. */
  readonly announcements: readonly Announcement[];
}

export type ProblemSeverity = "error" | "warning" | "hint";

/** Something that the configuration's author should know. Never holds the value of a secret. */
export interface ConfigProblem {
  readonly severity: ProblemSeverity;
  /** What is wrong and what would be right, in English. */
  readonly message: string;
  /** The same for people who read another language. */
  readonly said?: Said;
  readonly file: string;
  /** 1-based; 0 when the problem has no place in the text. */
  readonly line: number;
  readonly column: number;
  /** Where the place ends, exclusive; absent when only its beginning is known. */
  readonly endLine?: number;
  readonly endColumn?: number;
  /** For example `endpoints[3].conditions[0]`; empty for the whole file. */
  readonly path: string;
}

/** What a load gave: `config` is null exactly when one of the problems is an error. */
export interface LoadedConfig {
  readonly config: MonitorConfig | null;
  /** In file order, errors and warnings mixed. */
  readonly problems: readonly ConfigProblem[];
  /** Every file that was read, absolute, in merge order. */
  readonly files: readonly string[];
}
