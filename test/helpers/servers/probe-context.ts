// What probes need from outside, for tests against loopback servers: the real clock and timers, and nothing that leaves this machine.

import { DEFAULT_CLIENT, DEFAULT_UI } from "../../../shared/model/endpoint-defaults.ts";
import type { ClientConfig, EndpointConfig, EndpointKind } from "../../../shared/model/endpoint.ts";
import type { MonotonicMs } from "../../../shared/units.ts";
import type { Observation } from "../../../shared/model/observation.ts";
import type { ProbeContext, ProbeNeeds, ProbeSet } from "../../../src-main/ports/probe.ts";
import { createSystemResolver } from "../../../src-main/probes/net/resolver.ts";

/** The clock and timers of this process. */
export const realTime: Pick<ProbeContext, "clock" | "timers"> = {
  clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() as MonotonicMs },
  timers: {
    setTimer: (delayMs, callback) => {
      const timer = setTimeout(callback, Math.max(0, delayMs));
      return {
        cancel: () => {
          clearTimeout(timer);
        },
      };
    },
  },
};

/** A context whose parts can be replaced. */
export function testContext(parts: Partial<ProbeContext> = {}): ProbeContext {
  return {
    ...realTime,
    random: { next: () => 0.5 },
    resolver: createSystemResolver(2),
    domainExpiry: { expiresInMs: () => Promise.resolve(null) },
    environment: { PATH: process.env["PATH"] },
    ...parts,
  };
}

/** The usual client, with a limit that a test on this machine may wait for. */
export const TEST_CLIENT: ClientConfig = { ...DEFAULT_CLIENT, timeoutMs: 5_000 };

const SCHEMES: ReadonlyArray<readonly [scheme: string, kind: EndpointKind]> = [
  ["http", "HTTP"],
  ["https", "HTTP"],
  ["tcp", "TCP"],
  ["udp", "UDP"],
  ["sctp", "SCTP"],
  ["icmp", "ICMP"],
  ["starttls", "STARTTLS"],
  ["tls", "TLS"],
  ["grpc", "GRPC"],
  ["grpcs", "GRPC"],
  ["ws", "WEBSOCKET"],
  ["wss", "WEBSOCKET"],
  ["ssh", "SSH"],
];

/** What a test says about its endpoint; the rest is as the configuration would default it. */
export type EndpointParts = Partial<Omit<EndpointConfig, "client" | "ui">> & {
  readonly client?: Partial<ClientConfig>;
  readonly ui?: Partial<EndpointConfig["ui"]>;
};

let counter = 0;

/** An endpoint with a key of its own, its kind taken from the URL. */
export function testEndpoint(url: string, parts: EndpointParts = {}): EndpointConfig {
  counter += 1;
  const scheme = url.slice(0, Math.max(0, url.indexOf("://")));
  const kind = parts.dns === undefined || parts.dns === null ? (SCHEMES.find(([name]) => name === scheme)?.[1] ?? "HTTP") : "DNS";
  const { client, ui, ...rest } = parts;
  return {
    key: `_endpoint-${String(counter)}`,
    name: "endpoint",
    group: "",
    enabled: true,
    kind,
    url,
    method: "GET",
    headers: {},
    body: "",
    graphql: false,
    extraLabels: {},
    intervalMs: 60_000,
    conditions: ["[CONNECTED] == true"],
    alerts: [],
    maintenanceWindows: [],
    dns: null,
    ssh: null,
    client: { ...TEST_CLIENT, ...client },
    ui: { ...DEFAULT_UI, ...ui },
    retries: 0,
    retryIntervalMs: 5_000,
    failingIntervalMs: null,
    degradedConditions: [],
    dependsOn: [],
    tags: [],
    notes: "",
    links: [],
    schedule: null,
    position: { file: "config.yaml", line: 1, column: 1 },
    ...rest,
  };
}

/** Checks once. Only the body is looked at unless `needs` says otherwise. */
export function checkOnce(set: ProbeSet, endpoint: EndpointConfig, needs: Partial<ProbeNeeds> = {}): Promise<Observation> {
  const request = { endpoint, needs: { body: true, ip: false, domainExpiration: false, ...needs } };
  return set.probe(request, new AbortController().signal);
}

/** The body as text. */
export function bodyText(observation: Observation): string {
  return new TextDecoder().decode(observation.body);
}
