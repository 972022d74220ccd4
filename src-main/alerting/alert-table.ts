// The endpoints and alerts of the running configuration with what the machine remembers of each; how one configuration follows
// another without losing what fires.

import { isDeepStrictEqual } from "node:util";
import type { AlertConfig, AlertingConfig } from "../../shared/model/alert.ts";
import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { CheckResult } from "../../shared/model/result.ts";
import type { DurationMs } from "../../shared/units.ts";
import type { AlertedEndpoint, RenamedEndpoint } from "../ports/alerting.ts";
import type { StoredAlertState } from "../ports/history.ts";
import type { AlertPlace } from "./alert-identity.ts";
import { checksumsOnce, matchAlerts, placeAlerts } from "./alert-identity.ts";
import { destinationOf, incidentWindowMs } from "./delivery/channels.ts";
import type { AlertRule, AlertState } from "./machine/alert-state.ts";
import { IDLE, isWorthKeeping } from "./machine/alert-state.ts";
import { formatRow, parseRow, restoreState } from "./machine/alert-row.ts";
import type { AlertRow } from "./machine/alert-row.ts";
import { blockersOf } from "./machine/dependencies.ts";

/** One alert at run time. */
export interface LiveAlert {
  readonly owner: LiveEndpoint;
  readonly place: AlertPlace;
  readonly config: AlertConfig;
  readonly rule: AlertRule;
  /** Names the receiver; see `destinationOf`. */
  readonly destination: string;
  /** null = told by itself; otherwise what falls within it is told as one incident. */
  readonly windowMs: DurationMs | null;
  /** The same over edits, for as long as the program runs. */
  readonly slot: string;
  readonly lane: string;
  /** It has settings of its own: without them a message would reach somebody else. */
  readonly isOverridden: boolean;
  state: AlertState;
  /** The endpoint as it was told of. */
  subject: { readonly name: string; readonly group: string };
  resolveKey: string;
  reference: string;
}

/** One endpoint at run time. */
export interface LiveEndpoint {
  endpoint: AlertedEndpoint;
  readonly alerts: LiveAlert[];
  blockers: readonly EndpointKey[];
  /** The latest result, in or out of maintenance; null = none since the program started. */
  last: CheckResult | null;
  isFailing: boolean;
  /** Some alert has something to count, to tell or to end; a healthy result means nothing to the others. */
  isBusy: boolean;
}

/** What a new configuration means for alerts that fire. */
export interface Succession {
  /** Have no successor; some of them may fire. */
  readonly removed: readonly LiveAlert[];
  /** Go on under another identity. */
  readonly moved: ReadonlyArray<{ readonly before: LiveAlert; readonly after: LiveAlert }>;
}

const NO_ENDPOINT: Omit<AlertedEndpoint, "key" | "name" | "group"> = {
  url: "",
  extraLabels: {},
  alerts: [],
  dependsOn: [],
  tags: [],
  links: [],
};

export class AlertTable {
  #endpoints = new Map<EndpointKey, LiveEndpoint>();
  #alerting: AlertingConfig | null = null;
  #nextSlot = 0;

  get(key: EndpointKey): LiveEndpoint | undefined {
    return this.#endpoints.get(key);
  }

  endpoints(): Iterable<LiveEndpoint> {
    return this.#endpoints.values();
  }

  *alerts(): Iterable<LiveAlert> {
    for (const endpoint of this.#endpoints.values()) yield* endpoint.alerts;
  }

  find(key: EndpointKey, alertId: string): LiveAlert | undefined {
    return this.#endpoints.get(key)?.alerts.find((alert) => alert.place.alertId === alertId);
  }

  /** Takes up what is stored, as if a configuration had held exactly these alerts. Returns the rows that cannot be read. */
  restore(rows: readonly StoredAlertState[], alerting: AlertingConfig): readonly StoredAlertState[] {
    const unreadable: StoredAlertState[] = [];
    for (const stored of rows) {
      const row = parseRow(stored.stateJson);
      if (row === null) {
        unreadable.push(stored);
        continue;
      }
      const owner = this.#endpoints.get(stored.key) ?? ghostEndpoint(stored.key, row);
      this.#endpoints.set(stored.key, owner);
      owner.alerts.push(this.#ghostAlert(alerting, owner, stored.alertId, row));
    }
    return unreadable;
  }

  /** Alerts that are as before, under settings that are as before, go on untouched: most of them, whenever something is edited. */
  configure(alerting: AlertingConfig, endpoints: readonly AlertedEndpoint[], renamed: readonly RenamedEndpoint[]): Succession {
    const before = this.#endpoints;
    const isSameAlerting = isDeepStrictEqual(this.#alerting, alerting);
    this.#alerting = alerting;
    const formerKey = new Map(renamed.map(({ from, to }) => [to, from]));
    const blockers = blockersOf(
      endpoints.map(({ key, dependsOn, alerts }) => ({ key, dependsOn, isAlerted: alerts.some((alert) => alert.enabled) })),
    );
    const checksumOf = checksumsOnce();
    const after = new Map<EndpointKey, LiveEndpoint>();
    const removed: LiveAlert[] = [];
    const moved: Array<{ before: LiveAlert; after: LiveAlert }> = [];
    for (const endpoint of endpoints) {
      const own = before.get(endpoint.key);
      if (own !== undefined && isSameAlerting && !formerKey.has(endpoint.key) && hasSameAlerts(own.endpoint, endpoint)) {
        own.endpoint = endpoint;
        own.blockers = blockers.get(endpoint.key) ?? [];
        after.set(endpoint.key, own);
        continue;
      }
      const formers = [own, before.get(formerKey.get(endpoint.key) ?? endpoint.key)];
      const former = mergeFormers(formers.filter((one) => one !== undefined));
      const live = this.#liveEndpoint(alerting, endpoint, placeAlerts(endpoint.alerts, checksumOf), former);
      live.endpoint.blockers = blockers.get(endpoint.key) ?? [];
      after.set(endpoint.key, live.endpoint);
      removed.push(...live.removed);
      moved.push(...live.moved);
    }
    const carried = new Set(renamed.filter(({ to }) => after.has(to)).map(({ from }) => from));
    for (const [key, { alerts }] of before) if (!after.has(key) && !carried.has(key)) removed.push(...alerts);
    this.#endpoints = after;
    return { removed, moved };
  }

  #liveEndpoint(alerting: AlertingConfig, endpoint: AlertedEndpoint, places: readonly AlertPlace[], former: Former | null) {
    const live: LiveEndpoint = {
      endpoint,
      alerts: [],
      blockers: [],
      last: former?.last ?? null,
      isFailing: former?.isFailing ?? false,
      isBusy: false,
    };
    const successors = places.filter((_, index) => endpoint.alerts[index]?.enabled === true);
    const old = former?.alerts ?? [];
    const matches = matchAlerts(
      old.map((alert) => alert.place),
      successors,
    );
    const predecessors = new Map(old.map((alert) => [matches.get(alert.place.alertId), alert]));
    const moved: Array<{ before: LiveAlert; after: LiveAlert }> = [];
    endpoint.alerts.forEach((config, index) => {
      const place = places[index];
      if (place === undefined) return;
      const predecessor = predecessors.get(place.alertId);
      const alert = this.#liveAlert(alerting, live, place, config, predecessor);
      live.alerts.push(alert);
      const isMoved =
        predecessor !== undefined && (predecessor.place.alertId !== place.alertId || predecessor.owner.endpoint.key !== endpoint.key);
      if (isMoved) moved.push({ before: predecessor, after: alert });
    });
    live.isBusy = live.alerts.some((alert) => isBusy(alert.state));
    return { endpoint: live, removed: old.filter((alert) => !matches.has(alert.place.alertId)), moved };
  }

  #liveAlert(
    alerting: AlertingConfig,
    owner: LiveEndpoint,
    place: AlertPlace,
    config: AlertConfig,
    predecessor: LiveAlert | undefined,
  ): LiveAlert {
    const { key, name, group } = owner.endpoint;
    const windowMs = incidentWindowMs(alerting, config);
    return {
      owner,
      place,
      config,
      rule: { ...config, conversational: windowMs !== null },
      destination: destinationOf(alerting, { type: config.type, group, providerOverride: config.providerOverride }),
      windowMs,
      slot: predecessor?.slot ?? this.#newSlot(),
      lane: predecessor?.lane ?? laneOf(key, place.alertId),
      isOverridden: Object.keys(config.providerOverride).length > 0,
      state: predecessor?.state ?? IDLE,
      subject: predecessor?.subject ?? { name, group },
      resolveKey: predecessor?.resolveKey ?? "",
      reference: predecessor?.reference ?? "",
    };
  }

  #ghostAlert(alerting: AlertingConfig, owner: LiveEndpoint, alertId: string, row: AlertRow): LiveAlert {
    const { type, position, description, failureThreshold, successThreshold, sendOnResolved, name, group, lane, resolveKey, reference } =
      row;
    const config: AlertConfig = {
      type,
      enabled: true,
      failureThreshold,
      successThreshold,
      sendOnResolved,
      minimumReminderIntervalMs: 0,
      description,
      providerOverride: {},
      onDegraded: false,
    };
    const state = restoreState(row, failureThreshold);
    const windowMs = incidentWindowMs(alerting, config);
    return {
      owner,
      place: { alertId, type, position },
      config,
      rule: { ...config, conversational: windowMs !== null },
      destination: destinationOf(alerting, { type, group, providerOverride: config.providerOverride }),
      windowMs,
      slot: this.#newSlot(),
      lane,
      isOverridden: row.overridden,
      state,
      subject: { name, group },
      resolveKey,
      reference,
    };
  }

  #newSlot(): string {
    this.#nextSlot += 1;
    return String(this.#nextSlot);
  }
}

/** Whether a healthy result could mean something to an alert in this state. */
export function isBusy(state: AlertState): boolean {
  return state.failures > 0 || isWorthKeeping(state);
}

/** The row to store for an alert; null = nothing needs to be stored. */
export function rowOf(alert: LiveAlert): StoredAlertState | null {
  if (!isWorthKeeping(alert.state)) return null;
  const { config, place, lane, subject, resolveKey, reference, state } = alert;
  const stateJson = formatRow({
    type: config.type,
    position: place.position,
    lane,
    name: subject.name,
    group: subject.group,
    overridden: alert.isOverridden,
    description: config.description,
    failureThreshold: config.failureThreshold,
    successThreshold: config.successThreshold,
    sendOnResolved: config.sendOnResolved,
    resolveKey,
    reference,
    state,
  });
  return { key: alert.owner.endpoint.key, alertId: place.alertId, stateJson };
}

interface Former {
  readonly alerts: readonly LiveAlert[];
  readonly last: CheckResult | null;
  readonly isFailing: boolean;
}

/** An endpoint may follow two: itself, and one that was renamed to it. */
function mergeFormers(formers: readonly LiveEndpoint[]): Former | null {
  const [first] = formers;
  if (first === undefined) return null;
  const distinct = [...new Set(formers)];
  return { alerts: distinct.flatMap((former) => former.alerts), last: first.last, isFailing: distinct.some((former) => former.isFailing) };
}

/** What an alert is made of besides the settings: the group picks among a channel's overrides. */
function hasSameAlerts(before: AlertedEndpoint, after: AlertedEndpoint): boolean {
  return before.group === after.group && isDeepStrictEqual(before.alerts, after.alerts);
}

function ghostEndpoint(key: EndpointKey, row: AlertRow): LiveEndpoint {
  const endpoint: AlertedEndpoint = { ...NO_ENDPOINT, key, name: row.name, group: row.group };
  // What fired when the program ended is taken to fail still, until its first result says otherwise.
  return { endpoint, alerts: [], blockers: [], last: null, isFailing: row.state.triggered !== null, isBusy: true };
}

function laneOf(key: EndpointKey, alertId: string): string {
  return `alert:${key}:${alertId}`;
}
