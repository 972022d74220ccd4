// Addresses as people write them in a configuration: `host:port`, `[2001:db8::1]:443`. No look-ups, no sockets.

import { err, ok, type Result } from "../../../shared/errors.ts";

/** Where to connect. IPv6 addresses stand without brackets. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

/** Dotted quad without leading zeros beyond what the system accepts. */
export function isIpv4(text: string): boolean {
  return IPV4.test(text);
}

function groupsOf(part: string): readonly string[] {
  return part === "" ? [] : part.split(":");
}

/** The eight 16-bit groups of an IPv6 address (without zone), or null. @see RFC 4291 section 2.2 */
export function parseIpv6(text: string): readonly number[] | null {
  const halves = text.split("::");
  if (halves.length > 2 || text.length > 45) {
    return null;
  }
  const expanded = halves.map((half) => groupsOf(half).flatMap(expandGroup));
  const [head = [], tail] = expanded;
  const known = head.length + (tail?.length ?? 0);
  if (tail === undefined ? known !== 8 : known > 7) {
    return null;
  }
  const groups = tail === undefined ? head : [...head, ...Array.from({ length: 8 - known }, () => 0), ...tail];
  return groups.every((group) => group >= 0) ? groups : null;
}

/** One written group as numbers; -1 marks what is none. A dotted quad counts as two. */
function expandGroup(group: string): readonly number[] {
  if (/^[0-9a-f]{1,4}$/i.test(group)) {
    return [Number.parseInt(group, 16)];
  }
  if (!isIpv4(group)) {
    return [-1];
  }
  const [a = 0, b = 0, c = 0, d = 0] = group.split(".").map(Number);
  return [a * 256 + b, c * 256 + d];
}

/** 4, 6, or 0 for a name. A zone (`fe80::1%eth0`) is allowed. */
export function ipFamily(text: string): 0 | 4 | 6 {
  if (isIpv4(text)) {
    return 4;
  }
  const zone = text.indexOf("%");
  return parseIpv6(zone < 0 ? text : text.slice(0, zone)) === null ? 0 : 6;
}

/** With brackets where a port would follow. */
export function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** `host:port` for texts. */
export function formatHostPort(target: HostPort): string {
  return `${bracketed(target.host)}:${String(target.port)}`;
}

function parsePort(text: string): number | null {
  if (!/^\d{1,5}$/.test(text)) {
    return null;
  }
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : null;
}

function split(text: string): { readonly host: string; readonly port: string | null } | null {
  if (text.startsWith("[")) {
    const end = text.indexOf("]");
    const rest = text.slice(end + 1);
    const host = text.slice(1, end);
    if (end < 0 || (rest !== "" && !rest.startsWith(":")) || ipFamily(host) !== 6) {
      return null;
    }
    return { host, port: rest === "" ? null : rest.slice(1) };
  }
  const colon = text.indexOf(":");
  if (colon < 0) {
    return { host: text, port: null };
  }
  // More than one colon without brackets: an IPv6 address if it reads as one, otherwise nonsense.
  if (text.includes(":", colon + 1)) {
    return ipFamily(text) === 6 ? { host: text, port: null } : null;
  }
  return { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

/**
 * Reads `host`, `host:port`, `[ipv6]:port` or a bare IPv6 address. Without a default port the port is required.
 * Returns `err('bad_request')` with a text that says what is wrong.
 */
export function parseHostPort(text: string, defaultPort?: number): Result<HostPort> {
  const parts = split(text);
  if (parts === null) {
    return err("bad_request", `address "${text}" is malformed: host:port is needed, IPv6 in brackets`);
  }
  if (parts.host === "" || /[\s/?#@]/.test(parts.host)) {
    return err("bad_request", `address "${text}" is malformed: it needs a host name or an IP address`);
  }
  if (parts.port === null) {
    return defaultPort === undefined ? err("bad_request", `address "${text}" has no port`) : ok({ host: parts.host, port: defaultPort });
  }
  const port = parsePort(parts.port);
  return port === null ? err("bad_request", `address "${text}" has a bad port: 1 to 65535 is needed`) : ok({ host: parts.host, port });
}
