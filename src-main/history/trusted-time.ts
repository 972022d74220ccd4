// Which time may be believed when old rows are about to be deleted. A clock that was set forward by a year must not cost a
// year of history. Pure.

import { DAY, type DurationMs, type EpochMs } from "../../shared/units.ts";

/** What is believed, and a leap of the clock that is being waited out. */
export interface TrustedTime {
  readonly trustedMs: EpochMs;
  /** How long the program has run since the clock leapt; null = it did not. */
  readonly leapSeenForMs: DurationMs | null;
}

/** A clock that is this far ahead of what was believed is suspected. A machine may be off for a while. */
const SUSPICIOUS_LEAP_MS = 14 * DAY;
/** A leap that has lasted this long while the program ran is believed: the machine really was off. */
const BELIEVED_AFTER_MS = DAY;

/** The next belief. @param ranMs how long the program ran since the last call, by the stopwatch */
export function advanceTrustedTime(known: TrustedTime | null, nowMs: EpochMs, ranMs: DurationMs): TrustedTime {
  if (known === null || nowMs <= known.trustedMs + SUSPICIOUS_LEAP_MS) return { trustedMs: nowMs, leapSeenForMs: null };
  const leapSeenForMs = (known.leapSeenForMs ?? 0) + (known.leapSeenForMs === null ? 0 : ranMs);
  return leapSeenForMs >= BELIEVED_AFTER_MS ? { trustedMs: nowMs, leapSeenForMs: null } : { trustedMs: known.trustedMs, leapSeenForMs };
}
