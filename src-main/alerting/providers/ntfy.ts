// ntfy.

import { say } from "../../../shared/i18n/said.ts";
import { problemAt } from "./provider.ts";
import { BRANDING } from "./branding.ts";
import { given, postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fitBytes, shorten } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import type { SettingsProblem } from "./provider.ts";
import { flag, integer, secret, text } from "./settings.ts";
import { byState, displayName, eachCondition, sentence, withDescription } from "./texts.ts";

/** Longer messages arrive as an attached file. @see https://docs.ntfy.sh/publish/#limitations */
const MESSAGE_LIMIT = 4_096;
const TITLE_LIMIT = 250;

function content(message: AlertMessage): string {
  return (
    sentence(message) +
    withDescription(message, " with the following description: ") +
    eachCondition(message, (c) => `\n${c.success ? "🟢" : "🔴"} ${c.condition}`)
  );
}

function validate(settings: { readonly token: string; readonly priority: number }): readonly SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  if (settings.token !== "" && !settings.token.startsWith("tk_")) {
    problems.push(problemAt(["token"], say("errors.channel.beginning", { key: "token", text: "tk_" })));
  }
  if (settings.priority < 1 || settings.priority > 5)
    problems.push(problemAt(["priority"], say("errors.channel.range", { key: "priority", from: 1, to: 5 })));
  return problems;
}

export const ntfy = defineProvider({
  type: "ntfy",
  title: "ntfy",
  shape: {
    topic: text({ title: "Topic", description: "Topic to publish to.", required: true }),
    url: text({ title: "Server", description: "Address of the server, without the topic." }, "https://ntfy.sh"),
    priority: integer({ title: "Priority", description: "From 1 (lowest) to 5 (highest).", override: "positive" }, 3),
    token: secret({ title: "Token", description: "Access token, beginning with `tk_`.", placeholder: "tk_…" }),
    email: text({ title: "E-mail", description: "Address that ntfy forwards the message to." }),
    click: text({ title: "Click", description: "Address opened by a click on the notification." }),
    "disable-firebase": flag({ title: "No Firebase", description: "Keeps the message out of Firebase." }),
    "disable-cache": flag({ title: "No cache", description: "Keeps the message out of the server's cache." }),
  },
  validate,
  request: (settings, message, words) => {
    const headers = {
      ...(settings.token === "" ? {} : { Authorization: `Bearer ${settings.token}` }),
      ...(settings["disable-firebase"] ? { Firebase: "no" } : {}),
      ...(settings["disable-cache"] ? { Cache: "no" } : {}),
    };
    const body = {
      topic: settings.topic,
      title: shorten(words.title(message) ?? BRANDING.ntfy.titlePrefix.ours + displayName(message), TITLE_LIMIT),
      message: fitBytes(MESSAGE_LIMIT, message, (it) => words.body(it) ?? content(it)),
      tags: [byState(message, "rotating_light", "white_check_mark")],
      priority: settings.priority,
      email: given(settings.email),
      click: given(settings.click),
    };
    return postJson(settings.url, body, { headers });
  },
});
