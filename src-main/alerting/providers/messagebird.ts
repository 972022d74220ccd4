// MessageBird: one text message to all recipients.

import { postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { secret, text } from "./settings.ts";
import { fitSms } from "./sms.ts";

/** Nine parts. @see https://developers.messagebird.com/api/sms-messaging/ */
const LIMITS = { gsm: 1_377, unicode: 603 };

export const messagebird = defineProvider({
  type: "messagebird",
  title: "MessageBird",
  overrides: { kind: "unsupported" },
  shape: {
    "access-key": secret({ title: "Access key", description: "Key of the account.", required: true }),
    originator: text({ title: "Originator", description: "Number or name that sends.", required: true }),
    recipients: text({ title: "Recipients", description: "Numbers that get it, separated by commas.", required: true }),
  },
  request: (settings, message, words) =>
    postJson(
      "https://rest.messagebird.com/messages",
      { originator: settings.originator, recipients: settings.recipients, body: fitSms(LIMITS, message, words) },
      { headers: { Authorization: `AccessKey ${settings["access-key"]}` } },
    ),
});
