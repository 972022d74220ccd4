// A condition with the values that were seen, for people.

import { printDuration } from "./duration.ts";
import type { Operand } from "./operand.ts";
import type { Condition } from "./parse.ts";
import type { Resolved } from "./resolve.ts";
import { firstCharacters, utf8Length } from "./text.ts";

/** Beside a pattern a longer text is cut. In bytes to decide, in characters to cut, as Gatus does. */
const LONGEST_BESIDE_PATTERN = 25;

type RemoveSecrets = (text: string) => string;

/** `left comparator right` with single blanks, each side followed by its value where that says more. What is cut loses its secrets here. */
export function displayResolved(condition: Condition, left: Resolved, right: Resolved, removeSecrets: RemoveSecrets): string {
  const { comparator } = condition;
  const isOrdered = comparator !== "==" && comparator !== "!=";
  const leftCut = condition.right.kind === "pattern" ? removeSecrets : null;
  const rightCut = condition.left.kind === "pattern" ? removeSecrets : null;
  const leftText = displaySide(condition.left, left, isOrdered, leftCut);
  const rightText = displaySide(condition.right, right, isOrdered, rightCut);
  return `${leftText} ${comparator} ${rightText}`;
}

/** @param cut beside a pattern, where longer values are cut: what takes the secrets out of the part that stays */
function displaySide(operand: Operand, resolved: Resolved, isOrdered: boolean, cut: RemoveSecrets | null): string {
  if (operand.kind !== "value") return operand.text;
  if (isOrdered && resolved.isInvalid) return resolved.text;
  const value = isOrdered && isExpiry(operand) ? printDuration(Number(resolved.text)) : resolved.text;
  const shown = cut === null ? value : shortened(value, cut);
  if (shown === operand.text) return operand.text;
  if (resolved.isInvalid && shown === resolved.text) return shown;
  return `${operand.text} (${shown})`;
}

function isExpiry(operand: Extract<Operand, { kind: "value" }>): boolean {
  const { placeholder, measure } = operand;
  if (measure !== "text" || placeholder.kind !== "simple") return false;
  return placeholder.name === "[CERTIFICATE_EXPIRATION]" || placeholder.name === "[DOMAIN_EXPIRATION]";
}

function shortened(value: string, removeSecrets: RemoveSecrets): string {
  if (utf8Length(value) <= LONGEST_BESIDE_PATTERN) return value;
  return `${removeSecrets(firstCharacters(value, LONGEST_BESIDE_PATTERN))}...(truncated)`;
}
