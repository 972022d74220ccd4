// Slack, by an incoming webhook. The webhook answers a bare "ok", so a follow-up has nothing to hang on to.

import { BRANDING } from "./branding.ts";
import { postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fit, shorten } from "./limits.ts";
import { secret, text } from "./settings.ts";
import { byState, codeTick, displayName, eachCondition, sentenceAbout, withDescription } from "./texts.ts";

/** Slack cuts or refuses longer texts. @see https://docs.slack.dev/reference/block-kit */
const TEXT_LIMIT = 3_000;
const FIELD_LIMIT = 2_000;
const TITLE_LIMIT = 300;

export const slack = defineProvider({
  type: "slack",
  title: "Slack",
  shape: {
    "webhook-url": secret({
      title: "Webhook URL",
      description: "Address of the incoming webhook.",
      required: true,
      placeholder: "https://hooks.slack.com/services/…",
    }),
    title: text({ title: "Title", description: "Title of the attachment; may hold placeholders.", placeholder: BRANDING.slack.title.ours }),
  },
  request: (settings, message, words) =>
    postJson(settings["webhook-url"], {
      text: "",
      attachments: [
        {
          title: shorten(words.title(message) ?? BRANDING.slack.title.ours, TITLE_LIMIT),
          text: fit(
            TEXT_LIMIT,
            message,
            (it) => words.body(it) ?? sentenceAbout(it, `*${displayName(it)}*`) + withDescription(it, ":\n> "),
          ),
          short: false,
          color: byState(message, "#DD0000", "#36A64F"),
          fields: words.listsConditions(message)
            ? [
                {
                  title: "Condition results",
                  value: fit(FIELD_LIMIT, message, (it) => eachCondition(it, (c) => `${codeTick(c)} - \`${c.condition}\`\n`)),
                  short: false,
                },
              ]
            : undefined,
        },
      ],
    }),
});
