// The large parts of an answer that are kept only for an endpoint's latest check and its latest failure. Pure.

import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import type { Observation } from "../../shared/model/observation.ts";
import type { CheckOutcome, ResultExtras } from "../../shared/model/result.ts";
import { hidesTarget, redactorFor, redactTls } from "./redact.ts";

const MAX_BODY_BYTES = 65_536;
const MAX_HEADERS = 100;
const MAX_HEADER_VALUE = 2_048;
/** Headers whose values are credentials or identify a session. */
const SECRET_HEADERS = new Set([
  "set-cookie",
  "authorization",
  "proxy-authorization",
  "www-authenticate",
  "authentication-info",
  "x-api-key",
  "x-auth-token",
]);

/**
 * Picks what is kept of an observation: bounded, with credentials, known secrets and whatever the endpoint hides removed. The body
 * only of a check that failed.
 */
export function extrasOf(
  observation: Observation,
  config: EndpointConfig,
  outcome: CheckOutcome,
  removeSecrets: (text: string) => string,
): ResultExtras {
  const keepsBody = outcome !== "healthy" && observation.body.length > 0 && !config.ui.hideErrors;
  const body = observation.body.subarray(0, MAX_BODY_BYTES);
  const { hideUrl, hideHostname } = config.ui;
  const redact = redactorFor(config, observation);
  const clean = hidesTarget(config) ? (text: string) => redact(removeSecrets(text)) : removeSecrets;
  return {
    tls: observation.tls !== null && hideHostname ? redactTls(observation.tls, redact) : observation.tls,
    httpVersion: observation.httpVersion,
    headers: observation.headers.slice(0, MAX_HEADERS).map(([name, value]) => [name, headerValue(name, value, clean)] as const),
    // Where a redirect leads tells as much as where it came from.
    hops: observation.hops.map((hop) => ({ ...hop, url: hideUrl || hideHostname ? "" : withoutCredentials(clean(hop.url)) })),
    reusedConnection: observation.reusedConnection,
    bodyText: keepsBody ? clean(new TextDecoder().decode(body, { stream: body.length < observation.body.length })) : "",
    bodyTruncated: observation.bodyTruncated || body.length < observation.body.length,
  };
}

function headerValue(name: string, value: string, clean: (text: string) => string): string {
  return SECRET_HEADERS.has(name.toLowerCase()) ? "<redacted>" : clean(value.slice(0, MAX_HEADER_VALUE));
}

function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#@]*@/i, "$1");
}
