// What can go wrong with a request, in words without secrets: the host is named, never the path, the query or a header.

/** A request that got no answer. `code` is Node's or undici's, for callers that tell failures apart. */
export class HttpClientError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "HttpClientError";
    this.code = code;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refused the connection",
  ECONNRESET: "closed the connection",
  UND_ERR_SOCKET: "closed the connection",
  EPIPE: "closed the connection",
  ENOTFOUND: "has no address",
  EAI_AGAIN: "could not be looked up",
  EHOSTUNREACH: "cannot be reached",
  ENETUNREACH: "cannot be reached",
  ETIMEDOUT: "did not answer in time",
  TimeoutError: "did not answer in time",
  UND_ERR_CONNECT_TIMEOUT: "did not answer in time",
  UND_ERR_HEADERS_TIMEOUT: "did not answer in time",
  UND_ERR_BODY_TIMEOUT: "did not answer in time",
  AbortError: "was not asked any further: stopped",
  HTTPParserError: "did not answer with HTTP",
  UND_ERR_INVALID_ARG: "cannot be sent this request",
  CERT_HAS_EXPIRED: "has an expired certificate",
  DEPTH_ZERO_SELF_SIGNED_CERT: "has a certificate that is not trusted",
  SELF_SIGNED_CERT_IN_CHAIN: "has a certificate that is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "has a certificate that is not trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "has a certificate that is not trusted",
  ERR_TLS_CERT_ALTNAME_INVALID: "has a certificate for other names",
};

/** The stable code of whatever was thrown: its own, its cause's, or its name. */
function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "ERR_UNKNOWN";
  if ("code" in thrown && typeof thrown.code === "string") return thrown.code;
  return thrown.cause instanceof Error ? codeOf(thrown.cause) : thrown.name;
}

/** Turns what a request threw into a failure that may be shown. */
export function asFailure(thrown: unknown, host: string): HttpClientError {
  if (thrown instanceof HttpClientError) return thrown;
  const code = codeOf(thrown);
  const words = code.startsWith("HPE_") ? WORDS["HTTPParserError"] : WORDS[code];
  return new HttpClientError(code, words === undefined ? `${host}: the request failed (${code})` : `${host} ${words}`);
}
