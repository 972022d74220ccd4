// `window.api` over the fake world: typed like the real bridge, answers at once, remembers what was asked.

import type {
  AppInfo,
  EventChannel,
  EventPayloads,
  ParsedPayload,
  RendererApi,
  RequestChannel,
  RequestPayload,
  RequestReplies,
} from "../../shared/ipc/contract.ts";
import { REQUEST_SCHEMAS } from "../../shared/ipc/contract.ts";
import type { IpcResult } from "../../shared/ipc/result.ts";
import { err, ok } from "../../shared/errors.ts";
import type { Preferences } from "../../shared/ipc/schemas.ts";
import type { SilenceState } from "../../shared/model/alert-status.ts";
import type { EndpointSummary, MonitorSnapshot } from "../../shared/model/status.ts";
import { fakeDetail, fakeEvents, fakeOutages, fakeResult, fakeResults, fakeSeries, fakeUptime } from "./fake-history.ts";
import { fakeSettingsHandlers } from "./fake-settings.ts";
import { FAKE_PREFERENCES, fakeSnapshot } from "./fake-world.ts";

export interface FakeApiOptions {
  readonly nowMs: number;
  readonly snapshot?: MonitorSnapshot;
  readonly preferences?: Partial<Preferences>;
  readonly silences?: readonly SilenceState[];
  readonly info?: Partial<AppInfo>;
  /** Answers that stand from the beginning. */
  readonly handlers?: Partial<FakeHandlers>;
}

/** A request that was made, in order. */
export interface FakeRequest {
  readonly channel: RequestChannel;
  readonly payload: unknown;
}

/** One answer for each channel; a test replaces what it needs, also by `err(…)`. */
export type FakeHandlers = { [C in RequestChannel]: (payload: ParsedPayload<C>) => RequestReplies[C] | IpcResult<RequestReplies[C]> };

export interface FakeApi extends RendererApi {
  readonly requests: FakeRequest[];
  /** Replaces answers. */
  answer(handlers: Partial<FakeHandlers>): void;
  /** Sends an event to the window, as the main process would. */
  emit<C extends EventChannel>(channel: C, payload: EventPayloads[C]): void;
}

/** Every payload goes through its real schema, so that a window that asks wrongly fails its test. */
export function createFakeApi(options: FakeApiOptions): FakeApi {
  const handlers: Partial<FakeHandlers> = { ...createHandlers(options), ...options.handlers };
  const listeners = new Map<EventChannel, Set<(payload: never) => void>>();
  const requests: FakeRequest[] = [];
  const respond = async <C extends RequestChannel>(channel: C, payload: RequestPayload<C>): Promise<IpcResult<RequestReplies[C]>> => {
    requests.push({ channel, payload });
    const parsed = REQUEST_SCHEMAS[channel].safeParse(payload);
    if (!parsed.success) return err("bad_request", `${channel}: ${parsed.error.message}`);
    const handler = handlers[channel];
    if (handler === undefined) return err("unsupported", `The fake world has no ${channel}.`);
    // The schema belongs to the channel, which TypeScript cannot follow through the index.
    const reply = handler(parsed.data as ParsedPayload<C>);
    return isResult(reply) ? reply : ok(reply);
  };
  return {
    requests,
    request: respond,
    answer: (changes) => void Object.assign(handlers, changes),
    on(channel, listener) {
      const set = listeners.get(channel) ?? new Set();
      listeners.set(channel, set.add(listener));
      return () => set.delete(listener);
    },
    emit(channel, payload) {
      for (const listener of listeners.get(channel) ?? []) (listener as (payload: unknown) => void)(payload);
    },
  };
}

function isResult<T>(reply: T | IpcResult<T>): reply is IpcResult<T> {
  return typeof reply === "object" && reply !== null && "ok" in reply && typeof reply.ok === "boolean";
}

function createHandlers(options: FakeApiOptions): Partial<FakeHandlers> {
  const { nowMs, snapshot = fakeSnapshot([]) } = options;
  const endpoints = new Map(snapshot.endpoints.map((endpoint) => [endpoint.key, endpoint]));
  let preferences: Preferences = { ...FAKE_PREFERENCES, ...options.preferences };
  let silences = options.silences ?? [];
  const named = <T>(key: string, answer: (endpoint: EndpointSummary) => T): T | IpcResult<T> => {
    const endpoint = endpoints.get(key);
    return endpoint === undefined ? err("not_found", `There is no endpoint ${key}.`) : answer(endpoint);
  };
  return {
    "app:get-info": () => ({
      version: "0.1.0",
      platform: "linux",
      language: "en",
      electronVersion: "45.4.1",
      installation: "updating",
      dataFolder: "/home/sam/.config/sentray",
      ...options.info,
    }),
    "app:get-preferences": () => preferences,
    "app:set-preferences": (change) => {
      preferences = { ...preferences, ...(change as Partial<Preferences>) };
      return preferences;
    },
    "app:open-external": () => null,
    "app:open-config": () => null,
    "app:show-config": () => null,
    "updates:get-state": () => ({ kind: "none" }),
    "updates:install": () => null,
    "app:show-main": () => null,
    "app:save-file": () => ({ saved: true }),
    "app:save-pdf": () => ({ saved: true }),
    "app:quit": () => null,
    "glance:fit": () => null,
    "glance:hide": () => null,
    "monitor:get-snapshot": () => snapshot,
    "monitor:check-now": (scope) =>
      snapshot.endpoints
        .filter(({ key }) => scope.kind !== "endpoint" || scope.key === key)
        .map((endpoint) => fakeResult(endpoint, nowMs, "healthy", 80)),
    "monitor:pause": () => null,
    "monitor:resume": () => null,
    "endpoint:get-detail": ({ key }) => named(key, (endpoint) => fakeDetail(endpoint, nowMs)),
    "endpoint:get-results": ({ key, limit, beforeMs, outcome }) =>
      named(key, (endpoint) => {
        const matching = fakeResults(endpoint).filter(
          (result) => (beforeMs === undefined || result.timestampMs < beforeMs) && (outcome === undefined || result.outcome === outcome),
        );
        const results = matching.slice(0, limit);
        return { results, nextBeforeMs: matching.length > limit ? (results.at(-1)?.timestampMs ?? null) : null };
      }),
    "endpoint:get-series": ({ key, fromMs, toMs, maxPoints }) =>
      named(key, (endpoint) => fakeSeries(endpoint, fromMs, toMs, maxPoints, nowMs)),
    "endpoint:get-curl": () => "curl --request GET 'https://api.example.org/health'",
    "endpoint:add-note": () => null,
    "history:get-events": ({ key, fromMs, toMs, limit }) =>
      fakeEvents(snapshot.endpoints, nowMs)
        .filter((event) => (key === null || event.key === key) && event.atEpochMs >= fromMs && event.atEpochMs <= toMs)
        .slice(0, limit),
    "history:get-outages": ({ keys, fromMs, limit }) =>
      fakeOutages(snapshot.endpoints, nowMs)
        .filter((outage) => (keys === null || keys.includes(outage.key)) && (outage.endMs ?? nowMs) >= fromMs)
        .slice(0, limit),
    "history:get-uptime": ({ keys, fromMs, toMs }) =>
      keys.flatMap((key) => (endpoints.has(key) ? [fakeUptime(endpointOf(key), fromMs, toMs)] : [])),
    "alert:get-status": ({ key }) => named(key, (endpoint) => fakeDetail(endpoint, nowMs).alerts),
    "alert:get-deliveries": ({ key }) =>
      named(key, (endpoint) =>
        endpoint.state === "failing"
          ? [
              {
                id: 2,
                key,
                provider: "slack",
                kind: "triggered",
                createdMs: nowMs - 180_000,
                state: "delivered",
                attempts: [{ atEpochMs: nowMs - 180_000, ok: true, status: 200, reply: "ok" }],
              },
              {
                id: 1,
                key,
                provider: "pagerduty",
                kind: "triggered",
                createdMs: nowMs - 180_000,
                state: "failed",
                attempts: [{ atEpochMs: nowMs - 180_000, ok: false, status: 403, reply: "invalid routing key" }],
              },
            ]
          : [],
      ),
    "alert:silence": (request) => {
      const silence: SilenceState = { ...request, id: `silence-${silences.length + 1}`, createdMs: nowMs };
      silences = [...silences, silence];
      return silence;
    },
    "alert:unsilence": ({ id }) => {
      silences = silences.filter((silence) => silence.id !== id);
      return null;
    },
    "alert:get-silences": () => silences,
    ...fakeSettingsHandlers(),
  };

  function endpointOf(key: string): EndpointSummary {
    const endpoint = endpoints.get(key);
    if (endpoint === undefined) throw new Error(`no endpoint ${key}`);
    return endpoint;
  }
}
