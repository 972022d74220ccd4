// Reads records of foreign origin: every member may be missing or of any type, and a text may be made to exhaust who reads it. Pure.

import { say } from "../../../shared/i18n/said.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";

export type Loose = Readonly<Record<string, unknown>>;

const LONGEST_TEXT = 100_000;

/** 20,000 monitors with 150 values each. Parsing what has more takes minutes and gigabytes, because nothing is as small as `{},`. */
const MOST_VALUES = 3_000_000;
const DEEPEST_JSON = 64;

/** Parses a JSON text, unless what it would become is out of all proportion. @returns `bad_request`: no JSON, or too much of it */
export function parseForeignJson(text: string): Result<unknown> {
  if (isOutOfProportion(text)) return err("bad_request", say("importing.tooManyValues"));
  try {
    return ok(JSON.parse(text));
  } catch {
    return err("bad_request", say("importing.noJson"));
  }
}

/** Counts without building anything; what is inside of strings does not count. */
function isOutOfProportion(text: string): boolean {
  let values = 0;
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isInString) {
      if (character === "\\") index += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "[" || character === "{") {
      depth += 1;
      values += 1;
      if (depth > DEEPEST_JSON) return true;
    } else if (character === "]" || character === "}") depth -= 1;
    else if (character === ",") values += 1;
    if (values > MOST_VALUES) return true;
  }
  return false;
}

export function isRecord(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function recordsIn(value: unknown, most: number): readonly Loose[] {
  return Array.isArray(value) ? value.slice(0, most).filter(isRecord) : [];
}

/** The first of the keys that is there; the same thing is called differently in files and in tables. */
function member(record: Loose, keys: readonly string[]): unknown {
  for (const key of keys) if (Object.hasOwn(record, key) && record[key] !== null) return record[key];
  return undefined;
}

/** Empty when it is no text; numbers count as texts. */
export function textIn(record: Loose, ...keys: readonly string[]): string {
  const value = member(record, keys);
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return typeof value === "string" ? value.slice(0, LONGEST_TEXT) : "";
}

/** null when it is no finite number. */
export function numberIn(record: Loose, ...keys: readonly string[]): number | null {
  const value = member(record, keys);
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

/** Databases keep flags as 0 and 1. */
export function flagIn(record: Loose, ...keys: readonly string[]): boolean {
  const value = member(record, keys);
  return value === true || value === 1 || value === "1" || value === "true";
}

/** A list, also one that is kept as JSON text. */
export function listIn(record: Loose, ...keys: readonly string[]): readonly unknown[] {
  const value = parsed(member(record, keys));
  return Array.isArray(value) ? value : [];
}

/** A record, also one that is kept as JSON text. */
export function recordIn(record: Loose, ...keys: readonly string[]): Loose {
  const value = parsed(member(record, keys));
  return isRecord(value) ? value : {};
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (value.length > LONGEST_TEXT) return undefined;
  // A text that is no JSON holds neither a list nor a record.
  const read = parseForeignJson(value);
  return read.ok ? read.value : undefined;
}
