// Discord, by a webhook. Where a conversation is asked for, follow-ups edit the first message.

import { BRANDING } from "./branding.ts";
import { jsonCall, parseJson, postJson, textAt } from "./calls.ts";
import { defineProvider, type Words } from "./define.ts";
import { fit, shorten } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import type { Exchange } from "./provider.ts";
import { secret, text } from "./settings.ts";
import { byState, codeTick, displayName, eachCondition, isResolved, sentenceAbout, withDescription } from "./texts.ts";

/** @see https://docs.discord.com/developers/resources/message (embed limits) */
const CONTENT_LIMIT = 2_000;
const TITLE_LIMIT = 256;
const DESCRIPTION_LIMIT = 4_096;
const FIELD_LIMIT = 1_024;

function payload(settings: { readonly title: string; readonly "message-content": string }, message: AlertMessage, words: Words) {
  return {
    content: shorten(settings["message-content"], CONTENT_LIMIT),
    embeds: [
      {
        title: shorten(words.title(message) ?? BRANDING.discord.title.ours, TITLE_LIMIT),
        description: fit(
          DESCRIPTION_LIMIT,
          message,
          (it) => words.body(it) ?? sentenceAbout(it, `**${displayName(it)}**`) + withDescription(it, ":\n> "),
        ),
        color: byState(message, 15_158_332, 3_066_993),
        fields: words.listsConditions(message)
          ? [
              {
                name: "Condition results",
                value: fit(FIELD_LIMIT, message, (it) => eachCondition(it, (c) => `${codeTick(c)} - \`${c.condition}\`\n`)),
                inline: false,
              },
            ]
          : undefined,
      },
    ],
  };
}

/** The webhook's address with a path behind it and `wait`, which makes Discord tell the message's id. */
function address(webhookUrl: string, path: string): string {
  if (!URL.canParse(webhookUrl)) return webhookUrl;
  const url = new URL(webhookUrl);
  url.pathname += path;
  url.searchParams.set("wait", "true");
  return url.href;
}

function* converse(webhookUrl: string, message: AlertMessage, body: unknown): Exchange {
  if (message.reference !== "") {
    const edited = yield jsonCall("PATCH", address(webhookUrl, `/messages/${encodeURIComponent(message.reference)}`), body, {
      tolerated: [404],
    });
    if (edited.status !== 404) return isResolved(message) ? { kind: "delivered", reference: "" } : { kind: "delivered" };
  }
  const posted = yield postJson(address(webhookUrl, ""), body);
  return { kind: "delivered", reference: isResolved(message) ? "" : textAt(parseJson(posted.body), "id") };
}

function* tell(webhookUrl: string, body: unknown): Exchange {
  yield postJson(webhookUrl, body);
  return { kind: "delivered" };
}

export const discord = defineProvider({
  type: "discord",
  title: "Discord",
  overrides: { kind: "checked", required: ["webhook-url"] },
  capabilities: { thread: "edit" },
  shape: {
    "webhook-url": secret({
      title: "Webhook URL",
      description: "Address of the channel's webhook.",
      required: true,
      placeholder: "https://discord.com/api/webhooks/…",
    }),
    title: text({ title: "Title", description: "Title of the embed; may hold placeholders.", placeholder: BRANDING.discord.title.ours }),
    "message-content": text({ title: "Message content", description: "Text above the embed, for mentions.", placeholder: "<@&123456789>" }),
  },
  exchange: (settings, message, words) => {
    const body = payload(settings, message, words);
    return message.conversation ? converse(settings["webhook-url"], message, body) : tell(settings["webhook-url"], body);
  },
});
