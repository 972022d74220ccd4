// A condition with the values that were seen, for people.

import { printDuration } from "./duration.ts";
import type { Operand } from "./operand.ts";
import type { Condition } from "./parse.ts";
import type { Resolved } from "./resolve.ts";
import { firstCharacters, utf8Length } from "./text.ts";

/** Beside a pattern a longer text is cut. In bytes to decide, in characters to cut, as Gatus does. */
const LONGEST_BESIDE_PATTERN = 25;

/** `left comparator right` with single blanks, each side followed by its value where that says more. */
export function displayResolved(condition: Condition, left: Resolved, right: Resolved): string {
  const { comparator } = condition;
  const isOrdered = comparator !== "==" && comparator !== "!=";
  const leftText = displaySide(condition.left, left, isOrdered, condition.right.kind === "pattern");
  const rightText = displaySide(condition.right, right, isOrdered, condition.left.kind === "pattern");
  return `${leftText} ${comparator} ${rightText}`;
}

function displaySide(operand: Operand, resolved: Resolved, isOrdered: boolean, isBesidePattern: boolean): string {
  if (operand.kind !== "value") return operand.text;
  if (isOrdered && resolved.isInvalid) return resolved.text;
  const value = isOrdered && isExpiry(operand) ? printDuration(Number(resolved.text)) : resolved.text;
  const shown = isBesidePattern ? shortened(value) : value;
  if (shown === operand.text) return operand.text;
  if (resolved.isInvalid && shown === resolved.text) return shown;
  return `${operand.text} (${shown})`;
}

function isExpiry(operand: Extract<Operand, { kind: "value" }>): boolean {
  const { placeholder, measure } = operand;
  if (measure !== "text" || placeholder.kind !== "simple") return false;
  return placeholder.name === "[CERTIFICATE_EXPIRATION]" || placeholder.name === "[DOMAIN_EXPIRATION]";
}

function shortened(value: string): string {
  if (utf8Length(value) <= LONGEST_BESIDE_PATTERN) return value;
  return `${firstCharacters(value, LONGEST_BESIDE_PATTERN)}...(truncated)`;
}
