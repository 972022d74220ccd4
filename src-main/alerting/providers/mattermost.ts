// Mattermost, by an incoming webhook; Gatus' layout of a Slack-style attachment.

import { BRANDING } from "./branding.ts";
import { given, postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fit, shorten } from "./limits.ts";
import { client, secret, text } from "./settings.ts";
import { byState, codeTick, displayName, eachCondition, sentenceAbout, withDescription } from "./texts.ts";

/** A post holds 16,383 characters in all; what follows adds up to less. */
const TEXT_LIMIT = 5_000;
const FIELD_LIMIT = 5_000;
const TITLE_LIMIT = 500;

const NAMES = BRANDING.mattermost;

export const mattermost = defineProvider({
  type: "mattermost",
  title: "Mattermost",
  overrides: { kind: "checked", required: ["webhook-url"] },
  shape: {
    "webhook-url": secret({ title: "Webhook URL", description: "Address of the incoming webhook.", required: true }),
    channel: text({ title: "Channel", description: "Posts there instead of the webhook's own channel.", placeholder: "town-square" }),
    client: client(),
  },
  request: (settings, message, words) => {
    const about = fit(TEXT_LIMIT, message, (it) => sentenceAbout(it, `*${displayName(it)}*`));
    const fields = words.listsConditions(message)
      ? [
          {
            title: "Condition results",
            value: fit(FIELD_LIMIT, message, (it) => eachCondition(it, (c) => `${codeTick(c)} - \`${c.condition}\`\n`)),
            short: false,
          },
        ]
      : null;
    const attachment = {
      title: shorten(words.title(message) ?? NAMES.title.ours, TITLE_LIMIT),
      fallback: NAMES.fallbackPrefix.ours + about,
      text: fit(TEXT_LIMIT, message, (it) => words.body(it) ?? sentenceAbout(it, `*${displayName(it)}*`) + withDescription(it, ":\n> ")),
      short: false,
      color: byState(message, "#DD0000", "#36A64F"),
      fields,
    };
    const body = { channel: given(settings.channel), text: "", username: NAMES.username.ours, attachments: [attachment] };
    return postJson(settings["webhook-url"], body, { client: settings.client });
  },
});
