// Google Chat, by a space's webhook. Where a conversation is asked for, follow-ups go to the incident's thread.

import { postJson } from "./calls.ts";
import { defineProvider, type Words } from "./define.ts";
import { fitJson } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { client, secret } from "./settings.ts";
import { byState, descriptionOf, displayName, eachCondition, sentence, tick } from "./texts.ts";

/** A message holds 32,000 bytes, cards included. @see https://developers.google.com/workspace/chat/api/reference/rest */
const SIZE_LIMIT = 30_000;

function summary(message: AlertMessage, words: Words) {
  const custom = words.body(message);
  const description = descriptionOf(message);
  return {
    keyValue: {
      topLabel: words.title(message) ?? displayName(message),
      content: `<font color='${byState(message, "#DD0000", "#36A64F")}'>${custom ?? sentence(message)}</font>`,
      contentMultiline: "true",
      bottomLabel: custom === null && description !== "" ? `:: ${description}` : undefined,
      icon: "BOOKMARK",
    },
  };
}

function conditions(message: AlertMessage) {
  const content = eachCondition(message, (c) => `${tick(c)}   ${c.condition}<br>`);
  return { keyValue: { topLabel: "Condition results", content, contentMultiline: "true", icon: "DESCRIPTION" } };
}

function link(url: string) {
  return { buttons: [{ textButton: { text: "URL", onClick: { openLink: { url } } } }] };
}

function card(message: AlertMessage, words: Words) {
  const { url, isDns } = message.endpoint;
  const widgets = [
    summary(message, words),
    ...(words.listsConditions(message) ? [conditions(message)] : []),
    ...(/^https?:\/\//.test(url) && !isDns ? [link(url)] : []),
  ];
  const thread = message.conversation ? { threadKey: message.incidentId } : undefined;
  return { cards: [{ sections: [{ widgets }] }], thread };
}

/** Without this option Google Chat ignores the thread of the body. */
function threaded(webhookUrl: string): string {
  if (!URL.canParse(webhookUrl)) return webhookUrl;
  const url = new URL(webhookUrl);
  url.searchParams.set("messageReplyOption", "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD");
  return url.href;
}

export const googlechat = defineProvider({
  type: "googlechat",
  title: "Google Chat",
  overrides: { kind: "checked", required: ["webhook-url"] },
  capabilities: { thread: "reply" },
  shape: {
    "webhook-url": secret({ title: "Webhook URL", description: "Address of the space's webhook.", required: true }),
    client: client(),
  },
  request: (settings, message, words) => {
    const url = message.conversation ? threaded(settings["webhook-url"]) : settings["webhook-url"];
    return postJson(
      url,
      fitJson(SIZE_LIMIT, message, (it) => card(it, words)),
      { client: settings.client },
    );
  },
});
