// Endpoints: what is watched, and how. Suites use the same block with two more keys.

import { MINUTE, SECOND } from "../units.ts";
import { alertBlock } from "./alert.ts";
import { clientBlock } from "./client.ts";
import { maintenanceBlock } from "./maintenance.ts";
import { block, duration, field, flag, integer, list, longDuration, record, text } from "./schema.ts";

export const DEFAULT_RESPONSE_TIME_THRESHOLDS_MS = [50, 200, 300, 500, 750] as const;

const dnsBlock = block("a DNS query", {
  "query-type": field(text, "The record type, in capitals", { required: true, example: "AAAA" }),
  "query-name": field(text, "The name to ask for", { required: true, example: "example.org" }),
});

const sshBlock = block("an SSH login", {
  username: field(text, "The user"),
  password: field(text, "The password", { secret: true }),
  "private-key": field(text, "The private key, as text", { secret: true }),
});

const endpointUiBlock = block("an endpoint's display options", {
  "hide-conditions": field(flag, "Keep conditions out of results", { default: false }),
  "hide-hostname": field(flag, "Keep the host out of results and errors", { default: false }),
  "hide-url": field(flag, "Keep the URL out of errors", { default: false }),
  "hide-port": field(flag, "Keep the port out of errors", { default: false }),
  "hide-errors": field(flag, "Keep errors out of results", { default: false }),
  "dont-resolve-failed-conditions": field(flag, "Show failed conditions as written, without the values seen", { default: false }),
  "resolve-successful-conditions": field(flag, "Show the values seen for conditions that held, too", { default: false }),
  badge: field(
    block("a badge's settings", {
      "response-time": field(
        block("the response time badge", {
          thresholds: field(list(integer), "Five ascending limits in milliseconds (default [50, 200, 300, 500, 750])"),
        }),
        "Colours of the response time",
      ),
    }),
    "How badges are drawn",
  ),
});

const linkBlock = block("a link", {
  name: field(text, "What the link says", { required: true, origin: "sentray" }),
  url: field(text, "An http or https address", { required: true, origin: "sentray" }),
});

const endpointFields = {
  enabled: field(flag, "Whether it is watched", { default: true }),
  name: field(text, "What people call it; unique within the group", { required: true, example: "front-end" }),
  group: field(text, "What it belongs to", { default: "", example: "core" }),
  url: field(text, "What to check; the scheme decides the protocol", { required: true, example: "https://example.org/health" }),
  method: field(text, "HTTP method", { default: "GET" }),
  body: field(text, "What to send", { default: "" }),
  graphql: field(flag, "Wrap the body as a GraphQL query", { default: false }),
  headers: field(record("Header name", text), "HTTP and WebSocket request headers"),
  "extra-labels": field(record("Label name", text), "Labels for the metrics"),
  interval: field(duration, "How often to check; 0s counts as unset", { default: MINUTE }),
  conditions: field(list(text), "What must hold, at least one", { required: true, example: '["[STATUS] == 200"]' }),
  alerts: field(list(alertBlock), "Who is told when it fails; without the key: a desktop notification"),
  "maintenance-windows": field(list(maintenanceBlock), "When failing is expected"),
  dns: field(dnsBlock, "Makes it a DNS check; url is then the name server"),
  ssh: field(sshBlock, "Log in over SSH; without it only the banner is read"),
  client: field(clientBlock, "How to reach it"),
  ui: field(endpointUiBlock, "What is shown of it"),

  retries: field(integer, "Repeat a failing check up to so many times before it counts", { default: 0, origin: "sentray" }),
  "retry-interval": field(longDuration, "The pause before each repetition", { default: 5 * SECOND, origin: "sentray" }),
  "failing-interval": field(longDuration, "Check at this interval while it fails", { origin: "sentray", example: "10s" }),
  "degraded-conditions": field(list(text), "When one of these fails the endpoint is degraded, not failing", {
    origin: "sentray",
    example: '["[RESPONSE_TIME] < 500"]',
  }),
  "depends-on": field(list(text), "Keys (or group/name) of endpoints without which it cannot work", {
    origin: "sentray",
    example: "[core_gateway]",
  }),
  tags: field(list(text), "Words to filter by", { origin: "sentray" }),
  notes: field(text, "For people: what to know when it fails", { default: "", origin: "sentray" }),
  links: field(list(linkBlock), "For people: runbooks, dashboards", { origin: "sentray" }),
  schedule: field(text, "A cron expression instead of interval", { origin: "sentray", example: '"*/5 8-18 * * 1-5"' }),
} as const;

/** One entry of `endpoints`. */
export const endpointBlock = block("an endpoint", endpointFields);

/** One entry of a suite's `endpoints`. */
export const suiteEndpointBlock = block("a suite's endpoint", {
  ...endpointFields,
  "always-run": field(flag, "Run it even after an earlier one failed", { default: false }),
  store: field(record("Path in the suite's context", text), "What to keep of the answer for later ones", {
    example: '{token: "[BODY].token"}',
  }),
});

/** One entry of `external-endpoints`. */
export const externalEndpointBlock = block("an external endpoint", {
  enabled: field(flag, "Whether its heartbeat is watched", { default: true }),
  name: field(text, "What people call it; unique within the group", { required: true }),
  group: field(text, "What it belongs to", { default: "" }),
  token: field(text, "The bearer token that its pushes carry", { required: true, secret: true }),
  alerts: field(list(alertBlock), "Who is told when it fails; without the key: a desktop notification"),
  "maintenance-windows": field(list(maintenanceBlock), "When failing is expected"),
  heartbeat: field(
    block("a heartbeat", { interval: field(duration, "The longest silence between two pushes; at least 10s (default: off)") }),
    "Fail when nothing is heard",
  ),
});

/** One entry of `suites`. */
export const suiteBlock = block("a suite", {
  name: field(text, "What people call it", { required: true }),
  group: field(text, "What it belongs to", { default: "" }),
  enabled: field(flag, "Whether it runs", { default: true }),
  interval: field(duration, "How often it runs; 0s counts as unset", { default: 10 * MINUTE }),
  timeout: field(duration, "How long one run may take; 0s counts as unset", { default: 5 * MINUTE }),
  context: field(record("Name", { type: "free" }), "Values that every run starts with"),
  endpoints: field(list(suiteEndpointBlock), "What is done, in this order", { required: true }),
});
