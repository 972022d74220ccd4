// What a new configuration changes, so that everything else keeps running untouched. Pure.

import { isDeepStrictEqual } from "node:util";
import type { EndpointConfig, EndpointKey } from "../../shared/model/endpoint.ts";

export interface EndpointDiff {
  readonly added: readonly EndpointKey[];
  readonly changed: readonly EndpointKey[];
  readonly removed: readonly EndpointKey[];
  readonly unchanged: readonly EndpointKey[];
}

/** Compares endpoints by key; where an entry stands in the file makes no difference. */
export function diffEndpoints(before: readonly EndpointConfig[], after: readonly EndpointConfig[]): EndpointDiff {
  const former = new Map(before.map((endpoint) => [endpoint.key, endpoint]));
  const added: EndpointKey[] = [];
  const changed: EndpointKey[] = [];
  const unchanged: EndpointKey[] = [];
  for (const endpoint of after) {
    const known = former.get(endpoint.key);
    former.delete(endpoint.key);
    if (known === undefined) added.push(endpoint.key);
    else if (isSame(known, endpoint)) unchanged.push(endpoint.key);
    else changed.push(endpoint.key);
  }
  return { added, changed, removed: [...former.keys()], unchanged };
}

function isSame(a: EndpointConfig, b: EndpointConfig): boolean {
  return isDeepStrictEqual({ ...a, position: null }, { ...b, position: null });
}
