// The history in memory alone: for tests, and for `sentray check`, which keeps nothing. It needs no native module, remembers a
// bounded number of results of each endpoint, and forgets everything when it is closed.

import type { EndpointEvent, NotObservedSpan } from "../../shared/model/history.ts";
import type { CheckResult } from "../../shared/model/result.ts";
import type { DurationMs } from "../../shared/units.ts";
import type { Clock } from "../ports/clock.ts";
import type { DeliveryAttempt, HistoryStore, KnownEndpoint, OutboxMessage, RecentChecks } from "../ports/history.ts";
import { keptMoment, ticksOf } from "./chain-encoder.ts";
import { DEFAULT_HOLD_MS, holdOf } from "./hold.ts";
import { plainOutages, plainSeries, plainTime, plainUptime, type PlainHistory } from "./plain-figures.ts";
import { TICKS_PER_MS } from "./rollup.ts";
import { SmallState } from "./small-state.ts";
import type { PendingWrite } from "./pending-writes.ts";

export interface MemoryStoreOptions {
  readonly clock: Clock;
  /** Of each endpoint the oldest beyond it are forgotten. Default 10,000. */
  readonly maxResultsPerEndpoint?: number;
}

interface Remembered {
  results: CheckResult[];
  holdMs: DurationMs;
  known: KnownEndpoint | null;
  configured: boolean;
  latest: Awaited<ReturnType<HistoryStore["extras"]>>;
  latestFailure: Awaited<ReturnType<HistoryStore["extras"]>>;
}

/** Makes an empty store. */
export function createMemoryStore(options: MemoryStoreOptions): HistoryStore {
  const { clock, maxResultsPerEndpoint = 10_000 } = options;
  const endpoints = new Map<string, Remembered>();
  let events: EndpointEvent[] = [];
  let spans: NotObservedSpan[] = [];
  let messages: OutboxMessage[] = [];
  let attempts: DeliveryAttempt[] = [];
  let undo: Array<() => void> | null = null;

  const small = new SmallState((write, takeBack) => {
    undo?.push(takeBack);
    keep(write);
  });

  const keep = ({ event, span, spansEndMs, message, attempt }: PendingWrite): void => {
    if (spansEndMs !== undefined) {
      spans = spans.filter(({ fromMs }) => fromMs < spansEndMs).map((kept) => ({ ...kept, toMs: Math.min(kept.toMs, spansEndMs) }));
    }
    if (event !== undefined) events = [...events, event];
    if (span !== undefined) spans = [...spans.filter((other) => !sameSpan(other, span)), prolonged(spans, span)];
    if (message !== undefined) messages = [...messages.filter(({ id }) => id !== message.id), message];
    if (attempt !== undefined) attempts = [...attempts, attempt];
  };

  const remembered = (key: string): Remembered => {
    const existing = endpoints.get(key);
    if (existing !== undefined) return existing;
    const created: Remembered = { results: [], holdMs: DEFAULT_HOLD_MS, known: null, configured: true, latest: null, latestFailure: null };
    endpoints.set(key, created);
    return created;
  };

  const plain = (key: string): PlainHistory => ({
    key,
    results: endpoints.get(key)?.results ?? [],
    holdMs: endpoints.get(key)?.holdMs ?? DEFAULT_HOLD_MS,
    notObserved: spans.filter((span) => span.key === null || span.key === key),
    nowMs: clock.nowMs(),
  });

  const rename = (from: string, to: string): boolean => {
    const moved = endpoints.get(from);
    if (from === to || moved === undefined) return true;
    const later = endpoints.get(to);
    if (later !== undefined) {
      moved.results.push(...later.results.map((result) => ({ ...result })));
      moved.latest = later.latest ?? moved.latest;
      moved.latestFailure = later.latestFailure ?? moved.latestFailure;
    }
    endpoints.delete(from);
    endpoints.set(to, moved);
    const follow = <T extends { readonly key: string | null }>(list: readonly T[]): T[] =>
      list.map((entry) => (entry.key === from ? { ...entry, key: to } : entry));
    moved.results = follow(moved.results);
    moved.latest = moved.latest === null ? null : { ...moved.latest, result: { ...moved.latest.result, key: to } };
    moved.latestFailure =
      moved.latestFailure === null ? null : { ...moved.latestFailure, result: { ...moved.latestFailure.result, key: to } };
    events = follow(events);
    spans = follow(spans);
    messages = follow(messages);
    small.rename(from, to);
    return true;
  };

  return {
    health: { state: "ok" },
    activity: null,
    onHealthChange: () => () => undefined,
    flush: () => Promise.resolve(),
    close: () => Promise.resolve(),

    setEndpoints(configured) {
      const wanted = new Set(configured.map(({ key }) => key));
      const leaving = [...endpoints].filter(([key, entry]) => entry.configured && !wanted.has(key));
      const carried = configured.flatMap((endpoint) => {
        if (endpoints.has(endpoint.key) || endpoint.url === "") return [];
        const same = leaving.filter(
          ([key, { known }]) => known?.url === endpoint.url && known.kind === endpoint.kind && endpoints.has(key),
        );
        const rivals = configured.filter(
          (other) => other.url === endpoint.url && other.kind === endpoint.kind && !endpoints.has(other.key),
        );
        const from = (same.find(([, { known }]) => known?.name === endpoint.name) ??
          (same.length === 1 && rivals.length === 1 ? same[0] : undefined))?.[0];
        if (from === undefined) return [];
        rename(from, endpoint.key);
        return [{ from, to: endpoint.key }];
      });
      for (const [key, entry] of endpoints) entry.configured = wanted.has(key);
      for (const endpoint of configured) {
        const entry = remembered(endpoint.key);
        entry.known = endpoint;
        entry.holdMs = holdOf(endpoint.intervalMs);
      }
      return carried;
    },

    append(result) {
      const entry = remembered(result.key);
      entry.results.push(asKept(result));
      if (entry.results.length > maxResultsPerEndpoint) entry.results.shift();
      undo?.push(() => entry.results.pop());
    },

    keepExtras(result, extras) {
      const entry = remembered(result.key);
      entry.latest = { result, extras };
      if (result.outcome !== "healthy") entry.latestFailure = { result, extras };
    },

    transact<T>(work: () => T): T {
      if (undo !== null) return work();
      const before = { events, spans, messages, attempts };
      undo = [];
      try {
        return work();
      } catch (error) {
        ({ events, spans, messages, attempts } = before);
        for (const takeBack of undo.reverse()) takeBack();
        throw error;
      } finally {
        undo = null;
      }
    },

    rename,
    appendEvent: (event) => small.appendEvent(event),
    recordNotObserved: (span) => small.recordNotObserved(span),
    forgetNotObservedAfter: (atMs) => small.forgetNotObservedAfter(atMs),
    putValue: (name, json) => small.putValue(name, json),
    value: (name) => small.value(name),
    alertStates: () => small.alertStates(),
    putAlertState: (state) => small.putAlertState(state),
    removeAlertState: (key, alertId) => small.removeAlertState(key, alertId),
    enqueue: (message) => small.enqueue(message),
    updateMessage: (id, change) => small.updateMessage(id, change),
    pendingMessages: (limit) => small.pendingMessages(limit),
    addAttempt: (attempt) => small.addAttempt(attempt),
    messages: ({ key, limit }) =>
      messages
        .filter((message) => key === null || message.key === key)
        .sort((left, right) => right.id - left.id)
        .slice(0, limit),
    attempts: (messageId) => attempts.filter((attempt) => attempt.messageId === messageId),

    async results(query) {
      const { fromMs = Number.NEGATIVE_INFINITY, beforeMs = Number.POSITIVE_INFINITY } = query;
      const matching = plain(query.key)
        .results.filter(
          ({ timestampMs, outcome }) => timestampMs >= fromMs && timestampMs < beforeMs && (query.outcome ?? outcome) === outcome,
        )
        .reverse()
        .sort((left, right) => right.timestampMs - left.timestampMs);
      const cutMs = matching[Math.max(1, query.limit) - 1]?.timestampMs ?? Number.NEGATIVE_INFINITY;
      const page = matching.filter(({ timestampMs }) => timestampMs >= cutMs);
      return { results: page, nextBeforeMs: page.length === matching.length ? null : cutMs };
    },

    extras: (key, which) => Promise.resolve((which === "latest" ? endpoints.get(key)?.latest : endpoints.get(key)?.latestFailure) ?? null),
    recent: (keys, limit) => Promise.resolve(keys.map((key) => recentOf(key, plain(key).results.slice(-limit)))),
    latest: () => Promise.resolve([...endpoints.values()].flatMap(({ results, configured }) => (configured ? results.slice(-1) : []))),

    events: ({ key, fromMs, toMs, limit }) =>
      Promise.resolve(
        events
          .filter((event) => (key === null || event.key === key) && event.atEpochMs >= fromMs && event.atEpochMs < toMs)
          .sort((left, right) => right.atEpochMs - left.atEpochMs || right.id - left.id)
          .slice(0, limit),
      ),

    outages: ({ keys, fromMs, toMs, limit }) => {
      const asked = keys ?? [...endpoints].flatMap(([key, { configured }]) => (configured ? [key] : []));
      const outages = asked.flatMap((key) => plainOutages(plain(key), { fromMs, toMs }));
      return Promise.resolve(outages.sort((left, right) => right.startMs - left.startMs).slice(0, limit));
    },

    series: (query) => Promise.resolve(plainSeries(plain(query.key), query)),
    uptime: ({ keys, fromMs, toMs }) => Promise.resolve(keys.map((key) => plainUptime(plain(key), { fromMs, toMs }))),
    timeSpent: ({ keys, ranges }) => Promise.resolve(keys.map((key) => ranges.map((range) => plainTime(plain(key), range)))),
  };
}

/** With the precision of the file, so that both stores give the same answers. */
function asKept(result: CheckResult): CheckResult {
  const kept = (durationMs: DurationMs): DurationMs => ticksOf(durationMs) / TICKS_PER_MS;
  const { dnsMs, connectMs, tlsMs, firstByteMs, transferMs } = result.phases;
  return {
    ...result,
    timestampMs: keptMoment(result.timestampMs),
    durationMs: kept(result.durationMs),
    phases: {
      dnsMs: kept(dnsMs),
      connectMs: kept(connectMs),
      tlsMs: kept(tlsMs),
      firstByteMs: kept(firstByteMs),
      transferMs: kept(transferMs),
    },
    attempts: result.attempts.map((attempt) => ({ ...attempt, durationMs: kept(attempt.durationMs) })),
  };
}

function recentOf(key: string, results: readonly CheckResult[]): RecentChecks {
  return {
    key,
    timestampsMs: results.map(({ timestampMs }) => timestampMs),
    durationsMs: results.map(({ durationMs }) => durationMs),
    outcomes: results.map(({ inMaintenance, outcome }) => (inMaintenance ? "m" : outcome.charAt(0))).join(""),
  };
}

function sameSpan(left: NotObservedSpan, right: NotObservedSpan): boolean {
  return left.key === right.key && left.reason === right.reason && left.fromMs === right.fromMs;
}

function prolonged(spans: readonly NotObservedSpan[], span: NotObservedSpan): NotObservedSpan {
  const known = spans.find((other) => sameSpan(other, span));
  return known === undefined ? span : { ...span, toMs: Math.max(span.toMs, known.toMs) };
}
