// When a message that could not be delivered is tried again, and when it is given up. Pure.

import { DAY, HOUR, MINUTE, SECOND } from "../../../shared/units.ts";
import type { DurationMs, EpochMs } from "../../../shared/units.ts";
import type { DeliveryOutcome } from "../providers/message.ts";

export const FIRST_DELAY_MS = 5 * SECOND;
const LONGEST_DELAY_MS = 15 * MINUTE;
/** A receiver may ask for patience, but not for more than this. */
export const LONGEST_PATIENCE_MS = 6 * HOUR;
export const GIVE_UP_AFTER_MS = DAY;
/** A refusal may be a proxy's, a portal's or a passing mistake of the receiver, but seldom for a day. */
const GIVE_UP_REFUSED_AFTER_MS = HOUR;
/** However old a message is: a machine that slept for a week still tries this often. */
export const FEWEST_ATTEMPTS = 8;

/** What comes after a failed attempt. */
export type NextAttempt = { readonly kind: "retry"; readonly delayMs: DurationMs } | { readonly kind: "give-up" };

/** What is known of a message that was not delivered. */
export interface FailedMessage {
  /** How many were made, the failed one included; at least 1. */
  readonly attempts: number;
  readonly createdMs: EpochMs;
  readonly nowMs: EpochMs;
  /** Uniform in [0, 1). */
  readonly chance: number;
}

/** A message that was refused is tried again only where the refusal may end by itself. */
export function afterFailure(outcome: Exclude<DeliveryOutcome, { kind: "delivered" }>, message: FailedMessage): NextAttempt {
  if (outcome.kind === "retry") return nextAttempt({ ...message, afterMs: outcome.afterMs, giveUpAfterMs: GIVE_UP_AFTER_MS });
  if (!MENDABLE_STATUSES.has(outcome.status)) return { kind: "give-up" };
  return nextAttempt({ ...message, afterMs: undefined, giveUpAfterMs: GIVE_UP_REFUSED_AFTER_MS });
}

/** When to try again. `afterMs` is the receiver's wish (`Retry-After`); undefined = none. */
export function nextAttempt(
  facts: FailedMessage & { readonly afterMs: DurationMs | undefined; readonly giveUpAfterMs: DurationMs },
): NextAttempt {
  if (facts.nowMs - facts.createdMs >= facts.giveUpAfterMs && facts.attempts >= FEWEST_ATTEMPTS) return { kind: "give-up" };
  const ceilingMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(facts.attempts - 1, 20));
  // Half of the delay is left to chance, so that what failed together does not come back together.
  const delayMs = ceilingMs / 2 + (ceilingMs / 2) * facts.chance;
  const wishMs = Math.min(facts.afterMs ?? 0, LONGEST_PATIENCE_MS);
  return { kind: "retry", delayMs: Math.max(delayMs, wishMs) };
}

/** Refusals about who asks and where, which may end without a change of the message: a login, a proxy, a channel made anew. */
const MENDABLE_STATUSES: ReadonlySet<number> = new Set([401, 402, 403, 404, 407, 409, 410, 423]);
