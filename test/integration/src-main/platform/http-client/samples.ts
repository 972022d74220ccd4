// Clients and servers that are closed after each test, and requests with everything at its usual value.

import { afterEach } from "vitest";

import type { ClientConfig } from "../../../../../shared/model/endpoint.ts";
import { type HttpClientOptions, openHttpClient } from "../../../../../src-main/platform/http-client.ts";
import type { HttpClient, HttpRequest } from "../../../../../src-main/ports/http-client.ts";
import { TEST_CLIENT, realTime } from "../../../../helpers/servers/probe-context.ts";

/** What else is to be closed after the test. */
export const closers: Array<() => Promise<void>> = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** Closes it after the test. */
export function kept<T extends { close(): Promise<void> }>(server: T): T {
  closers.push(() => server.close());
  return server;
}

/** A client that sees no environment but what is given. */
export function open(options: Partial<HttpClientOptions> = {}): HttpClient {
  return kept(openHttpClient({ clock: realTime.clock, environment: {}, ...options }));
}

/** A request. */
export function get(url: string, change: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: "GET",
    url,
    headers: {},
    body: null,
    timeoutMs: 5_000,
    maxResponseBytes: 10_000,
    client: null,
    followRedirects: true,
    ...change,
  };
}

/** A `client` block with parts replaced. */
export function clientBlock(change: Partial<ClientConfig>): ClientConfig {
  return { ...TEST_CLIENT, ...change };
}

/** Nobody stops anything. */
export const never = new AbortController().signal;
