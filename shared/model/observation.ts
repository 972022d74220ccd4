// What a probe saw, before anyone judged it.

import type { DurationMs, EpochMs } from "../units.ts";

/** Where the time of one check went. 0 = this phase did not happen (no TLS, kept-alive connection, an IP needs no DNS). */
export interface Phases {
  readonly dnsMs: DurationMs;
  readonly connectMs: DurationMs;
  readonly tlsMs: DurationMs;
  readonly firstByteMs: DurationMs;
  readonly transferMs: DurationMs;
}

export const NO_PHASES: Phases = { dnsMs: 0, connectMs: 0, tlsMs: 0, firstByteMs: 0, transferMs: 0 };

/** One certificate of the chain that a server presented. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** DNS names and addresses it is valid for. */
  readonly names: readonly string[];
  readonly notBeforeEpochMs: EpochMs;
  readonly notAfterEpochMs: EpochMs;
  readonly serialNumber: string;
  /** SHA-256, hex with colons. */
  readonly fingerprint256: string;
}

/** What the TLS handshake showed. */
export interface TlsFacts {
  /** For example `TLSv1.3`. */
  readonly protocol: string;
  readonly cipher: string;
  /** The server's own certificate first; never empty. */
  readonly chain: readonly CertificateFacts[];
  readonly trusted: boolean;
  /** Why it is not trusted, in words; empty when trusted. */
  readonly untrustedReason: string;
}

/** One step of a redirected HTTP exchange. */
export interface HttpHop {
  readonly url: string;
  readonly status: number;
  readonly durationMs: DurationMs;
}

/** What one probe saw. Everything that went wrong is data here; a probe never throws. */
export interface Observation {
  readonly connected: boolean;
  /** HTTP status or SSH exit code; 0 = none. */
  readonly status: number;
  /** The address that was used or asked for; empty = unknown. */
  readonly ip: string;
  /** Upper-case rcode name; empty = none. */
  readonly dnsRcode: string;
  /** Capped at the probe's byte limit. */
  readonly body: Uint8Array;
  readonly bodyTruncated: boolean;
  /** In arrival order, names as received; empty where the protocol has none. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** `1.0`, `1.1` or `2`; empty for other protocols. */
  readonly httpVersion: string;
  /** `[RESPONSE_TIME]`. */
  readonly durationMs: DurationMs;
  readonly phases: Phases;
  /** A kept-alive connection was used, so dns, connect and tls are 0. */
  readonly reusedConnection: boolean;
  readonly hops: readonly HttpHop[];
  readonly tls: TlsFacts | null;
  /** Until the leaf certificate ends, negative once it has; null = no certificate seen. */
  readonly certificateExpiresInMs: DurationMs | null;
  /** null = not asked for, or the registry publishes none. */
  readonly domainExpiresInMs: DurationMs | null;
  /** In order of appearance, without repeats. For people; no secrets. */
  readonly errors: readonly string[];
  /** The check fails whatever its conditions say (it could not even be made). */
  readonly inconclusive: boolean;
}

/** An observation of nothing: the starting point that probes fill in. */
export const EMPTY_OBSERVATION: Observation = {
  connected: false,
  status: 0,
  ip: "",
  dnsRcode: "",
  body: new Uint8Array(0),
  bodyTruncated: false,
  headers: [],
  httpVersion: "",
  durationMs: 0,
  phases: NO_PHASES,
  reusedConnection: false,
  hops: [],
  tls: null,
  certificateExpiresInMs: null,
  domainExpiresInMs: null,
  errors: [],
  inconclusive: false,
};
