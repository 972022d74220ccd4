// The values that a path led to: how they print and how long they are. They come from a document that was found valid.

import { compareCodePoints } from "./text.ts";
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  byteAt,
  decodeText,
  decodeUtf8,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  skipBlanks,
  skipScalar,
  skipText,
} from "./json-bytes.ts";

/** A JSON value whose numbers are the text that they were written as. */
export type JsonValue =
  | { readonly kind: "text"; readonly text: string }
  /** A number, `true`, `false` or `null`, as written. */
  | { readonly kind: "scalar"; readonly source: string }
  | { readonly kind: "array"; readonly items: JsonValue[] }
  /** Of a repeated key the last value. */
  | { readonly kind: "object"; readonly members: Map<string, JsonValue> };

/** How an array, or a value inside one, prints; an object that a path reached prints as JSON. */
export type PrintForm = "list" | "json";

/** Reads the value that starts at `start`, in a document that was found valid. */
export function readValue(bytes: Uint8Array, start: number): JsonValue {
  const open: Extract<JsonValue, { kind: "array" | "object" }>[] = [];
  let key = "";
  let at = start;
  for (;;) {
    const first = byteAt(bytes, at);
    const end = endOfOpening(bytes, at, first);
    const value = valueBetween(bytes, at, end, first);
    const parent = open.at(-1);
    if (parent?.kind === "array") parent.items.push(value);
    else parent?.members.set(key, value);
    if (value.kind === "array" || value.kind === "object") open.push(value);

    const root = open[0] ?? value;
    at = skipPunctuation(bytes, end, open);
    if (open.length === 0) return root;
    if (open.at(-1)?.kind === "object") {
      const keyEnd = skipText(bytes, at + 1);
      key = decodeText(bytes, at + 1, keyEnd - 1);
      at = skipBlanks(bytes, skipBlanks(bytes, keyEnd) + 1);
    }
  }
}

/** Past a text or scalar, or past the bracket that opens a container. */
function endOfOpening(bytes: Uint8Array, at: number, first: number): number {
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return at + 1;
  return first === QUOTE ? skipText(bytes, at + 1) : skipScalar(bytes, at);
}

function valueBetween(bytes: Uint8Array, start: number, end: number, first: number): JsonValue {
  switch (first) {
    case OPEN_BRACE:
      return { kind: "object", members: new Map() };
    case OPEN_BRACKET:
      return { kind: "array", items: [] };
    case QUOTE:
      return { kind: "text", text: decodeText(bytes, start + 1, end - 1) };
    default:
      return { kind: "scalar", source: decodeUtf8(bytes, start, end) };
  }
}

/** Past blanks, commas and the brackets of what ends here; closes those containers. */
function skipPunctuation(bytes: Uint8Array, from: number, open: unknown[]): number {
  let at = skipBlanks(bytes, from);
  while (open.length > 0) {
    const byte = byteAt(bytes, at);
    if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) open.pop();
    else if (byte !== COMMA) break;
    at = skipBlanks(bytes, at + 1);
  }
  return at;
}

/** The text that a value resolves to: an object as minified JSON, an array as `[a b map[k:v]]`, the rest as it is. */
export function printValue(value: JsonValue): string {
  const form: PrintForm = value.kind === "object" ? "json" : "list";
  return printParts(value, (part) => (form === "json" ? jsonParts(part) : listParts(part)));
}

/** Writes out a tree whose nodes say what they consist of. Keeps its own stack, because documents may be deeper than the program's. */
export function printParts<T extends object>(root: T, partsOf: (node: T) => ReadonlyArray<string | T>): string {
  const out: string[] = [];
  const pending: (string | T)[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === "string") {
      out.push(next);
      continue;
    }
    const parts = partsOf(next);
    for (let i = parts.length - 1; i >= 0; i--) {
      const part = parts[i];
      if (part !== undefined) pending.push(part);
    }
  }
  return out.join("");
}

function listParts(value: JsonValue): ReadonlyArray<string | JsonValue> {
  switch (value.kind) {
    case "text":
      return [value.text];
    case "scalar":
      return [value.source === "null" ? "<nil>" : value.source];
    case "array":
      return enclose(
        "[",
        value.items.map((item) => [item]),
        " ",
        "]",
      );
    case "object":
      return enclose(
        "map[",
        sorted(value.members).map(([key, member]) => [`${key}:`, member]),
        " ",
        "]",
      );
  }
}

function jsonParts(value: JsonValue): ReadonlyArray<string | JsonValue> {
  switch (value.kind) {
    case "text":
      return [quoted(value.text)];
    case "scalar":
      return [value.source];
    case "array":
      return enclose(
        "[",
        value.items.map((item) => [item]),
        ",",
        "]",
      );
    case "object":
      return enclose(
        "{",
        sorted(value.members).map(([key, member]) => [`${quoted(key)}:`, member]),
        ",",
        "}",
      );
  }
}

/** The groups with a separator between them, between two brackets. */
export function enclose<T>(
  open: string,
  groups: ReadonlyArray<ReadonlyArray<string | T>>,
  separator: string,
  close: string,
): (string | T)[] {
  const parts: (string | T)[] = [open];
  for (const [index, group] of groups.entries()) {
    if (index > 0) parts.push(separator);
    parts.push(...group);
  }
  parts.push(close);
  return parts;
}

function sorted(members: ReadonlyMap<string, JsonValue>): [string, JsonValue][] {
  return [...members].sort(([a], [b]) => compareCodePoints(a, b));
}

/** As Go's encoder writes a text, which also escapes what is special in HTML and the two odd line breaks. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
