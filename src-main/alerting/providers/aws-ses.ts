// E-mail through Amazon SES.

import { say } from "../../../shared/i18n/said.ts";
import { problemAt } from "./provider.ts";
import { defineProvider } from "./define.ts";
import { fit, shorten } from "./limits.ts";
import { secret, text } from "./settings.ts";
import { bracketedSubject, mailText } from "./texts.ts";

const TEXT_LIMIT = 500_000;
const SUBJECT_LIMIT = 900;

export const awsSes = defineProvider({
  type: "aws-ses",
  title: "Amazon SES",
  overrides: { kind: "checked", required: ["to"] },
  shape: {
    "access-key-id": text({ title: "Access key id", description: "Without one, AWS' usual places are searched." }),
    "secret-access-key": secret({ title: "Secret access key", description: "Belongs to the access key id." }),
    region: text({ title: "Region", description: "AWS region.", placeholder: "eu-central-1" }),
    from: text({ title: "From", description: "Address that sends.", required: true }),
    to: text({ title: "To", description: "Addresses that get it, separated by commas.", required: true }),
  },
  validate: (settings) =>
    (settings["access-key-id"] === "") === (settings["secret-access-key"] === "")
      ? []
      : [problemAt(["secret-access-key"], say("errors.channel.keyPair", { first: "access-key-id", second: "secret-access-key" }))],
  request: (settings, message, words) => ({
    transport: "ses",
    region: settings.region,
    credentials:
      settings["access-key-id"] === "" ? null : { accessKeyId: settings["access-key-id"], secretAccessKey: settings["secret-access-key"] },
    from: settings.from,
    to: settings.to.split(","),
    subject: shorten(words.title(message) ?? bracketedSubject(message), SUBJECT_LIMIT),
    text: fit(TEXT_LIMIT, message, (it) => words.body(it) ?? mailText(it, { labels: false })),
  }),
});
