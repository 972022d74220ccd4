// When a message that could not be delivered is tried again, and when it is given up. Pure.

import { DAY, HOUR, MINUTE, SECOND } from "../../../shared/units.ts";
import type { DurationMs, EpochMs } from "../../../shared/units.ts";

export const FIRST_DELAY_MS = 5 * SECOND;
export const LONGEST_DELAY_MS = 15 * MINUTE;
/** A receiver may ask for patience, but not for more than this. */
export const LONGEST_PATIENCE_MS = 6 * HOUR;
export const GIVE_UP_AFTER_MS = DAY;
/** A refusal may be a proxy's, a portal's or a passing mistake of the receiver, but seldom for a day. */
export const GIVE_UP_REFUSED_AFTER_MS = HOUR;
/** However old a message is: a machine that slept for a week still tries this often. */
export const FEWEST_ATTEMPTS = 8;

/** What comes after a failed attempt. */
export type NextAttempt = { readonly kind: "retry"; readonly delayMs: DurationMs } | { readonly kind: "give-up" };

/** @param attempts how many were made, the failed one included; at least 1 */
export function nextAttempt(facts: {
  readonly attempts: number;
  readonly createdMs: EpochMs;
  readonly nowMs: EpochMs;
  /** The receiver's wish (`Retry-After`); undefined = none. */
  readonly afterMs: DurationMs | undefined;
  /** Uniform in [0, 1). */
  readonly chance: number;
  readonly giveUpAfterMs: DurationMs;
}): NextAttempt {
  if (facts.nowMs - facts.createdMs >= facts.giveUpAfterMs && facts.attempts >= FEWEST_ATTEMPTS) return { kind: "give-up" };
  const ceilingMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(facts.attempts - 1, 20));
  // Half of the delay is left to chance, so that what failed together does not come back together.
  const delayMs = ceilingMs / 2 + (ceilingMs / 2) * facts.chance;
  const wishMs = Math.min(facts.afterMs ?? 0, LONGEST_PATIENCE_MS);
  return { kind: "retry", delayMs: Math.max(delayMs, wishMs) };
}

/** Refusals about who asks and where, which may end without a change of the message: a login, a proxy, a channel made anew. */
const MENDABLE_STATUSES: ReadonlySet<number> = new Set([401, 402, 403, 404, 407, 409, 410, 423]);

/** Whether a refused message is worth repeating. */
export function isMendable(status: number): boolean {
  return MENDABLE_STATUSES.has(status);
}
