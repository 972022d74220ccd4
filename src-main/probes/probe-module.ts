// What a protocol's file provides, and what it is given. A new probe is one such file, one line in `registry.ts` and one test.

import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { ProbeContext } from "../ports/probe.ts";
import type { Check } from "./check.ts";
import type { ProbeLimits } from "./limits.ts";
import type { Network } from "./net/network.ts";
import type { RunProgram } from "./process/run-program.ts";

/** Runs one check. May throw: the probe set puts it into words, keeps what was seen and closes the scope. */
export type RunCheck = (check: Check) => Promise<void>;

/** What every protocol shares, made once for a probe set. */
export interface ProbeTools {
  readonly context: ProbeContext;
  readonly network: Network;
  readonly limits: ProbeLimits;
  readonly runProgram: RunProgram;
}

/** A protocol's probe with whatever it keeps between checks. */
export interface ProtocolProbe {
  readonly run: RunCheck;
  /** Closes what is kept for one endpoint. */
  forget?(key: EndpointKey): void;
  close?(): Promise<void>;
}

/** Placeholders whose value a protocol provides; the others have the empty value. `[IP]` and `[DOMAIN_EXPIRATION]` work for all. */
export type PlaceholderName =
  | "CONNECTED"
  | "STATUS"
  | "BODY"
  | "RESPONSE_TIME"
  | "CERTIFICATE_EXPIRATION"
  | "CERTIFICATE_ISSUER"
  | "DNS_RCODE"
  | "HEADERS"
  | "HTTP_VERSION"
  | "PHASE.dns"
  | "PHASE.connect"
  | "PHASE.tls"
  | "PHASE.first_byte"
  | "PHASE.transfer";

/** Options of the `client` block that a protocol honours; the others have nothing to act on. */
export type ClientOptionName =
  | "timeout"
  | "insecure"
  | "ignore-redirect"
  | "store-cookies"
  | "proxy-url"
  | "proxy environment"
  | "dns-resolver"
  | "oauth2"
  | "identity-aware-proxy"
  | "tls"
  | "network"
  | "tunnel";

/** What a probe can do, for the documentation and for hints about options without effect. */
export interface ProbeCapabilities {
  readonly placeholders: readonly PlaceholderName[];
  readonly clientOptions: readonly ClientOptionName[];
}

/** The whole of a protocol. */
export interface ProbeModule {
  readonly capabilities: ProbeCapabilities;
  /** `[RESPONSE_TIME]` of a check that failed: the time until then, or 0. */
  readonly durationOnError: "kept" | "zero";
  create(tools: ProbeTools): ProtocolProbe;
}
