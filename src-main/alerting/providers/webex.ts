// Webex, by an incoming webhook.

import { postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fitBytes } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { secret } from "./settings.ts";
import { byState, conditionList, displayName, tick, whatHappened, withDescription } from "./texts.ts";

/** @see https://developer.webex.com/messaging/docs/api/v1/messages (markdown, in bytes) */
const MARKDOWN_LIMIT = 7_439;

function markdown(message: AlertMessage): string {
  return (
    `${byState(message, "🚨 **ALERT**", "✅ **RESOLVED**")}: ${displayName(message)}\n\n${whatHappened(message)}` +
    withDescription(message, "\n\n**Description**: ") +
    conditionList(message, "\n\n**Condition Results:**", (c) => `\n- ${tick(c)} \`${c.condition}\``)
  );
}

export const webex = defineProvider({
  type: "webex",
  title: "Webex",
  shape: { "webhook-url": secret({ title: "Webhook URL", description: "Address of the incoming webhook.", required: true }) },
  request: (settings, message, words) =>
    postJson(settings["webhook-url"], { markdown: fitBytes(MARKDOWN_LIMIT, message, (it) => words.single(it, markdown)) }),
});
