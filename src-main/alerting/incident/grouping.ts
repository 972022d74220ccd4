// The incidents that one receiver hears of. Which falls belong together, shared/model/incident.ts decides; what is said, wording.ts.

import { addToIncident, beginIncident, fallsInto, type OngoingIncident, type Relations } from "../../../shared/model/incident.ts";
import { MINUTE } from "../../../shared/units.ts";
import type { DurationMs, EpochMs } from "../../../shared/units.ts";

/** Within this time after a fall, related ones join its incident, where the configuration does not say otherwise. */
export const USUAL_WINDOW_MS = MINUTE;
/** One alert of one endpoint that is to be told. */
export interface Fall extends Relations {
  /** Unique for the alert, the same in its recovery. */
  readonly memberId: string;
  /** `group/name`, for people. */
  readonly label: string;
  readonly sinceMs: EpochMs;
  readonly atMs: EpochMs;
}

/** An endpoint's part in an incident. */
export interface Member {
  readonly fall: Fall;
  recovered: boolean;
}

/** Endpoints that fell together, in the order in which they did. */
export interface Incident extends OngoingIncident {
  readonly id: string;
  readonly members: Map<string, Member>;
  /** How many of the members have not recovered. */
  failing: number;
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
    for (const incident of this.#open.values()) if (fallsInto(incident, fall, fall.atMs, windowMs)) home = incident;
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
    const incident: Incident = { ...beginIncident(startedMs), id, members: new Map(), failing: 0 };
    this.#open.set(id, incident);
    return incident;
  }

  #add(incident: Incident, fall: Fall): Incident {
    const before = incident.members.get(fall.memberId);
    if (before === undefined || before.recovered) incident.failing += 1;
    incident.members.set(fall.memberId, { fall, recovered: false });
    addToIncident(incident, fall, fall.atMs);
    this.#ofMember.set(fall.memberId, incident);
    return incident;
  }
}
