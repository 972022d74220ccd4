// What text messages have in common: one line, and a length that depends on the alphabet.

import type { Words } from "./define.ts";
import { fit } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { shortLine } from "./texts.ts";

/** Characters that fit in one text message of several parts, for the two alphabets. */
export interface SmsLimits {
  readonly gsm: number;
  readonly unicode: number;
}

/** The GSM 7-bit alphabet with its extension. @see 3GPP TS 23.038 §6.2.1 */
const GSM_ONLY = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/u;

/** The text within its limit; shortened, it counts by the wider alphabet, because the ellipsis belongs to that. */
export function fitSms(
  limits: SmsLimits,
  message: AlertMessage,
  words: Words,
  usual: (message: AlertMessage) => string = shortLine,
): string {
  const render = (it: AlertMessage) => words.single(it, usual);
  const whole = render(message);
  return whole.length <= limits.gsm && GSM_ONLY.test(whole) ? whole : fit(limits.unicode, message, render);
}
