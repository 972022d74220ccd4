// What goes out over HTTP: request line, headers and body from an endpoint's configuration, and what a redirect makes of them.

import type { EndpointConfig } from "../../../shared/model/endpoint.ts";

/** A request that is ready to be sent. */
export interface PreparedRequest {
  readonly url: URL;
  /** Of the URL, kept because taking them from it anew for every check is dear. */
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  readonly method: string;
  /** Name and value alternating, with `host`; an array that nobody changes, of the type that the HTTP library takes. */
  readonly headers: string[];
  /** null = none. */
  readonly body: string | null;
  /** The answer is unpacked, because the packing was not the user's own wish. */
  readonly unpack: boolean;
}

/** Names that the protocol sets itself, or that mean nothing between one client and one server. */
const IGNORED_HEADERS = new Set(["content-length", "transfer-encoding", "trailer", "keep-alive", "upgrade", "expect"]);

export const USER_AGENT = "Sentray/1.0";

/** Completes a request with what its URL decides. */
export function requestTo(url: URL, { method, headers, body, unpack }: Omit<PreparedRequest, "url" | "origin" | "path">): PreparedRequest {
  // Written out: reading from an object that a spread made takes the slow way, and requests are read for every check.
  return { url, origin: url.origin, path: `${url.pathname}${url.search}`, method, headers, body, unpack };
}

/** The GraphQL request body, with the characters that could end a script element escaped. */
export function graphqlBody(query: string): string {
  return JSON.stringify({ query }).replaceAll(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** `user:password` as it stands in a URL, decoded where it can be. */
function userInfo(url: URL): string | null {
  if (url.username === "" && url.password === "") {
    return null;
  }
  const decode = (text: string) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  return `${decode(url.username)}:${decode(url.password)}`;
}

/** A header value may not break out of its line; what cannot be sent in one byte a character goes as UTF-8. */
function headerValue(value: string): string {
  const bytes = new TextEncoder().encode(value);
  return bytes.length === value.length ? value : String.fromCharCode(...bytes);
}

function collect(endpoint: Pick<EndpointConfig, "headers" | "graphql">, url: URL, base64: (text: string) => string): Map<string, string> {
  const headers = new Map<string, string>([
    ["host", url.host],
    ["user-agent", USER_AGENT],
    ["accept-encoding", "gzip"],
  ]);
  if (endpoint.graphql) {
    headers.set("content-type", "application/json");
  }
  const credentials = userInfo(url);
  if (credentials !== null) {
    headers.set("authorization", `Basic ${base64(credentials)}`);
  }
  for (const [name, value] of Object.entries(endpoint.headers)) {
    const lower = name.toLowerCase();
    if (!IGNORED_HEADERS.has(lower)) {
      headers.set(lower, value);
    }
  }
  // An empty user agent means: send none. An empty Host means nothing.
  if (headers.get("user-agent") === "") {
    headers.delete("user-agent");
  }
  if (headers.get("host") === "") {
    headers.set("host", url.host);
  }
  return headers;
}

/**
 * The first request of a check.
 *
 * @param body - with its placeholders replaced
 * @param base64 - encodes text as UTF-8
 */
export function prepareRequest(
  endpoint: Pick<EndpointConfig, "headers" | "graphql" | "method">,
  url: URL,
  body: string,
  base64: (text: string) => string,
): PreparedRequest {
  const headers = collect(endpoint, url, base64);
  const wrapped = endpoint.graphql ? graphqlBody(body) : body;
  return requestTo(url, {
    method: endpoint.method === "" ? "GET" : endpoint.method,
    headers: [...headers].flatMap(([name, value]) => [name, headerValue(value)]),
    body: wrapped === "" ? null : wrapped,
    unpack: !Object.keys(endpoint.headers).some((name) => name.toLowerCase() === "accept-encoding"),
  });
}

/** The same request with one header set, whatever it was before. */
export function withHeader(request: PreparedRequest, name: string, value: string): PreparedRequest {
  const { url, origin, path, method, body, unpack } = request;
  return { url, origin, path, method, headers: [...dropHeaders(request.headers, new Set([name])), name, headerValue(value)], body, unpack };
}

function dropHeaders(headers: readonly string[], names: ReadonlySet<string>): string[] {
  return headers.filter((_text, index) => !names.has(headers[index - (index % 2)] ?? ""));
}

/** Statuses that name another place to go to. */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Whether the answer is a redirect that can be followed. */
export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status);
}

/** Credentials stay within the domain that they were made for: the same host, or a host below it. */
function sameDomain(from: URL, to: URL): boolean {
  return to.hostname === from.hostname || to.hostname.endsWith(`.${from.hostname}`);
}

const PAYLOAD_HEADERS = ["content-type", "content-encoding", "content-language", "content-location"];

/**
 * The request that a redirect leads to; null = its location is no http or https URL.
 *
 * 301, 302 and 303 become GET without body (HEAD stays HEAD), 307 and 308 repeat method and body. Authorization and Cookie are
 * dropped when the redirect leaves the domain, a configured Host when it names another host, and a Referer is added unless the
 * way leads from https to http. @see RFC 9110 section 15.4
 *
 * @param first - the URL of the check: what it was configured for
 */
export function followRedirect(request: PreparedRequest, status: number, location: string, first: URL): PreparedRequest | null {
  if (!URL.canParse(location, request.url.href)) {
    return null;
  }
  const url = new URL(location, request.url.href);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return null;
  }
  const repeats = status === 307 || status === 308;
  const isRelative = !/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(location);
  const dropped = new Set(["referer", ...(repeats ? [] : PAYLOAD_HEADERS)]);
  if (!sameDomain(first, url)) {
    for (const name of ["authorization", "cookie", "www-authenticate"]) {
      dropped.add(name);
    }
  }
  if (!isRelative) {
    dropped.add("host");
  }
  const headers = dropHeaders(request.headers, dropped);
  if (!isRelative) {
    headers.push("host", url.host);
  }
  if (!(request.url.protocol === "https:" && url.protocol === "http:")) {
    const referer = new URL(request.url.href);
    referer.username = "";
    referer.password = "";
    referer.hash = "";
    headers.push("referer", referer.href);
  }
  const method = repeats || request.method === "HEAD" ? request.method : "GET";
  return requestTo(url, { method, headers, body: repeats ? request.body : null, unpack: request.unpack });
}
