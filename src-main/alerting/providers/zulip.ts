// Zulip, as a bot that posts to a channel.

import { BRANDING } from "./branding.ts";
import { basicAuthorization, postForm } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fit, shorten } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { secret, text } from "./settings.ts";
import { displayName, eachCondition, sentenceAbout, withDescription } from "./texts.ts";

/** @see https://zulip.com/api/send-message */
const CONTENT_LIMIT = 10_000;
const TOPIC_LIMIT = 60;

function content(message: AlertMessage): string {
  return (
    sentenceAbout(message, `**${displayName(message)}**`) +
    withDescription(message, "\n> ", "\n") +
    eachCondition(message, (c) => `\n${c.success ? ":check:" : ":cross_mark:"} - \`${c.condition}\``)
  );
}

export const zulip = defineProvider({
  type: "zulip",
  title: "Zulip",
  shape: {
    "bot-email": text({ title: "Bot's e-mail", description: "E-mail address of the bot.", required: true }),
    "bot-api-key": secret({ title: "Bot's API key", description: "API key of the bot.", required: true }),
    domain: text({
      title: "Domain",
      description: "Host of the organisation, without scheme.",
      required: true,
      placeholder: "example.zulipchat.com",
    }),
    "channel-id": text({ title: "Channel id", description: "Id of the channel to post to.", required: true }),
  },
  request: (settings, message, words) => {
    const form = {
      content: fit(CONTENT_LIMIT, message, (it) => words.body(it) ?? content(it)),
      to: settings["channel-id"],
      topic: shorten(words.title(message) ?? BRANDING.zulip.topic.ours, TOPIC_LIMIT),
      type: "channel",
    };
    return postForm(`https://${settings.domain}/api/v1/messages`, form, {
      headers: {
        Authorization: basicAuthorization(settings["bot-email"], settings["bot-api-key"]),
        "User-Agent": BRANDING.zulip.userAgent.ours,
      },
    });
  },
});
