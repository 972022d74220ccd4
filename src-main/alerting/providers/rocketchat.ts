// Rocket.Chat, by an incoming webhook.

import { BRANDING } from "./branding.ts";
import { given, postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fit, shorten } from "./limits.ts";
import { secret, text } from "./settings.ts";
import { byState, displayName, eachCondition, sentenceAbout, tick, withDescription } from "./texts.ts";

/** A workspace allows 5,000 characters a message unless its administrator changed that. */
const TEXT_LIMIT = 2_500;
const FIELD_LIMIT = 2_000;
const TITLE_LIMIT = 200;

const NAMES = BRANDING.rocketchat;

export const rocketchat = defineProvider({
  type: "rocketchat",
  title: "Rocket.Chat",
  shape: {
    "webhook-url": secret({ title: "Webhook URL", description: "Address of the incoming webhook.", required: true }),
    channel: text({ title: "Channel", description: "Posts there instead of the webhook's own channel.", placeholder: "#alerts" }),
  },
  request: (settings, message, words) =>
    postJson(settings["webhook-url"], {
      text: "",
      channel: given(settings.channel),
      username: NAMES.username.ours,
      attachments: [
        {
          title: shorten(words.title(message) ?? NAMES.title.ours, TITLE_LIMIT),
          text: fit(
            TEXT_LIMIT,
            message,
            (it) => words.body(it) ?? sentenceAbout(it, `*${displayName(it)}*`) + withDescription(it, ":\n> "),
          ),
          color: byState(message, "#dd0000", "#36a64f"),
          fields: words.listsConditions(message)
            ? [
                {
                  title: "Condition results",
                  value: fit(FIELD_LIMIT, message, (it) => eachCondition(it, (c) => `${tick(c)} - \`${c.condition}\`\n`)),
                  short: false,
                },
              ]
            : undefined,
          author_name: NAMES.author.ours,
        },
      ],
    }),
});
