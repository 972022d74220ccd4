// Each type of Uptime Kuma's monitors: what it watches, as an address and conditions, or why there is no counterpart. Pure.

import type { Told } from "../../../shared/i18n/said.ts";
import { note } from "../../../shared/i18n/tell.ts";
import { jsonConditions, keywordConditions } from "./kuma-conditions.ts";
import { httpCheck } from "./kuma-http.ts";
import type { Converted } from "./kuma-http.ts";
import { flagIn, numberIn, textIn } from "./loose.ts";
import type { Loose } from "./loose.ts";

type Converter = (record: Loose) => Converted;

/** What a monitor of this type becomes; those that are pushed to are entries of another list, and not known here. */
export function convertType(type: string, record: Loose): Converted {
  const converter = Object.hasOwn(CONVERTERS, type) ? CONVERTERS[type] : undefined;
  return converter?.(record) ?? { why: note("importing.kuma.noType", { type: JSON.stringify(type.slice(0, 60)) }) };
}

const CONNECTED = ["[CONNECTED] == true"];

function withMore(record: Loose, more: { readonly conditions: readonly string[]; readonly notes: readonly Told[] }): Converted {
  const base = httpCheck(record);
  return "why" in base ? base : { ...base, conditions: [...base.conditions, ...more.conditions], notes: [...base.notes, ...more.notes] };
}

function hostPort(scheme: string, usualPort: number | null, remark?: Told): Converter {
  return (record) => {
    const host = hostIn(record);
    const port = numberIn(record, "port") ?? usualPort;
    if (host === "" || port === null || port < 1 || port > 65_535) return { why: note("importing.kuma.noHostPort") };
    return { value: { url: `${scheme}://${host}:${port}` }, conditions: CONNECTED, notes: remark === undefined ? [] : [remark] };
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
    if (host === "") return { why: note("importing.kuma.noDatabaseHost", { product }) };
    return {
      value: { url: `tcp://${host}:${match?.[2] ?? usualPort}` },
      conditions: CONNECTED,
      notes: [note("importing.kuma.connectsOnly", { product })],
    };
  };
}

function ping(record: Loose): Converted {
  const host = hostIn(record);
  return host === "" ? { why: note("importing.kuma.noHost") } : { value: { url: `icmp://${host}` }, conditions: CONNECTED, notes: [] };
}

function dns(record: Loose): Converted {
  const name = textIn(record, "hostname").trim();
  const server = textIn(record, "dns_resolve_server").split(",")[0]?.trim() ?? "";
  const type = textIn(record, "dns_resolve_type").toUpperCase() || "A";
  if (name === "") return { why: note("importing.kuma.noName") };
  const port = numberIn(record, "port");
  const url = `${server === "" ? "1.1.1.1" : server}${port === null || port === 53 ? "" : `:${port}`}`;
  return { value: { url, dns: { "query-name": name, "query-type": type } }, conditions: ["[DNS_RCODE] == NOERROR"], notes: [] };
}

function grpc(record: Loose): Converted {
  const url = textIn(record, "grpc_url", "grpcUrl").trim();
  if (!/^[^\s/]+:\d+$/.test(url)) return { why: note("importing.kuma.noGrpcAddress") };
  const scheme = flagIn(record, "grpc_enable_tls", "grpcEnableTls") ? "grpcs" : "grpc";
  return {
    value: { url: `${scheme}://${url}` },
    conditions: CONNECTED,
    notes: [note("importing.kuma.grpc")],
  };
}

function websocket(record: Loose): Converted {
  const url = textIn(record, "url").trim();
  return /^wss?:\/\/[^/\s]/.test(url) ? { value: { url }, conditions: CONNECTED, notes: [] } : { why: note("importing.kuma.noWebsocket") };
}

function smtp(record: Loose): Converted {
  const security = textIn(record, "smtp_security", "smtpSecurity");
  const scheme = security === "secure" ? "tls" : security === "nostarttls" ? "tcp" : "starttls";
  return hostPort(scheme, security === "secure" ? 465 : 25)(record);
}

const CONVERTERS: Readonly<Record<string, Converter>> = {
  http: httpCheck,
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
  "real-browser": (record) => withMore(record, { conditions: [], notes: [note("importing.kuma.browser")] }),
  port: hostPort("tcp", null),
  ping,
  "tailscale-ping": (record) => {
    const found = ping(record);
    return "why" in found ? found : { ...found, notes: [note("importing.kuma.tailscale")] };
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
  mqtt: hostPort("tcp", 1883, note("importing.kuma.mqtt")),
  docker: () => ({ why: note("importing.kuma.docker") }),
  radius: () => ({ why: note("importing.kuma.radius") }),
  "kafka-producer": () => ({ why: note("importing.kuma.kafka") }),
  rabbitmq: () => ({ why: note("importing.kuma.rabbitmq") }),
  snmp: () => ({ why: note("importing.kuma.snmp") }),
  steam: () => ({ why: note("importing.kuma.game") }),
  gamedig: () => ({ why: note("importing.kuma.game") }),
  manual: () => ({ why: note("importing.kuma.manual") }),
};
