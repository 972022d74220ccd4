// Whether a condition holds, given what its two sides came to.

import { assertNever } from "../../shared/assert-never.ts";
import { parseDuration } from "./duration.ts";
import { compareNumbers, type Numeric } from "./number.ts";
import type { Operand } from "./operand.ts";
import type { Comparator, Condition } from "./parse.ts";
import { compilePattern } from "./pattern.ts";
import { numberOf, plainText, type Resolved } from "./resolve.ts";
import { trimBlanks } from "./text.ts";

/** Judges the two sides of one condition. */
export type Judge = (left: Resolved, right: Resolved) => boolean;

/** Prepares the comparison that a condition asks for. */
export function prepareJudge({ comparator, left, right }: Condition): Judge {
  switch (comparator) {
    case "==":
      return prepareEquality(left, right);
    case "!=": {
      const areEqual = prepareEquality(left, right);
      return (a, b) => !areEqual(a, b);
    }
    case "<":
    case "<=":
    case ">":
    case ">=":
      return ordered(comparator);
    default:
      return assertNever(comparator, "comparator");
  }
}

/** Quantities compare exactly; what is none makes the condition fail, whichever the comparator. */
function ordered(comparator: Exclude<Comparator, "==" | "!=">): Judge {
  const holds = ORDERS[comparator];
  return (left, right) => {
    const a = quantityOf(left);
    if (a === null) return false;
    const b = quantityOf(right);
    return b !== null && holds(compareNumbers(a, b));
  };
}

const ORDERS: Readonly<Record<Exclude<Comparator, "==" | "!=">, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

function prepareEquality(left: Operand, right: Operand): Judge {
  const isPattern = { left: left.kind === "pattern", right: right.kind === "pattern" };
  if (left.kind === "pattern" && !isPattern.right) {
    const matches = prepareMatch(left.inside);
    return (_, other) => matches(other.text);
  }
  if (right.kind === "pattern" && !isPattern.left) {
    const matches = prepareMatch(right.inside);
    return (other) => matches(other.text);
  }
  if (left.kind === "choice" && right.kind !== "choice") {
    const options = choiceOptions(left.inside);
    return (_, other) => options.has(other.text);
  }
  if (right.kind === "choice" && left.kind !== "choice") {
    const options = choiceOptions(right.inside);
    return (other) => options.has(other.text);
  }
  if ((left.kind === "pattern" || left.kind === "choice") && (right.kind === "pattern" || right.kind === "choice")) {
    const holds = areEqual(plainText(left.inside), plainText(right.inside));
    return () => holds;
  }
  return areEqual;
}

function prepareMatch(pattern: string): (text: string) => boolean {
  return compilePattern(pattern) ?? (() => false);
}

function choiceOptions(inside: string): ReadonlySet<string> {
  return new Set(inside.split(",").map(trimBlanks));
}

/** Integers are equal as numbers; other numbers too if at least one side is a number by nature; all else is text. */
function areEqual(left: Resolved, right: Resolved): boolean {
  if (left.text === right.text) return true;
  const a = numberOf(left);
  if (a === null) return false;
  const b = numberOf(right);
  if (b === null) return false;
  return ((a.isInteger && b.isInteger) || left.isNumber || right.isNumber) && compareNumbers(a, b) === 0;
}

/** What an ordered comparison compares: a number, or a duration in milliseconds; null = neither. */
export function quantityOf(resolved: Resolved): Numeric | null {
  if (resolved.quantity !== undefined) return resolved.quantity;
  return numberOf(resolved) ?? parseDuration(resolved.text);
}

/** A text that will be compared again and again: what can be known of it is worked out now. */
export function preparedText(text: string): Resolved {
  const { isNumber, isInvalid } = plainText(text);
  const number = numberOf(plainText(text));
  // Written out: reading from an object that a spread made takes the slow way, and this one is read for every check.
  return { text, isNumber, isInvalid, number, quantity: number ?? parseDuration(text) };
}
