// What the machine remembers about one alert. The form in which it is stored stands in alert-row.ts; how it changes in decide.ts.

import type { AlertConfig } from "../../../shared/model/alert.ts";
import type { EpochMs } from "../../../shared/units.ts";

/** The part of an alert's configuration that decides. */
export interface AlertRule
  extends Pick<AlertConfig, "enabled" | "failureThreshold" | "successThreshold" | "sendOnResolved" | "minimumReminderIntervalMs"> {
  /** Told as a conversation: flapping is told once, and once when it ends. */
  readonly conversational: boolean;
}

/** The verdict that something is broken, from the threshold's failure to the threshold's success. */
export interface Triggered {
  /** The first failed check of this outage. */
  readonly sinceMs: EpochMs;
  readonly atMs: EpochMs;
  /** null = nobody has taken notice; otherwise no reminders until resolved. */
  readonly acknowledgedAtMs: EpochMs | null;
}

/** What the receiver believes: it was told of an outage and of no end. */
export interface Told {
  /** Names the outage for ever. */
  readonly incidentId: string;
  readonly sinceMs: EpochMs;
  /** The last trigger or reminder; this alert's own reminder clock. */
  readonly lastToldMs: EpochMs;
  /** The trigger was given up or refused: the receiver knows nothing, so it is told no end either. */
  readonly lost: boolean;
}

/** So many outages within a while are flapping. */
export const FLAPPING_TRIGGERS = 4;

/** How restless the alert is. Only kept for conversational alerts. */
export interface Restlessness {
  /** The latest verdicts "broken", oldest first, at most {@link FLAPPING_TRIGGERS}. */
  readonly triggersMs: readonly EpochMs[];
  /** The last change of the verdict. */
  readonly changedMs: EpochMs;
  /** Since when it flaps; null = it does not. */
  readonly flappingSinceMs: EpochMs | null;
}

/**
 * An alert between two inputs. `triggered` is the verdict, `told` what the receiver knows; while nothing holds messages back
 * the two agree, and after a silence whatever differs is told.
 */
export interface AlertState {
  /** In a row; any success makes it 0. */
  readonly failures: number;
  /** In a row, counted while triggered; any failure makes it 0. */
  readonly successes: number;
  /** The first failure of the present row; null = not failing. */
  readonly failingSinceMs: EpochMs | null;
  readonly triggered: Triggered | null;
  readonly told: Told | null;
  readonly restlessness: Restlessness | null;
}

/** Nothing has happened. */
export const IDLE: AlertState = { failures: 0, successes: 0, failingSinceMs: null, triggered: null, told: null, restlessness: null };

/** Whether the state must survive a restart. A failure count below the threshold does not, as in Gatus. */
export function isWorthKeeping(state: AlertState): boolean {
  return state.triggered !== null || state.told !== null;
}

/** Whether what is stored of two states is the same. Unchanged parts keep their identity, so this compares no contents. */
export function isStoredAlike(before: AlertState, after: AlertState): boolean {
  if (before === after) return true;
  const wasKept = isWorthKeeping(before);
  const isKept = isWorthKeeping(after);
  if (!wasKept && !isKept) return true;
  return (
    wasKept === isKept &&
    before.triggered === after.triggered &&
    before.told === after.told &&
    before.restlessness === after.restlessness &&
    before.successes === after.successes
  );
}
