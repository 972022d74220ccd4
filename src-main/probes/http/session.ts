// What an HTTP endpoint keeps between its checks: connections, cookies, token. Dropped when its `client` block changes.

import { getDomain, getPublicSuffix } from "tldts";
import type { ClientConfig } from "../../../shared/model/endpoint.ts";
import type { ProbeTools } from "../probe-module.ts";
import { CookieJar } from "../pure/cookie-jar.ts";
import type { PreparedRequest } from "../pure/http-request.ts";
import { chooseProxy } from "../pure/proxy-choice.ts";
import { Lane } from "./lane.ts";

/** Redirects may lead to many origins; only the latest few connections are kept. */
const KEPT_LANES = 4;

function isPublicSuffix(domain: string): boolean {
  return getDomain(domain) === null && getPublicSuffix(domain) === domain;
}

/** The state of one endpoint. */
export class HttpSession {
  readonly client: ClientConfig;
  readonly cookies: CookieJar | null;
  readonly #tools: ProbeTools;
  readonly #lanes = new Map<string, Lane>();

  constructor(tools: ProbeTools, client: ClientConfig) {
    this.#tools = tools;
    this.client = client;
    this.cookies = client.storeCookies ? new CookieJar(isPublicSuffix) : null;
  }

  /**
   * The lane to a request's origin. A fresh one where nothing may be repeated, or while the kept one is busy (the same endpoint
   * checked twice at once).
   */
  laneTo(request: PreparedRequest, mustBeFresh: boolean): { readonly lane: Lane; readonly isKept: boolean } {
    const existing = this.#lanes.get(request.origin);
    if (mustBeFresh || existing?.isBusy === true) {
      return { lane: this.#make(request.url), isKept: false };
    }
    if (existing !== undefined) {
      return { lane: existing, isKept: true };
    }
    const lane = this.#make(request.url);
    this.#lanes.set(request.origin, lane);
    this.#dropOldest();
    return { lane, isKept: true };
  }

  destroy(): void {
    for (const lane of this.#lanes.values()) {
      lane.destroy();
    }
    this.#lanes.clear();
  }

  #make(url: URL): Lane {
    return new Lane(this.#tools, url, chooseProxy(url, this.client.proxyUrl, this.#tools.context.environment));
  }

  #dropOldest(): void {
    for (const [name, lane] of this.#lanes) {
      if (this.#lanes.size <= KEPT_LANES) {
        return;
      }
      if (!lane.isBusy) {
        lane.destroy();
        this.#lanes.delete(name);
      }
    }
  }
}
