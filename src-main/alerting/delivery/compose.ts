// What one message says about one alert: made of the result, the alert and the outage. Pure.

import type { CheckResult } from "../../../shared/model/result.ts";
import type { EpochMs } from "../../../shared/units.ts";
import type { AlertConfig } from "../../../shared/model/alert.ts";
import type { MessageKind, MessageNotice } from "../providers/message.ts";
import type { MessageCore, StoredMessage } from "./stored-message.ts";

/** The facts that a message is made of. */
export interface MessageFacts {
  readonly kind: MessageKind;
  readonly incidentId: string;
  readonly key: string;
  /** Name and group as they were when the outage was told. */
  readonly subject: { readonly name: string; readonly group: string };
  readonly alert: AlertConfig;
  /** null = none is known, as for an alert that left the configuration. */
  readonly result: CheckResult | null;
  readonly nowMs: EpochMs;
  readonly sinceMs: EpochMs;
  readonly alsoAffected: readonly string[];
  readonly notice: MessageNotice | null;
  readonly conversation: boolean;
  readonly resolveKey: string;
  readonly reference: string;
}

/** The message; its id names it for ever. */
export function composeMessage(facts: MessageFacts): MessageCore {
  const { alert, nowMs, sinceMs, kind, incidentId } = facts;
  return {
    id: `${incidentId}-${kind}-${nowMs.toString(36)}`,
    incidentId,
    kind,
    endpoint: { key: facts.key, ...facts.subject },
    alert: {
      description: alert.description === "" ? null : alert.description,
      failureThreshold: alert.failureThreshold,
      successThreshold: alert.successThreshold,
      sendOnResolved: alert.sendOnResolved,
      enabled: alert.enabled,
      minimumReminderIntervalMs: alert.minimumReminderIntervalMs,
    },
    result: resultPart(facts.result, nowMs),
    nowMs,
    sinceMs,
    // The clock may have been set back since.
    durationMs: Math.max(0, nowMs - sinceMs),
    alsoAffected: [...facts.alsoAffected],
    notice: facts.notice,
    conversation: facts.conversation,
    resolveKey: facts.resolveKey,
    reference: facts.reference,
  };
}

/** A message as it goes into the outbox. */
export function waitingMessage(
  message: MessageCore,
  route: Pick<StoredMessage, "provider" | "via" | "lane" | "overridden" | "digest">,
): StoredMessage {
  return { version: 1, ...route, message, attempts: 0, reached: [], state: "waiting", atMs: message.nowMs, note: "" };
}

/** The one line that says why: the first error, or the first condition that failed with the values that were seen. */
export function causeOf(result: CheckResult | null): string {
  if (result === null) return "";
  const [error] = result.errors;
  if (error !== undefined) return error;
  const conditions = result.outcome === "degraded" ? [...result.conditions, ...result.degradedConditions] : result.conditions;
  return conditions.find((condition) => !condition.success)?.display ?? "";
}

function resultPart(result: CheckResult | null, nowMs: EpochMs): MessageCore["result"] {
  if (result === null) {
    return { timestampMs: nowMs, conditions: [], errors: [], status: 0, hostname: "", ip: "", dnsRcode: "" };
  }
  const { timestampMs, errors, status, hostname, ip, dnsRcode } = result;
  // A degraded result has only conditions that hold; those that made it degraded are what the message is about.
  const shown = result.outcome === "degraded" ? [...result.conditions, ...result.degradedConditions] : result.conditions;
  const conditions = shown.map(({ display, success }) => ({ condition: display, success }));
  const degraded = result.outcome === "degraded" ? { degraded: true } : {};
  return { timestampMs, conditions, errors: [...errors], status, hostname, ip, dnsRcode, ...degraded };
}
