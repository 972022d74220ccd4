// Signal, through a server of signal-cli-rest-api.

import { postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fit } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { tellEach } from "./receivers.ts";
import { list, text } from "./settings.ts";
import { byState, conditionList, displayName, tick, whatHappened, withDescription } from "./texts.ts";

/** Longer texts become attachments. */
const TEXT_LIMIT = 2_000;

function content(message: AlertMessage): string {
  return (
    `${byState(message, "🔴 ALERT", "🟢 RESOLVED")}: ${displayName(message)}\n${whatHappened(message)}` +
    withDescription(message, "\n\nDescription: ") +
    conditionList(message, "\n\nCondition results:", (c) => `\n${tick(c)} ${c.condition}`)
  );
}

export const signal = defineProvider({
  type: "signal",
  title: "Signal",
  shape: {
    "api-url": text({ title: "API address", description: "Address of the REST server; `/v2/send` is added.", required: true }),
    number: text({ title: "Number", description: "Registered number that sends.", required: true, placeholder: "+15551234567" }),
    recipients: list({ title: "Recipients", description: "Numbers or groups that get it.", required: true }),
  },
  exchange: (settings, message, words) => {
    const base = settings["api-url"];
    const url = base.endsWith("/v2/send") ? base : `${base}/v2/send`;
    const body = fit(TEXT_LIMIT, message, (it) => words.single(it, content));
    return tellEach(settings.recipients, words.attempt, (to) =>
      postJson(url, { message: body, number: settings.number, recipients: [to] }),
    );
  },
});
