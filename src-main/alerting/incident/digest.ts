// The digest of quiet hours in which nothing stayed broken: a notification of its own. Pure.

import type { EpochMs } from "../../../shared/units.ts";
import type { AlertConfig } from "../../../shared/model/alert.ts";
import type { Draft } from "../delivery/changes.ts";
import { composeMessage, waitingMessage } from "../delivery/compose.ts";
import { NATIVE } from "../providers/types.ts";
import type { MissedEndpoint } from "./missed.ts";
import { digestNotice } from "./wording.ts";

/** Nobody wrote this alert; its words are all in the notice. */
const NO_ALERT: AlertConfig = {
  type: NATIVE,
  enabled: true,
  failureThreshold: 1,
  successThreshold: 1,
  sendOnResolved: true,
  minimumReminderIntervalMs: 0,
  description: "",
  providerOverride: {},
  onDegraded: false,
};

/** @param missed not empty; a click opens the first */
export function digestDraft(missed: readonly MissedEndpoint[], nowMs: EpochMs, incidentId: string): Draft {
  const [first] = missed;
  const key = first?.key ?? "";
  const message = composeMessage({
    kind: "resolved",
    incidentId,
    key,
    subject: { name: first?.label ?? "", group: "" },
    alert: NO_ALERT,
    result: null,
    nowMs,
    sinceMs: nowMs,
    alsoAffected: [],
    notice: digestNotice(null, missed),
    conversation: true,
    resolveKey: "",
    reference: "",
  });
  const route = { provider: NO_ALERT.type, via: { key, alertId: "" }, lane: `digest:${incidentId}`, overridden: false, digest: true };
  return { stored: waitingMessage(message, route), delayMs: 0, frozen: null };
}
