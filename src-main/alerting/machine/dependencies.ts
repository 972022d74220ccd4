// Which endpoints keep an endpoint's alerts back while they fail. Pure graph work over `depends-on`.

import type { EndpointKey } from "../../../shared/model/endpoint.ts";

/** The part of an endpoint that the graph is made of. */
export interface DependentEndpoint {
  readonly key: EndpointKey;
  readonly dependsOn: readonly EndpointKey[];
  /** Has an enabled alert: its failing is told to somebody. */
  readonly isAlerted: boolean;
}

/**
 * For each endpoint that has any: what it waits for. Left out are names that do not exist, endpoints that nobody is told of
 * (folding into their incident would hide the outage), and whatever depends on the endpoint itself in turn: in a circle nobody
 * would be told.
 */
export function blockersOf(endpoints: readonly DependentEndpoint[]): ReadonlyMap<EndpointKey, readonly EndpointKey[]> {
  const byKey = new Map(endpoints.map((endpoint) => [endpoint.key, endpoint]));
  const blockers = new Map<EndpointKey, readonly EndpointKey[]>();
  for (const { key, dependsOn } of endpoints) {
    if (dependsOn.length === 0) continue;
    const found = dependsOn.filter((other) => byKey.get(other)?.isAlerted === true && !reaches(byKey, other, key));
    if (found.length > 0) blockers.set(key, found);
  }
  return blockers;
}

function reaches(byKey: ReadonlyMap<EndpointKey, DependentEndpoint>, from: EndpointKey, to: EndpointKey): boolean {
  const seen = new Set<EndpointKey>();
  const open = [from];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (key === to) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...(byKey.get(key)?.dependsOn ?? []));
  }
  return false;
}
