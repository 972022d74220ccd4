// What tests of alerting share: alerts, endpoints, results and a channel that records instead of sending.

import * as z from "zod";

import { say } from "../../shared/i18n/said.ts";
import type { AlertConfig, AlertingConfig, AlertProviderConfig } from "../../shared/model/alert.ts";
import type { CheckResult } from "../../shared/model/result.ts";
import { createAlertManager } from "../../src-main/alerting/alert-manager.ts";
import type { Deliver } from "../../src-main/alerting/delivery/courier.ts";
import type { DeliveryLimits } from "../../src-main/alerting/delivery/outbox.ts";
import type { DeliveryPorts } from "../../src-main/alerting/providers/executor.ts";
import type { AlertMessage, DeliveryOutcome } from "../../src-main/alerting/providers/message.ts";
import type { Capabilities, Channel, Provider } from "../../src-main/alerting/providers/provider.ts";
import { problemAt } from "../../src-main/alerting/providers/provider.ts";
import type { ProviderType } from "../../src-main/alerting/providers/types.ts";
import { isProviderType } from "../../src-main/alerting/providers/types.ts";
import type { AlertedEndpoint, AlertManager } from "../../src-main/ports/alerting.ts";
import type { Clock } from "../../src-main/ports/clock.ts";
import type { Logger } from "../../src-main/ports/logger.ts";
import { FakeAlertStore } from "./fake-alert-store.ts";
import { FakeClock } from "./fake-clock.ts";

export function alertConfig(overrides: Partial<AlertConfig> = {}): AlertConfig {
  return {
    type: "slack",
    enabled: true,
    failureThreshold: 3,
    successThreshold: 2,
    sendOnResolved: true,
    minimumReminderIntervalMs: 0,
    description: "",
    providerOverride: {},
    onDegraded: false,
    ...overrides,
  };
}

/** Thresholds of one: every result counts. */
export const QUICK = { failureThreshold: 1, successThreshold: 1 };

export function alertedEndpoint(name: string, overrides: Partial<AlertedEndpoint> = {}): AlertedEndpoint {
  const group = overrides.group ?? "";
  return {
    key: `${group}_${name}`,
    name,
    group,
    url: `https://${name}.example.org/`,
    extraLabels: {},
    alerts: [alertConfig()],
    dependsOn: [],
    tags: [],
    links: [],
    ...overrides,
  };
}

export function checkResult(key: string, outcome: CheckResult["outcome"], overrides: Partial<CheckResult> = {}): CheckResult {
  const isUp = outcome !== "failing";
  return {
    key,
    timestampMs: 0,
    durationMs: 12,
    outcome,
    connected: true,
    status: isUp ? 200 : 500,
    hostname: "",
    ip: "",
    dnsRcode: "",
    certificateExpiresInMs: null,
    domainExpiresInMs: null,
    phases: { dnsMs: 0, connectMs: 0, tlsMs: 0, firstByteMs: 0, transferMs: 0 },
    conditions: [{ condition: "[STATUS] == 200", success: isUp, display: isUp ? "[STATUS] == 200" : "[STATUS] (500) == 200" }],
    degradedConditions: [],
    errors: [],
    attempts: [],
    inMaintenance: false,
    ...overrides,
  };
}

export function alertingConfig(
  providers: Readonly<Record<string, Partial<AlertProviderConfig>>> = { slack: {}, pagerduty: {}, desktop: {} },
  incidentWindowMs = 0,
): AlertingConfig {
  const entries = Object.entries(providers).map(([type, block]): [string, AlertProviderConfig] => [
    type,
    { type, settings: {}, overrides: [], ...block },
  ]);
  return { providers: new Map(entries), incidentWindowMs };
}

const CAPABILITIES: Capabilities = { resolve: "message", reminder: "message", dedup: "none", thread: "none", testable: true };
const KEYED: Capabilities = { resolve: "status", reminder: "same", dedup: "key", thread: "none", testable: true };
const NATIVE: Capabilities = { resolve: "replace", reminder: "replace", dedup: "replace", thread: "replace", testable: true };

/** A provider that accepts any settings unless `broken` is set; pagerduty's stand-in mints keys. */
export function recordingProvider(type: ProviderType): Provider {
  const channel: Channel = {
    type,
    secrets: [],
    exchange: () => {
      throw new Error("the recording delivery runs no exchange");
    },
    preview: (message) => ({ title: message.endpoint.name, body: "" }),
  };
  return {
    type,
    title: type,
    schema: z.object({ url: z.string().optional().meta({ title: "URL", description: "", kind: "text" }) }),
    overrides: { kind: "unchecked" },
    capabilities: type === "desktop" ? NATIVE : type === "pagerduty" ? KEYED : CAPABILITIES,
    prepare: (settings) =>
      settings["broken"] === true || settings["url"] === "broken"
        ? { ok: false, problems: [problemAt(["url"], say("errors.channel.missing", { key: "url" }))] }
        : { ok: true, channel: { ...channel, secrets: typeof settings["url"] === "string" ? [settings["url"]] : [] } },
    mintResolveKey: (message) => (type === "pagerduty" ? `minted-${message.incidentId}` : ""),
  };
}

export const NO_LOG: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Ways out that nothing may take. */
export function unusedWays(clock: Clock): DeliveryPorts {
  const refuse = { send: () => Promise.reject(new Error("nothing is sent in this test")) };
  return {
    clock,
    http: { ...refuse, close: () => Promise.resolve() },
    mailer: refuse,
    ses: refuse,
    notifier: {
      capabilities: { supported: true, actions: false, replaces: true },
      show: () => Promise.resolve({ kind: "not_sent", reason: "nothing is shown in this test" }),
    },
  };
}

/** A message as it arrived. */
export interface Arrival {
  readonly type: string;
  readonly settings: readonly string[];
  readonly message: AlertMessage;
  readonly attempt: number;
  readonly reached: readonly string[];
  readonly atMs: number;
}

/** An alert manager under fakes; `restart` makes a new one on the same store, as after a kill. */
export class AlertBench {
  readonly clock: FakeClock;
  readonly store: FakeAlertStore;
  readonly arrivals: Arrival[] = [];
  /** What the receiver answers; by default everything is delivered. */
  answer: (arrival: Arrival, signal: AbortSignal) => DeliveryOutcome | Promise<DeliveryOutcome> = () => ({
    kind: "delivered",
    status: 200,
    reply: "ok",
  });
  alerting = alertingConfig();
  endpoints: readonly AlertedEndpoint[] = [];
  manager: AlertManager;
  active = 0;
  mostActive = 0;
  readonly #limits: DeliveryLimits | undefined;
  #generation = 0;
  #seed = 1;

  constructor(options: { readonly limits?: DeliveryLimits; readonly clock?: FakeClock } = {}) {
    this.clock = options.clock ?? new FakeClock();
    this.store = new FakeAlertStore();
    this.#limits = options.limits;
    this.manager = this.#make();
  }

  configure(endpoints: readonly AlertedEndpoint[], alerting: AlertingConfig = this.alerting): void {
    this.endpoints = endpoints;
    this.alerting = alerting;
    this.manager.configure(alerting, endpoints);
  }

  /** The program is killed and started again with the configuration that it had, or another. */
  restart(endpoints: readonly AlertedEndpoint[] = this.endpoints, alerting: AlertingConfig = this.alerting): void {
    this.#generation += 1;
    this.active = 0;
    this.manager = this.#make();
    this.configure(endpoints, alerting);
    this.manager.start();
  }

  fail(key: string, times = 1): void {
    for (let index = 0; index < times; index += 1) this.manager.handle(checkResult(key, "failing", { timestampMs: this.clock.nowMs() }));
  }

  pass(key: string, times = 1): void {
    for (let index = 0; index < times; index += 1) this.manager.handle(checkResult(key, "healthy", { timestampMs: this.clock.nowMs() }));
  }

  /** `kind endpoint` of every message that was accepted, in order. */
  get told(): readonly string[] {
    return this.arrivals.map(({ message }) => `${message.kind} ${message.endpoint.name}`);
  }

  #make(): AlertManager {
    const generation = this.#generation;
    const deliver: Deliver = async (channel, message, attempt, _ways, signal) => {
      if (generation !== this.#generation) return new Promise(() => {});
      const arrival: Arrival = {
        type: channel.type,
        settings: channel.secrets,
        message,
        attempt: attempt.attempt,
        reached: attempt.reached,
        atMs: this.clock.nowMs(),
      };
      this.active += 1;
      this.mostActive = Math.max(this.mostActive, this.active);
      const outcome = await this.answer(arrival, signal);
      this.active -= 1;
      if (generation !== this.#generation) return new Promise(() => {});
      if (outcome.kind === "delivered") this.arrivals.push(arrival);
      return outcome;
    };
    return createAlertManager({
      store: this.store,
      providers: (type) => (isProviderType(type) ? recordingProvider(type) : undefined),
      deliver,
      ways: unusedWays(this.clock),
      clock: this.clock,
      // A killed program's timers never fire again.
      timers: {
        setTimer: (delayMs, callback) =>
          this.clock.setTimer(delayMs, () => {
            if (generation === this.#generation) callback();
          }),
      },
      random: { next: () => this.#chance() },
      logger: NO_LOG,
      ...(this.#limits === undefined ? {} : { limits: this.#limits }),
    });
  }

  /** A small generator with a fixed seed: tests repeat exactly. */
  #chance(): number {
    this.#seed = (this.#seed * 48_271) % 2_147_483_647;
    return this.#seed / 2_147_483_647;
  }
}

/** One endpoint with these alerts, which fire and end at once, under a manager that runs. */
export function quickBench(...alerts: ReadonlyArray<Partial<AlertConfig>>): AlertBench {
  const made = new AlertBench();
  made.configure([alertedEndpoint("web", { alerts: alerts.map((alert) => alertConfig({ ...QUICK, ...alert })) })]);
  made.manager.start();
  return made;
}
