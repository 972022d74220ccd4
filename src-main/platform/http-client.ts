// The HTTP client behind its port, on undici. Every request has a deadline, a limit on what is read, and at most ten redirects;
// connections are not kept, because alerts are rare and a connection that died meanwhile must not cost one.

import { request as undiciRequest } from "undici";

import type { ClientConfig } from "../../shared/model/endpoint.ts";
import type { Clock } from "../ports/clock.ts";
import type { HttpClient, HttpReply, HttpRequest } from "../ports/http-client.ts";
import { asFailure, HttpClientError } from "./http-client/failure.ts";
import { Routes } from "./http-client/routes.ts";
import { googleIdentityToken, type IdentityTokenSource, Tokens } from "./http-client/tokens.ts";

/** What a client is made with. */
export interface HttpClientOptions {
  readonly clock: Clock;
  /** Only the proxy variables are read. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Certificate authorities in PEM, where the runtime's own are not enough. */
  readonly authorities?: readonly string[];
  readonly identityToken?: IdentityTokenSource;
}

const MOST_REDIRECTS = 10;
const MOST_TOKEN_BYTES = 256 * 1024;
const USER_AGENT = "Sentray";
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Never sent to another host than the one they were meant for. */
const PRIVATE_HEADERS: ReadonlySet<string> = new Set(["authorization", "cookie", "proxy-authorization", "www-authenticate"]);

interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}

function parseUrl(written: string, base?: URL): URL {
  if (!URL.canParse(written, base?.href)) throw new HttpClientError("ERR_INVALID_URL", "the address is no URL");
  const url = new URL(written, base?.href);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new HttpClientError("ERR_INVALID_URL", "the address is neither http nor https");
  }
  return url;
}

function withUserAgent(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.keys(headers).some((name) => name.toLowerCase() === "user-agent") ? headers : { ...headers, "user-agent": USER_AGENT };
}

/** Where an answer sends the request next. POST becomes GET but for 307 and 308. @see RFC 9110 §15.4 */
function nextHop(hop: Hop, status: number, location: string): Hop {
  const url = parseUrl(location, hop.url);
  const repeats = status === 307 || status === 308 || hop.method === "GET" || hop.method === "HEAD";
  const leaves = url.host !== hop.url.host || (hop.url.protocol === "https:" && url.protocol === "http:");
  const headers = Object.entries(hop.headers).filter(([written]) => {
    const name = written.toLowerCase();
    return !(leaves && PRIVATE_HEADERS.has(name)) && (repeats || !name.startsWith("content-"));
  });
  return { url, method: repeats ? hop.method : "GET", headers: Object.fromEntries(headers), body: repeats ? hop.body : null };
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), typeof value === "string" ? value : value.join(", ")]],
    ),
  );
}

/** Reads at most `limit` bytes; breaking off closes the connection. */
async function readCapped(body: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk.subarray(0, limit - size));
    size += chunk.byteLength;
    if (size >= limit) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}

class UndiciHttpClient implements HttpClient {
  readonly #routes: Routes;
  readonly #tokens: Tokens;

  constructor(options: HttpClientOptions) {
    this.#routes = new Routes({ environment: options.environment, authorities: options.authorities });
    this.#tokens = new Tokens(options.clock, options.identityToken ?? googleIdentityToken);
  }

  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpReply> {
    const url = parseUrl(request.url);
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, Math.ceil(request.timeoutMs)))]);
    try {
      const authorization = request.client === null ? null : await this.#authorization(request, request.client, deadline);
      const headers = withUserAgent(authorization === null ? request.headers : { ...request.headers, authorization });
      return await this.#follow(request, { url, method: request.method, headers, body: request.body }, deadline);
    } catch (thrown) {
      throw asFailure(deadline.aborted ? deadline.reason : thrown, url.host);
    }
  }

  close(): Promise<void> {
    return this.#routes.close();
  }

  #authorization(request: HttpRequest, client: ClientConfig, deadline: AbortSignal): Promise<string | null> {
    return this.#tokens.authorizationFor(client, (tokenUrl, headers, form) => {
      const hop: Hop = {
        url: parseUrl(tokenUrl),
        method: "POST",
        headers: withUserAgent({ ...headers, "content-type": "application/x-www-form-urlencoded", accept: "application/json" }),
        body: form,
      };
      return this.#follow({ ...request, maxResponseBytes: MOST_TOKEN_BYTES }, hop, deadline);
    });
  }

  async #follow(request: HttpRequest, first: Hop, deadline: AbortSignal): Promise<HttpReply> {
    let hop = first;
    for (let hops = 0; ; hops += 1) {
      const reply = await this.#exchange(request, hop, deadline);
      const location = reply.headers["location"];
      if (!request.followRedirects || !REDIRECTS.has(reply.status) || location === undefined) return reply;
      if (hops === MOST_REDIRECTS) throw new HttpClientError("ERR_TOO_MANY_REDIRECTS", `${first.url.host} redirects too often`);
      hop = nextHop(hop, reply.status, location);
    }
  }

  async #exchange(request: HttpRequest, hop: Hop, deadline: AbortSignal): Promise<HttpReply> {
    const dispatcher = await this.#routes.to(hop.url, request.client);
    deadline.throwIfAborted();
    const { statusCode, headers, body } = await undiciRequest(hop.url, {
      // Any token is a method; undici's type only lists the usual ones.
      method: hop.method as "GET",
      headers: { ...hop.headers },
      body: hop.body,
      signal: deadline,
      dispatcher,
      headersTimeout: 0,
      bodyTimeout: 0,
      reset: true,
    });
    const bodyText = await readCapped(body as AsyncIterable<Uint8Array>, request.maxResponseBytes);
    return { status: statusCode, headers: flatten(headers), bodyText };
  }
}

/** Opens the client; whoever opens it closes it. */
export function openHttpClient(options: HttpClientOptions): HttpClient {
  return new UndiciHttpClient(options);
}
