// The running monitor as the desktop and the command line use it.

import type { AlertStatus, SilenceRequest, SilenceScope, SilenceState } from "../../shared/model/alert-status.ts";
import type { ConfigProblem, MonitorConfig } from "../../shared/model/config.ts";
import type { EndpointConfig, EndpointKey } from "../../shared/model/endpoint.ts";
import type { CheckResult, ResultExtras } from "../../shared/model/result.ts";
import type { EndpointDetail, MonitorDelta, MonitorSnapshot } from "../../shared/model/status.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { HistoryReader } from "./history.ts";

/** What only the machine itself knows. */
export type SystemSignal =
  | { readonly kind: "suspend" }
  | { readonly kind: "resume" }
  | { readonly kind: "lock" }
  | { readonly kind: "unlock" }
  | { readonly kind: "network"; readonly online: boolean }
  | { readonly kind: "interfaces-changed" };

/** Which endpoints an action is for. */
export type Scope =
  | { readonly kind: "endpoint"; readonly key: EndpointKey }
  | { readonly kind: "group"; readonly group: string }
  | { readonly kind: "everything" };

export interface ReloadSummary {
  readonly added: readonly EndpointKey[];
  readonly changed: readonly EndpointKey[];
  readonly removed: readonly EndpointKey[];
  readonly unchanged: number;
}

export interface MonitorEvents {
  /** Batched: at most about ten a second, whatever happens below. What was so before anybody listened is in the snapshot alone. */
  changed: (delta: MonitorDelta) => void;
  /** Every finished check, as it ends. */
  result: (result: CheckResult) => void;
}

export interface Monitor {
  start(): Promise<void>;
  /** In-flight checks finish or are aborted within five seconds, history is flushed. */
  stop(): Promise<void>;
  /** Prepares the configuration while the former one goes on, then follows it; touches only what changed. One after the other. */
  reload(config: MonitorConfig, problems: readonly ConfigProblem[], files: readonly string[]): Promise<ReloadSummary>;
  /** A load failed: the last good configuration keeps running, the problems are shown. */
  showProblems(problems: readonly ConfigProblem[], files: readonly string[]): void;
  snapshot(): MonitorSnapshot;
  detail(key: EndpointKey): Promise<EndpointDetail | null>;
  /** The endpoint as configured, secrets and all: never hand it to a page. Its `position` may be an earlier one. */
  configOf(key: EndpointKey): EndpointConfig | null;
  /** Checks now, outside the schedule; resolves when all have ended. */
  checkNow(scope: Scope): Promise<readonly CheckResult[]>;
  /** Makes one check of any endpoint configuration without keeping anything; for *Try it*. */
  tryOut(
    config: MonitorConfig["endpoints"][number],
    signal: AbortSignal,
  ): Promise<{ readonly result: CheckResult; readonly extras: ResultExtras }>;
  pause(scope: Scope, untilMs: EpochMs | null): void;
  resume(scope: Scope): void;
  /** What a native notification about this endpoint is about, for {@link silence}. */
  notifiedScope(key: EndpointKey): SilenceScope;
  silence(request: SilenceRequest): SilenceState;
  unsilence(id: string): void;
  silences(): readonly SilenceState[];
  alertsOf(key: EndpointKey): readonly AlertStatus[];
  signal(signal: SystemSignal): void;
  readonly history: HistoryReader;
  on<E extends keyof MonitorEvents>(event: E, listener: MonitorEvents[E]): () => void;
}
