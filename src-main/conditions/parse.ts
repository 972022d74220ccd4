// A condition's text to its parts. Whether the parts make sense together is for warnings.ts.

import { type AppError, err, ok, type Result } from "../../shared/errors.ts";
import type { Said } from "../../shared/i18n/said.ts";
import { say } from "../../shared/i18n/said.ts";
import { type Operand, parseOperand } from "./operand.ts";
import { leadingBlanks, trimBlanks } from "./text.ts";

/** In the order in which they are looked for: the first kind that occurs anywhere decides. */
export const COMPARATORS = ["==", "!=", "<=", ">=", ">", "<"] as const;

/** @see COMPARATORS */
export type Comparator = (typeof COMPARATORS)[number];

/** One condition, read. Further pieces beyond the second comparator are not part of it. */
export interface Condition {
  /** As written, not trimmed. */
  readonly text: string;
  readonly comparator: Comparator;
  /** 1-based column of the comparator. */
  readonly comparatorColumn: number;
  readonly left: Operand;
  readonly right: Operand;
}

/**
 * Reads one condition. Returns `err("condition_syntax")` when it has no comparator between blanks; `details.column` is the
 * 1-based column (UTF-16 units) of what is wrong.
 */
export function parseCondition(text: string, insideSuite: boolean): Result<Condition> {
  const comparator = COMPARATORS.find((candidate) => text.includes(` ${candidate} `));
  if (comparator === undefined) return noComparator(text);
  const separator = ` ${comparator} `;
  const first = text.indexOf(separator);
  const rightStart = first + separator.length;
  const next = text.indexOf(separator, rightStart);
  return ok({
    text,
    comparator,
    comparatorColumn: first + 2,
    left: operandAt(text, 0, first, insideSuite),
    right: operandAt(text, rightStart, next === -1 ? text.length : next, insideSuite),
  });
}

function operandAt(text: string, start: number, end: number, insideSuite: boolean): Operand {
  const piece = text.slice(start, end);
  return parseOperand(trimBlanks(piece), start + leadingBlanks(piece) + 1, insideSuite);
}

function noComparator(text: string): { readonly ok: false; readonly error: AppError } {
  const { column, advice } = adviceFor(text);
  return err("condition_syntax", say("condition.invalid", { condition: text, column, advice }), { column, condition: text });
}

/** What was probably meant, and where. */
function adviceFor(text: string): { readonly column: number; readonly advice: Said } {
  const crowded = /[=!<>]=|[<>]/.exec(text);
  if (crowded !== null) {
    const after = text.slice(crowded.index + crowded[0].length);
    if (/^\s*$/.test(after)) return { column: crowded.index + 1, advice: say("condition.nothingAfter", { comparator: crowded[0] }) };
    return { column: crowded.index + 1, advice: say("condition.oneBlank", { comparator: crowded[0] }) };
  }
  const single = text.indexOf("=");
  if (single !== -1) return { column: single + 1, advice: say("condition.writeEquals") };
  return { column: text.length + 1, advice: say("condition.writeComparator") };
}
