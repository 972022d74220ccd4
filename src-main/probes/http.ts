// HTTP and HTTPS: the request, its redirects, and the answer. How a connection is made and kept is in `http/`.

import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import type { HttpHop, Observation } from "../../shared/model/observation.ts";
import { ProbeFailure } from "./failure.ts";
import { explainingSink, keepingSink, passingSink } from "./http/body-sink.ts";
import { sendRequest } from "./http/client-exchange.ts";
import type { AnswerHead, ChooseSink } from "./http/exchange.ts";
import type { LaneAnswer } from "./http/lane.ts";
import { HttpSession } from "./http/session.ts";
import { googleIdentityToken, type IdentityTokenSource, TokenStore } from "./http/tokens.ts";
import type { Check } from "./check.ts";
import type { ProbeModule, ProbeTools, ProtocolProbe } from "./probe-module.ts";
import { fillBody } from "./pure/body-placeholders.ts";
import { followRedirect, isRedirect, prepareRequest, type PreparedRequest, withHeader } from "./pure/http-request.ts";
import { describeFailure } from "./wording.ts";

/** As much of the answer of a failure as the history keeps. */
const EXPLANATION_BYTES = 65_536;

function headerOf(head: AnswerHead, name: string): string {
  return head.headers.find(([own]) => own.toLowerCase() === name)?.[1] ?? "";
}

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}

/** The URL for people: no password, no fragment. */
function shownUrl(url: URL): string {
  if (url.username === "" && url.password === "" && url.hash === "") {
    return url.href;
  }
  const shown = new URL(url);
  shown.username = "";
  shown.password = "";
  shown.hash = "";
  return shown.href;
}

interface Prepared {
  readonly endpoint: EndpointConfig;
  readonly request: PreparedRequest;
}

class HttpProbe implements ProtocolProbe {
  readonly #tools: ProbeTools;
  readonly #tokens: TokenStore;
  readonly #sessions = new Map<string, HttpSession>();
  /** Requests without anything random are made once for each configuration of an endpoint. */
  readonly #prepared = new WeakMap<EndpointConfig, Prepared>();

  constructor(tools: ProbeTools, identityToken: IdentityTokenSource) {
    this.#tools = tools;
    this.#tokens = new TokenStore(tools, identityToken);
  }

  readonly run = async (check: Check): Promise<void> => {
    const session = this.#sessionOf(check);
    const prepared = this.#prepare(check.endpoint);
    const first = this.#tokens.isFor(check.client) ? await this.#authorized(check, session, prepared) : prepared;
    const hops: HttpHop[] = [];
    const visited: string[] = [];
    let request: PreparedRequest | null = first;
    let reused = true;
    while (request !== null) {
      const current: PreparedRequest = request;
      const startedMs = check.stopwatch.elapsedMs();
      const reply = await sendRequest(check, session, this.#withCookies(current, session), this.#chooseSink(check, current));
      const { answer } = reply;
      reused &&= reply.reused;
      session.cookies?.store(setCookies(answer), current.url, this.#tools.context.clock.nowMs());
      request = this.#next(check, current, answer, first.url);
      if (request === null) {
        check.saw(observationOf(reply, hops, reused));
        return;
      }
      hops.push({ url: shownUrl(current.url), status: answer.status, durationMs: check.stopwatch.elapsedMs() - startedMs });
      check.saw({ hops: [...hops] });
      visited.push(`${current.method} ${current.url.href}`);
      this.#guardLoop(request, hops, visited, session);
    }
  };

  forget(key: string): void {
    this.#sessions.get(key)?.destroy();
    this.#sessions.delete(key);
  }

  close(): Promise<void> {
    for (const key of this.#sessions.keys()) {
      this.forget(key);
    }
    return Promise.resolve();
  }

  #sessionOf(check: Check): HttpSession {
    const { key } = check.endpoint;
    const existing = this.#sessions.get(key);
    if (existing?.client === check.client) {
      return existing;
    }
    existing?.destroy();
    const made = new HttpSession(this.#tools, check.client);
    this.#sessions.set(key, made);
    return made;
  }

  async #authorized(check: Check, session: HttpSession, request: PreparedRequest): Promise<PreparedRequest> {
    const authorization = await this.#tokens.authorizationFor(check, session);
    return authorization === null ? request : withHeader(request, "authorization", authorization);
  }

  #prepare(endpoint: EndpointConfig): PreparedRequest {
    const existing = this.#prepared.get(endpoint);
    if (existing !== undefined) {
      return existing.request;
    }
    if (!URL.canParse(endpoint.url)) {
      throw new ProbeFailure("address", "URL is malformed");
    }
    const url = new URL(endpoint.url);
    const body = fillBody(endpoint, () => this.#tools.context.random.next());
    const request = prepareRequest(endpoint, url, body, base64);
    if (!endpoint.body.includes("[RANDOM_STRING_")) {
      this.#prepared.set(endpoint, { endpoint, request });
    }
    return request;
  }

  #withCookies(request: PreparedRequest, session: HttpSession): PreparedRequest {
    const cookies = session.cookies?.headerFor(request.url, this.#tools.context.clock.nowMs()) ?? "";
    if (cookies === "") {
      return request;
    }
    const own = request.headers.indexOf("cookie");
    const configured = own % 2 === 0 ? request.headers[own + 1] : undefined;
    return withHeader(request, "cookie", configured === undefined ? cookies : `${configured}; ${cookies}`);
  }

  /** A body is kept where somebody looks at it, or where it says what went wrong; others pass by, if they are short, so that the connection can be kept. */
  #chooseSink(check: Check, request: PreparedRequest): ChooseSink {
    const { bodyBytes, drainBytes } = this.#tools.limits;
    return (head) => {
      const isFollowed = this.#isFollowed(check, head);
      if (check.needs.body && !isFollowed) {
        return keepingSink(bodyBytes, request.unpack ? headerOf(head, "content-encoding") : "");
      }
      if (head.status >= 400) return explainingSink(EXPLANATION_BYTES, request.unpack ? headerOf(head, "content-encoding") : "");
      return Number(headerOf(head, "content-length")) > drainBytes ? null : passingSink(drainBytes);
    };
  }

  #isFollowed(check: Check, head: AnswerHead): boolean {
    return !check.client.ignoreRedirect && isRedirect(head.status) && headerOf(head, "location") !== "";
  }

  #next(check: Check, request: PreparedRequest, head: AnswerHead, first: URL): PreparedRequest | null {
    if (!this.#isFollowed(check, head)) {
      return null;
    }
    const next = followRedirect(request, head.status, headerOf(head, "location"), first);
    if (next === null) {
      throw new ProbeFailure("protocol", `server redirects (status ${String(head.status)}) to what is no http or https URL`);
    }
    return next;
  }

  #guardLoop(next: PreparedRequest, hops: readonly HttpHop[], visited: readonly string[], session: HttpSession): void {
    if (hops.length > this.#tools.limits.redirects) {
      throw new ProbeFailure("protocol", `server redirects more than ${String(this.#tools.limits.redirects)} times`);
    }
    // With cookies the same place may answer differently the second time.
    if (session.cookies === null && visited.includes(`${next.method} ${next.url.href}`)) {
      throw new ProbeFailure("protocol", `server redirects in a circle (back to ${shownUrl(next.url)})`);
    }
  }
}

function setCookies(head: AnswerHead): readonly string[] {
  return head.headers.filter(([name]) => name.toLowerCase() === "set-cookie").map(([, value]) => value);
}

function observationOf(reply: LaneAnswer, hops: readonly HttpHop[], reused: boolean): Partial<Observation> {
  const { answer } = reply;
  const { body } = answer;
  return {
    connected: true,
    status: answer.status,
    headers: answer.headers,
    httpVersion: reply.httpVersion,
    durationMs: answer.atMs,
    reusedConnection: reused,
    hops,
    body: body.bytes,
    bodyTruncated: body.truncated,
    ...(body.error === null ? {} : { errors: [`error reading the body of the answer: ${describeFailure(body.error)}`] }),
  };
}

/** HTTP with another source of identity tokens, for tests. */
export function createHttpProbe(identityToken: IdentityTokenSource): ProbeModule {
  return {
    capabilities: {
      placeholders: [
        "CONNECTED",
        "STATUS",
        "BODY",
        "RESPONSE_TIME",
        "CERTIFICATE_EXPIRATION",
        "CERTIFICATE_ISSUER",
        "HEADERS",
        "HTTP_VERSION",
        "PHASE.dns",
        "PHASE.connect",
        "PHASE.tls",
        "PHASE.first_byte",
        "PHASE.transfer",
      ],
      clientOptions: [
        "timeout",
        "insecure",
        "ignore-redirect",
        "store-cookies",
        "proxy-url",
        "proxy environment",
        "dns-resolver",
        "oauth2",
        "identity-aware-proxy",
        "tls",
        "network",
        "tunnel",
      ],
    },
    durationOnError: "kept",
    create: (tools) => new HttpProbe(tools, identityToken),
  };
}

export const httpProbe: ProbeModule = createHttpProbe(googleIdentityToken);
