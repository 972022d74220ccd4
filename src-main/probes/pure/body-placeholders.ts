// The placeholders of an endpoint's `body`: they describe the endpoint itself, the open connection, or are random text.

import type { EndpointConfig } from "../../../shared/model/endpoint.ts";

const ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const LONGEST_RANDOM_TEXT = 8_192;

function randomText(length: number, next: () => number): string {
  let text = "";
  for (let i = 0; i < length; i += 1) {
    text += ALPHABET.charAt(Math.floor(next() * ALPHABET.length));
  }
  return text;
}

/**
 * The body to send: `[ENDPOINT_NAME]`, `[ENDPOINT_GROUP]`, `[ENDPOINT_URL]` and `[RANDOM_STRING_n]` replaced, each random text
 * drawn anew.
 *
 * @param next - uniform in [0, 1)
 */
export function fillBody(endpoint: Pick<EndpointConfig, "name" | "group" | "url" | "body">, next: () => number): string {
  const { body } = endpoint;
  if (!body.includes("[")) {
    return body;
  }
  return body
    .replaceAll("[ENDPOINT_NAME]", () => endpoint.name)
    .replaceAll("[ENDPOINT_GROUP]", () => endpoint.group)
    .replaceAll("[ENDPOINT_URL]", () => endpoint.url)
    .replaceAll(/\[RANDOM_STRING_(\d+)\]/g, (_all, digits: string) => randomText(Math.min(Number(digits), LONGEST_RANDOM_TEXT), next));
}

/** Replaces `[LOCAL_ADDRESS]` by the connection's own address and port. */
export function fillLocalAddress(body: string, localAddress: string): string {
  return body.replaceAll("[LOCAL_ADDRESS]", () => localAddress);
}
