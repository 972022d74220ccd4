// Monitors of Uptime Kuma, from its backup or its database, to entries; and why some have no counterpart. Pure.

import type { PlainValue } from "../../../shared/model/alert.ts";
import type { ImportRefusal } from "../../../shared/model/settings-import.ts";
import type { PlainMapping } from "../../../shared/model/settings.ts";
import type { FoundEntry } from "./found.ts";
import { isMapping } from "../edit/written-value.ts";
import { escapeMapping } from "./found.ts";
import { jsonConditions, keywordConditions, statusConditions } from "./kuma-conditions.ts";
import { flagIn, listIn, numberIn, recordIn, textIn } from "./loose.ts";
import type { Loose } from "./loose.ts";

/** One monitor with what belongs to it. */
export interface KumaMonitor {
  readonly id: number;
  /** As stored; members are called as in the database or as in the backup. */
  readonly record: Loose;
  /** `name`, or `name:value`. */
  readonly tags: readonly string[];
  /** Types of the alert channels that it notifies and that came over. */
  readonly alertTypes: readonly string[];
}

export interface KumaMonitors {
  readonly entries: readonly FoundEntry[];
  readonly refusals: readonly ImportRefusal[];
}

/** In the order given; groups become the `group` of what is in them. */
export function convertMonitors(monitors: readonly KumaMonitor[]): KumaMonitors {
  const groups = new Map(
    monitors.filter(({ record }) => textIn(record, "type") === "group").map((monitor) => [monitor.id, monitor.record]),
  );
  const entries: FoundEntry[] = [];
  const refusals: ImportRefusal[] = [];
  for (const monitor of monitors) {
    const type = textIn(monitor.record, "type");
    if (type === "group") continue;
    const converted = convertOne(monitor, type, groupName(monitor.record, groups));
    if ("why" in converted) refusals.push({ what: textIn(monitor.record, "name") || `monitor ${monitor.id}`, why: converted.why });
    else entries.push(converted);
  }
  return { entries, refusals };
}

/** Nested groups are joined; a group that contains itself ends there. */
function groupName(record: Loose, groups: ReadonlyMap<number, Loose>): string {
  const names: string[] = [];
  const seen = new Set<number>();
  for (let parent = numberIn(record, "parent"); parent !== null && !seen.has(parent); ) {
    seen.add(parent);
    const group = groups.get(parent);
    if (group === undefined) break;
    names.unshift(textIn(group, "name"));
    parent = numberIn(group, "parent");
  }
  return names.filter((name) => name !== "").join(" / ");
}

/** What a type of monitor needs besides what all have. */
interface Specific {
  readonly value: PlainMapping;
  readonly conditions: readonly string[];
  readonly notes: readonly string[];
  readonly isIncomplete?: boolean;
}

type Converter = (record: Loose) => Specific | { readonly why: string };

function convertOne(monitor: KumaMonitor, type: string, group: string): FoundEntry | { readonly why: string } {
  const { record } = monitor;
  if (type === "push") return convertPush(monitor, group);
  const converter = Object.hasOwn(CONVERTERS, type) ? CONVERTERS[type] : undefined;
  if (converter === undefined) return { why: `There is no monitor of the type ${JSON.stringify(type.slice(0, 60))} in Sentray.` };
  const specific = converter(record);
  if ("why" in specific) return specific;
  const turned = upsideDown(record, specific);
  const client = clientOf(record, specific.value["client"]);
  const value: Record<string, PlainValue> = {
    ...common(monitor, group),
    ...specific.value,
    ...timing(record),
    ...(Object.keys(client).length === 0 ? {} : { client }),
    conditions: turned.conditions,
    ...degraded(record, specific.value),
    ...alerts(monitor),
  };
  if (specific.isIncomplete === true) value["enabled"] = false;
  const proxy = numberIn(record, "proxy_id", "proxyId") === null ? [] : ["Its proxy did not come over; set client.proxy-url."];
  return {
    list: "endpoints",
    value: escapeMapping(value),
    notes: [...specific.notes, ...turned.notes, ...proxy],
    isIncomplete: specific.isIncomplete === true,
  };
}

function common({ record, id, tags }: KumaMonitor, group: string): PlainMapping {
  const description = textIn(record, "description").trim();
  const isActive = record["active"] === undefined || flagIn(record, "active");
  return {
    name: textIn(record, "name").trim() || `monitor ${id}`,
    ...(group === "" ? {} : { group }),
    ...(isActive ? {} : { enabled: false }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(description === "" ? {} : { notes: description }),
  };
}

function timing(record: Loose): PlainMapping {
  const retries = Math.min(100, Math.max(0, Math.trunc(numberIn(record, "maxretries") ?? 0)));
  const pause = seconds(numberIn(record, "retry_interval", "retryInterval"));
  return {
    interval: seconds(numberIn(record, "interval")) ?? "60s",
    ...(retries === 0 ? {} : { retries, ...(pause === null ? {} : { "retry-interval": pause }) }),
  };
}

function seconds(value: number | null): string | null {
  return value === null || value <= 0 || value > 31_536_000 ? null : `${Math.max(1, Math.round(value))}s`;
}

function clientOf(record: Loose, own: PlainValue | undefined): PlainMapping {
  const timeout = seconds(numberIn(record, "timeout"));
  return {
    ...(timeout === null ? {} : { timeout }),
    ...(flagIn(record, "ignore_tls", "ignoreTls") ? { insecure: true } : {}),
    ...(isMapping(own) ? own : {}),
  };
}

function degraded(record: Loose, value: PlainMapping): PlainMapping {
  const { url } = value;
  const isHttps = typeof url === "string" && url.startsWith("https:");
  return isHttps && flagIn(record, "expiry_notification", "expiryNotification")
    ? { "degraded-conditions": ["[CERTIFICATE_EXPIRATION] > 336h"] }
    : {};
}

function alerts({ alertTypes }: KumaMonitor): PlainMapping {
  return alertTypes.length === 0
    ? {}
    : { alerts: alertTypes.map((type) => ({ type, "failure-threshold": 1, "success-threshold": 1, "send-on-resolved": true })) };
}

/** *Upside down*: it is well when nothing answers. */
function upsideDown(
  record: Loose,
  { conditions }: Specific,
): { readonly conditions: readonly string[]; readonly notes: readonly string[] } {
  if (!flagIn(record, "upside_down", "upsideDown")) return { conditions, notes: [] };
  if (conditions.length === 1 && conditions[0] === "[CONNECTED] == true") return { conditions: ["[CONNECTED] == false"], notes: [] };
  return {
    conditions: ["[CONNECTED] == false"],
    notes: ["It was upside down: it now counts as well while nothing can be reached, whatever an answer says."],
  };
}

function convertPush(monitor: KumaMonitor, group: string): FoundEntry | { readonly why: string } {
  const token = textIn(monitor.record, "push_token", "pushToken");
  if (token === "") return { why: "It is a push monitor without a token." };
  const interval = seconds(numberIn(monitor.record, "interval")) ?? "60s";
  const { tags: _tags, notes: _notes, ...value } = common(monitor, group);
  return {
    list: "external-endpoints",
    value: escapeMapping({ ...value, token, heartbeat: { interval: interval === "1s" ? "10s" : interval }, ...alerts(monitor) }),
    notes: ["Whoever pushes must use the new address: POST /api/v1/endpoints/<key>/external with the token as bearer."],
    isIncomplete: false,
  };
}

const CONNECTED = ["[CONNECTED] == true"];

function http(record: Loose): Specific | { readonly why: string } {
  const url = textIn(record, "url").trim();
  if (!/^https?:\/\/[^/\s]/.test(url)) return { why: "Its address is no http or https URL." };
  const status = statusConditions(listIn(record, "accepted_statuscodes_json", "accepted_statuscodes"));
  const method = textIn(record, "method").toUpperCase();
  const body = textIn(record, "body");
  const auth = authentication(record);
  const headers: Record<string, PlainValue> = {};
  for (const [name, value] of Object.entries(recordIn(record, "headers"))) {
    if (typeof value === "string" || typeof value === "number") headers[name] = String(value);
  }
  Object.assign(headers, auth.headers);
  const redirects = numberIn(record, "maxredirects");
  const client: PlainMapping = { ...(redirects === 0 ? { "ignore-redirect": true } : {}), ...auth.client };
  const value: PlainMapping = {
    url,
    ...(method === "" || method === "GET" ? {} : { method }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(body === "" ? {} : { body }),
    ...(Object.keys(client).length === 0 ? {} : { client }),
  };
  const encoding = textIn(record, "http_body_encoding", "httpBodyEncoding");
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  const types: Readonly<Record<string, string>> = {
    json: "application/json",
    form: "application/x-www-form-urlencoded",
    xml: "text/xml; charset=utf-8",
  };
  const type = body === "" || hasType ? undefined : types[encoding === "" ? "json" : encoding];
  return {
    value: type === undefined ? value : { ...value, headers: { ...headers, "Content-Type": type } },
    conditions: status.conditions,
    notes: [...status.notes, ...auth.notes],
  };
}

interface Authentication {
  readonly headers: PlainMapping;
  readonly client: PlainMapping;
  readonly notes: readonly string[];
}

function authentication(record: Loose): Authentication {
  const method = textIn(record, "auth_method", "authMethod");
  const user = textIn(record, "basic_auth_user", "basicAuthUser");
  const password = textIn(record, "basic_auth_pass", "basicAuthPass");
  if (method === "oauth2-cc") {
    const scopes = textIn(record, "oauth_scopes")
      .split(/\s+/)
      .filter((scope) => scope !== "");
    const oauth2 = {
      "token-url": textIn(record, "oauth_token_url"),
      "client-id": textIn(record, "oauth_client_id"),
      "client-secret": textIn(record, "oauth_client_secret"),
      scopes,
    };
    return { headers: {}, client: { oauth2 }, notes: [] };
  }
  if (method === "ntlm" || method === "mtls") return { headers: {}, client: {}, notes: [`Its ${method} login did not come over.`] };
  if (user === "" && password === "") return { headers: {}, client: {}, notes: [] };
  return { headers: { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` }, client: {}, notes: [] };
}

function withMore(
  record: Loose,
  more: { readonly conditions: readonly string[]; readonly notes: readonly string[] },
): ReturnType<Converter> {
  const base = http(record);
  return "why" in base ? base : { ...base, conditions: [...base.conditions, ...more.conditions], notes: [...base.notes, ...more.notes] };
}

function hostPort(scheme: string, usualPort: number | null, note?: string): Converter {
  return (record) => {
    const host = hostIn(record);
    const port = numberIn(record, "port") ?? usualPort;
    if (host === "" || port === null || port < 1 || port > 65_535) return { why: "It has no host or no port." };
    return { value: { url: `${scheme}://${host}:${port}` }, conditions: CONNECTED, notes: note === undefined ? [] : [note] };
  };
}

function hostIn(record: Loose): string {
  const host = textIn(record, "hostname").trim();
  if (/[\s/@?#]/.test(host)) return "";
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

/** A database's connection string names the host; its login has no counterpart and stays behind. */
function database(usualPort: number, product: string): Converter {
  return (record) => {
    const text = textIn(record, "database_connection_string", "databaseConnectionString");
    const url = /^[a-z][a-z\d+.-]*:\/\/(?:[^/?#]*@)?(\[[^\]]+\]|[^:/?#,\s]+)(?::(\d+))?/i.exec(text);
    const pairs = /(?:server|data source|host)\s*=\s*(?:tcp:)?([^;,\s]+)(?:,(\d+))?/i.exec(text);
    const match = url ?? pairs;
    const host = match?.[1] ?? "";
    if (host === "") return { why: `The host of ${product} could not be read from its connection string.` };
    return {
      value: { url: `tcp://${host}:${match?.[2] ?? usualPort}` },
      conditions: CONNECTED,
      notes: [`Only that ${product} accepts connections is checked; the login and the query have no counterpart.`],
    };
  };
}

function ping(record: Loose): ReturnType<Converter> {
  const host = hostIn(record);
  return host === "" ? { why: "It has no host." } : { value: { url: `icmp://${host}` }, conditions: CONNECTED, notes: [] };
}

function dns(record: Loose): ReturnType<Converter> {
  const name = textIn(record, "hostname").trim();
  const server = textIn(record, "dns_resolve_server").split(",")[0]?.trim() ?? "";
  const type = textIn(record, "dns_resolve_type").toUpperCase() || "A";
  if (name === "") return { why: "It asks for no name." };
  const port = numberIn(record, "port");
  const url = `${server === "" ? "1.1.1.1" : server}${port === null || port === 53 ? "" : `:${port}`}`;
  return { value: { url, dns: { "query-name": name, "query-type": type } }, conditions: ["[DNS_RCODE] == NOERROR"], notes: [] };
}

function grpc(record: Loose): ReturnType<Converter> {
  const url = textIn(record, "grpc_url", "grpcUrl").trim();
  if (!/^[^\s/]+:\d+$/.test(url)) return { why: "Its address is no host with a port." };
  const scheme = flagIn(record, "grpc_enable_tls", "grpcEnableTls") ? "grpcs" : "grpc";
  return {
    value: { url: `${scheme}://${url}` },
    conditions: CONNECTED,
    notes: ["It asks gRPC's standard health service now; the own method and the keyword have no counterpart."],
  };
}

function websocket(record: Loose): ReturnType<Converter> {
  const url = textIn(record, "url").trim();
  return /^wss?:\/\/[^/\s]/.test(url) ? { value: { url }, conditions: CONNECTED, notes: [] } : { why: "Its address is no ws or wss URL." };
}

function smtp(record: Loose): ReturnType<Converter> {
  const security = textIn(record, "smtp_security", "smtpSecurity");
  const scheme = security === "secure" ? "tls" : security === "nostarttls" ? "tcp" : "starttls";
  return hostPort(scheme, security === "secure" ? 465 : 25)(record);
}

const CONVERTERS: Readonly<Record<string, Converter>> = {
  http,
  keyword: (record) => withMore(record, keywordConditions(textIn(record, "keyword"), flagIn(record, "invert_keyword", "invertKeyword"))),
  "json-query": (record) =>
    withMore(
      record,
      jsonConditions(
        textIn(record, "json_path", "jsonPath"),
        textIn(record, "json_path_operator", "jsonPathOperator"),
        textIn(record, "expected_value", "expectedValue"),
      ),
    ),
  "real-browser": (record) => withMore(record, { conditions: [], notes: ["It was opened in a browser; now its answer alone is checked."] }),
  port: hostPort("tcp", null),
  ping,
  "tailscale-ping": (record) => {
    const found = ping(record);
    return "why" in found ? found : { ...found, notes: ["It is an ordinary ping now; the machine must be in the tailnet."] };
  },
  dns,
  "grpc-keyword": grpc,
  "websocket-upgrade": websocket,
  smtp,
  postgres: database(5432, "PostgreSQL"),
  mysql: database(3306, "MySQL"),
  sqlserver: database(1433, "SQL Server"),
  mongodb: database(27_017, "MongoDB"),
  redis: database(6379, "Redis"),
  mqtt: hostPort("tcp", 1883, "Only that the broker accepts connections is checked; topics have no counterpart."),
  docker: () => ({ why: "Containers are not asked of Docker; watch an address or a port of it." }),
  radius: () => ({ why: "There is no RADIUS check." }),
  "kafka-producer": () => ({ why: "There is no Kafka check; watch the port of a broker." }),
  rabbitmq: () => ({ why: "There is no RabbitMQ check; watch its port or its management page." }),
  snmp: () => ({ why: "There is no SNMP check." }),
  steam: () => ({ why: "There is no check of game servers." }),
  gamedig: () => ({ why: "There is no check of game servers." }),
  manual: () => ({ why: "Its state was set by hand; there is nothing to check." }),
};
