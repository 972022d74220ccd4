// The monitor as the window knows it, and how messages change it. Pure; endpoints that did not change keep their identity.

import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { EndpointSummary, MonitorDelta, MonitorSnapshot, OverallStatus } from "../../shared/model/status.ts";

export interface MonitorState {
  readonly overall: OverallStatus;
  readonly endpoints: ReadonlyMap<EndpointKey, EndpointSummary>;
  /** In file order. */
  readonly order: readonly EndpointKey[];
}

/** The state that a snapshot describes. */
export function stateFromSnapshot(snapshot: MonitorSnapshot): MonitorState {
  return {
    overall: snapshot.overall,
    endpoints: new Map(snapshot.endpoints.map((endpoint) => [endpoint.key, endpoint])),
    order: snapshot.endpoints.map((endpoint) => endpoint.key),
  };
}

/** All endpoints in file order. */
export function listEndpoints({ endpoints, order }: Pick<MonitorState, "endpoints" | "order">): readonly EndpointSummary[] {
  return order.flatMap((key) => endpoints.get(key) ?? []);
}

/**
 * The state after a delta. Endpoints that were not known go to the end: a delta carries no order, so ask for a snapshot
 * when {@link namesUnknown} says so. A message that was overtaken by a newer check of an endpoint does not undo it.
 */
export function applyDelta(state: MonitorState, delta: MonitorDelta): MonitorState {
  if (delta.changed.length === 0 && delta.removed.length === 0) return { ...state, overall: delta.overall };
  const endpoints = new Map(state.endpoints);
  const added: EndpointKey[] = [];
  for (const endpoint of delta.changed) {
    const known = endpoints.get(endpoint.key);
    if (known === undefined) added.push(endpoint.key);
    else if (isOlder(endpoint, known)) continue;
    endpoints.set(endpoint.key, endpoint);
  }
  const removed = new Set(delta.removed);
  for (const key of removed) endpoints.delete(key);
  const isSameOrder = added.length === 0 && removed.size === 0;
  const order = isSameOrder ? state.order : [...state.order, ...added].filter((key) => !removed.has(key));
  return { overall: delta.overall, endpoints, order };
}

/** Whether a delta holds endpoints whose place in the file is not known. */
export function namesUnknown(state: MonitorState, delta: MonitorDelta): boolean {
  return delta.changed.some((endpoint) => !state.endpoints.has(endpoint.key));
}

function isOlder(message: EndpointSummary, known: EndpointSummary): boolean {
  return message.lastCheckMs !== null && known.lastCheckMs !== null && message.lastCheckMs < known.lastCheckMs;
}
