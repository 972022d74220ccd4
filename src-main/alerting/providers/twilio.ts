// Twilio: one text message.

import { basicAuthorization, postForm } from "./calls.ts";
import { defineProvider } from "./define.ts";
import type { AlertMessage } from "./message.ts";
import { fillTemplate } from "./placeholders.ts";
import { secret, text } from "./settings.ts";
import { fitSms } from "./sms.ts";
import { byState, descriptionOf, displayName, shortLine } from "./texts.ts";

/** @see https://www.twilio.com/docs/messaging/api/message-resource */
const LIMITS = { gsm: 1_600, unicode: 1_600 };

/**
 * Gatus' own templates: the first occurrence of each of four words counts. Placeholders that only Sentray knows are filled
 * beforehand, so that what they bring in is not searched by them again.
 */
function fillTwilio(template: string, message: AlertMessage): string {
  const own = template.replace(/\[(?!ENDPOINT\]|ALERT_DESCRIPTION\])[A-Z_]+\]/g, (placeholder) => fillTemplate(placeholder, message));
  const values: ReadonlyArray<readonly [string, string]> = [
    ["{endpoint}", displayName(message)],
    ["{description}", descriptionOf(message)],
    ["[ENDPOINT]", displayName(message)],
    ["[ALERT_DESCRIPTION]", descriptionOf(message)],
  ];
  return values.reduce((filled, [word, value]) => filled.replace(word, () => value), own);
}

export const twilio = defineProvider({
  type: "twilio",
  title: "Twilio",
  overrides: { kind: "unsupported" },
  shape: {
    sid: text({ title: "Account SID", description: "SID of the account.", required: true }),
    token: secret({ title: "Token", description: "Auth token of the account.", required: true }),
    from: text({ title: "From", description: "Number that sends.", required: true }),
    to: text({ title: "To", description: "Number that gets it.", required: true }),
    "text-twilio-triggered": text({
      title: "Text when triggered",
      description: "Template of the text; `[ENDPOINT]` and `[ALERT_DESCRIPTION]` are filled once each.",
    }),
    "text-twilio-resolved": text({ title: "Text when resolved", description: "The same for resolved messages." }),
  },
  request: (settings, message, words) => {
    const template = byState(message, settings["text-twilio-triggered"], settings["text-twilio-resolved"]);
    const body = fitSms(LIMITS, message, words, (it) => (template === "" ? shortLine(it) : fillTwilio(template, it)));
    return postForm(
      `https://api.twilio.com/2010-04-01/Accounts/${settings.sid}/Messages.json`,
      { Body: body, From: settings.from, To: settings.to },
      { headers: { Authorization: basicAuthorization(settings.sid, settings.token) } },
    );
  },
});
