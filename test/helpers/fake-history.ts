// The past of an endpoint of the fake world: results, series, outages, events, figures.

import type { EndpointEvent, OutageSpan, Series, SeriesPoint, UptimeSummary } from "../../shared/model/history.ts";
import type { CheckResult, ResultExtras } from "../../shared/model/result.ts";
import type { EndpointDetail, EndpointSummary } from "../../shared/model/status.ts";
import { DAY, HOUR, MINUTE } from "../../shared/units.ts";
import { seededRandom } from "./fake-world.ts";

/** One stored check. Failing ones carry a failed condition and, every third time, an error. */
export function fakeResult(
  endpoint: EndpointSummary,
  timestampMs: number,
  outcome: CheckResult["outcome"],
  durationMs: number,
): CheckResult {
  const isFailing = outcome === "failing";
  const isHttp = endpoint.kind === "HTTP";
  return {
    key: endpoint.key,
    timestampMs,
    durationMs,
    outcome,
    connected: true,
    status: isHttp ? (isFailing ? 503 : 200) : 0,
    hostname: "api.example.org",
    ip: "192.0.2.10",
    dnsRcode: endpoint.kind === "DNS" ? "NOERROR" : "",
    certificateExpiresInMs: 61 * DAY,
    domainExpiresInMs: null,
    phases: {
      dnsMs: durationMs * 0.02,
      connectMs: durationMs * 0.12,
      tlsMs: durationMs * 0.25,
      firstByteMs: durationMs * 0.58,
      transferMs: durationMs * 0.03,
    },
    conditions: [
      { condition: "[STATUS] == 200", success: !isFailing, display: isFailing ? "[STATUS] (503) == 200" : "[STATUS] == 200" },
      {
        condition: "[BODY].status == UP",
        success: !isFailing,
        display: isFailing ? "[BODY].status (INVALID) == UP" : "[BODY].status == UP",
      },
      { condition: "[CERTIFICATE_EXPIRATION] > 48h", success: true, display: "[CERTIFICATE_EXPIRATION] > 48h" },
    ],
    degradedConditions: [
      {
        condition: "[RESPONSE_TIME] < 300",
        success: outcome !== "degraded",
        display: outcome === "degraded" ? `[RESPONSE_TIME] (${Math.round(durationMs)}) < 300` : "[RESPONSE_TIME] < 300",
      },
    ],
    errors: isFailing && timestampMs % 3 === 0 ? ["upstream closed the connection"] : [],
    attempts: isFailing ? [{ atEpochMs: timestampMs - 5_000, success: false, durationMs: 98, errors: ["status 503"] }] : [],
    inMaintenance: false,
  };
}

const OUTCOMES = { h: "healthy", d: "degraded", f: "failing" } as const;

/** The checks behind the bars, newest first; what was not observed has none. */
export function fakeResults(endpoint: EndpointSummary): readonly CheckResult[] {
  return endpoint.barTimestampsMs
    .flatMap((timestampMs, index) => {
      const character = endpoint.barOutcomes.charAt(index);
      if (character !== "h" && character !== "d" && character !== "f") return [];
      return [fakeResult(endpoint, timestampMs, OUTCOMES[character], endpoint.barDurationsMs[index] ?? 0)];
    })
    .reverse();
}

/** A day's wave, some noise, and the present trouble at the end. */
export function fakeSeries(endpoint: EndpointSummary, fromMs: number, toMs: number, maxPoints: number, nowMs: number): Series {
  const bucketMs = Math.max(MINUTE, Math.ceil((toMs - fromMs) / maxPoints / MINUTE) * MINUTE);
  const usualMs = endpoint.lastDurationMs ?? 60;
  const asleep = { fromMs: Math.floor(nowMs / DAY) * DAY - 50 * MINUTE, toMs: Math.floor(nowMs / DAY) * DAY + 85 * MINUTE };
  const points: SeriesPoint[] = [];
  for (let at = Math.floor(fromMs / bucketMs) * bucketMs; at < toMs; at += bucketMs) {
    if (at >= asleep.fromMs && at < asleep.toMs) continue;
    const random = seededRandom(Math.floor(at / bucketMs) + 17);
    random();
    const sinceTroubleMs = at - (nowMs - 2 * HOUR);
    const isTroubled = endpoint.state === "failing" && sinceTroubleMs > 0 && sinceTroubleMs < 50 * MINUTE;
    const isFailing = endpoint.state === "failing" && at > nowMs - Math.max(4 * MINUTE, bucketMs);
    const p50Ms = usualMs * (0.75 + 0.18 * Math.sin(at / (2.4 * HOUR)) + random() * 0.14) + (isTroubled ? usualMs * 1.2 : 0);
    const p95Ms = p50Ms * 1.3 + random() * usualMs * 0.28;
    const count = Math.max(1, Math.round(bucketMs / endpoint.intervalMs));
    points.push({
      fromMs: at,
      toMs: at + bucketMs,
      count,
      failures: isFailing ? count : random() < 0.004 ? 1 : 0,
      degraded: 0,
      minMs: p50Ms * 0.7,
      maxMs: p95Ms * 1.2,
      meanMs: p50Ms * 1.05,
      p50Ms,
      p95Ms,
      p99Ms: p95Ms * 1.1,
    });
  }
  const maintenance = [{ fromMs: nowMs - 15 * HOUR, toMs: nowMs - 14 * HOUR }].filter((span) => span.fromMs >= fromMs && span.toMs <= toMs);
  const notObserved = [{ key: null, ...asleep, reason: "asleep" as const }].filter((span) => span.toMs >= fromMs && span.fromMs <= toMs);
  return { key: endpoint.key, fromMs, toMs, bucketMs, points, notObserved, maintenance };
}

export function fakeOutages(endpoints: readonly EndpointSummary[], nowMs: number): readonly OutageSpan[] {
  const outage = (endpoint: EndpointSummary | undefined, agoMs: number, lengthMs: number | null, cause: string): OutageSpan[] =>
    endpoint === undefined
      ? []
      : [
          {
            key: endpoint.key,
            startMs: nowMs - agoMs,
            endMs: lengthMs === null ? null : nowMs - agoMs + lengthMs,
            outcome: "failing",
            cause,
          },
        ];
  const named = (name: string): EndpointSummary | undefined => endpoints.find((endpoint) => endpoint.name === name);
  const current = endpoints.filter((endpoint) => endpoint.state === "failing");
  return [
    ...current.flatMap((endpoint, index) => outage(endpoint, 4 * MINUTE + 12_000 - index * 9_000, null, endpoint.cause)),
    ...outage(named("login"), 45 * MINUTE, 25 * MINUTE, "connection refused"),
    ...outage(named("gateway"), 3 * DAY, 6 * MINUTE, "no answer within 10 s"),
    ...outage(named("resolver"), 3 * DAY - 20_000, 5 * MINUTE, "no answer within 10 s"),
    ...outage(named("front-end"), 3 * DAY - 45_000, 7 * MINUTE, "getaddrinfo: try again"),
    ...outage(named("back-end"), 9 * DAY, 25 * MINUTE, "[BODY].status (DOWN) == UP"),
    ...outage(named("docs"), 21 * DAY, 90_000, "[STATUS] (502) == 200"),
  ];
}

export function fakeEvents(endpoints: readonly EndpointSummary[], nowMs: number): readonly EndpointEvent[] {
  let id = 0;
  const events: EndpointEvent[] = [];
  const add = (key: string, kind: EndpointEvent["kind"], agoMs: number, text: string): void => {
    id += 1;
    events.push({ id, key, kind, atEpochMs: nowMs - agoMs, text });
  };
  for (const outage of fakeOutages(endpoints, nowMs)) {
    const startedAgoMs = nowMs - outage.startMs;
    add(outage.key, "failing", startedAgoMs, outage.cause);
    add(outage.key, "alert-triggered", startedAgoMs - 60_000, "slack: #ops");
    add(outage.key, "alert-triggered", startedAgoMs - 61_000, "desktop");
    if (outage.endMs !== null) {
      add(outage.key, "alert-resolved", nowMs - outage.endMs - 2_000, "slack: #ops");
      add(outage.key, "healthy", nowMs - outage.endMs, "");
    }
  }
  const backEnd = endpoints.find((endpoint) => endpoint.name === "back-end");
  if (backEnd !== undefined) {
    add(backEnd.key, "note", 115 * MINUTE, "deploy of 4.2.0");
    add(backEnd.key, "note", 9 * DAY - 3 * MINUTE, "Rolled back the migration.");
    add(backEnd.key, "started", 29 * DAY, "");
  }
  return events.toSorted((a, b) => b.atEpochMs - a.atEpochMs);
}

export function fakeUptime(endpoint: EndpointSummary, fromMs: number, toMs: number): UptimeSummary {
  const lengthMs = toMs - fromMs;
  const notObservedMs = Math.min(lengthMs, 135 * MINUTE);
  const isUnknown = endpoint.state === "unknown" || endpoint.state === "disabled";
  const observedMs = isUnknown ? 0 : lengthMs - notObservedMs;
  const downMs = observedMs * (1 - (endpoint.uptime30d ?? 1));
  const usualMs = endpoint.lastDurationMs ?? null;
  const scaled = (factor: number): number | null => (usualMs === null ? null : usualMs * factor);
  // Older ranges were a little slower: there is something to compare with.
  const drift = 1 + ((toMs / DAY) % 7) * 0.01;
  return {
    key: endpoint.key,
    fromMs,
    toMs,
    uptimeRatio: isUnknown ? null : (endpoint.uptime30d ?? null),
    observedMs,
    downMs,
    degradedMs: 0,
    maintenanceMs: 0,
    notObservedMs: isUnknown ? lengthMs : notObservedMs,
    checks: Math.round(observedMs / endpoint.intervalMs),
    failures: Math.round(downMs / endpoint.intervalMs),
    minMs: scaled(0.5),
    maxMs: scaled(3),
    meanMs: scaled(1),
    p50Ms: scaled(0.8 * drift),
    p95Ms: scaled(1.4 * drift),
    p99Ms: scaled(2),
  };
}

function fakeExtras(endpoint: EndpointSummary, nowMs: number, body: string): ResultExtras {
  const certificate = (subject: string, issuer: string, days: number, serialNumber: string) => ({
    subject,
    issuer,
    names: [subject, `www.${subject}`],
    notBeforeEpochMs: nowMs - 29 * DAY,
    notAfterEpochMs: nowMs + days * DAY,
    serialNumber,
    fingerprint256: Array.from({ length: 32 }, (_, index) => ((index * 37 + days) % 256).toString(16).padStart(2, "0").toUpperCase()).join(
      ":",
    ),
  });
  const hasTls = endpoint.certificateExpiresAtMs !== null;
  return {
    tls: hasTls
      ? {
          protocol: "TLSv1.3",
          cipher: "TLS_AES_128_GCM_SHA256",
          chain: [certificate("api.example.org", "Example CA R3", 61, "03A1"), certificate("Example CA R3", "Example Root X1", 660, "0B")],
          trusted: true,
          untrustedReason: "",
        }
      : null,
    httpVersion: endpoint.kind === "HTTP" ? "1.1" : "",
    headers: [
      ["content-type", "application/json"],
      ["cache-control", "no-store"],
    ],
    hops: [],
    reusedConnection: false,
    bodyText: body,
    bodyTruncated: false,
  };
}

export function fakeDetail(endpoint: EndpointSummary, nowMs: number): EndpointDetail {
  const [latest = null] = fakeResults(endpoint);
  const failure = fakeResults(endpoint).find((result) => result.outcome === "failing");
  const isFailing = endpoint.state === "failing";
  const alert = (provider: string, sentAgoMs: number) => ({
    key: endpoint.key,
    alertId: `${endpoint.key}:${provider}`,
    provider,
    enabled: true,
    state: isFailing ? ("triggered" as const) : ("idle" as const),
    progress: { count: isFailing ? 1 : 0, threshold: 3 },
    triggeredAtMs: isFailing ? nowMs - sentAgoMs : null,
    acknowledgedAtMs: null,
    delivery: isFailing ? { state: "delivered" as const, atEpochMs: nowMs - sentAgoMs, message: "" } : null,
  });
  return {
    summary: endpoint,
    method: "GET",
    conditions: ["[STATUS] == 200", "[BODY].status == UP", "[CERTIFICATE_EXPIRATION] > 48h"],
    degradedConditions: ["[RESPONSE_TIME] < 300"],
    notes: isFailing ? "Restart the api container first; it loses its database pool after a failover." : "",
    links: isFailing ? [{ name: "Runbook", url: "https://wiki.example.org/api" }] : [],
    dependsOn: [],
    position: { file: "/home/sam/.config/sentray/config.yaml", line: 12, column: 5 },
    latest,
    latestExtras: latest === null ? null : fakeExtras(endpoint, nowMs, '{"status":"UP"}'),
    latestFailure:
      failure === undefined
        ? null
        : { result: failure, extras: fakeExtras(endpoint, nowMs, '{"status":"DOWN","reason":"<b>no</b> database"}') },
    alerts: [alert("slack", 3 * MINUTE), alert("desktop", 3 * MINUTE)],
    domainExpiresAtMs: null,
  };
}
