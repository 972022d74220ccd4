// Names in queries: fully qualified, ASCII, and for PTR of an address turned around.

import { domainToASCII } from "node:url";
import { err, ok, type Result } from "../../../shared/errors.ts";
import { isIpv4, parseIpv6 } from "../pure/address.ts";

/** `192.0.2.1` → `1.2.0.192.in-addr.arpa`; null = no address. @see RFC 1035 section 3.5, RFC 3596 section 2.5 */
export function reverseName(address: string): string | null {
  if (isIpv4(address)) {
    return `${address.split(".").reverse().join(".")}.in-addr.arpa`;
  }
  const groups = parseIpv6(address);
  if (groups === null) {
    return null;
  }
  const nibbles = groups.map((group) => group.toString(16).padStart(4, "0")).join("");
  return `${nibbles.split("").reverse().join(".")}.ip6.arpa`;
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

/** The name to ask for, without its final dot. `err('bad_request')` for what cannot be a name. @see RFC 1035 section 2.3.4 */
export function queryNameOf(name: string, type: string): Result<string> {
  const bare = name.endsWith(".") ? name.slice(0, -1) : name;
  const turned = type === "PTR" ? reverseName(bare) : null;
  const ascii = turned ?? (isAscii(bare) ? bare : domainToASCII(bare));
  if (ascii === "" && bare !== "") {
    return err("bad_request", `name "${name}" cannot be written in DNS`);
  }
  const labels = ascii === "" ? [] : ascii.split(".");
  if (ascii.length > 253 || labels.some((label) => label === "" || label.length > 63)) {
    return err("bad_request", `name "${name}" is malformed: labels have 1 to 63 characters, names at most 253`);
  }
  return ok(ascii);
}
