// PagerDuty, by its Events API v2. The dedup key that is kept from before the first message makes reminders and repeated
// deliveries join the open incident.

import { say } from "../../../shared/i18n/said.ts";
import { problemAt } from "./provider.ts";
import { BRANDING } from "./branding.ts";
import { parseJson, postJson, textAt } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { incidentDigest } from "./incident-key.ts";
import { fit } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import type { Exchange } from "./provider.ts";
import { secret } from "./settings.ts";
import { byState, isResolved, shortLine } from "./texts.ts";

/** @see https://developer.pagerduty.com/docs/send-alert-event */
const SUMMARY_LIMIT = 1_024;
const KEY_LENGTH = 32;

function* tell(body: unknown, message: AlertMessage): Exchange {
  const reply = yield postJson("https://events.pagerduty.com/v2/enqueue", body);
  if (message.alert.sendOnResolved !== true) return { kind: "delivered" };
  if (isResolved(message)) return { kind: "delivered", resolveKey: "" };
  const key = textAt(parseJson(reply.body), "dedup_key");
  return key === "" ? { kind: "delivered" } : { kind: "delivered", resolveKey: key };
}

export const pagerduty = defineProvider({
  type: "pagerduty",
  title: "PagerDuty",
  capabilities: { resolve: "status", reminder: "same", dedup: "key" },
  shape: {
    "integration-key": secret({
      title: "Integration key",
      description: "Key of the service's Events API v2 integration, 32 characters.",
      required: true,
    }),
  },
  validate: (settings) =>
    settings["integration-key"].length === KEY_LENGTH
      ? []
      : [problemAt(["integration-key"], say("errors.channel.length", { key: "integration-key", length: KEY_LENGTH }))],
  mintResolveKey: (message) => `sentray-${incidentDigest(message).slice(0, 40)}`,
  exchange: (settings, message, words) =>
    tell(
      {
        routing_key: settings["integration-key"],
        dedup_key: message.resolveKey,
        event_action: byState(message, "trigger", "resolve"),
        payload: {
          summary: fit(SUMMARY_LIMIT, message, (it) => words.title(it) ?? words.body(it) ?? shortLine(it)),
          source: BRANDING.pagerduty.source.ours,
          severity: "critical",
          custom_details: words.title(message) === null ? undefined : (words.body(message) ?? undefined),
        },
      },
      message,
    ),
});
