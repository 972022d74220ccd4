// What each probe provides and honours, as tables for the documentation. The facts stand in each probe's own file.

import { ENDPOINT_KINDS, type EndpointKind } from "../../shared/model/endpoint.ts";
import type { ClientOptionName, PlaceholderName, ProbeModule } from "./probe-module.ts";

/** Every placeholder that depends on the protocol, in the order of the documentation. */
export const PLACEHOLDERS: readonly PlaceholderName[] = [
  "CONNECTED",
  "STATUS",
  "BODY",
  "RESPONSE_TIME",
  "CERTIFICATE_EXPIRATION",
  "CERTIFICATE_ISSUER",
  "DNS_RCODE",
  "HEADERS",
  "HTTP_VERSION",
  "PHASE.dns",
  "PHASE.connect",
  "PHASE.tls",
  "PHASE.first_byte",
  "PHASE.transfer",
];

/** Every option of the `client` block, in the order of the documentation. */
export const CLIENT_OPTIONS: readonly ClientOptionName[] = [
  "timeout",
  "insecure",
  "tls",
  "dns-resolver",
  "network",
  "tunnel",
  "proxy-url",
  "proxy environment",
  "ignore-redirect",
  "store-cookies",
  "oauth2",
  "identity-aware-proxy",
];

/** Whether an endpoint's `client` option does anything for its kind. */
export function honours(modules: Readonly<Record<EndpointKind, ProbeModule>>, kind: EndpointKind, option: ClientOptionName): boolean {
  return modules[kind].capabilities.clientOptions.includes(option);
}

/** A placeholder as conditions write it: `PHASE.dns` is `[PHASE].dns`. */
export function writtenPlaceholder(name: PlaceholderName): string {
  const [head = "", part] = name.split(".");
  return part === undefined ? `[${head}]` : `[${head}].${part}`;
}

function table<Name>(
  head: string,
  names: readonly Name[],
  show: (name: Name) => string,
  cell: (kind: EndpointKind, name: Name) => boolean,
): string {
  const title = `| ${head} | ${ENDPOINT_KINDS.join(" | ")} |`;
  const rule = `|${" --- |".repeat(ENDPOINT_KINDS.length + 1)}`;
  const rows = names.map((name) => `| ${show(name)} | ${ENDPOINT_KINDS.map((kind) => (cell(kind, name) ? "yes" : "–")).join(" | ")} |`);
  return [title, rule, ...rows].join("\n");
}

/** Both tables as Markdown. */
export function capabilityTables(modules: Readonly<Record<EndpointKind, ProbeModule>>): string {
  const placeholders = table(
    "placeholder",
    PLACEHOLDERS,
    (name) => `\`${writtenPlaceholder(name)}\``,
    (kind, name) => modules[kind].capabilities.placeholders.includes(name),
  );
  const options = table(
    "`client` option",
    CLIENT_OPTIONS,
    (name) => (name === "proxy environment" ? name : `\`${name}\``),
    (kind, name) => honours(modules, kind, name),
  );
  return `${placeholders}\n\n${options}`;
}
