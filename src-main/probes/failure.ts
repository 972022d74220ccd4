// The one error type that probes raise on purpose. Its message is made for people and holds no secrets; everything else that
// is thrown (by Node, undici, ssh2 …) is put into words by `wording.ts`.

/** What went wrong, for code; never match on the message. */
export type FailureCode =
  | "timeout"
  | "cancelled"
  | "address"
  | "protocol"
  | "closed"
  | "too-large"
  | "untrusted"
  | "proxy"
  | "tunnel"
  | "token"
  | "unsupported"
  | "request";

/** A failure of a check with its final text. */
export class ProbeFailure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ProbeFailure";
    this.code = code;
  }
}

/** Whatever was thrown, as an `Error`. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** The stable code of a thrown error; empty = it has none. */
export function codeOf(thrown: unknown): string {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && typeof thrown.code === "string") {
    return thrown.code;
  }
  return "";
}
