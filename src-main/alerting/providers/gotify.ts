// Gotify.

import { BRANDING } from "./branding.ts";
import { postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fit, shorten } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { integer, secret, text } from "./settings.ts";
import { displayName, eachCondition, sentenceAbout, withDescription } from "./texts.ts";

/** Gotify names no limit; phones show less than this. */
const MESSAGE_LIMIT = 20_000;
const TITLE_LIMIT = 500;

function content(message: AlertMessage): string {
  return (
    sentenceAbout(message, `\`${displayName(message)}\``) +
    withDescription(message, " with the following description: ") +
    eachCondition(message, (c) => `\n${c.success ? "✓" : "✕"} - ${c.condition}`)
  );
}

export const gotify = defineProvider({
  type: "gotify",
  title: "Gotify",
  overrides: { kind: "unsupported" },
  shape: {
    "server-url": text({
      title: "Server",
      description: "Address of the server.",
      required: true,
      placeholder: "https://gotify.example.org",
    }),
    token: secret({ title: "Token", description: "Token of the application.", required: true }),
    priority: integer({ title: "Priority", description: "Priority of the message." }, 5),
    title: text({ title: "Title", description: "Title of the message; may hold placeholders." }),
  },
  request: (settings, message, words) =>
    postJson(`${settings["server-url"]}/message?token=${settings.token}`, {
      message: fit(MESSAGE_LIMIT, message, (it) => words.body(it) ?? content(it)),
      title: shorten(words.title(message) ?? BRANDING.gotify.titlePrefix.ours + displayName(message), TITLE_LIMIT),
      priority: settings.priority,
    }),
});
