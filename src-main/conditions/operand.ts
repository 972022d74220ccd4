// What one side of a condition can be, and how its text is read. Values come later, from resolve.ts.

import { type JsonPath, parseJsonPath } from "./json-path.ts";
import { isCall } from "./text.ts";

/** The placeholders that are a name and nothing more. */
const SIMPLE_PLACEHOLDERS = [
  "[STATUS]",
  "[IP]",
  "[RESPONSE_TIME]",
  "[DNS_RCODE]",
  "[CONNECTED]",
  "[CERTIFICATE_EXPIRATION]",
  "[DOMAIN_EXPIRATION]",
  "[CERTIFICATE_ISSUER]",
  "[HTTP_VERSION]",
  "[BODY]",
] as const;

/** @see SIMPLE_PLACEHOLDERS */
export type SimplePlaceholder = (typeof SIMPLE_PLACEHOLDERS)[number];

/** The parts of a check's time that `[PHASE]` can ask for. */
export const PHASE_NAMES = ["dns", "connect", "tls", "first_byte", "transfer"] as const;

/** @see PHASE_NAMES */
export type PhaseName = (typeof PHASE_NAMES)[number];

/** Where a value comes from. `nothing` is the argument of a function that is no placeholder. */
export type Placeholder =
  | { readonly kind: "simple"; readonly name: SimplePlaceholder }
  | { readonly kind: "body-path"; readonly path: JsonPath }
  /** Lower-case name; empty = none was written. */
  | { readonly kind: "header"; readonly name: string }
  | { readonly kind: "phase"; readonly phase: PhaseName }
  /** Keys from the outside in; null = no path was written. */
  | { readonly kind: "context"; readonly path: readonly string[] | null }
  | { readonly kind: "nothing" };

/** What of a placeholder is wanted: its text, its length, or whether it is there. */
export type Measure = "text" | "len" | "has";

interface Written {
  /** As written, trimmed. */
  readonly text: string;
  /** 1-based, in the condition's text. */
  readonly column: number;
}

/** One side of a condition. */
export type Operand =
  | (Written & { readonly kind: "literal" })
  | (Written & { readonly kind: "pattern"; readonly inside: string })
  | (Written & { readonly kind: "choice"; readonly inside: string })
  | (Written & { readonly kind: "value"; readonly placeholder: Placeholder; readonly measure: Measure });

/** The side of a condition that is written `pat(…)` or `any(…)`, or is plain text. */
export type LiteralOperand = Exclude<Operand, { kind: "value" }>;

/** Reads one side. `text` is trimmed; `[CONTEXT]` is a placeholder only `insideSuite`. */
export function parseOperand(text: string, column: number, insideSuite: boolean): Operand {
  for (const measure of ["len", "has"] as const) {
    if (!isCall(text, measure)) continue;
    const placeholder = parsePlaceholder(text.slice(measure.length + 1, -1), insideSuite) ?? { kind: "nothing" };
    return { kind: "value", text, column, placeholder, measure };
  }
  const placeholder = parsePlaceholder(text, insideSuite);
  if (placeholder !== null) return { kind: "value", text, column, placeholder, measure: "text" };
  if (isCall(text, "pat")) return { kind: "pattern", text, column, inside: text.slice(4, -1) };
  if (isCall(text, "any")) return { kind: "choice", text, column, inside: text.slice(4, -1) };
  return { kind: "literal", text, column };
}

/** The placeholder that `text` is, with nothing around it; null = it is none. Names count in any letter case. */
export function parsePlaceholder(text: string, insideSuite: boolean): Placeholder | null {
  if (text.charCodeAt(0) !== 0x5b) return null;
  const upper = text.toUpperCase();
  const simple = SIMPLE_PLACEHOLDERS.find((name) => name === upper);
  if (simple !== undefined) return { kind: "simple", name: simple };
  if (upper.startsWith("[BODY].")) return { kind: "body-path", path: parseJsonPath(text.slice("[BODY].".length)) };
  if (upper.startsWith("[BODY][")) return { kind: "body-path", path: parseJsonPath(text.slice("[BODY]".length)) };
  if (upper.startsWith("[HEADERS].")) return { kind: "header", name: text.slice("[HEADERS].".length).toLowerCase() };
  if (upper.startsWith("[PHASE].")) return parsePhase(text.slice("[PHASE].".length).toLowerCase());
  if (insideSuite && upper.startsWith("[CONTEXT]")) return { kind: "context", path: contextPath(text.slice("[CONTEXT]".length)) };
  return null;
}

function parsePhase(name: string): Placeholder | null {
  const phase = PHASE_NAMES.find((known) => known === name);
  return phase === undefined ? null : { kind: "phase", phase };
}

function contextPath(rest: string): readonly string[] | null {
  const path = rest.startsWith(".") ? rest.slice(1) : rest;
  return path === "" ? null : path.split(".");
}
