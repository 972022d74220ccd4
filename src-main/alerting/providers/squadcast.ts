// Squadcast. The id computed from the endpoint ties the end to the beginning.

import { postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fit } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { secret } from "./settings.ts";
import { byState, conditionList, displayName, tick, whatHappened, withDescription } from "./texts.ts";

const TITLE_LIMIT = 500;
const DESCRIPTION_LIMIT = 10_000;

function content(message: AlertMessage): string {
  return (
    `Endpoint: ${displayName(message)}\n${whatHappened(message)}\n` +
    withDescription(message, "\nDescription: ") +
    conditionList(message, "\n\nCondition Results:", (c) => `\n${tick(c)} ${c.condition}`)
  );
}

export const squadcast = defineProvider({
  type: "squadcast",
  title: "Squadcast",
  capabilities: { resolve: "status", reminder: "same", dedup: "computed" },
  shape: { "webhook-url": secret({ title: "Webhook URL", description: "Address of the service's webhook.", required: true }) },
  request: (settings, message, words) =>
    postJson(settings["webhook-url"], {
      message: fit(TITLE_LIMIT, message, (it) => words.title(it) ?? `${byState(it, "ALERT", "RESOLVED")}: ${displayName(it)}`),
      description: fit(DESCRIPTION_LIMIT, message, (it) => words.body(it) ?? content(it)),
      event_id: `gatus-${message.endpoint.key}`,
      status: byState(message, "trigger", "resolve"),
      tags: { endpoint: message.endpoint.name, group: message.endpoint.group, source: "gatus" },
    }),
});
