// Telegram, as a bot. Texts are sent in its Markdown as Gatus does; one that Telegram cannot read is sent again as plain text.

import type { ClientConfig } from "../../../shared/model/endpoint.ts";
import { BRANDING } from "./branding.ts";
import { given, parseJson, postJson, textAt } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fit } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import type { Exchange } from "./provider.ts";
import { client, secret, text } from "./settings.ts";
import { byState, conditionList, displayName, isResolved, tick, withDescription } from "./texts.ts";

/** @see https://core.telegram.org/bots/api#sendmessage */
const TEXT_LIMIT = 4_096;

function content(message: AlertMessage): string {
  const streak = byState(
    message,
    `healthcheck failed ${message.alert.failureThreshold} time(s) in a row`,
    `healthcheck passing successfully ${message.alert.successThreshold} time(s) in a row`,
  );
  const state = byState(message, "triggered", "resolved");
  return (
    BRANDING.telegram.heading.ours +
    `An alert for *${displayName(message)}* has been ${state}:\n—\n    _${streak}_\n—  ` +
    withDescription(message, " \n*Description* \n", "  \n") +
    conditionList(message, "\n*Condition results*\n", (c) => `${tick(c)} - \`${c.condition}\`\n`)
  );
}

interface TelegramBody {
  readonly chat_id: string;
  readonly text: string;
  readonly parse_mode?: "MARKDOWN";
  readonly message_thread_id: string | undefined;
  readonly reply_parameters: { readonly message_id: number; readonly allow_sending_without_reply: true } | undefined;
}

function* tell(url: string, body: TelegramBody, message: AlertMessage, connection: ClientConfig | null): Exchange {
  let reply = yield postJson(url, { ...body, parse_mode: "MARKDOWN" }, { client: connection, tolerated: [400] });
  if (reply.status === 400 && reply.body.includes("can't parse entities")) {
    reply = yield postJson(url, body, { client: connection, tolerated: [400] });
  }
  if (reply.status === 400) return { kind: "failed", reason: reply.body, permanent: true };
  if (!message.conversation) return { kind: "delivered" };
  if (isResolved(message)) return { kind: "delivered", reference: "" };
  return message.reference === ""
    ? { kind: "delivered", reference: textAt(parseJson(reply.body), "result", "message_id") }
    : { kind: "delivered" };
}

export const telegram = defineProvider({
  type: "telegram",
  title: "Telegram",
  capabilities: { thread: "reply" },
  shape: {
    token: secret({ title: "Token", description: "Token of the bot.", required: true }),
    id: text({ title: "Chat id", description: "Id of the user, group or channel.", required: true }),
    "topic-id": text({ title: "Topic id", description: "Topic of a group." }),
    "api-url": text({ title: "API address", description: "Another server of the Bot API." }, "https://api.telegram.org"),
    client: client(),
  },
  exchange: (settings, message, words) => {
    const replyTo = message.conversation && /^\d+$/.test(message.reference) ? Number(message.reference) : null;
    const body: TelegramBody = {
      chat_id: settings.id,
      text: fit(TEXT_LIMIT, message, (it) => words.single(it, content)),
      message_thread_id: given(settings["topic-id"]),
      reply_parameters: replyTo === null ? undefined : { message_id: replyTo, allow_sending_without_reply: true },
    };
    return tell(`${settings["api-url"]}/bot${settings.token}/sendMessage`, body, message, settings.client);
  },
});
