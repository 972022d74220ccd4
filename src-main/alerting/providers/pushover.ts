// Pushover.

import { say } from "../../../shared/i18n/said.ts";
import { problemAt } from "./provider.ts";
import { BRANDING } from "./branding.ts";
import { given, postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fit, shorten } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import type { Exchange, SettingsProblem } from "./provider.ts";
import { integer, secret, text } from "./settings.ts";
import { byState, displayName, eachCondition, sentenceAbout, tick, withDescription } from "./texts.ts";

/** @see https://pushover.net/api */
const MESSAGE_LIMIT = 1_024;
const TITLE_LIMIT = 250;
const KEY_LENGTH = 30;
const DEVICE_LIMIT = 25;
const EMERGENCY = 2;
/** An emergency is repeated every minute for an hour, until somebody confirms it. Gatus never says so, which Pushover refuses. */
const EMERGENCY_OPTIONS = { retry: 60, expire: 3_600 };

function content(message: AlertMessage): string {
  return (
    sentenceAbout(message, `<b>${displayName(message)}</b>`) +
    withDescription(message, " with the following description: ") +
    eachCondition(message, (c) => `\n${tick(c)} - ${c.condition}`)
  );
}

interface Checked {
  readonly "application-token": string;
  readonly "user-key": string;
  readonly priority: number;
  readonly "resolved-priority": number;
  readonly device: string;
}

function validate(settings: Checked): readonly SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  for (const key of ["application-token", "user-key"] as const) {
    if (settings[key].length !== KEY_LENGTH) problems.push(problemAt([key], say("errors.channel.length", { key, length: KEY_LENGTH })));
  }
  for (const key of ["priority", "resolved-priority"] as const) {
    if (Math.abs(settings[key]) > 2) problems.push(problemAt([key], say("errors.channel.range", { key, from: -2, to: 2 })));
  }
  if (settings.device.length > DEVICE_LIMIT) {
    problems.push(problemAt(["device"], say("errors.channel.longest", { key: "device", limit: DEVICE_LIMIT })));
  }
  return problems;
}

function* tell(body: Readonly<Record<string, unknown>>): Exchange {
  const url = "https://api.pushover.net/1/messages.json";
  const isEmergency = body["priority"] === EMERGENCY;
  const reply = yield postJson(url, body, isEmergency ? { tolerated: [400] } : {});
  if (reply.status !== 400) return { kind: "delivered" };
  if (!/retry|expire/.test(reply.body)) return { kind: "failed", reason: reply.body, permanent: true };
  yield postJson(url, { ...body, ...EMERGENCY_OPTIONS });
  return { kind: "delivered" };
}

export const pushover = defineProvider({
  type: "pushover",
  title: "Pushover",
  overrides: { kind: "unsupported" },
  shape: {
    "application-token": secret({ title: "Application token", description: "Token of the application, 30 characters.", required: true }),
    "user-key": secret({ title: "User key", description: "Key of the user or group, 30 characters.", required: true }),
    title: text({ title: "Title", description: "Title of the message; may hold placeholders." }),
    priority: integer({ title: "Priority", description: "From -2 (silent) to 2 (emergency)." }),
    "resolved-priority": integer({ title: "Priority when resolved", description: "From -2 to 2; not taken from `priority`." }),
    sound: text({ title: "Sound", description: "Name of the sound." }),
    ttl: integer({ title: "Time to live", description: "Seconds after which the message disappears.", override: "positive" }),
    device: text({ title: "Device", description: "Name of the only device that gets it." }),
  },
  validate,
  exchange: (settings, message, words) =>
    tell({
      token: settings["application-token"],
      user: settings["user-key"],
      title: shorten(words.title(message) ?? BRANDING.pushover.titlePrefix.ours + displayName(message), TITLE_LIMIT),
      message: fit(MESSAGE_LIMIT, message, (it) => words.body(it) ?? content(it)),
      priority: byState(message, settings.priority, settings["resolved-priority"]),
      html: 1,
      sound: given(settings.sound),
      ttl: settings.ttl === 0 ? undefined : settings.ttl,
      device: given(settings.device),
    }),
});
