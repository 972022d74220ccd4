// Native notifications. Title = endpoint and state, text = the one cause and since when; the recovery takes the alarm's place.

import type { NativeNotification, NotificationNews, NotificationWords } from "../../ports/alerting.ts";
import { defineProvider } from "./define.ts";
import type { Words } from "./define.ts";
import { shorten } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { formatDuration, formatMoment } from "./placeholders.ts";
import { flag, text } from "./settings.ts";
import { descriptionOf, displayName, isResolved } from "./texts.ts";

/** Systems cut titles and texts at about this. */
const TITLE_LIMIT = 120;
const BODY_LIMIT = 300;

function title(message: AlertMessage): string {
  const count = message.alsoAffected.length + 1;
  const subject = count === 1 ? displayName(message) : `${count} endpoints`;
  const verb = count === 1 ? "is" : "are";
  if (isResolved(message)) return `${subject} ${verb} healthy again`;
  return message.kind === "reminder" ? `${subject} ${verb} still failing` : `${subject} ${verb} failing`;
}

/** The first thing that people would want to know: what could not be done, or what was not as expected. */
function cause(message: AlertMessage): string {
  const failed = message.result.conditions.find((c) => !c.success);
  return message.result.errors[0] ?? failed?.condition ?? descriptionOf(message);
}

function body(message: AlertMessage): string {
  const names = message.alsoAffected.length === 0 ? "" : [displayName(message), ...message.alsoAffected].join(", ");
  const since = formatMoment(message.sinceMs).slice(0, 16);
  const time = isResolved(message)
    ? `It was down for ${formatDuration(message.durationMs)}, since ${since}`
    : `Since ${since} (${formatDuration(message.durationMs)})`;
  const what = isResolved(message) ? "" : shorten(cause(message), BODY_LIMIT - time.length - 1);
  return [names === "" ? what : shorten(names, BODY_LIMIT - time.length - 1), time].filter((line) => line !== "").join("\n");
}

/** null = only the text is there: a notice of an earlier version. */
function wordsOf(message: AlertMessage): NotificationWords | null {
  if (message.notice !== null) return message.notice.words ?? null;
  const { sinceMs, durationMs } = message;
  const name = displayName(message);
  if (message.alsoAffected.length > 0) {
    const failing = isResolved(message) ? 0 : message.alsoAffected.length + 1;
    const members = [
      { name, cause: isResolved(message) ? "" : cause(message) },
      ...message.alsoAffected.map((other) => ({ name: other, cause: "" })),
    ];
    const news: NotificationNews = { kind: "incident", failing, total: members.length, group: "", members, sinceMs, durationMs };
    return { news, missedCount: 0, missed: [] };
  }
  const news: NotificationNews = { kind: kindOf(message), name, cause: isResolved(message) ? "" : cause(message), sinceMs, durationMs };
  return { news, missedCount: 0, missed: [] };
}

/** The user's own templates are in the language that they are in; a notice takes their place. */
function ownParts(message: AlertMessage, words: Words): NativeNotification["own"] {
  if (message.notice !== null) return [];
  return (["title", "body"] as const).filter((part) => words[part](message) !== null);
}

function kindOf(message: AlertMessage): "failing" | "degraded" | "reminder" | "resolved" {
  if (message.kind !== "triggered") return message.kind;
  return message.result.degraded === true ? "degraded" : "failing";
}

export const desktop = defineProvider({
  type: "desktop",
  title: "Desktop notification",
  overrides: { kind: "checked", required: [] },
  capabilities: { resolve: "replace", reminder: "replace", dedup: "replace", thread: "replace" },
  shape: {
    enabled: flag({ title: "Enabled", description: "`false` turns native notifications off altogether." }, true),
    sound: flag({ title: "Sound", description: "Plays the system's sound." }, true),
    urgency: text(
      { title: "Urgency", description: "How urgent an outage is; recoveries are never critical.", choices: ["low", "normal", "critical"] },
      "normal",
    ),
  },
  request: (settings, message, words) => {
    const isOver = isResolved(message);
    const urgency: NativeNotification["urgency"] =
      settings.urgency === "critical" || settings.urgency === "low" ? settings.urgency : "normal";
    return {
      transport: "native",
      notification: {
        tag: message.endpoint.key,
        title: shorten(words.title(message) ?? title(message), TITLE_LIMIT),
        body: shorten(words.body(message) ?? body(message), BODY_LIMIT),
        words: wordsOf(message),
        own: ownParts(message, words),
        urgency: isOver && urgency === "critical" ? "normal" : urgency,
        silent: !settings.sound,
        actions: isOver ? ["open"] : ["open", "acknowledge", "snooze"],
        endpointKey: message.endpoint.key,
      },
    };
  },
});
