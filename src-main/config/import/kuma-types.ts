// Each type of Uptime Kuma's monitors: what it watches, as an address and conditions, or why there is no counterpart. Pure.

import { jsonConditions, keywordConditions } from "./kuma-conditions.ts";
import { httpCheck } from "./kuma-http.ts";
import type { Converted } from "./kuma-http.ts";
import { flagIn, numberIn, textIn } from "./loose.ts";
import type { Loose } from "./loose.ts";

type Converter = (record: Loose) => Converted;

/** What a monitor of this type becomes; those that are pushed to are entries of another list, and not known here. */
export function convertType(type: string, record: Loose): Converted {
  const converter = Object.hasOwn(CONVERTERS, type) ? CONVERTERS[type] : undefined;
  return converter?.(record) ?? { why: `There is no monitor of the type ${JSON.stringify(type.slice(0, 60))} in Sentray.` };
}

const CONNECTED = ["[CONNECTED] == true"];

function withMore(record: Loose, more: { readonly conditions: readonly string[]; readonly notes: readonly string[] }): Converted {
  const base = httpCheck(record);
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

function ping(record: Loose): Converted {
  const host = hostIn(record);
  return host === "" ? { why: "It has no host." } : { value: { url: `icmp://${host}` }, conditions: CONNECTED, notes: [] };
}

function dns(record: Loose): Converted {
  const name = textIn(record, "hostname").trim();
  const server = textIn(record, "dns_resolve_server").split(",")[0]?.trim() ?? "";
  const type = textIn(record, "dns_resolve_type").toUpperCase() || "A";
  if (name === "") return { why: "It asks for no name." };
  const port = numberIn(record, "port");
  const url = `${server === "" ? "1.1.1.1" : server}${port === null || port === 53 ? "" : `:${port}`}`;
  return { value: { url, dns: { "query-name": name, "query-type": type } }, conditions: ["[DNS_RCODE] == NOERROR"], notes: [] };
}

function grpc(record: Loose): Converted {
  const url = textIn(record, "grpc_url", "grpcUrl").trim();
  if (!/^[^\s/]+:\d+$/.test(url)) return { why: "Its address is no host with a port." };
  const scheme = flagIn(record, "grpc_enable_tls", "grpcEnableTls") ? "grpcs" : "grpc";
  return {
    value: { url: `${scheme}://${url}` },
    conditions: CONNECTED,
    notes: ["It asks gRPC's standard health service now; the own method and the keyword have no counterpart."],
  };
}

function websocket(record: Loose): Converted {
  const url = textIn(record, "url").trim();
  return /^wss?:\/\/[^/\s]/.test(url) ? { value: { url }, conditions: CONNECTED, notes: [] } : { why: "Its address is no ws or wss URL." };
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
