// The alert machine: one alert, one input, the next state and what follows from it. Pure; Gatus' rules for thresholds, reminders
// and recoveries, with a clock for each alert. Who is told, and how, is not decided here.

import { assertNever } from "../../../shared/assert-never.ts";
import { HOUR, MINUTE } from "../../../shared/units.ts";
import type { EpochMs } from "../../../shared/units.ts";
import type { AlertRule, AlertState, Restlessness, Triggered } from "./alert-state.ts";
import { FLAPPING_TRIGGERS, IDLE } from "./alert-state.ts";

/** {@link FLAPPING_TRIGGERS} outages within this time are flapping. */
const FLAPPING_WINDOW_MS = HOUR;
/** Flapping ends when the verdict has held this long. */
export const CALM_MS = 30 * MINUTE;

/**
 * What keeps messages back. silenced: snooze, mute, quiet hours; nothing is told. blocked: something that the endpoint
 * depends on fails too; no outage is told, but its end is, if the outage was.
 */
export type Hush = "none" | "silenced" | "blocked";

/** What happened. */
export type AlertInput =
  | { readonly kind: "result"; readonly failed: boolean; readonly hush: Hush }
  /** A silence began or ended: what was kept back may be due. */
  | { readonly kind: "hush-changed"; readonly hush: Hush }
  | { readonly kind: "acknowledged" }
  | { readonly kind: "unacknowledged" }
  /** The trigger of this outage will never reach its receiver. */
  | { readonly kind: "undeliverable"; readonly incidentId: string }
  /** Delivery was repaired (the channel was configured anew): what was lost is told again. */
  | { readonly kind: "repaired"; readonly hush: Hush }
  /** The alert left the configuration, or was disabled. */
  | { readonly kind: "removed" };

/** What follows. `triggered` and `cleared` are changes of the verdict, `tell` is a message. */
export type AlertAction =
  | { readonly kind: "triggered"; readonly withheld: boolean }
  | { readonly kind: "cleared"; readonly sinceMs: EpochMs; readonly neverTold: boolean }
  | {
      readonly kind: "tell";
      readonly message: "triggered" | "reminder" | "resolved";
      readonly incidentId: string;
      readonly sinceMs: EpochMs;
      /** began: from now on changes are not told one by one · ended: the verdict has held for a while. */
      readonly flapping: "no" | "began" | "ended";
    };

export interface Decision {
  readonly state: AlertState;
  readonly actions: readonly AlertAction[];
}

/** Names an outage that is about to be told. Called once for each that is. */
export type NameIncident = (triggered: Triggered) => string;

const NO_ACTIONS: readonly AlertAction[] = [];

/** What one input means for one alert. Returns the very same state when nothing changed. */
export function decide(rule: AlertRule, state: AlertState, input: AlertInput, nowMs: EpochMs, nameIncident: NameIncident): Decision {
  switch (input.kind) {
    case "result":
      return input.failed ? onFailure(rule, state, input.hush, nowMs, nameIncident) : onSuccess(rule, state, input.hush, nowMs);
    case "hush-changed":
      return reconcile(rule, state, input.hush, nowMs, nameIncident);
    case "acknowledged":
      return withoutActions(acknowledge(state, nowMs));
    case "unacknowledged":
      return withoutActions(acknowledge(state, null));
    case "undeliverable":
      return withoutActions(markLost(state, input.incidentId));
    case "repaired":
      return state.told?.lost === true ? reconcile(rule, { ...state, told: null }, input.hush, nowMs, nameIncident) : withoutActions(state);
    case "removed":
      return onRemoval(rule, state);
    default:
      return assertNever(input, "alert input");
  }
}

function onFailure(rule: AlertRule, state: AlertState, hush: Hush, nowMs: EpochMs, nameIncident: NameIncident): Decision {
  // Counting ends at the threshold, so that an outage that goes on leaves the state as it is.
  const failures = Math.min(state.failures + 1, rule.failureThreshold);
  const isSame = failures === state.failures && state.successes === 0 && state.failingSinceMs !== null;
  const failing: AlertState = isSame ? state : { ...state, failures, successes: 0, failingSinceMs: state.failingSinceMs ?? nowMs };
  if (!rule.enabled || failures < rule.failureThreshold) return withoutActions(failing);
  if (failing.triggered !== null) {
    const told = reconcile(rule, failing, hush, nowMs, nameIncident);
    return told.actions.length > 0 ? told : remind(rule, told.state, hush, nowMs);
  }
  const triggered: Triggered = { sinceMs: failing.failingSinceMs ?? nowMs, atMs: nowMs, acknowledgedAtMs: null };
  const restlessness = rule.conversational ? afterTrigger(failing.restlessness, nowMs) : null;
  const fallen: AlertState = { ...failing, triggered, restlessness };
  const next = reconcile(rule, fallen, hush, nowMs, nameIncident);
  return { state: next.state, actions: [{ kind: "triggered", withheld: next.state.told === null }, ...next.actions] };
}

function onSuccess(rule: AlertRule, state: AlertState, hush: Hush, nowMs: EpochMs): Decision {
  if (state.failures === 0 && state.triggered === null && state.told === null) return withoutActions(state);
  const successes = state.triggered === null ? 0 : state.successes + 1;
  const passing: AlertState = { ...state, failures: 0, failingSinceMs: null, successes };
  if (!rule.enabled || passing.triggered === null || successes < rule.successThreshold) {
    return passing.triggered === null ? reconcile(rule, passing, hush, nowMs, neverNamed) : withoutActions(passing);
  }
  const restlessness = passing.restlessness === null ? null : { ...passing.restlessness, changedMs: nowMs };
  const cleared: AlertState = { ...passing, successes: 0, triggered: null, restlessness };
  const next = reconcile(rule, cleared, hush, nowMs, neverNamed);
  const neverTold = state.told === null;
  return { state: next.state, actions: [{ kind: "cleared", sinceMs: passing.triggered.sinceMs, neverTold }, ...next.actions] };
}

/** A lone failure below the threshold reminds of nothing, as in Gatus: the count starts anew after a success. */
function remind(rule: AlertRule, state: AlertState, hush: Hush, nowMs: EpochMs): Decision {
  const { told, triggered } = state;
  if (told === null || told.lost || triggered === null) return withoutActions(state);
  // The wall clock was set back: the interval starts anew instead of lasting for as long as the clock jumped.
  if (nowMs < told.lastToldMs) return withoutActions({ ...state, told: { ...told, lastToldMs: nowMs } });
  const isDue = rule.minimumReminderIntervalMs > 0 && nowMs - told.lastToldMs >= rule.minimumReminderIntervalMs;
  if (!isDue || hush !== "none" || triggered.acknowledgedAtMs !== null || isFlapping(state)) return withoutActions(state);
  return {
    state: { ...state, told: { ...told, lastToldMs: nowMs } },
    actions: [{ kind: "tell", message: "reminder", incidentId: told.incidentId, sinceMs: told.sinceMs, flapping: "no" }],
  };
}

/** Tells whatever the receiver does not know yet, unless something keeps it back. */
function reconcile(rule: AlertRule, before: AlertState, hush: Hush, nowMs: EpochMs, nameIncident: NameIncident): Decision {
  const calmed = afterCalm(before, nowMs);
  const isRestless = isFlapping(calmed);
  const flapping = calmed !== before ? "ended" : isRestless ? "began" : "no";
  const { triggered, told } = calmed;
  if (triggered === null && told !== null && (told.lost || (!rule.sendOnResolved && !isRestless))) {
    return withoutActions({ ...calmed, told: null });
  }
  // While it flaps the receiver keeps believing in the outage that it was told of last.
  if (hush === "silenced" || (isRestless && told !== null)) return withoutActions(calmed);
  if (triggered !== null && told === null && hush === "none") {
    const incidentId = nameIncident(triggered);
    return {
      state: { ...calmed, told: { incidentId, sinceMs: triggered.sinceMs, lastToldMs: nowMs, lost: false } },
      actions: [{ kind: "tell", message: "triggered", incidentId, sinceMs: triggered.sinceMs, flapping }],
    };
  }
  if (triggered === null && told !== null) {
    return {
      state: { ...calmed, told: null },
      actions: [{ kind: "tell", message: "resolved", incidentId: told.incidentId, sinceMs: told.sinceMs, flapping }],
    };
  }
  if (triggered !== null && told !== null && !told.lost && flapping === "ended" && hush === "none") {
    return {
      state: { ...calmed, told: { ...told, lastToldMs: nowMs } },
      actions: [{ kind: "tell", message: "reminder", incidentId: told.incidentId, sinceMs: triggered.sinceMs, flapping }],
    };
  }
  return withoutActions(calmed);
}

/** Told even while silenced: a receiver that opened something must be able to close it. */
function onRemoval(rule: AlertRule, state: AlertState): Decision {
  const { triggered, told } = state;
  const actions: AlertAction[] = [];
  if (triggered !== null) actions.push({ kind: "cleared", sinceMs: triggered.sinceMs, neverTold: told === null });
  if (told !== null && !told.lost && rule.sendOnResolved) {
    actions.push({ kind: "tell", message: "resolved", incidentId: told.incidentId, sinceMs: told.sinceMs, flapping: "no" });
  }
  return { state: IDLE, actions };
}

function acknowledge(state: AlertState, atMs: EpochMs | null): AlertState {
  if (state.triggered === null || (state.triggered.acknowledgedAtMs === null) === (atMs === null)) return state;
  return { ...state, triggered: { ...state.triggered, acknowledgedAtMs: atMs } };
}

function markLost(state: AlertState, incidentId: string): AlertState {
  if (state.told === null || state.told.incidentId !== incidentId || state.told.lost) return state;
  return state.triggered === null ? { ...state, told: null } : { ...state, told: { ...state.told, lost: true } };
}

function isFlapping(state: AlertState): boolean {
  return state.restlessness !== null && state.restlessness.flappingSinceMs !== null;
}

function afterTrigger(before: Restlessness | null, nowMs: EpochMs): Restlessness {
  const triggersMs = [...(before?.triggersMs ?? []), nowMs].slice(-FLAPPING_TRIGGERS);
  const isRestless = triggersMs.length === FLAPPING_TRIGGERS && nowMs - (triggersMs[0] ?? nowMs) <= FLAPPING_WINDOW_MS;
  const flappingSinceMs = before?.flappingSinceMs ?? (isRestless ? nowMs : null);
  return { triggersMs, changedMs: nowMs, flappingSinceMs };
}

function afterCalm(state: AlertState, nowMs: EpochMs): AlertState {
  const { restlessness } = state;
  if (restlessness === null || restlessness.flappingSinceMs === null) return state;
  // A clock that was set back must not prolong the flapping for as long as it jumped.
  if (nowMs >= restlessness.changedMs && nowMs - restlessness.changedMs < CALM_MS) return state;
  return { ...state, restlessness: { triggersMs: [], changedMs: nowMs, flappingSinceMs: null } };
}

function neverNamed(): string {
  throw new Error("an outage was to be told after a success");
}

function withoutActions(state: AlertState): Decision {
  return { state, actions: NO_ACTIONS };
}
