// The values that the elements of a suite hand to each other: how they are found, how they print, and numbers that keep
// their notation. Filling the context belongs to the engine.

import { parseNumber, toDecimal } from "./number.ts";
import { plainDecimal } from "./decimal.ts";
import { enclose, printParts } from "./json-value.ts";
import { compareCodePoints, utf8Length } from "./text.ts";

/** The values of one run of a suite, by key; what stands in it comes from YAML or from `store`. */
export type SuiteContext = Readonly<Record<string, unknown>>;

/** A number of the context that a double might not hold, or whose notation matters (`1.50`). */
export class ExactNumber {
  /** What it prints as. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): string {
    return this.text;
  }
}

const JSON_NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
/** A plain notation longer than this says less than the number as written. */
const MAX_PLAIN_DIGITS = 400;

/**
 * The number that a text of the configuration or of an answer is; null = none. In the notation of JSON it keeps its text,
 * any other (`0x10`, `1_000`) becomes plain decimal.
 */
export function exactNumber(text: string): ExactNumber | null {
  const number = parseNumber(text);
  if (number === null) return null;
  if (JSON_NUMBER.test(text)) return new ExactNumber(text);
  return new ExactNumber(plainDecimal(toDecimal(number), MAX_PLAIN_DIGITS) ?? text);
}

/** What a path found. */
export type ContextLookup = { readonly found: true; readonly value: unknown } | { readonly found: false };

/** Walks mappings key by key; lists have no keys. */
export function lookUp(context: SuiteContext, path: readonly string[]): ContextLookup {
  let value: unknown = context;
  for (const key of path) {
    if (!isMapping(value) || !Object.hasOwn(value, key)) return { found: false };
    value = value[key];
  }
  return { found: true, value };
}

/** Whether the value counts as a number when it is compared. */
export function isNumber(value: unknown): boolean {
  return typeof value === "number" || typeof value === "bigint" || value instanceof ExactNumber;
}

/** A text as it is, a list as `[a b]`, a mapping as `map[k:v]`, null as `<nil>`. */
export function printContextValue(value: unknown): string {
  if (typeof value === "string") return value;
  return printParts({ value }, ({ value: part }) => partsOf(part));
}

/** A text's bytes, a list's elements, a mapping's keys; of anything else the bytes that it prints as. */
export function contextLength(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return isMapping(value) ? Object.keys(value).length : utf8Length(printContextValue(value));
}

interface Node {
  readonly value: unknown;
}

function partsOf(value: unknown): ReadonlyArray<string | Node> {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return enclose<Node>(
      "[",
      items.map((item) => [{ value: item }]),
      " ",
      "]",
    );
  }
  if (!isMapping(value)) return [printLeaf(value)];
  const keys = Object.keys(value).sort(compareCodePoints);
  return enclose<Node>(
    "map[",
    keys.map((key) => [`${key}:`, { value: value[key] }]),
    " ",
    "]",
  );
}

function printLeaf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return printDouble(value);
  if (value instanceof ExactNumber) return value.text;
  if (value instanceof Date) return printMoment(value);
  return typeof value === "boolean" || typeof value === "bigint" ? String(value) : "<nil>";
}

/** Without exponent, which JavaScript would use from 1e21 on and below 1e-6. */
function printDouble(value: number): string {
  const text = String(value);
  const number = text.includes("e") ? parseNumber(text) : null;
  return number === null ? text : (plainDecimal(toDecimal(number), MAX_PLAIN_DIGITS) ?? text);
}

/** A YAML timestamp, as Go prints one: `2024-01-01 00:00:00 +0000 UTC`. */
function printMoment(value: Date): string {
  if (Number.isNaN(value.getTime())) return "<nil>";
  const [date = "", time = ""] = value.toISOString().slice(0, -1).split("T");
  return `${date} ${time.replace(/\.?0+$/, "")} +0000 UTC`;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber) && !(value instanceof Date)
  );
}
