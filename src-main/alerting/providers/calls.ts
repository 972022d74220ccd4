// Shorthands for the requests that most providers make.

import type { ClientConfig } from "../../../shared/model/endpoint.ts";
import type { HttpCall } from "./provider.ts";

/** What a call may have beside its address and body. */
export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly client?: ClientConfig | null;
  readonly receiver?: string;
  readonly tolerated?: readonly number[];
}

/** Any call, with the rest at its defaults. */
export function call(method: string, url: string, body: string | null, options: CallOptions = {}): HttpCall {
  return {
    transport: "http",
    method,
    url,
    headers: options.headers ?? {},
    body,
    client: options.client ?? null,
    ...(options.receiver === undefined ? {} : { receiver: options.receiver }),
    ...(options.tolerated === undefined ? {} : { tolerated: options.tolerated }),
  };
}

/** A call that carries JSON; keys whose value is `undefined` are left out. */
export function jsonCall(method: string, url: string, body: unknown, options: CallOptions = {}): HttpCall {
  return call(method, url, JSON.stringify(body), { ...options, headers: { "Content-Type": "application/json", ...options.headers } });
}

/** `POST` with JSON. */
export function postJson(url: string, body: unknown, options: CallOptions = {}): HttpCall {
  return jsonCall("POST", url, body, options);
}

/** `POST` with a form, keys in the order given, spaces as `+`. */
export function postForm(url: string, form: Readonly<Record<string, string>>, options: CallOptions = {}): HttpCall {
  const headers = { "Content-Type": "application/x-www-form-urlencoded", ...options.headers };
  return call("POST", url, new URLSearchParams(form).toString(), { ...options, headers });
}

/** The value of an `Authorization: Basic` header. @see RFC 7617 */
export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}

/** The text, or `undefined` if empty: keys with nothing in them are left out of JSON. */
export function given(text: string): string | undefined {
  return text === "" ? undefined : text;
}

/** The list, or `undefined` if empty. */
export function givenList<T>(entries: readonly T[]): readonly T[] | undefined {
  return entries.length === 0 ? undefined : entries;
}

/** Reads JSON from a stranger; `undefined` if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A text or number at `path` of an answer, as text; empty if there is none. */
export function textAt(answer: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), answer);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}

/** A mapping, as opposed to a list, a scalar or nothing. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
