// What a suite's `store` takes from an answer for the elements after it.

import { err, ok, type Result } from "../../shared/errors.ts";
import type { ConditionFacts } from "../ports/conditions.ts";
import { type ExactNumber, exactNumber } from "./context.ts";
import { PathIndexBuilder } from "./json-scan.ts";
import { parseOperand } from "./operand.ts";
import { Reading } from "./reading.ts";
import { prepareOperand } from "./resolve.ts";
import { skipDigits } from "./number.ts";
import { trimBlanks } from "./text.ts";

/** A value as it goes into the context. */
export type StoredValue = string | boolean | ExactNumber;

/** Reads a `store` value from what was observed. The context has no part in it. */
export type StoreOperand = (facts: ConditionFacts) => Result<StoredValue>;

/** Prepares one value of `store`: a placeholder, a function of one, or a literal. */
export function compileStoreOperand(text: string): StoreOperand {
  const operand = parseOperand(trimBlanks(text), 1, false);
  const paths = new PathIndexBuilder();
  const resolve = prepareOperand(operand, paths);
  const index = paths.build();
  return (facts) => {
    const resolved = resolve(new Reading(facts, index));
    return resolved.isInvalid ? err("not_found", `invalid path: ${text}`, { operand: text }) : ok(storedValue(resolved.text));
  };
}

/**
 * Reads a `store` value once. Returns `err("not_found")` with the message `invalid path: <text>` when there is no such value.
 * @see compileStoreOperand for repeated use
 */
export function resolveOperand(text: string, facts: ConditionFacts): Result<StoredValue> {
  return compileStoreOperand(text)(facts);
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["t", "T", "true", "TRUE", "True"].map((word) => [word, true] as const),
  ...["f", "F", "false", "FALSE", "False"].map((word) => [word, false] as const),
]);

/** Numbers are tried first, so that `1` and `0` are numbers; a leading zero has no meaning here, unlike in a condition. */
function storedValue(text: string): StoredValue {
  return decimalNumber(text) ?? BOOLEANS.get(text) ?? text;
}

/** Decimal notation alone: `0x10` stays text, `007` is 7. */
function decimalNumber(text: string): ExactNumber | null {
  const sign = /^[+-]/.test(text) ? text.charAt(0) : "";
  const unsigned = text.slice(sign.length);
  if (!/^\.?[0-9]/.test(unsigned) || /^0[xob]/i.test(unsigned)) return null;
  const integerEnd = skipDigits(unsigned, 0);
  const integer = unsigned.slice(0, integerEnd).replace(/^[0_]+(?=[0-9])/, "");
  return exactNumber(sign.replace("+", "") + integer + unsigned.slice(integerEnd));
}
