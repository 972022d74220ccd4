// What the monitor keeps and asks for later. One implementation in SQLite, one in memory for tests and `check`.
// Writes are synchronous and quick, queries are promises so that they may run elsewhere.

import type { Said } from "../../shared/i18n/said.ts";
import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type {
  EndpointEvent,
  EventKind,
  NotObservedSpan,
  OutageSpan,
  Series,
  StorageActivity,
  TimeSummary,
  UptimeSummary,
} from "../../shared/model/history.ts";
import type { CheckResult, ResultExtras } from "../../shared/model/result.ts";
import type { DurationMs, EpochMs } from "../../shared/units.ts";

/** An endpoint as history knows it: enough to recognise it when it comes back under another name. */
export interface KnownEndpoint {
  readonly key: EndpointKey;
  readonly name: string;
  readonly group: string;
  readonly kind: string;
  readonly url: string;
  /**
   * The usual time between two checks. An outcome holds until the next check, but never longer than three of these: after
   * that nobody looked. Absent = not known (an external endpoint, a cron schedule); then it holds for a day at most.
   */
  readonly intervalMs?: DurationMs;
}

/** How healthy the store itself is. */
export type StorageHealth =
  | { readonly state: "ok" }
  /** Results are kept in memory (up to a limit) and written when the obstacle goes. */
  | {
      readonly state: "degraded";
      readonly reason: "full" | "locked" | "readonly" | "failing";
      readonly message: string;
      /** The same for people who read another language. */
      readonly said?: Said;
      readonly heldResults: number;
    };

export interface HistoryWriter {
  /**
   * Tells which endpoints the configuration holds now. Others keep their history for the grace period; a new one with
   * the same URL and kind as one that just left takes over its history. Returns what was carried over.
   */
  setEndpoints(endpoints: readonly KnownEndpoint[]): ReadonlyArray<{ readonly from: EndpointKey; readonly to: EndpointKey }>;
  /** Keeps one result; durable at most 250 ms later. Never throws: see {@link HistoryStore.health}. */
  append(result: CheckResult): void;
  /** Keeps the large parts of the latest result, and of the latest failure, of an endpoint; replaces the former ones. */
  keepExtras(result: CheckResult, extras: ResultExtras): void;
  /** Keeps one event, durable on return. */
  appendEvent(event: { readonly key: EndpointKey; readonly kind: EventKind; readonly atEpochMs: EpochMs; readonly text: string }): void;
  /** Keeps or prolongs a not-observed span (same key, reason and start = the same span), durable on return. */
  recordNotObserved(span: NotObservedSpan): void;
  /** The clock was set back to this moment: spans that reach beyond it end there, those that begin later go. Durable on return. */
  forgetNotObservedAfter(atMs: EpochMs): void;
  /** Commits everything appended so far together with the writes that `work` makes through this store: all or nothing, durable on return. */
  transact<T>(work: () => T): T;
  /** A small named value of the app (`paused`, `last-seen-alive` …), durable on return; null removes it. */
  putValue(name: string, json: string | null): void;
  /**
   * Gives an endpoint another key, with everything that is known of it. What `to` has already goes behind it, when that is no
   * more than some days: so it never takes long. false = it is more; nothing was changed.
   */
  rename(from: EndpointKey, to: EndpointKey): boolean;
}

export interface ResultPage {
  /** Newest first. */
  readonly results: readonly CheckResult[];
  /** Pass as `beforeMs` for the next page; null = no more. */
  readonly nextBeforeMs: EpochMs | null;
}

/** An endpoint's bars, for cards: newest last, parallel arrays. */
export interface RecentChecks {
  readonly key: EndpointKey;
  readonly timestampsMs: readonly EpochMs[];
  readonly durationsMs: readonly DurationMs[];
  /** `h` healthy, `d` degraded, `f` failing, `m` in maintenance; one character a result. */
  readonly outcomes: string;
}

export interface HistoryReader {
  results(query: {
    readonly key: EndpointKey;
    readonly limit: number;
    readonly beforeMs?: EpochMs;
    readonly fromMs?: EpochMs;
    readonly outcome?: "failing" | "degraded";
  }): Promise<ResultPage>;
  extras(
    key: EndpointKey,
    which: "latest" | "latest-failure",
  ): Promise<{ readonly result: CheckResult; readonly extras: ResultExtras } | null>;
  recent(keys: readonly EndpointKey[], limit: number): Promise<readonly RecentChecks[]>;
  /** Latest first. */
  events(query: {
    readonly key: EndpointKey | null;
    readonly fromMs: EpochMs;
    readonly toMs: EpochMs;
    readonly limit: number;
  }): Promise<readonly EndpointEvent[]>;
  /** That touch the range; the one that began last first. `keys` null = every endpoint in the configuration. */
  outages(query: {
    readonly keys: readonly EndpointKey[] | null;
    readonly fromMs: EpochMs;
    readonly toMs: EpochMs;
    readonly limit: number;
  }): Promise<readonly OutageSpan[]>;
  series(query: {
    readonly key: EndpointKey;
    readonly fromMs: EpochMs;
    readonly toMs: EpochMs;
    readonly maxPoints: number;
  }): Promise<Series>;
  uptime(query: {
    readonly keys: readonly EndpointKey[];
    readonly fromMs: EpochMs;
    readonly toMs: EpochMs;
  }): Promise<readonly UptimeSummary[]>;
  /**
   * How time was spent alone, without counts and response times, over several ranges at once: what cards show, for a fraction
   * of the cost. One answer for each key, in their order; in it one for each range.
   */
  timeSpent(query: {
    readonly keys: readonly EndpointKey[];
    readonly ranges: ReadonlyArray<{ readonly fromMs: EpochMs; readonly toMs: EpochMs }>;
  }): Promise<ReadonlyArray<readonly TimeSummary[]>>;
  /** The result recorded last of each endpoint in the configuration, for start-up. */
  latest(): Promise<readonly CheckResult[]>;
  value(name: string): string | null;
}

/** A triggered alert as it survives a restart. */
export interface StoredAlertState {
  readonly key: EndpointKey;
  /** Identifies the alert within its endpoint; see the alerting module. */
  readonly alertId: string;
  /** The alert's own state, as JSON of the alerting module; opaque here. */
  readonly stateJson: string;
}

/** A message that must reach a receiver. */
export interface OutboxMessage {
  readonly id: number;
  readonly key: EndpointKey;
  readonly alertId: string;
  readonly provider: string;
  /** The message and its delivery state, as JSON of the alerting module; opaque here. No secrets: settings are looked up when sending. */
  readonly messageJson: string;
  /** When it may be tried next; null = done or given up, kept to be shown. */
  readonly dueMs: EpochMs | null;
  readonly createdMs: EpochMs;
}

/** One try at delivering a message. */
export interface DeliveryAttempt {
  readonly messageId: number;
  readonly atEpochMs: EpochMs;
  readonly ok: boolean;
  /** 0 = no HTTP status. */
  readonly status: number;
  /** What the receiver said, shortened, secrets removed. */
  readonly reply: string;
}

/** The alerting module's part of the store. All writes are durable on return, and join a surrounding `transact`. */
export interface AlertStore {
  alertStates(): readonly StoredAlertState[];
  putAlertState(state: StoredAlertState): void;
  removeAlertState(key: EndpointKey, alertId: string): void;
  enqueue(message: Omit<OutboxMessage, "id">): OutboxMessage;
  updateMessage(id: number, change: { readonly messageJson: string; readonly dueMs: EpochMs | null }): void;
  /** Undelivered messages, by due time. */
  pendingMessages(limit: number): readonly OutboxMessage[];
  /** Newest first, delivered or not. */
  messages(query: { readonly key: EndpointKey | null; readonly limit: number }): readonly OutboxMessage[];
  addAttempt(attempt: DeliveryAttempt): void;
  attempts(messageId: number): readonly DeliveryAttempt[];
}

export interface HistoryStore extends HistoryWriter, HistoryReader, AlertStore {
  readonly health: StorageHealth;
  /** null = nothing that takes long. */
  readonly activity: StorageActivity | null;
  /** Called when {@link health} or {@link activity} changes; returns the unsubscribe. */
  onHealthChange(listener: (health: StorageHealth) => void): () => void;
  /** Everything appended is durable when this resolves. */
  flush(): Promise<void>;
  /** Flushes and closes; nothing may be called afterwards. */
  close(): Promise<void>;
}
