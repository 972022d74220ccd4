// What a connection is, and how connections are made: the part that look-ups and tunnels need as well.

import type { Duplex } from "node:stream";
import type { ResolvedAddress } from "../../ports/probe.ts";
import type { Check } from "../check.ts";
import type { HostPort } from "../pure/address.ts";
import type { SecureLink } from "./handshake.ts";

/** An open connection. */
export interface Link {
  readonly stream: Duplex;
  /** The address that was reached; empty through a tunnel or a proxy. */
  readonly remoteAddress: string;
  /** Own address and port, IPv6 in brackets; empty through a tunnel. */
  readonly localAddress: string;
}

/** Options of a TLS connection. */
export interface SecureOptions {
  /** Protocols offered by ALPN; none by default. */
  readonly protocols?: readonly string[];
}

/** The steps to a connection. Each is a phase of the check, and what it opens belongs to the check's scope. */
export interface Connections {
  /** The addresses of a host as the endpoint's `client` block says; never empty. */
  resolve(check: Check, host: string): Promise<readonly ResolvedAddress[]>;
  /** Connects directly, whatever the tunnel. */
  dialDirectly(check: Check, target: HostPort): Promise<Link>;
  /** Makes TLS of an open connection; the host is whose certificate it must be. */
  secure(check: Check, stream: Duplex, host: string, options?: SecureOptions): Promise<SecureLink>;
}
