// From what somebody types to a sensible endpoint, and to its lines in the configuration file. Pure.

export interface ProposedEndpoint {
  readonly name: string;
  readonly url: string;
  readonly conditions: readonly string[];
}

const CONNECTED = "[CONNECTED] == true";
const CERTIFICATE = "[CERTIFICATE_EXPIRATION] > 240h";

const CONDITIONS: Readonly<Record<string, readonly string[]>> = {
  "http:": ["[STATUS] == 200", "[RESPONSE_TIME] < 1000"],
  "https:": ["[STATUS] == 200", "[RESPONSE_TIME] < 1000", CERTIFICATE],
  "icmp:": [CONNECTED],
  "tcp:": [CONNECTED],
  "udp:": [CONNECTED],
  "sctp:": [CONNECTED],
  "ssh:": [CONNECTED],
  "tls:": [CONNECTED, CERTIFICATE],
  "starttls:": [CONNECTED, CERTIFICATE],
  "ws:": [CONNECTED],
  "wss:": [CONNECTED],
  "grpc:": [CONNECTED],
  "grpcs:": [CONNECTED],
};

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/u;
const IPV6 = /^[\da-f]*:[\da-f:]+$/iu;
const HOST = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)(?:\.[\p{L}\p{N}-]+)*\.?$/u;

/** The endpoint that an address means; null when nothing can be made of it. */
export function proposeEndpoint(input: string): ProposedEndpoint | null {
  const url = inferUrl(input.trim());
  if (url === null) return null;
  const conditions = CONDITIONS[url.slice(0, url.indexOf(":") + 1)];
  const host = hostOf(url);
  return conditions === undefined || host === "" ? null : { name: host, url, conditions };
}

function inferUrl(address: string): string | null {
  if (address === "" || /[\s\p{Cc}]/u.test(address)) return null;
  if (/^smtp:\/\//iu.test(address)) return `starttls://${withPort(address.slice(7), 587)}`;
  const scheme = /^([a-z][a-z\d+.-]*):\/\//iu.exec(address);
  if (scheme !== null) return scheme[0].toLowerCase() + address.slice(scheme[0].length);
  if (IPV4.test(address)) return `icmp://${address}`;
  if (IPV6.test(address)) return `icmp://[${address}]`;
  const [host, rest] = splitOnce(address, "/");
  const port = /^(.*):(\d{1,5})$/u.exec(host);
  if (!HOST.test(port?.[1] ?? host)) return null;
  if (port !== null && rest === "" && port[2] !== "443" && port[2] !== "80") return `tcp://${address}`;
  const isLocal = /^localhost(?::|$)/u.test(host);
  if (!host.includes(".") && !isLocal && port === null) return null;
  return `${isLocal || port?.[2] === "80" ? "http" : "https"}://${address}`;
}

function withPort(rest: string, port: number): string {
  return /:\d+$/u.test(rest) ? rest : `${rest.replace(/\/.*$/u, "")}:${port}`;
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at)];
}

function hostOf(url: string): string {
  const [authority] = splitOnce(url.slice(url.indexOf("://") + 3), "/");
  return authority
    .replace(/^.*@/u, "")
    .replace(/:\d+$/u, "")
    .replace(/^\[|\]$/gu, "");
}

/** The endpoint as YAML. Every text is quoted, so no character in it can mean anything else. */
export function writeEndpointYaml(endpoint: ProposedEndpoint): string {
  return [
    "endpoints:",
    `  - name: ${JSON.stringify(endpoint.name)}`,
    `    url: ${JSON.stringify(endpoint.url)}`,
    "    interval: 60s",
    "    conditions:",
    ...endpoint.conditions.map((condition) => `      - ${JSON.stringify(condition)}`),
  ].join("\n");
}
