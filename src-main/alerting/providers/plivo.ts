// Plivo: a text message to each number.

import { basicAuthorization, postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { tellEach } from "./receivers.ts";
import { list, secret, text } from "./settings.ts";
import { fitSms } from "./sms.ts";

/** @see https://www.plivo.com/docs/messaging/api/message/send-a-message (GSM 7-bit, UCS-2) */
const LIMITS = { gsm: 1_600, unicode: 737 };

export const plivo = defineProvider({
  type: "plivo",
  title: "Plivo",
  shape: {
    "auth-id": text({ title: "Auth id", description: "Id of the account.", required: true }),
    "auth-token": secret({ title: "Auth token", description: "Token of the account.", required: true }),
    from: text({ title: "From", description: "Number or sender id that sends.", required: true }),
    to: list({ title: "To", description: "Numbers that get it.", required: true }),
  },
  exchange: (settings, message, words) => {
    const url = `https://api.plivo.com/v1/Account/${settings["auth-id"]}/Message/`;
    const headers = { Authorization: basicAuthorization(settings["auth-id"], settings["auth-token"]) };
    const content = fitSms(LIMITS, message, words);
    return tellEach(settings.to, words.attempt, (to) => postJson(url, { src: settings.from, dst: to, text: content }, { headers }));
  },
});
