// Which texts of a configuration are probably secrets in the clear, and what to call them. Pure; it errs on the side of asking.

import type { ValuePath } from "../../../shared/model/settings.ts";

/** Keys whose values are secrets whatever they look like. `…-file` and the like name places. */
const SECRET_KEY =
  /(?:^|[-_])(?:token|secret|password|passphrase|api-?key|access-?key(?:-id)?|private-?key|routing-?key|integration-?key|webhook-?url|credentials?|auth)$/i;
const PLACE_KEY = /(?:file|path|token-url|key-id-file)$/i;
const SECRET_HEADER = /^(?:authorization|proxy-authorization|cookie|x-api-key|x-auth-token|x-access-token|private-token)$/i;
/** Forms that services give their tokens. */
const KNOWN_FORM =
  /(?:^|[^A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|sk_(?:live|test)_\w{10,}|SG\.[\w-]{16,}\.[\w-]{16,}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*|\d{8,10}:[\w-]{35})(?:$|[^A-Za-z0-9])/;
const SECRET_URL =
  /^https?:\/\/(?:[^/?#\s:@]*:[^/?#\s@]+@|hooks\.slack\.com\/services\/\w|(?:canary\.|ptb\.)?discord(?:app)?\.com\/api\/webhooks\/\d|[\w.-]*webhook\.office\.com\/\w|chat\.googleapis\.com\/v1\/spaces\/[^?]*\?.*token=)/i;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Whether a text under this key is probably a secret that stands in the clear. A reference such as `${NAME}` is none. */
export function looksLikeSecret(key: string, text: string): boolean {
  if (text.trim() === "" || /\$\{?\w/.test(text)) return false;
  if (PRIVATE_KEY.test(text) || KNOWN_FORM.test(text) || SECRET_URL.test(text)) return true;
  if (SECRET_HEADER.test(key)) return text.length >= 6;
  return SECRET_KEY.test(key) && !PLACE_KEY.test(key) && text.length >= 4;
}

/** A name in capitals made of the last words of a path: `alerting.slack.webhook-url` gives `SLACK_WEBHOOK_URL`. */
export function suggestSecretName(path: ValuePath): string {
  const words = path.filter((step) => typeof step === "string" && step !== "alerting" && step !== "endpoints" && step !== "headers");
  const name = words
    .slice(-2)
    .join("_")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return /^[A-Z]/.test(name) ? name.slice(0, 100) : `SECRET_${name}`.slice(0, 100);
}
