// The `Authorization` of endpoints behind OAuth2 (client credentials) or Google's Identity-Aware Proxy. Tokens are kept until shortly
// before they end, for each endpoint's `client` block.

import type { ClientConfig, OAuth2Config } from "../../../shared/model/endpoint.ts";
import { ProbeFailure } from "../failure.ts";
import type { Check } from "../check.ts";
import type { ProbeTools } from "../probe-module.ts";
import { requestTo, USER_AGENT } from "../pure/http-request.ts";
import { tidy } from "../pure/wording.ts";
import { Stopwatch } from "../stopwatch.ts";
import { keepingSink } from "./body-sink.ts";
import { sendRequest } from "./client-exchange.ts";
import type { HttpSession } from "./session.ts";

/** Renewed this long before the end, so that no request meets an ended token. */
const RENEW_BEFORE_MS = 10_000;
/** For answers that do not say how long the token lasts. */
const UNKNOWN_LIFETIME_MS = 60_000;
const LONGEST_TOKEN_REPLY_BYTES = 256 * 1024;

/** Gives a Google identity token for an audience. */
export type IdentityTokenSource = (audience: string, signal: AbortSignal) => Promise<string>;

/** From the environment's default credentials. The library is loaded on first use. */
export async function googleIdentityToken(audience: string): Promise<string> {
  const { GoogleAuth } = await import("google-auth-library");
  const client = await new GoogleAuth().getIdTokenClient(audience);
  return client.idTokenProvider.fetchIdToken(audience);
}

interface Token {
  readonly value: string;
  readonly usableUntilMs: number;
}

/** When a JWT ends; null = it does not say. */
export function jwtExpiryMs(token: string): number | null {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    const expiry: unknown = typeof payload === "object" && payload !== null ? Reflect.get(payload, "exp") : null;
    return typeof expiry === "number" ? expiry * 1_000 : null;
  } catch {
    return null;
  }
}

type CredentialStyle = "header" | "body";

/** The tokens of a probe set's endpoints. */
export class TokenStore {
  readonly #tools: ProbeTools;
  readonly #identityToken: IdentityTokenSource;
  readonly #tokens = new WeakMap<ClientConfig, Token>();
  readonly #underWay = new WeakMap<ClientConfig, Promise<Token>>();
  /** How an authorization server wants the credentials: some refuse the header that the standard prefers. */
  readonly #styles = new WeakMap<ClientConfig, CredentialStyle>();

  constructor(tools: ProbeTools, identityToken: IdentityTokenSource) {
    this.#tools = tools;
    this.#identityToken = identityToken;
  }

  /** Whether an `Authorization` header comes from here. Both kinds at once count as none. */
  isFor({ oauth2, identityAwareProxy }: ClientConfig): boolean {
    return (oauth2 === null) !== (identityAwareProxy === null);
  }

  /** The value of the `Authorization` header; null = it cannot be had, and the check's errors say why. */
  async authorizationFor(check: Check, session: HttpSession): Promise<string | null> {
    const { client } = check;
    const { oauth2, identityAwareProxy } = client;
    const kept = this.#tokens.get(client);
    if (kept !== undefined && kept.usableUntilMs > this.#tools.context.clock.nowMs()) {
      return `Bearer ${kept.value}`;
    }
    if (oauth2 !== null) {
      return `Bearer ${(await this.#single(client, () => this.#fetchOAuth2(check, session, oauth2))).value}`;
    }
    const audience = identityAwareProxy?.audience ?? "";
    try {
      return `Bearer ${(await this.#single(client, () => this.#fetchIdentity(check, audience))).value}`;
    } catch (thrown) {
      // The request goes out without: what the proxy answers is worth seeing, and the error says why.
      const reason = thrown instanceof Error ? tidy(thrown.message) : "";
      check.saw({ errors: [`identity token for the Identity-Aware Proxy cannot be had: ${reason}`] });
      return null;
    }
  }

  /** One fetch at a time for each `client` block; its token is kept. */
  async #single(client: ClientConfig, fetchToken: () => Promise<Token>): Promise<Token> {
    const existing = this.#underWay.get(client);
    if (existing !== undefined) {
      return existing;
    }
    const work = fetchToken();
    this.#underWay.set(client, work);
    try {
      const token = await work;
      this.#tokens.set(client, token);
      return token;
    } finally {
      this.#underWay.delete(client);
    }
  }

  async #fetchIdentity(check: Check, audience: string): Promise<Token> {
    const value = await this.#identityToken(audience, check.deadline.signal);
    const nowMs = this.#tools.context.clock.nowMs();
    return { value, usableUntilMs: (jwtExpiryMs(value) ?? nowMs + UNKNOWN_LIFETIME_MS) - RENEW_BEFORE_MS };
  }

  async #fetchOAuth2(check: Check, session: HttpSession, config: OAuth2Config): Promise<Token> {
    const style = this.#styles.get(check.client) ?? "header";
    try {
      return await this.#request(check, session, config, style);
    } catch (thrown) {
      const isRefusal = thrown instanceof ProbeFailure && thrown.code === "token";
      if (!isRefusal || style === "body") {
        throw thrown;
      }
      const token = await this.#request(check, session, config, "body").catch(() => {
        throw thrown;
      });
      this.#styles.set(check.client, "body");
      return token;
    }
  }

  async #request(check: Check, session: HttpSession, config: OAuth2Config, style: CredentialStyle): Promise<Token> {
    const oauth = await import("oauth4webapi");
    const server = { issuer: new URL(config.tokenUrl).origin, token_endpoint: config.tokenUrl };
    const own = { client_id: config.clientId };
    const authentication = style === "header" ? oauth.ClientSecretBasic(config.clientSecret) : oauth.ClientSecretPost(config.clientSecret);
    const send = (url: string, options: { readonly method?: string; readonly headers: Record<string, string>; readonly body?: unknown }) =>
      this.#send(check, session, url, options);
    try {
      const reply = await oauth.clientCredentialsGrantRequest(
        server,
        own,
        authentication,
        new URLSearchParams({ scope: config.scopes.join(" ") }),
        {
          [oauth.customFetch]: send,
          // Whether the token's URL is https is the user's decision, as in Gatus.
          [oauth.allowInsecureRequests]: true,
        },
      );
      const token = await oauth.processClientCredentialsResponse(server, own, reply);
      const lifetimeMs = token.expires_in === undefined ? UNKNOWN_LIFETIME_MS : token.expires_in * 1_000;
      return { value: token.access_token, usableUntilMs: this.#tools.context.clock.nowMs() + lifetimeMs - RENEW_BEFORE_MS };
    } catch (thrown) {
      if (thrown instanceof oauth.ResponseBodyError) {
        throw new ProbeFailure("token", `OAuth2 token was refused: ${tidy(thrown.error)} (status ${String(thrown.status)})`, {
          cause: thrown,
        });
      }
      if (thrown instanceof oauth.OperationProcessingError || thrown instanceof oauth.WWWAuthenticateChallengeError) {
        throw new ProbeFailure("token", "OAuth2 token was refused: the answer has no token", { cause: thrown });
      }
      throw thrown;
    }
  }

  /** The standard `fetch` that the library wants, on the endpoint's own connections: same proxy, resolver and trust. */
  async #send(
    check: Check,
    session: HttpSession,
    url: string,
    options: { readonly method?: string; readonly headers: Record<string, string>; readonly body?: unknown },
  ): Promise<Response> {
    // The token's certificate, address and time are not what the check is about.
    const quiet: Check = { ...check, saw: () => undefined, stopwatch: new Stopwatch(this.#tools.context.clock) };
    const target = new URL(url);
    const headers: Record<string, string> = { ...options.headers, host: target.host, "user-agent": USER_AGENT };
    const request = requestTo(target, {
      method: options.method ?? "POST",
      headers: Object.entries(headers).flat(),
      body: options.body instanceof URLSearchParams ? options.body.toString() : null,
      unpack: true,
    });
    const { answer } = await sendRequest(quiet, session, request, () => keepingSink(LONGEST_TOKEN_REPLY_BYTES, ""));
    const hasBody = answer.status !== 204 && answer.status !== 304;
    return new Response(hasBody ? new Uint8Array(answer.body.bytes) : null, {
      status: answer.status,
      headers: answer.headers.map(([name, value]): [string, string] => [name, value]),
    });
  }
}
