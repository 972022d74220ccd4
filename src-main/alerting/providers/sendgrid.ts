// E-mail through SendGrid.

import { postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fit, shorten } from "./limits.ts";
import { client, secret, text } from "./settings.ts";
import { bracketedSubject, mailText } from "./texts.ts";

const TEXT_LIMIT = 500_000;
const SUBJECT_LIMIT = 900;

export const sendgrid = defineProvider({
  type: "sendgrid",
  title: "SendGrid",
  shape: {
    "api-key": secret({ title: "API key", description: "Key that may send mail.", required: true }),
    from: text({ title: "From", description: "Address that sends.", required: true }),
    to: text({ title: "To", description: "Addresses that get it, separated by commas.", required: true }),
    client: client(),
  },
  request: (settings, message, words) => {
    const body = fit(TEXT_LIMIT, message, (it) => words.body(it) ?? mailText(it, { labels: true }));
    const mail = {
      personalizations: [{ to: settings.to.split(",").map((email) => ({ email: email.trim() })) }],
      from: { email: settings.from },
      subject: shorten(words.title(message) ?? bracketedSubject(message), SUBJECT_LIMIT),
      content: [
        { type: "text/plain", value: body },
        { type: "text/html", value: body.replaceAll("\n", "<br>") },
      ],
    };
    return postJson("https://api.sendgrid.com/v3/mail/send", mail, {
      headers: { Authorization: `Bearer ${settings["api-key"]}` },
      client: settings.client,
    });
  },
});
