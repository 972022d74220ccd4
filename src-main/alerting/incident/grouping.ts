// Which falls belong together. Pure decisions and the little state they need; what is said about an incident stands in wording.ts.

import { MINUTE, SECOND } from "../../../shared/units.ts";
import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { DurationMs, EpochMs } from "../../../shared/units.ts";

/** Within this time after a fall, related ones join its incident, where the configuration does not say otherwise. */
export const USUAL_WINDOW_MS = MINUTE;
/** Falls as close as this are told together, related or not: a burst has one cause more often than many. */
const BURST_WINDOW_MS = 5 * SECOND;

/** One alert of one endpoint that is to be told. */
export interface Fall {
  /** Unique for the alert, the same in its recovery. */
  readonly memberId: string;
  readonly key: EndpointKey;
  /** `group/name`, for people. */
  readonly label: string;
  /** Empty = in no group. */
  readonly group: string;
  readonly dependsOn: readonly EndpointKey[];
  readonly sinceMs: EpochMs;
  readonly atMs: EpochMs;
}

/** An endpoint's part in an incident. */
export interface Member {
  readonly fall: Fall;
  recovered: boolean;
}

/** Endpoints that fell together, in the order in which they did. */
export interface Incident {
  readonly id: string;
  readonly startedMs: EpochMs;
  lastFallMs: EpochMs;
  readonly members: Map<string, Member>;
  /** How many of the members have not recovered. */
  failing: number;
  /** Endpoints that members wait for. */
  readonly awaited: Set<EndpointKey>;
  readonly keys: Set<EndpointKey>;
  readonly groups: Set<string>;
}

/** An incident without members yet. */
function emptyIncident(id: string, startedMs: EpochMs): Incident {
  return {
    id,
    startedMs,
    lastFallMs: startedMs,
    members: new Map(),
    failing: 0,
    awaited: new Set(),
    keys: new Set(),
    groups: new Set(),
  };
}

/** Whether a fall belongs to an open incident: it came at once, or soon and by the same group or by `depends-on`. */
function belongsTo(incident: Incident, fall: Fall, windowMs: DurationMs): boolean {
  // A clock that was set back makes the age negative; such falls are as good as simultaneous.
  const ageMs = fall.atMs - incident.lastFallMs;
  if (ageMs <= BURST_WINDOW_MS) return true;
  const isJoined = incident.awaited.has(fall.key) || fall.dependsOn.some((key) => incident.keys.has(key));
  return ageMs <= windowMs && (isJoined || (fall.group !== "" && incident.groups.has(fall.group)));
}

/** The open incidents of one destination. */
export class IncidentBook {
  readonly #open = new Map<string, Incident>();
  readonly #ofMember = new Map<string, Incident>();

  /** Open incidents, oldest first. */
  get open(): Iterable<Incident> {
    return this.#open.values();
  }

  get size(): number {
    return this.#open.size;
  }

  /** Puts a fall into the latest open incident that it belongs to, or into a new one called `newId`. */
  join(fall: Fall, windowMs: DurationMs, newId: string): Incident {
    let home: Incident | null = null;
    for (const incident of this.#open.values()) if (belongsTo(incident, fall, windowMs)) home = incident;
    return this.#add(home ?? this.#begin(newId, fall.atMs), fall);
  }

  /** Puts a fall back into the incident that it was in before a restart. */
  restore(fall: Fall, id: string, startedMs: EpochMs): Incident {
    return this.#add(this.#open.get(id) ?? this.#begin(id, startedMs), fall);
  }

  /** Notes that a member is well again; the incident closes with its last one. null = it was in none. */
  leave(memberId: string): Incident | null {
    const incident = this.#ofMember.get(memberId);
    const member = incident?.members.get(memberId);
    if (incident === undefined || member === undefined || member.recovered) return null;
    member.recovered = true;
    incident.failing -= 1;
    this.#ofMember.delete(memberId);
    if (incident.failing === 0) this.#open.delete(incident.id);
    return incident;
  }

  get(id: string): Incident | undefined {
    return this.#open.get(id);
  }

  incidentOf(memberId: string): Incident | undefined {
    return this.#ofMember.get(memberId);
  }

  #begin(id: string, startedMs: EpochMs): Incident {
    const incident = emptyIncident(id, startedMs);
    this.#open.set(id, incident);
    return incident;
  }

  #add(incident: Incident, fall: Fall): Incident {
    const before = incident.members.get(fall.memberId);
    if (before === undefined || before.recovered) incident.failing += 1;
    incident.members.set(fall.memberId, { fall, recovered: false });
    incident.lastFallMs = Math.max(incident.lastFallMs, fall.atMs);
    incident.keys.add(fall.key);
    for (const key of fall.dependsOn) incident.awaited.add(key);
    if (fall.group !== "") incident.groups.add(fall.group);
    this.#ofMember.set(fall.memberId, incident);
    return incident;
  }
}
