// Scalars between what is typed and what is written. Pure.

import type { Field, ValueSchema } from "../../../../shared/config-schema/schema.ts";
import { formatShortDuration, parseGoDuration } from "../../../../shared/go-duration.ts";
import type { PlainValue } from "../../../../shared/model/alert.ts";

/** What is wrong with a text: the last part of a translation's key; null = nothing. References to variables are never wrong. */
export function wrongWith(schema: ValueSchema, text: string): "integer" | "duration" | null {
  if (text === "" || text.includes("${")) return null;
  if (schema.type === "integer") return /^[+-]?\d+$/u.test(text.trim()) ? null : "integer";
  if (schema.type === "duration") return parseGoDuration(text.trim(), { longUnits: schema.longUnits }) === null ? "duration" : null;
  return null;
}

/** What a typed text is written as: a number where one is meant, the text otherwise; undefined for an empty one. */
export function readScalar(schema: ValueSchema, text: string): PlainValue | undefined {
  if (text === "") return undefined;
  if (schema.type === "integer" && /^[+-]?\d{1,15}$/u.test(text)) return Number(text);
  return text;
}

/** What holds when the key is absent, or an example, for a placeholder. */
export function showDefault(field: Field): string | undefined {
  const { schema, default: fallback } = field;
  if (typeof fallback === "number") return schema.type === "duration" ? formatShortDuration(fallback) : String(fallback);
  if (typeof fallback === "string" && fallback !== "") return fallback;
  return field.example?.replaceAll('"', "").replace(/^\[(.*)\]$/u, "$1");
}
