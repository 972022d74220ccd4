// Vonage: a text message to each number. Its answers say 200 even when it refuses, so they are read.

import { BRANDING } from "./branding.ts";
import { isRecord, parseJson, postForm, textAt } from "./calls.ts";
import { defineProvider } from "./define.ts";
import type { ProviderReply, Verdict } from "./provider.ts";
import { tellEach } from "./receivers.ts";
import { list, secret, text } from "./settings.ts";
import { fitSms } from "./sms.ts";

/** @see https://developer.vonage.com/en/api/sms */
const LIMITS = { gsm: 1_530, unicode: 670 };

/** Throttled, internal errors, and carriers that are unreachable pass by themselves. @see https://developer.vonage.com/en/messaging/sms/guides/troubleshooting-sms */
const PASSING_STATUSES: ReadonlySet<string> = new Set(["1", "5", "10"]);

function judge(reply: ProviderReply): Verdict {
  const answer = parseJson(reply.body);
  if (answer === undefined) return { kind: "failed", reason: "the answer is not JSON", permanent: false };
  const messages = isRecord(answer) && Array.isArray(answer["messages"]) ? (answer["messages"] as readonly unknown[]) : [];
  const refused = messages.find((message) => textAt(message, "status") !== "0");
  if (refused === undefined) return { kind: "delivered" };
  const status = textAt(refused, "status");
  return { kind: "failed", reason: `status ${status}: ${textAt(refused, "error-text")}`, permanent: !PASSING_STATUSES.has(status) };
}

export const vonage = defineProvider({
  type: "vonage",
  title: "Vonage",
  shape: {
    "api-key": text({ title: "API key", description: "Key of the account.", required: true }),
    "api-secret": secret({ title: "API secret", description: "Secret of the account.", required: true }),
    from: text({
      title: "From",
      description: "Number or name that sends; `Gatus`, the example of its manual, goes out as `Sentray`.",
      required: true,
    }),
    to: list({ title: "To", description: "Numbers that get it.", required: true }),
  },
  exchange: (settings, message, words) => {
    const { gatus, ours } = BRANDING.vonage.sender;
    const content = fitSms(LIMITS, message, words);
    return tellEach(
      settings.to,
      words.attempt,
      (to) =>
        postForm("https://rest.nexmo.com/sms/json", {
          api_key: settings["api-key"],
          api_secret: settings["api-secret"],
          from: settings.from === gatus ? ours : settings.from,
          text: content,
          to,
        }),
      judge,
    );
  },
});
