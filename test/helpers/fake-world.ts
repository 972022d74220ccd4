// Endpoints with a believable past, made from a seed: for the window's tests and pictures. Deterministic; the present is given.

import type { Preferences } from "../../shared/ipc/schemas.ts";
import type { EndpointKind } from "../../shared/model/endpoint.ts";
import type { EndpointState, EndpointSummary, MonitorSnapshot, OverallStatus } from "../../shared/model/status.ts";
import { DAY, HOUR, MINUTE } from "../../shared/units.ts";

/** A small generator of numbers in 0..1, the same ones for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed % 2_147_483_647 || 1;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export const FAKE_PREFERENCES: Preferences = {
  theme: "light",
  language: "en",
  launchAtLogin: false,
  closeToTray: true,
  nativeNotifications: true,
  notificationSound: false,
  automaticUpdates: true,
  compactDashboard: false,
  collapsedGroups: [],
};

const BARS = 44;

/** One endpoint as the dashboard gets it; `change` overrides anything. */
export function fakeEndpoint(nowMs: number, change: Partial<EndpointSummary> & { readonly name: string }): EndpointSummary {
  const group = change.group ?? "core";
  const state = change.state ?? "healthy";
  const key = change.key ?? `${group.replaceAll("/", "-")}_${change.name.slice(0, 60).replaceAll(/[^\p{L}\p{N}]/gu, "-")}`;
  const intervalMs = change.intervalMs ?? 30_000;
  const random = seededRandom(Array.from(key).reduce((sum, character) => sum * 31 + (character.codePointAt(0) ?? 0), 7) % 1_000_003);
  const usualMs = change.lastDurationMs ?? 10 + Math.floor(random() * random() * 300);
  const isWatched = state !== "unknown" && state !== "disabled";
  const bars = isWatched ? makeBars(random, state, usualMs, nowMs, intervalMs) : NO_BARS;
  const watched = isWatched ? 1 - (random() < 0.4 ? 0 : random() * 0.002) : null;
  return {
    group,
    kind: "HTTP",
    target: "https://www.example.org",
    tags: [],
    state,
    sinceMs: isWatched ? nowMs - (state === "healthy" ? Math.floor(random() * 20 * DAY) + 2 * DAY : 4 * MINUTE + 12_000) : null,
    intervalMs,
    nextCheckMs: state === "paused" || state === "disabled" ? null : nowMs + Math.floor(random() * intervalMs),
    lastCheckMs: isWatched ? nowMs - Math.floor(random() * intervalMs) : null,
    lastDurationMs: isWatched && state !== "paused" ? usualMs : null,
    cause: causeFor(state, usualMs),
    pausedUntilMs: null,
    certificateExpiresAtMs: isWatched ? nowMs + 61 * DAY : null,
    ...bars,
    uptime24h: state === "failing" ? 0.9861 : watched,
    uptime7d: state === "failing" ? 0.998 : watched === null ? null : watched - 0.0002,
    uptime30d: state === "failing" ? 0.9993 : watched === null ? null : watched - 0.0001,
    watchedSinceMs: null,
    ...change,
    key,
  };
}

const NO_BARS = { barOutcomes: "", barDurationsMs: [], barTimestampsMs: [] } as const;

function causeFor(state: EndpointState, durationMs: number): string {
  if (state === "failing" || state === "blocked") return "[STATUS] (503) == 200";
  return state === "degraded" ? `[RESPONSE_TIME] (${durationMs}) < 300` : "";
}

function makeBars(random: () => number, state: EndpointState, usualMs: number, nowMs: number, intervalMs: number) {
  let outcomes = "";
  const durations: number[] = [];
  const hadFailure = random() < 0.12 ? Math.floor(random() * 30) : -9;
  for (let index = 0; index < BARS; index += 1) {
    const isRecent = index > BARS - 6;
    const isFailing = (isRecent && (state === "failing" || state === "blocked")) || index === hadFailure;
    const isDegraded = state === "degraded" && index > BARS - 11;
    const isAsleep = index > 11 && index < 15;
    outcomes += isAsleep ? "n" : isFailing ? "f" : isDegraded ? "d" : state === "maintenance" && isRecent ? "m" : "h";
    const base = state === "degraded" && !isDegraded ? usualMs * 0.3 : usualMs;
    durations.push(isAsleep ? 0 : base * (0.7 + random() * 0.6));
  }
  const timestamps = durations.map((_, index) => nowMs - (BARS - index) * intervalMs);
  return { barOutcomes: outcomes, barDurationsMs: durations, barTimestampsMs: timestamps };
}

/** The overall status that these endpoints add up to. */
export function fakeOverall(endpoints: readonly EndpointSummary[], change: Partial<OverallStatus> = {}): OverallStatus {
  const counts: Record<EndpointState, number> = {
    healthy: 0,
    degraded: 0,
    failing: 0,
    paused: 0,
    disabled: 0,
    maintenance: 0,
    blocked: 0,
    unknown: 0,
    "not-observed": 0,
  };
  for (const { state } of endpoints) counts[state] += 1;
  return {
    state: counts.failing > 0 ? "failing" : counts.degraded > 0 ? "degraded" : endpoints.length === 0 ? "unknown" : "healthy",
    counts,
    suspended: null,
    storageTrouble: null,
    storageActivity: null,
    incidentWindowMs: MINUTE,
    configProblems: [],
    configFiles: ["/home/sam/.config/sentray/config.yaml"],
    ...change,
  };
}

export function fakeSnapshot(endpoints: readonly EndpointSummary[], overall: Partial<OverallStatus> = {}): MonitorSnapshot {
  return { overall: fakeOverall(endpoints, overall), endpoints };
}

type Sketch = Partial<EndpointSummary> & { readonly name: string };

/** A small company: ten well-known endpoints, the rest by rote until there are `count`. */
export function fakeEndpoints(count: number, nowMs: number): readonly EndpointSummary[] {
  const sketches = count === 1 ? SKETCHES.slice(1, 2) : [...SKETCHES, ...(count > 500 ? HOSTILE : [])];
  const random = seededRandom(11);
  const rest = Array.from({ length: Math.max(0, count - sketches.length) }, (_, index) => generated(index, count, random));
  return [...sketches, ...rest].slice(0, count).map((sketch) => {
    const endpoint = fakeEndpoint(nowMs, sketch);
    return sketch.name === "login" ? { ...endpoint, sinceMs: nowMs - 20 * MINUTE } : endpoint;
  });
}

const SKETCHES: readonly Sketch[] = [
  { name: "back-end", state: "failing", target: "https://api.example.org/health", lastDurationMs: 104, tags: ["production", "api"] },
  { name: "front-end", target: "https://www.example.org", lastDurationMs: 87, tags: ["production"] },
  { name: "login", target: "https://id.example.org", lastDurationMs: 142, tags: ["production"] },
  {
    name: "database",
    kind: "TCP",
    target: "tcp://db.internal:5432",
    lastDurationMs: 3.2,
    certificateExpiresAtMs: null,
    group: "core/storage",
  },
  {
    name: "cache",
    kind: "TCP",
    target: "tcp://cache.internal:6379",
    lastDurationMs: 1.4,
    certificateExpiresAtMs: null,
    group: "core/storage",
  },
  { name: "gateway", group: "network", kind: "ICMP", target: "icmp://192.0.2.1", lastDurationMs: 1.1, certificateExpiresAtMs: null },
  {
    name: "resolver",
    group: "network",
    kind: "DNS",
    target: "192.0.2.53 A example.org",
    lastDurationMs: 9.4,
    certificateExpiresAtMs: null,
  },
  { name: "mail", group: "network", kind: "STARTTLS", state: "degraded", target: "starttls://mail.example.org:587", lastDurationMs: 612 },
  { name: "docs", group: "public", target: "https://docs.example.org", lastDurationMs: 64, tags: ["static"] },
  { name: "staging", group: "public", state: "paused", target: "https://staging.example.org" },
  { name: "status api", group: "public", kind: "WEBSOCKET", target: "wss://live.example.org", lastDurationMs: 38 },
];

/** Names that a configuration may hold and a window must only ever show as text. */
export const HOSTILE: readonly Sketch[] = [
  { name: "x".repeat(10_000), group: "hostile names", target: "https://long.example.org" },
  { name: "خدمة الدفع ‮ evil", group: "hostile names", target: "https://rtl.example.org" },
  { name: "<img src=x onerror=alert(1)>", group: "hostile names", state: "failing", cause: "<script>alert(1)</script>" },
  { name: "=cmd|'/C calc'!A0", group: "hostile names", target: "https://formula.example.org" },
];

const REGIONS = ["eu-central", "us-east", "ap-northeast", "sa-east", "af-south", "eu-north"] as const;
const SERVICES = ["orders", "billing", "search", "media", "feed", "auth", "export", "mailer", "webhooks", "metrics"] as const;
const KINDS: readonly EndpointKind[] = ["HTTP", "HTTP", "HTTP", "TCP", "DNS", "TLS", "GRPC"];

function generated(index: number, count: number, random: () => number): Sketch {
  const region = REGIONS[index % (count > 100 ? REGIONS.length : 3)] ?? "eu-central";
  const service = SERVICES[Math.floor(index / REGIONS.length) % SERVICES.length] ?? "orders";
  const chance = random();
  const state: EndpointState =
    count <= 100 ? "healthy" : chance < 0.004 ? "failing" : chance < 0.012 ? "degraded" : chance < 0.02 ? "paused" : "healthy";
  return {
    key: `${region}_${service}-${index}`,
    name: `${service}-${index + 1}`,
    group: count > 100 ? `${region}/${service}` : region,
    kind: KINDS[index % KINDS.length] ?? "HTTP",
    target: `https://${service}-${index + 1}.${region}.example.org/health`,
    state,
    tags: [service],
    ...(state === "degraded" ? { lastDurationMs: 420 + Math.floor(random() * 400) } : {}),
    intervalMs: random() < 0.5 ? 30_000 : HOUR / 60,
  };
}
