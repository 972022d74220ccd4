// Matrix. The transaction id is made from the message's own id: a homeserver that has seen it answers without posting twice.

import { createHash } from "node:crypto";

import { jsonCall, parseJson, textAt } from "./calls.ts";
import { defineProvider, type Words } from "./define.ts";
import { fitJson } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import type { Exchange } from "./provider.ts";
import { secret, text } from "./settings.ts";
import { displayName, eachCondition, isResolved, sentenceAbout, tick, withDescription } from "./texts.ts";

/** An event holds 65,536 bytes with everything that the homeserver adds. @see https://spec.matrix.org/latest/client-server-api/#size-limits */
const SIZE_LIMIT = 50_000;

const ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** 24 letters and digits, the same for the same message. */
function transactionId(messageId: string): string {
  const bytes = createHash("sha256").update(messageId).digest().subarray(0, 24);
  return [...bytes].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

function plainText(message: AlertMessage): string {
  return (
    sentenceAbout(message, `\`${displayName(message)}\``) +
    withDescription(message, "\n") +
    `\n${eachCondition(message, (c) => `\n${c.success ? "✓" : "✕"} - ${c.condition}`)}`
  );
}

function markup(message: AlertMessage): string {
  const rows = eachCondition(message, (c) => `<li>${tick(c)} - <code>${c.condition}</code></li>`);
  return (
    `<h3>${sentenceAbout(message, `<code>${displayName(message)}</code>`)}</h3>` +
    withDescription(message, "\n<blockquote>", "</blockquote>") +
    (rows === "" ? "" : `\n<h5>Condition results</h5><ul>${rows}</ul>`)
  );
}

function escapeHtml(plain: string): string {
  return plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\n", "<br>");
}

function content(message: AlertMessage, words: Words) {
  const isCustom = words.title(message) !== null || words.body(message) !== null;
  const body = isCustom ? words.single(message, plainText) : plainText(message);
  const thread = message.conversation ? message.reference : "";
  return {
    msgtype: "m.text",
    format: "org.matrix.custom.html",
    body,
    formatted_body: isCustom ? escapeHtml(body) : markup(message),
    "m.relates_to":
      thread === "" ? undefined : { rel_type: "m.thread", event_id: thread, is_falling_back: true, "m.in_reply_to": { event_id: thread } },
  };
}

function* tell(url: string, message: AlertMessage, words: Words): Exchange {
  const reply = yield jsonCall(
    "PUT",
    url,
    fitJson(SIZE_LIMIT, message, (it) => content(it, words)),
  );
  if (!message.conversation) return { kind: "delivered" };
  if (isResolved(message)) return { kind: "delivered", reference: "" };
  return message.reference === "" ? { kind: "delivered", reference: textAt(parseJson(reply.body), "event_id") } : { kind: "delivered" };
}

export const matrix = defineProvider({
  type: "matrix",
  title: "Matrix",
  overrides: { kind: "checked", required: ["access-token", "internal-room-id"] },
  capabilities: { dedup: "transaction", thread: "reply" },
  shape: {
    "server-url": text({ title: "Homeserver", description: "Address of the homeserver." }, "https://matrix-client.matrix.org"),
    "access-token": secret({ title: "Access token", description: "Access token of the account that posts.", required: true }),
    "internal-room-id": text({
      title: "Room id",
      description: "Internal id of the room.",
      required: true,
      placeholder: "!abc:example.org",
    }),
  },
  exchange: (settings, message, words) => {
    const room = encodeURIComponent(settings["internal-room-id"]);
    const path = `/_matrix/client/v3/rooms/${room}/send/m.room.message/${transactionId(message.id)}`;
    const query = new URLSearchParams({ access_token: settings["access-token"] }).toString();
    return tell(`${settings["server-url"]}${path}?${query}`, message, words);
  },
});
