// The one HTTP client that alert providers, domain look-ups and updates of reference data use. Probes have their own, with phases.

import type { ClientConfig } from "../../shared/model/endpoint.ts";

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** null = none. */
  readonly body: string | Uint8Array | null;
  readonly timeoutMs: number;
  /** Bytes of the answer that are kept; the rest is not read. */
  readonly maxResponseBytes: number;
  /** Proxy and TLS options of the provider's own `client` block; null = defaults and the proxy environment. */
  readonly client: ClientConfig | null;
  readonly followRedirects: boolean;
}

export interface HttpReply {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyText: string;
}

/** Sends one request. Rejects with an `Error` that has a `code`, and no secret in its message. */
export interface HttpClient {
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpReply>;
  close(): Promise<void>;
}
