// LINE, as a Messaging API channel that pushes to each user.

import { postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fit } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { tellEach } from "./receivers.ts";
import { list, secret } from "./settings.ts";
import { byState, conditionList, displayName, tick, whatHappened, withDescription } from "./texts.ts";

/** @see https://developers.line.biz/en/reference/messaging-api/#text-message */
const TEXT_LIMIT = 5_000;

function content(message: AlertMessage): string {
  return (
    `${byState(message, "\u26A0\uFE0F ALERT", "✅ RESOLVED")}: ${displayName(message)}\n\n${whatHappened(message)}` +
    withDescription(message, "\n\nDescription: ") +
    conditionList(message, "\n\nCondition Results:", (c) => `\n${tick(c)} ${c.condition}`)
  );
}

export const line = defineProvider({
  type: "line",
  title: "LINE",
  shape: {
    "channel-access-token": secret({ title: "Channel access token", description: "Token of the Messaging API channel.", required: true }),
    "user-ids": list({ title: "User ids", description: "Ids of the users, groups or rooms that get it.", required: true }),
  },
  exchange: (settings, message, words) => {
    const messages = [{ type: "text", text: fit(TEXT_LIMIT, message, (it) => words.single(it, content)) }];
    const headers = { Authorization: `Bearer ${settings["channel-access-token"]}` };
    return tellEach(settings["user-ids"], words.attempt, (to) =>
      postJson("https://api.line.me/v2/bot/message/push", { to, messages }, { headers }),
    );
  },
});
