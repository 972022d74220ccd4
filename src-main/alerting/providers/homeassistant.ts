// Home Assistant: fires the event that automations listen to.

import { given, givenList, postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fitJson } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { secret, text } from "./settings.ts";
import { byState, conditionObjects, descriptionOf, displayName, isResolved } from "./texts.ts";

/** Events are kept in a database that truncates at 32 KB. */
const SIZE_LIMIT = 30_000;

export const homeassistant = defineProvider({
  type: "homeassistant",
  title: "Home Assistant",
  templates: "body",
  capabilities: { resolve: "status" },
  shape: {
    url: text({ title: "URL", description: "Address of Home Assistant.", required: true, placeholder: "http://homeassistant.local:8123" }),
    token: secret({ title: "Token", description: "Long-lived access token.", required: true }),
  },
  request: (settings, message, words) => {
    const event = (it: AlertMessage) => ({
      event_type: "gatus_alert",
      event_data: {
        status: byState(it, "triggered", "resolved"),
        endpoint: displayName(it),
        description: given(words.body(it) ?? descriptionOf(it)),
        conditions: givenList(conditionObjects(it)),
        failure_count: isResolved(it) ? undefined : it.alert.failureThreshold,
        success_count: isResolved(it) ? it.alert.successThreshold : undefined,
      },
    });
    return postJson(`${settings.url}/api/events/gatus_alert`, fitJson(SIZE_LIMIT, message, event), {
      headers: { Authorization: `Bearer ${settings.token}` },
    });
  },
});
