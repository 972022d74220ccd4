// ilert, by its integration for Gatus, which reads Gatus' own form of an alert.

import { postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fitJson } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { secret } from "./settings.ts";
import { byState, conditionObjects, descriptionOf, displayName } from "./texts.ts";

const SIZE_LIMIT = 60_000;
const NANOSECONDS = 1_000_000;

function alertFacts(message: AlertMessage) {
  const { alert } = message;
  return {
    Type: "ilert",
    Enabled: alert.enabled,
    FailureThreshold: alert.failureThreshold,
    SuccessThreshold: alert.successThreshold,
    MinimumReminderInterval: alert.minimumReminderIntervalMs * NANOSECONDS,
    Description: alert.description,
    SendOnResolved: alert.sendOnResolved,
    ProviderOverride: alert.providerOverride,
    ResolveKey: "",
    Triggered: message.kind === "reminder",
  };
}

export const ilert = defineProvider({
  type: "ilert",
  title: "ilert",
  capabilities: { resolve: "status", reminder: "same", dedup: "computed" },
  shape: {
    "integration-key": secret({ title: "Integration key", description: "Key of the alert source for Gatus.", required: true }),
  },
  request: (settings, message, words) => {
    const event = (it: AlertMessage) => ({
      alert: alertFacts(it),
      name: it.endpoint.name,
      group: it.endpoint.group,
      status: byState(it, "firing", "resolved"),
      title: words.title(it) ?? displayName(it),
      details: words.body(it) ?? (descriptionOf(it) || "No description"),
      condition_results: it.result.conditions.length === 0 ? null : conditionObjects(it),
      url: it.endpoint.url,
    });
    return postJson(`https://api.ilert.com/api/v1/events/gatus/${settings["integration-key"]}`, fitJson(SIZE_LIMIT, message, event));
  },
});
