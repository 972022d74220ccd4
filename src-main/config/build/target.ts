// What an endpoint's URL says: which protocol checks it, and whether a request can be made of it. Pure.

import { say } from "../../../shared/i18n/said.ts";
import type { Said } from "../../../shared/i18n/said.ts";
import type { EndpointKind } from "../../../shared/model/endpoint.ts";

const KIND_OF_SCHEME: Readonly<Record<string, EndpointKind>> = {
  http: "HTTP",
  https: "HTTP",
  tcp: "TCP",
  udp: "UDP",
  sctp: "SCTP",
  icmp: "ICMP",
  starttls: "STARTTLS",
  tls: "TLS",
  grpc: "GRPC",
  grpcs: "GRPC",
  ws: "WEBSOCKET",
  wss: "WEBSOCKET",
  ssh: "SSH",
};

/** The schemes that can be watched. */
export const SCHEMES: readonly string[] = Object.keys(KIND_OF_SCHEME);

/** The protocol that a URL's scheme stands for; null = none. The scheme is compared as written: `HTTP://` is none, as in Gatus. */
export function kindOfUrl(url: string): EndpointKind | null {
  const scheme = /^([^:]*):\/\//.exec(url)?.[1] ?? "";
  return Object.hasOwn(KIND_OF_SCHEME, scheme) ? (KIND_OF_SCHEME[scheme] ?? null) : null;
}

const BARE_IPV6 = /^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.-]+)?$/;

/** What is wrong with a URL whose scheme is known, as the end of a sentence, without repeating any of it; null = nothing. */
export function urlProblem(url: string): Said | null {
  // Most often a line break that a folded text brought in.
  if (hasControl(url)) return say("problem.url.control");
  const rest = url.slice(url.indexOf("://") + 3);
  const end = rest.search(/[/?#]/);
  const authority = end === -1 ? rest : rest.slice(0, end);
  const path = end === -1 ? "" : (rest.slice(end).split("?")[0] ?? "");
  if (badEscape(path)) return say("problem.url.escape");
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  if (url.startsWith("icmp://") && BARE_IPV6.test(host)) return null;
  if (host.startsWith("[")) return bracketedProblem(host);
  const colon = host.indexOf(":");
  const name = colon === -1 ? host : host.slice(0, colon);
  const port = colon === -1 ? "" : host.slice(colon + 1);
  if (/[\s<>"{}|\\^`[\]]/.test(name) || badEscape(name)) return say("problem.url.host");
  if (!/^\d*$/.test(port)) {
    return BARE_IPV6.test(host) ? say("problem.url.brackets") : say("problem.url.afterColon");
  }
  return portProblem(port);
}

function bracketedProblem(host: string): Said | null {
  const [, address, port] = /^\[([^\]]*)\](?::(\d*))?$/.exec(host) ?? [];
  if (address === undefined) return say("problem.url.openBracket");
  return BARE_IPV6.test(address.replace("%25", "%")) ? portProblem(port ?? "") : say("problem.url.inBrackets");
}

function portProblem(port: string): Said | null {
  return Number(port) > 65_535 ? say("problem.url.port") : null;
}

function badEscape(text: string): boolean {
  return /%(?![0-9A-Fa-f]{2})/.test(text);
}

function hasControl(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

/** Whether a text can be an HTTP method. @see RFC 9110 section 9.1 (a token) */
export function isMethod(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);
}

/** Record types that can be asked for; in capitals only. */
export const DNS_TYPES: ReadonlySet<string> = new Set(
  (
    "A AAAA AFSDB ANY APL AXFR CAA CDNSKEY CDS CERT CNAME CSYNC DHCID DNAME DNSKEY DS EUI48 EUI64 HINFO HIP HTTPS IPSECKEY KEY KX L32 L64 " +
    "LOC LP MX NAPTR NID NS NSEC NSEC3 NSEC3PARAM NULL OPENPGPKEY OPT PTR PX RESINFO RP RRSIG RT SIG SMIMEA SOA SPF SRV SSHFP SVCB TA " +
    "TALINK TKEY TLSA TSIG TXT UID UINFO UNSPEC URI X25 ZONEMD"
  ).split(" "),
);
