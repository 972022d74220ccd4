// What a text seems to have been meant as.

/** The names that stand in square brackets, without the brackets. */
const NAMES = [
  "STATUS",
  "IP",
  "RESPONSE_TIME",
  "DNS_RCODE",
  "CONNECTED",
  "CERTIFICATE_EXPIRATION",
  "CERTIFICATE_ISSUER",
  "DOMAIN_EXPIRATION",
  "HTTP_VERSION",
  "BODY",
  "HEADERS",
  "PHASE",
  "CONTEXT",
];

const KNOWN_NAME = new RegExp(`\\[(?:${NAMES.join("|")})\\]`, "i");

/** A known name in brackets with something around it, or an unknown one in capitals. */
export function looksLikePlaceholder(text: string): boolean {
  return new RegExp(`^(?:${KNOWN_NAME.source})`, "i").test(text) || /^\[[A-Z][A-Z_]+\](?:\.|\[|$)/.test(text);
}

/** Whether a known name in brackets stands anywhere in the text. */
export function mentionsPlaceholder(text: string): boolean {
  return KNOWN_NAME.test(text);
}

/** A function's name and an opening bracket, in any letter case, or some other call of a placeholder. */
export function looksLikeFunction(text: string): boolean {
  return /^(?:len|has|pat|any)\s*\(/i.test(text) || /^[a-z_]+\s*\(\s*\[[A-Z_]+\]/i.test(text);
}
