// What an endpoint's URL says about where it is: the host that [IP], [DOMAIN_EXPIRATION] and redaction are about, and its port.

import type { EndpointConfig } from "../../../shared/model/endpoint.ts";

/** Host without brackets; port empty when the URL names none. */
export interface TargetName {
  readonly host: string;
  readonly port: string;
}

const NO_TARGET: TargetName = { host: "", port: "" };

/** Splits an authority that has lost its scheme and path: user info off, brackets off. */
function splitAuthority(authority: string): TargetName {
  const place = authority.slice(authority.lastIndexOf("@") + 1);
  const bracket = /^\[([^\]]*)\](?::(\d*))?$/.exec(place);
  if (bracket !== null) {
    return { host: bracket[1] ?? "", port: bracket[2] ?? "" };
  }
  const colon = place.lastIndexOf(":");
  // A second colon: a bare IPv6 address, which has no port.
  if (colon < 0 || place.indexOf(":") !== colon) {
    return { host: place, port: "" };
  }
  return { host: place.slice(0, colon), port: place.slice(colon + 1) };
}

/** The host and port that an endpoint is about. */
export function targetOf(endpoint: Pick<EndpointConfig, "kind" | "url">): TargetName {
  if (endpoint.kind === "DNS") {
    const scheme = endpoint.url.indexOf("://");
    return splitAuthority(scheme < 0 ? endpoint.url : endpoint.url.slice(scheme + 3));
  }
  const match = /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/([^/?#]*)/.exec(endpoint.url);
  if (match === null) {
    return NO_TARGET;
  }
  return splitAuthority(match[1] ?? "");
}

/** The URL without its scheme: what follows `tcp://`, `ssh://` and so on. A path is cut off. */
export function addressAfterScheme(url: string): string {
  const start = url.indexOf("://");
  const address = start < 0 ? url : url.slice(start + 3);
  const end = address.search(/[/?#]/);
  return end < 0 ? address : address.slice(0, end);
}
