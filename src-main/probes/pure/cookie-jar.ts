// The cookies of one endpoint, kept in memory between its checks. @see RFC 6265 sections 5.1 to 5.4

/** One cookie. */
interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  /** null = until the end of the session. */
  readonly expiresAtEpochMs: number | null;
}

/** More than this no honest server sets; the oldest go first. */
const MOST_COOKIES = 100;
const LONGEST_COOKIE = 4_096;

function defaultPath(path: string): string {
  const end = path.lastIndexOf("/");
  return end <= 0 ? "/" : path.slice(0, end);
}

function domainMatches(host: string, domain: string): boolean {
  return host === domain || (host.endsWith(`.${domain}`) && !/^[\d.]+$|:/.test(host));
}

function pathMatches(path: string, cookiePath: string): boolean {
  return path === cookiePath || (path.startsWith(cookiePath) && (cookiePath.endsWith("/") || path[cookiePath.length] === "/"));
}

function attributesOf(parts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    parts.map((part) => {
      const equals = part.indexOf("=");
      const name = equals < 0 ? part : part.slice(0, equals);
      return [name.trim().toLowerCase(), equals < 0 ? "" : part.slice(equals + 1).trim()] as const;
    }),
  );
}

function expiryOf(attributes: ReadonlyMap<string, string>, nowMs: number): number | null {
  const maxAge = attributes.get("max-age");
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) {
    return Number(maxAge) <= 0 ? 0 : nowMs + Number(maxAge) * 1_000;
  }
  const expires = Date.parse(attributes.get("expires") ?? "");
  return Number.isNaN(expires) ? null : expires;
}

/** Reads one `Set-Cookie` value that came from `url`; null = it is refused. */
function parseSetCookie(text: string, url: URL, nowMs: number, isPublicSuffix: (domain: string) => boolean): Cookie | null {
  const [pair = "", ...rest] = text.split(";");
  const equals = pair.indexOf("=");
  const name = pair.slice(0, Math.max(0, equals)).trim();
  if (name === "" || text.length > LONGEST_COOKIE) {
    return null;
  }
  const attributes = attributesOf(rest);
  const asked = (attributes.get("domain") ?? "").replace(/^\./, "").toLowerCase();
  const hostOnly = asked === "" || (isPublicSuffix(asked) && asked === url.hostname);
  if (!hostOnly && (isPublicSuffix(asked) || !domainMatches(url.hostname, asked))) {
    return null;
  }
  const path = attributes.get("path") ?? "";
  return {
    name,
    value: pair.slice(equals + 1).trim(),
    domain: hostOnly ? url.hostname : asked,
    hostOnly,
    path: path.startsWith("/") ? path : defaultPath(url.pathname),
    secure: attributes.has("secure"),
    expiresAtEpochMs: expiryOf(attributes, nowMs),
  };
}

/** A jar; changed in place by {@link CookieJar.store}. */
export class CookieJar {
  readonly #isPublicSuffix: (domain: string) => boolean;
  #cookies: Cookie[] = [];

  /** @param isPublicSuffix - whether a domain belongs to nobody in particular (`co.uk`), so that no cookie may be set for it */
  constructor(isPublicSuffix: (domain: string) => boolean) {
    this.#isPublicSuffix = isPublicSuffix;
  }

  /** Takes the values of an answer's `Set-Cookie` headers. */
  store(values: readonly string[], url: URL, nowMs: number): void {
    for (const value of values) {
      const cookie = parseSetCookie(value, url, nowMs, this.#isPublicSuffix);
      if (cookie !== null) {
        const others = this.#cookies.filter(
          (other) => other.name !== cookie.name || other.domain !== cookie.domain || other.path !== cookie.path,
        );
        this.#cookies = [...others, cookie].slice(-MOST_COOKIES);
      }
    }
  }

  /** The value of the `Cookie` header for a request; empty = none. Longer paths first. */
  headerFor(url: URL, nowMs: number): string {
    this.#cookies = this.#cookies.filter(({ expiresAtEpochMs }) => expiresAtEpochMs === null || expiresAtEpochMs > nowMs);
    return this.#cookies
      .filter((cookie) => (cookie.hostOnly ? url.hostname === cookie.domain : domainMatches(url.hostname, cookie.domain)))
      .filter((cookie) => pathMatches(url.pathname, cookie.path) && (!cookie.secure || url.protocol === "https:"))
      .sort((a, b) => b.path.length - a.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ");
  }
}
