// Expected failures are values. Codes are stable and are what callers match on; messages are for people.

import type { Said } from "./i18n/said.ts";
import { toldAs } from "./i18n/tell.ts";

/** Every kind of expected failure that crosses a floor or the IPC border. */
export type ErrorCode =
  | "bad_request"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "unsupported"
  | "unavailable"
  | "timeout"
  | "cancelled"
  | "config_invalid"
  | "config_unreadable"
  | "condition_syntax"
  | "storage_corrupt"
  | "storage_newer"
  | "storage_locked"
  | "storage_full"
  | "storage_readonly"
  | "delivery_failed"
  | "internal";

/** An expected failure. `message` says what happened, to what, and what to do; it never holds a secret. */
export interface AppError {
  readonly code: ErrorCode;
  readonly message: string;
  /** The same for people who read another language; `message` is what it says in English. */
  readonly said?: Said;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

/** The outcome of an operation that may fail in expected ways. */
export type Result<T, E = AppError> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** A success. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/**
 * An expected failure with its code, a message for people, and optional facts for machines. A text alone is for what nobody could
 * translate: what a system or a server said.
 */
export function err(
  code: ErrorCode,
  message: Said | string,
  details?: AppError["details"],
): { readonly ok: false; readonly error: AppError } {
  const told = typeof message === "string" ? { message } : toldAs(message);
  return { ok: false, error: details === undefined ? { code, ...told } : { code, ...told, details } };
}
