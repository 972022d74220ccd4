// An HTTP endpoint as a curl command that a person can run elsewhere. Pure. Credentials are replaced by a mark.

import type { EndpointConfig } from "../../shared/model/endpoint.ts";

const MARK = "<redacted>";
const SECRET_HEADER = /authorization|cookie|token|secret|api-?key|password/i;

/** The command in one line; null for an endpoint that is not HTTP. Nothing in it can end the quoting. */
export function curlCommand(config: EndpointConfig): string | null {
  if (config.kind !== "HTTP") return null;
  const parts = ["curl", "--include"];
  if (config.method !== "GET") parts.push("--request", quote(config.method));
  if (!config.client.ignoreRedirect) parts.push("--location");
  if (config.client.insecure) parts.push("--insecure");
  parts.push("--max-time", String(config.client.timeoutMs / 1_000));
  for (const [name, value] of Object.entries(config.headers)) {
    parts.push("--header", quote(`${name}: ${SECRET_HEADER.test(name) ? MARK : value}`));
  }
  const body = config.graphql ? JSON.stringify({ query: config.body }) : config.body;
  if (body !== "") parts.push("--data-raw", quote(body));
  parts.push(quote(withoutCredentials(config.url)));
  return parts.join(" ");
}

/** POSIX quoting: everything literal, a single quote closed, escaped and reopened. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function withoutCredentials(url: string): string {
  return url.replace(/^([a-z]+:\/\/)[^/?#@]*@/i, `$1${MARK}@`);
}
