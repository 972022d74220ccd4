// `Authorization` for receivers behind OAuth2 (client credentials) or Google's Identity-Aware Proxy. A token is kept until shortly
// before it ends.

import type { ClientConfig, OAuth2Config } from "../../../shared/model/endpoint.ts";
import type { Clock } from "../../ports/clock.ts";
import { HttpClientError } from "./failure.ts";

/** Gives a Google identity token for an audience. */
export type IdentityTokenSource = (audience: string) => Promise<string>;

/** Asks a token server: status and body of the answer to one form. */
export type TokenRequest = (
  url: string,
  headers: Readonly<Record<string, string>>,
  form: string,
) => Promise<{ readonly status: number; readonly bodyText: string }>;

interface Token {
  readonly value: string;
  readonly usableUntilMs: number;
}

const RENEW_BEFORE_MS = 10_000;
const UNKNOWN_LIFETIME_MS = 60_000;
const MOST_TOKENS = 100;

/** From the environment's default credentials. The library is loaded on first use. */
export async function googleIdentityToken(audience: string): Promise<string> {
  const { GoogleAuth } = await import("google-auth-library");
  const client = await new GoogleAuth().getIdTokenClient(audience);
  return client.idTokenProvider.fetchIdToken(audience);
}

/** Form encoding before Basic. @see RFC 6749 §2.3.1 */
function basic({ clientId, clientSecret }: OAuth2Config): string {
  const pair = [clientId, clientSecret].map((part) => new URLSearchParams({ "": part }).toString().slice(1)).join(":");
  return `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
}

function readToken(bodyText: string, nowMs: number): Token {
  const refused = new HttpClientError("ERR_TOKEN", "the token server's answer has no token");
  let parsed: unknown;
  try {
    parsed = JSON.parse(bodyText);
  } catch {
    throw refused;
  }
  if (typeof parsed !== "object" || parsed === null) throw refused;
  const value: unknown = Reflect.get(parsed, "access_token");
  const seconds: unknown = Reflect.get(parsed, "expires_in");
  if (typeof value !== "string" || value === "") throw refused;
  const lifetimeMs = typeof seconds === "number" ? seconds * 1_000 : UNKNOWN_LIFETIME_MS;
  return { value, usableUntilMs: nowMs + lifetimeMs - RENEW_BEFORE_MS };
}

/** The tokens of all `client` blocks. */
export class Tokens {
  readonly #clock: Clock;
  readonly #identityToken: IdentityTokenSource;
  readonly #tokens = new Map<string, Token>();

  constructor(clock: Clock, identityToken: IdentityTokenSource) {
    this.#clock = clock;
    this.#identityToken = identityToken;
  }

  /** The header's value; null = none is asked for, or both at once, which count as none. @throws HttpClientError `ERR_TOKEN` */
  async authorizationFor(client: ClientConfig, request: TokenRequest): Promise<string | null> {
    const { oauth2, identityAwareProxy } = client;
    if ((oauth2 === null) === (identityAwareProxy === null)) return null;
    const key = JSON.stringify([oauth2, identityAwareProxy]);
    const kept = this.#tokens.get(key);
    if (kept !== undefined && kept.usableUntilMs > this.#clock.nowMs()) return `Bearer ${kept.value}`;
    const token = oauth2 === null ? await this.#identity(identityAwareProxy?.audience ?? "") : await this.#fetch(oauth2, request);
    if (this.#tokens.size >= MOST_TOKENS) this.#tokens.clear();
    this.#tokens.set(key, token);
    return `Bearer ${token.value}`;
  }

  async #identity(audience: string): Promise<Token> {
    try {
      const value = await this.#identityToken(audience);
      return { value, usableUntilMs: this.#clock.nowMs() + UNKNOWN_LIFETIME_MS };
    } catch {
      throw new HttpClientError("ERR_TOKEN", "no identity token for the Identity-Aware Proxy can be had");
    }
  }

  /** Credentials in the header first; servers that refuse that get them in the body. */
  async #fetch(config: OAuth2Config, request: TokenRequest): Promise<Token> {
    const form = { grant_type: "client_credentials", ...(config.scopes.length === 0 ? {} : { scope: config.scopes.join(" ") }) };
    const first = await request(config.tokenUrl, { authorization: basic(config) }, new URLSearchParams(form).toString());
    const withSecret = { ...form, client_id: config.clientId, client_secret: config.clientSecret };
    const reply = first.status < 400 ? first : await request(config.tokenUrl, {}, new URLSearchParams(withSecret).toString());
    if (reply.status >= 400) throw new HttpClientError("ERR_TOKEN", `the token server refused with status ${reply.status}`);
    return readToken(reply.bodyText, this.#clock.nowMs());
  }
}
