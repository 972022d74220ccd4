// SIGNL4. The id computed from the endpoint ties the end to the beginning.

import { postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fit } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { secret } from "./settings.ts";
import { byState, conditionList, displayName, sentenceAbout, withDescription } from "./texts.ts";

const TITLE_LIMIT = 500;
const MESSAGE_LIMIT = 10_000;

function content(message: AlertMessage): string {
  return (
    sentenceAbout(message, displayName(message)) +
    withDescription(message, "\n\nDescription: ") +
    conditionList(message, "\n\nCondition results:\n", (c) => `${c.success ? "✓" : "✗"} ${c.condition}\n`)
  );
}

export const signl4 = defineProvider({
  type: "signl4",
  title: "SIGNL4",
  capabilities: { resolve: "status", reminder: "same", dedup: "computed" },
  shape: {
    "team-secret": secret({ title: "Team secret", description: "Secret of the team, part of its webhook's address.", required: true }),
  },
  request: (settings, message, words) =>
    postJson(`https://connect.signl4.com/webhook/${settings["team-secret"]}`, {
      Title: fit(TITLE_LIMIT, message, (it) => words.title(it) ?? `${byState(it, "TRIGGERED", "RESOLVED")}: ${displayName(it)}`),
      Message: fit(MESSAGE_LIMIT, message, (it) => words.body(it) ?? content(it)),
      "X-S4-Service": displayName(message),
      "X-S4-Status": byState(message, "new", "resolved"),
      "X-S4-ExternalID": `gatus-${message.endpoint.key}`,
    }),
});
