// What a probe is, and what it may use. One function for each protocol; see src-main/probes/registry.ts.

import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import type { Observation } from "../../shared/model/observation.ts";
import type { DurationMs } from "../../shared/units.ts";
import type { Clock, Timers } from "./clock.ts";
import type { Random } from "./random.ts";

/** The work beyond the bare probe that somebody will look at; nothing else is done. */
export interface ProbeNeeds {
  /** A condition or a `store` entry reads the body. */
  readonly body: boolean;
  /** A condition or a `store` entry reads the address. */
  readonly ip: boolean;
  /** A condition or a `store` entry reads the domain's expiry. */
  readonly domainExpiration: boolean;
}

/** One check to be made. In a suite the texts have had their context filled in already. */
export interface ProbeRequest {
  readonly endpoint: EndpointConfig;
  readonly needs: ProbeNeeds;
}

/** An address that a name stands for. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Turns names into addresses. Rejects with an `Error` whose `code` is Node's (`ENOTFOUND`, `ETIMEOUT` …). */
export interface Resolver {
  resolve(hostname: string, options: { readonly family: 0 | 4 | 6; readonly signal: AbortSignal }): Promise<readonly ResolvedAddress[]>;
}

/** The expiry of a registered domain, cached as long as sensible. */
export interface DomainExpiry {
  /** Time until the registrable domain of `hostname` ends; null = its registry publishes none. Rejects with a readable `Error`. */
  expiresInMs(hostname: string, signal: AbortSignal): Promise<DurationMs | null>;
}

/** What probes get from outside. */
export interface ProbeContext {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly resolver: Resolver;
  readonly domainExpiry: DomainExpiry;
  /** The environment's variables that probes honour (the proxy ones). */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Makes one check and says what it saw. Never rejects: what went wrong is in `errors`. Ends soon after `signal` aborts,
 * never holds more bytes than its limit, and leaves nothing open but what its owner keeps alive on purpose.
 */
export type Probe = (request: ProbeRequest, signal: AbortSignal) => Promise<Observation>;

/** The probes of every protocol, with the connections they keep; closed by whoever made it. */
export interface ProbeSet {
  /** Runs the probe for the endpoint's kind, bounded by its `client.timeout`, including address and domain look-ups. */
  readonly probe: Probe;
  /** Closes what was kept alive for an endpoint that changed or left. */
  forget(key: string): void;
  close(): Promise<void>;
}
