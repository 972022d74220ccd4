// What would be sent, without sending it: the requests of one message with every answer assumed to be a bare success.

import type { AlertMessage } from "./message.ts";
import { FIRST_ATTEMPT } from "./message.ts";
import type { Channel, HttpCall, ProviderReply, ProviderRequest } from "./provider.ts";
import { redact } from "./redact.ts";

const MAX_REQUESTS = 1_000;

/** The requests in order. What depends on an answer is what follows from `replies`, then from empty successes. */
export function plannedRequests(
  channel: Channel,
  message: AlertMessage,
  replies: readonly ProviderReply[] = [],
): readonly ProviderRequest[] {
  const exchange = channel.exchange(message, FIRST_ATTEMPT);
  const requests: ProviderRequest[] = [];
  for (let step = exchange.next(); step.done !== true && requests.length < MAX_REQUESTS; ) {
    requests.push(step.value);
    step = exchange.next(replies[requests.length - 1] ?? { status: 200, body: "{}" });
  }
  return requests;
}

function redactHttp(request: HttpCall, secrets: readonly string[]): HttpCall {
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    /authorization|key|token/i.test(name) ? "•••" : redact(value, secrets),
  ]);
  return {
    ...request,
    url: redact(request.url, secrets),
    headers: Object.fromEntries(headers) as Readonly<Record<string, string>>,
    body: request.body === null ? null : redact(request.body, secrets),
    client: null,
  };
}

/** The same requests as a person may see them. */
export function withoutSecrets(request: ProviderRequest, secrets: readonly string[]): ProviderRequest {
  switch (request.transport) {
    case "http":
      return redactHttp(request, secrets);
    case "smtp":
      return { ...request, login: request.login === null ? null : { ...request.login, password: "•••" } };
    case "ses":
      return { ...request, credentials: request.credentials === null ? null : { ...request.credentials, secretAccessKey: "•••" } };
    case "native":
      return request;
  }
}
