// The whole configuration file: the top-level keys and the blocks that are only found there.

import { DAY, HOUR, MINUTE } from "../units.ts";
import { clientBlock } from "./client.ts";
import { endpointBlock, externalEndpointBlock, suiteBlock } from "./endpoint.ts";
import { maintenanceBlock, quietHoursBlock } from "./maintenance.ts";
import {
  block,
  choice,
  duration,
  field,
  flag,
  free,
  integer,
  lenientChoice,
  list,
  longDuration,
  openBlock,
  record,
  text,
  timestamp,
} from "./schema.ts";

/**
 * Checks at once when the file doesn't say. Gatus takes 3, so three hosts that time out delay everybody else's checks;
 * here a slot costs next to nothing.
 */
export const DEFAULT_CONCURRENCY = 64;

const alertingBlock = openBlock(
  "the alerting block",
  {
    "incident-window": field(longDuration, "Endpoints that fail together within it are told as one incident", {
      default: 0,
      origin: "sentray",
      example: "30s",
    }),
  },
  free,
);

const storageBlock = block("the storage block", {
  type: field(lenientChoice(["memory", "sqlite", "postgres"], "memory"), "Gatus' kind of storage; Sentray always uses its own SQLite file"),
  path: field(text, "Gatus' file or connection; not used by Sentray", { secret: true }),
  caching: field(flag, "Gatus' write cache; not used by Sentray", { default: false }),
  "maximum-number-of-results": field(integer, "How many results the compatible API tells", { default: 100 }),
  "maximum-number-of-events": field(integer, "How many events the compatible API tells", { default: 50 }),
  retention: field(longDuration, "How long single results are kept; 0s = for ever", { default: 90 * DAY, origin: "sentray" }),
  "removed-endpoint-retention": field(longDuration, "How long the history of a removed endpoint is kept", {
    default: 30 * DAY,
    origin: "sentray",
  }),
});

const webBlock = block("the web block", {
  address: field(text, "Where the web server listens", { default: "0.0.0.0" }),
  port: field(integer, "Its port; 0 counts as unset", { default: 8080 }),
  "read-buffer-size": field(integer, "Its read buffer in bytes", { default: 8192 }),
  tls: field(
    block("the web server's certificate", {
      "certificate-file": field(text, "The certificate, PEM", { required: true }),
      "private-key-file": field(text, "Its private key, PEM", { required: true }),
    }),
    "Serve https",
  ),
});

const uiBlock = block("the ui block", {
  title: field(text, "The page's title"),
  description: field(text, "The page's description"),
  "dashboard-heading": field(text, "The dashboard's heading"),
  "dashboard-subheading": field(text, "The line below it"),
  header: field(text, "The page's header"),
  logo: field(text, "The logo's address"),
  link: field(text, "Where the logo leads"),
  favicon: field(
    block("the page's icons", {
      default: field(text, "The .ico"),
      size16x16: field(text, "The small one"),
      size32x32: field(text, "The larger one"),
    }),
    "The page's icons",
  ),
  buttons: field(
    list(
      block("a button", { name: field(text, "What it says", { required: true }), link: field(text, "Where it leads", { required: true }) }),
    ),
    "Buttons in the header",
  ),
  "custom-css": field(text, "Styles to add"),
  "dark-mode": field(flag, "Whether the page starts dark", { default: true }),
  "default-sort-by": field(choice(["name", "group", "health"]), "The first order of the dashboard", { default: "name" }),
  "default-filter-by": field(choice(["none", "failing", "unstable"]), "The first filter of the dashboard", { default: "none" }),
  "login-subtitle": field(text, "A line on the login page"),
});

const securityBlock = block("the security block", {
  basic: field(
    block("a basic login", {
      username: field(text, "The user", { required: true }),
      "password-bcrypt-base64": field(text, "The password's bcrypt hash, in base64", { required: true, secret: true }),
    }),
    "Ask for a user and a password",
  ),
  oidc: field(
    block("an OpenID Connect login", {
      "issuer-url": field(text, "The issuer", { required: true }),
      "redirect-url": field(text, "Ends in /authorization-code/callback", { required: true }),
      "client-id": field(text, "The client's id", { required: true }),
      "client-secret": field(text, "The client's secret", { required: true, secret: true }),
      scopes: field(list(text), "The scopes to ask for", { required: true }),
      "allowed-subjects": field(list(text), "Who may log in; empty = everybody"),
      "session-ttl": field(duration, "How long a login lasts", { default: 8 * HOUR }),
    }),
    "Log in by OpenID Connect",
  ),
});

const remoteBlock = block("the remote block", {
  instances: field(
    list(
      block("a remote instance", {
        "endpoint-prefix": field(text, "What to put before its endpoints' names", { default: "" }),
        url: field(text, "Where its statuses are", { required: true }),
      }),
    ),
    "Other monitors whose statuses are shown",
  ),
  client: field(clientBlock, "How to reach them"),
});

const connectivityBlock = block("the connectivity block", {
  checker: field(
    block("a connectivity checker", {
      target: field(text, "host:port that accepts TCP connections when the network is there", { example: "1.1.1.1:53" }),
      targets: field(list(text), "More of them; one that answers is enough", { origin: "sentray", example: '["9.9.9.9:53"]' }),
      interval: field(duration, "How long an answer counts; at least 5s", { default: MINUTE }),
      "captive-portal": field(
        block("a captive portal check", {
          url: field(text, "An http address whose answer is known", { required: true, origin: "sentray" }),
          "expected-status": field(integer, "The status it answers when no portal is in the way", { default: 204, origin: "sentray" }),
        }),
        "How to notice a captive portal",
        { origin: "sentray" },
      ),
    }),
    "How to tell that this machine is offline",
  ),
});

const tunnelBlock = block("a tunnel", {
  type: field(text, "`SSH`", { required: true, example: "SSH" }),
  host: field(text, "The SSH server", { required: true }),
  port: field(integer, "Its port", { default: 22 }),
  username: field(text, "The user", { required: true }),
  password: field(text, "The password; not used when there is a key", { secret: true }),
  "private-key": field(text, "The private key, as text", { secret: true }),
});

const announcementBlock = block("an announcement", {
  timestamp: field(timestamp, "When it was made", { required: true, example: "2026-11-07T14:00:00Z" }),
  type: field(choice(["outage", "warning", "information", "operational", "none"]), "What kind it is", { default: "none" }),
  message: field(text, "The text, in Markdown", { required: true }),
  archived: field(flag, "Shown among past ones", { default: false }),
});

/** The whole file. */
export const rootBlock = block("the configuration", {
  endpoints: field(list(endpointBlock), "What is watched"),
  alerting: field(alertingBlock, "The channels that alerts go through, one key each"),
  maintenance: field(maintenanceBlock, "When failing is expected, for everything"),
  "maintenance-windows": field(list(maintenanceBlock), "More of such times", { origin: "sentray" }),
  "quiet-hours": field(quietHoursBlock, "When notifications are held back", { origin: "sentray" }),
  concurrency: field(integer, "Checks at once; 0 and below count as unset", { default: DEFAULT_CONCURRENCY }),
  connectivity: field(connectivityBlock, "Don't check while this machine is offline"),
  storage: field(storageBlock, "How long history is kept"),
  tunneling: field(record("Name of the tunnel", tunnelBlock), "SSH tunnels that checks can go through"),
  "external-endpoints": field(list(externalEndpointBlock), "What reports by itself"),
  suites: field(list(suiteBlock), "Checks that build on each other"),
  announcements: field(list(announcementBlock), "News for the status page"),
  web: field(webBlock, "The web server"),
  ui: field(uiBlock, "The web page"),
  security: field(securityBlock, "Who may see the web page"),
  metrics: field(flag, "Serve /metrics for Prometheus", { default: false }),
  remote: field(remoteBlock, "Show the statuses of other monitors"),
  debug: field(flag, "Deprecated and without effect", { default: false }),
  "skip-invalid-config-update": field(flag, "Without effect: an invalid file never stops Sentray", { default: false }),
  "disable-monitoring-lock": field(flag, "Deprecated: no limit on checks at once; overrides concurrency", { default: false }),
});
