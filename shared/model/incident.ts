// Which endpoints fell together: the one rule that notifications, channels and the window's list of incidents go by. Pure.

import { SECOND, type DurationMs, type EpochMs } from "../units.ts";
import type { EndpointKey } from "./endpoint.ts";

/** Falls as close as this are one incident, related or not: a burst has one cause more often than many. */
const BURST_WINDOW_MS: DurationMs = 5 * SECOND;

/** What counts of an endpoint. */
export interface Relations {
  readonly key: EndpointKey;
  /** Empty = in no group. */
  readonly group: string;
  readonly dependsOn: readonly EndpointKey[];
}

/** An incident that goes on: somebody in it has not recovered. */
export interface OngoingIncident {
  readonly startedMs: EpochMs;
  lastFallMs: EpochMs;
  readonly keys: Set<EndpointKey>;
  /** Endpoints that members wait for. */
  readonly awaited: Set<EndpointKey>;
  readonly groups: Set<string>;
}

/** An incident without members yet. */
export function beginIncident(startedMs: EpochMs): OngoingIncident {
  return { startedMs, lastFallMs: startedMs, keys: new Set(), awaited: new Set(), groups: new Set() };
}

/** Notes who fell. */
export function addToIncident(incident: OngoingIncident, fallen: Relations, atMs: EpochMs): void {
  incident.lastFallMs = Math.max(incident.lastFallMs, atMs);
  incident.keys.add(fallen.key);
  for (const key of fallen.dependsOn) incident.awaited.add(key);
  if (fallen.group !== "") incident.groups.add(fallen.group);
}

/**
 * Whether a fall belongs to an incident that goes on. It does within `windowMs` of the last fall when it is related: the same
 * endpoint again, one of the same group, or one that waits for a member or that a member waits for. Unrelated ones belong to it
 * in a burst, and only at its beginning: of thousands of endpoints there is always one that falls a few seconds after another.
 */
export function fallsInto(incident: OngoingIncident, fallen: Relations, atMs: EpochMs, windowMs: DurationMs): boolean {
  // A clock that was set back makes the age negative; such falls are as good as simultaneous.
  const ageMs = atMs - incident.lastFallMs;
  if (ageMs <= BURST_WINDOW_MS && atMs - incident.startedMs <= Math.max(windowMs, BURST_WINDOW_MS)) return true;
  return ageMs <= windowMs && isRelated(incident, fallen);
}

function isRelated({ keys, awaited, groups }: OngoingIncident, { key, group, dependsOn }: Relations): boolean {
  return keys.has(key) || awaited.has(key) || dependsOn.some((other) => keys.has(other)) || (group !== "" && groups.has(group));
}
