// IFTTT, by the Webhooks service: three values that an applet puts where it likes.

import { postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fit } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { secret, text } from "./settings.ts";
import { byState, displayName, whatHappened, withDescription } from "./texts.ts";

/** IFTTT names no limit; services behind it show less. */
const VALUE_LIMIT = 4_000;

function facts(message: AlertMessage): string {
  const { conditions } = message.result;
  const passed = conditions.filter((c) => c.success).length;
  return (
    `Endpoint: ${displayName(message)}` +
    (message.endpoint.group === "" ? "" : ` | Group: ${message.endpoint.group}`) +
    withDescription(message, " | Description: ") +
    (conditions.length === 0 ? "" : ` | Conditions: ${passed}/${conditions.length} passed`)
  );
}

export const ifttt = defineProvider({
  type: "ifttt",
  title: "IFTTT",
  shape: {
    "webhook-key": secret({ title: "Webhook key", description: "Key of the Webhooks service.", required: true }),
    "event-name": text({ title: "Event name", description: "Event that the applet listens to.", required: true }),
  },
  request: (settings, message, words) =>
    postJson(`https://maker.ifttt.com/trigger/${settings["event-name"]}/with/key/${settings["webhook-key"]}`, {
      value1: fit(VALUE_LIMIT, message, (it) => words.title(it) ?? byState(it, "🚨 ALERT: ", "✅ RESOLVED: ") + displayName(it)),
      value2: whatHappened(message),
      value3: fit(VALUE_LIMIT, message, (it) => words.body(it) ?? facts(it)),
    }),
});
