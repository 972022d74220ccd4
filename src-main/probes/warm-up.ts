// What is loaded when it is first needed, loaded before the stopwatch of the check that needs it starts: libraries, and the trusted
// authorities. Otherwise the first check after a start would show the loading as the server's slowness.

import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import { compileHttpParser } from "./http/parser-warm-up.ts";
import type { TrustStore } from "./net/trust.ts";

/** Something that is loaded once. */
type Loading = "trust" | "http" | "ws" | "ssh2" | "socks";

const SECURE_SCHEME = /^(?:https|wss|grpcs|tls|starttls):/i;

/** What a check of this endpoint will want. Redirects and proxies from the environment are not foreseen. */
export function wantedBy({ kind, url, ssh, client }: EndpointConfig): readonly Loading[] {
  const wanted: Loading[] = [];
  const { dnsResolver, proxyUrl, tunnel } = client;
  if (SECURE_SCHEME.test(url) || dnsResolver?.protocol === "tls" || dnsResolver?.protocol === "https") {
    wanted.push("trust");
  }
  if (kind === "HTTP") {
    wanted.push("http");
  }
  if (kind === "WEBSOCKET") {
    wanted.push("ws");
  }
  if (tunnel !== null || (kind === "SSH" && ssh !== null)) {
    wanted.push("ssh2");
  }
  if (kind === "HTTP" && proxyUrl.startsWith("socks")) {
    wanted.push("socks");
  }
  return wanted;
}

/** Loads what is wanted, each thing once. */
export class WarmUp {
  readonly #loaders: Readonly<Record<Loading, () => Promise<unknown>>>;
  readonly #loaded = new Set<Loading>();
  readonly #warm = new WeakSet<EndpointConfig>();

  constructor(trust: TrustStore) {
    this.#loaders = {
      trust: () => trust.contextFor(null),
      http: compileHttpParser,
      ws: () => import("ws"),
      ssh2: () => import("ssh2"),
      socks: () => import("socks"),
    };
  }

  /**
   * Null when nothing is left to load, which is the rule. A failure to load is no failure here: whoever needs it meets it again, in
   * its place.
   */
  for(endpoint: EndpointConfig): Promise<void> | null {
    if (this.#warm.has(endpoint)) {
      return null;
    }
    const missing = wantedBy(endpoint).filter((loading) => !this.#loaded.has(loading));
    if (missing.length === 0) {
      this.#warm.add(endpoint);
      return null;
    }
    return this.#load(missing);
  }

  async #load(missing: readonly Loading[]): Promise<void> {
    const outcomes = await Promise.allSettled(missing.map((loading) => this.#loaders[loading]()));
    for (const [index, loading] of missing.entries()) {
      if (outcomes[index]?.status === "fulfilled") {
        this.#loaded.add(loading);
      }
    }
  }
}
