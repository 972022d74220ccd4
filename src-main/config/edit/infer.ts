// What somebody typed or pasted, to proposed entries: addresses, hosts with ports, IP addresses, URLs of other programs, curl commands;
// one a line. Pure: whether anything answers there is found out by trying.

import { say } from "../../../shared/i18n/said.ts";
import type { Said } from "../../../shared/i18n/said.ts";
import { toldAs } from "../../../shared/i18n/tell.ts";
import type { EndpointKind } from "../../../shared/model/endpoint.ts";
import type { MonitorProposal } from "../../../shared/model/settings-monitor.ts";
import type { PlainMapping } from "../../../shared/model/settings.ts";
import { nameOf } from "./entry-name.ts";
import { kindOfUrl, urlProblem } from "../build/target.ts";
import { parseCurl } from "./curl.ts";

const MOST_PROPOSALS = 1_000;

/** In the order of the text; empty when there is nothing but blanks and comments. */
export function inferMonitors(text: string): readonly MonitorProposal[] {
  const names = new Set<string>();
  return commandsIn(text)
    .slice(0, MOST_PROPOSALS)
    .map((source) => withFreeName(inferOne(source), names));
}

/** One command or address each: a curl command goes on over lines that end in a backslash, and over lines inside of its quotes. */
function commandsIn(text: string): readonly string[] {
  const commands: string[] = [];
  let command: string | null = null;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (command === null) {
      const start = line.replace(/^(?:[$#>%]\s+)(?=curl\s)/, "").replace(/^[-*•]\s+/, "");
      if (start === "" || start.startsWith("#")) continue;
      if (!/^curl\s/i.test(start)) {
        // A comma may be part of an address that has a scheme.
        const separator = start.includes("://") ? /[;\s]+|,\s+|,(?=[a-z][a-z\d+.-]*:\/\/)/i : /[,;\s]+/;
        commands.push(...start.split(separator).filter((part) => part !== ""));
        continue;
      }
      command = start;
    } else command += `\n${raw}`;
    if (command.endsWith("\\") || hasOpenQuote(command)) continue;
    commands.push(command);
    command = null;
  }
  return command === null ? commands : [...commands, command];
}

function hasOpenQuote(command: string): boolean {
  const rest = command.replace(/\\[^]|\$?'(?:[^'\\]|\\[^])*'|'[^']*'|"(?:[^"\\]|\\[^])*"/g, "");
  return /['"]/.test(rest);
}

function inferOne(source: string): MonitorProposal {
  if (/^curl\s/i.test(source)) return inferCurl(source);
  const url = urlOf(source.replace(/^<(.*)>$/, "$1"));
  if (url === null) return { ok: false, source, ...toldAs(say("proposal.noAddress")) };
  return proposal(source, url, {}, []);
}

function inferCurl(source: string): MonitorProposal {
  const request = parseCurl(source);
  if ("key" in request) return { ok: false, source, ...toldAs(request) };
  const { url, method, headers, body, client, notes } = request;
  const more = {
    ...(method === "GET" ? {} : { method }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(body === null ? {} : { body }),
    ...(Object.keys(client).length === 0 ? {} : { client }),
  };
  return proposal(source, url, more, notes);
}

function proposal(source: string, url: string, more: PlainMapping, notes: readonly Said[]): MonitorProposal {
  const kind = kindOfUrl(url);
  const fault = kind === null ? null : urlProblem(url);
  if (kind === null) return { ok: false, source, ...toldAs(say("proposal.fault", { fault: say("problem.url.scheme") })) };
  if (fault !== null) return { ok: false, source, ...toldAs(say("proposal.fault", { fault })) };
  const value = { name: nameFor(url), url, ...more, conditions: defaultConditions(kind, url) };
  return { ok: true, source, kind, value, notes };
}

/** Schemes of other programs, with the port that they mean when none is written. */
const FOREIGN: Readonly<Record<string, { readonly scheme: string; readonly port: number }>> = {
  smtp: { scheme: "starttls", port: 587 },
  smtps: { scheme: "tls", port: 465 },
  submission: { scheme: "starttls", port: 587 },
  imap: { scheme: "tcp", port: 143 },
  imaps: { scheme: "tls", port: 993 },
  pop3: { scheme: "tcp", port: 110 },
  pop3s: { scheme: "tls", port: 995 },
  ftp: { scheme: "tcp", port: 21 },
  ftps: { scheme: "tls", port: 990 },
  sftp: { scheme: "tcp", port: 22 },
  ldap: { scheme: "tcp", port: 389 },
  ldaps: { scheme: "tls", port: 636 },
  postgres: { scheme: "tcp", port: 5432 },
  postgresql: { scheme: "tcp", port: 5432 },
  mysql: { scheme: "tcp", port: 3306 },
  mariadb: { scheme: "tcp", port: 3306 },
  redis: { scheme: "tcp", port: 6379 },
  rediss: { scheme: "tls", port: 6379 },
  mongodb: { scheme: "tcp", port: 27017 },
  amqp: { scheme: "tcp", port: 5672 },
  amqps: { scheme: "tls", port: 5671 },
  mqtt: { scheme: "tcp", port: 1883 },
  mqtts: { scheme: "tls", port: 8883 },
  nats: { scheme: "tcp", port: 4222 },
  ping: { scheme: "icmp", port: 0 },
};
const NEEDS_PORT: ReadonlySet<string> = new Set(["tcp", "udp", "sctp", "tls", "starttls"]);
const IPV4 = /^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;
const IPV6 = /^[\da-f]*:[\da-f:.]*:[\da-f:.]*$/i;
const HOST = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?(?:\.[\p{L}\p{N}_-]+)*\.?$/u;
/** Ports that speak TLS from the first byte, and that are no web servers. */
const TLS_PORTS: ReadonlySet<number> = new Set([465, 563, 636, 853, 989, 990, 992, 993, 995, 5671, 8883]);
const WEB_PORTS: Readonly<Record<number, string>> = {
  80: "http",
  443: "https",
  3000: "http",
  8000: "http",
  8008: "http",
  8080: "http",
  8443: "https",
};

function urlOf(address: string): string | null {
  if (/[\s\p{Cc}]/u.test(address)) return null;
  const scheme = /^([a-z][a-z\d+.-]*):\/\/(.*)$/i.exec(address);
  if (scheme !== null) return knownUrl((scheme[1] ?? "").toLowerCase(), scheme[2] ?? "");
  if (IPV4.test(address)) return `icmp://${address}`;
  if (IPV6.test(address) && address.includes("::")) return `icmp://[${address}]`;
  if (/^\[[\da-f:.]+\]$/i.test(address)) return `icmp://${address}`;
  const parts = /^(\[[\da-f:.]+\]|[^/?#:]+)(?::(\d{1,5}))?([/?#].*)?$/i.exec(address);
  const host = parts?.[1] ?? "";
  if (parts === null || (!HOST.test(host) && !host.startsWith("["))) return null;
  return hostUrl(host, parts[2] === undefined ? null : Number(parts[2]), parts[3] ?? "");
}

function knownUrl(scheme: string, rest: string): string | null {
  const foreign = Object.hasOwn(FOREIGN, scheme) ? FOREIGN[scheme] : undefined;
  if (foreign === undefined) {
    if (kindOfUrl(`${scheme}://`) === null || rest === "") return null;
    return NEEDS_PORT.has(scheme) ? `${scheme}://${rest.replace(/\/+$/, "")}` : `${scheme}://${rest}`;
  }
  // A database's URL has its password before the host, which a connection check neither needs nor should keep.
  const authority =
    rest
      .replace(/[/?#].*$/, "")
      .replace(/^.*@/, "")
      .split(",")[0] ?? "";
  if (authority === "") return null;
  if (foreign.port === 0) return `${foreign.scheme}://${authority.replace(/:\d+$/, "")}`;
  return `${foreign.scheme}://${/:\d+$/.test(authority) ? authority : `${authority}:${foreign.port}`}`;
}

function hostUrl(host: string, port: number | null, rest: string): string | null {
  const isLocal = /^(?:localhost|\[::1\]|127\.)/.test(host);
  if (port === null) {
    if (!host.includes(".") && !isLocal && !host.startsWith("[")) return rest === "" ? null : `https://${host}${rest}`;
    return `${isLocal ? "http" : "https"}://${host}${rest}`;
  }
  if (port < 1 || port > 65_535) return null;
  const web = WEB_PORTS[port];
  if (rest !== "" || web !== undefined) {
    const scheme = web ?? (isLocal ? "http" : "https");
    const isUsual = (scheme === "http" && port === 80) || (scheme === "https" && port === 443);
    return `${scheme}://${host}${isUsual ? "" : `:${port}`}${rest}`;
  }
  if (port === 25 || port === 587) return `starttls://${host}:${port}`;
  if (port === 22) return `tcp://${host}:22`;
  return `${TLS_PORTS.has(port) ? "tls" : "tcp"}://${host}:${port}`;
}

function nameFor(url: string): string {
  const [, scheme = "", authority = "", path = ""] = /^([^:]+):\/\/([^/?#]*)([^?#]*)/.exec(url) ?? [];
  const host = authority.replace(/^.*@/, "");
  const isWeb = scheme === "http" || scheme === "https" || scheme === "ws" || scheme === "wss";
  const bare = isWeb ? host.replace(/^www\./, "") : host.replace(/^\[(.*)\]$/, "$1");
  const tail = path.replace(/\/+$/, "");
  return isWeb && tail !== "" ? bare + tail : bare;
}

function withFreeName(one: MonitorProposal, names: Set<string>): MonitorProposal {
  if (!one.ok) return one;
  const wanted = nameOf(one.value);
  let name = wanted;
  for (let count = 2; names.has(name.toLowerCase()); count += 1) name = `${wanted} ${count}`;
  names.add(name.toLowerCase());
  return name === wanted ? one : { ...one, value: { ...one.value, name } };
}

/** What can be asked of anything of a kind before it was tried. */
export function defaultConditions(kind: EndpointKind, url: string): readonly string[] {
  const isEncrypted = /^(?:https|tls|starttls|wss|grpcs):/.test(url);
  const certificate = isEncrypted && kind !== "WEBSOCKET" && kind !== "GRPC" ? ["[CERTIFICATE_EXPIRATION] > 240h"] : [];
  switch (kind) {
    case "HTTP":
      return ["[STATUS] == 200", ...certificate];
    case "DNS":
      return ["[DNS_RCODE] == NOERROR"];
    default:
      return ["[CONNECTED] == true", ...certificate];
  }
}
