// The real probes on the real network.

import { createDomainExpiry } from "../probes/domain/domain-expiry.ts";
import { createSystemResolver, lookupsAtOnce } from "../probes/net/resolver.ts";
import { createProbeSet } from "../probes/probe-set.ts";
import type { ProbeSet } from "../ports/probe.ts";
import type { Surroundings } from "./surroundings.ts";

/** Probes of every protocol; whoever makes them closes them. */
export function openProbes({ clock, timers, random, environment, http }: Surroundings): ProbeSet {
  const resolver = createSystemResolver(lookupsAtOnce(environment["UV_THREADPOOL_SIZE"]));
  const domainExpiry = createDomainExpiry({ clock, timers, http, resolver });
  return createProbeSet({ clock, timers, random, resolver, domainExpiry, environment });
}
