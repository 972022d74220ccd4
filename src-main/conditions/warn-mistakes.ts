// Warnings about the two sides of a condition taken together: comparisons that cannot hold, or cannot fail.

import { say } from "../../shared/i18n/said.ts";
import type { Said } from "../../shared/i18n/said.ts";
import { prepareJudge, preparedText, quantityOf } from "./compare.ts";
import { parseDuration } from "./duration.ts";
import { parseNumber } from "./number.ts";
import type { Operand } from "./operand.ts";
import { COMPARATORS, type Condition } from "./parse.ts";
import { plainText, type Resolved } from "./resolve.ts";
import { isCall, trimBlanks } from "./text.ts";
import { looksLikeFunction, looksLikePlaceholder } from "./warn-looks.ts";
import { type WarningRule, isOrdered, sidesOf, warning } from "./warning.ts";

/** A text beside an order that is neither number nor duration. */
const literalNotComparable: WarningRule = (condition) => {
  if (!isOrdered(condition)) return [];
  return sidesOf(condition).flatMap((side) => {
    if (side.kind !== "literal" || quantityOf(plainText(side.text)) !== null) return [];
    // Those have a warning of their own that says more.
    if (looksLikePlaceholder(side.text) || looksLikeFunction(side.text) || extraComparator(side.text) !== null) return [];
    const { text } = side;
    const advice = comparableAdvice(text);
    const said = text === "" ? say("condition.nothingToCompare", { advice }) : say("condition.notComparable", { text, advice });
    return [warning("not-comparable-literal", side.column, said)];
  });
};

const LONG_UNITS: ReadonlyArray<readonly [words: RegExp, unit: string]> = [
  [/(?:milliseconds?|millis|msecs?)/gi, "ms"],
  [/(?:seconds?|secs?)/gi, "s"],
  [/(?:minutes?|mins?)/gi, "m"],
  [/(?:hours?|hrs?)/gi, "h"],
  [/days?/gi, "d"],
  [/weeks?/gi, "w"],
];

function comparableAdvice(text: string): Said {
  const unquoted = text.replaceAll(/^["']|["']$/g, "");
  const shortUnits = LONG_UNITS.reduce((current, [words, unit]) => current.replaceAll(words, unit), unquoted.replaceAll(/[ ,%]/g, ""));
  for (const candidate of [unquoted, unquoted.toLowerCase(), shortUnits, shortUnits.toLowerCase()]) {
    if (quantityOf(plainText(candidate)) !== null) return say("condition.write", { text: candidate });
  }
  return say("condition.writeQuantity");
}

const functionNotComparable: WarningRule = (condition) => {
  if (!isOrdered(condition)) return [];
  return sidesOf(condition).flatMap((side) => {
    if (side.kind !== "pattern" && side.kind !== "choice") return [];
    const name = side.kind === "pattern" ? "pat" : "any";
    const said = say("condition.functionNotComparable", { name, comparator: condition.comparator });
    return [warning("function-not-comparable", side.column, said)];
  });
};

const UNORDERED: ReadonlySet<string> = new Set(["[CONNECTED]", "[IP]", "[DNS_RCODE]", "[CERTIFICATE_ISSUER]"]);

const valueNotComparable: WarningRule = (condition) => {
  if (!isOrdered(condition)) return [];
  return sidesOf(condition).flatMap((side) => {
    if (side.kind !== "value" || side.measure === "len") return [];
    const isUnordered = side.measure === "has" || (side.placeholder.kind === "simple" && UNORDERED.has(side.placeholder.name));
    if (!isUnordered) return [];
    const said = say("condition.valueNotComparable", { text: side.text, comparator: condition.comparator });
    return [warning("value-not-comparable", side.column, said)];
  });
};

/** Where a text has another comparator between blanks; null = nowhere. */
function extraComparator(text: string): number | null {
  const places = COMPARATORS.map((comparator) => text.indexOf(` ${comparator} `)).filter((at) => at !== -1);
  return places.length === 0 ? null : Math.min(...places) + 1;
}

const severalComparators: WarningRule = (condition) => {
  const second = ignoredPiece(condition);
  const column = second ?? sidesOf(condition).flatMap(comparatorInside).at(0);
  if (column === undefined) return [];
  const { comparator } = condition;
  const said = second === null ? say("condition.severalTaken", { comparator }) : say("condition.severalIgnored");
  return [warning("several-comparators", column, said)];
};

/** The column of a second comparator of the deciding kind, after which everything is dropped. */
function ignoredPiece({ text, comparator, comparatorColumn }: Condition): number | null {
  const at = text.indexOf(` ${comparator} `, comparatorColumn + comparator.length);
  return at === -1 ? null : at + 2;
}

function comparatorInside(side: Operand): readonly number[] {
  if (side.kind !== "literal") return [];
  const at = extraComparator(side.text);
  return at === null ? [] : [side.column + at];
}

const TIMES: ReadonlySet<string> = new Set(["[RESPONSE_TIME]", "[CERTIFICATE_EXPIRATION]", "[DOMAIN_EXPIRATION]"]);

function isTime(side: Operand): boolean {
  if (side.kind !== "value" || side.measure !== "text") return false;
  return side.placeholder.kind === "phase" || (side.placeholder.kind === "simple" && TIMES.has(side.placeholder.name));
}

const durationNeverEqual: WarningRule = (condition) => {
  if (isOrdered(condition)) return [];
  const [left, right] = sidesOf(condition);
  const other = isTime(left) ? right : isTime(right) ? left : null;
  if (other === null || other.kind === "value") return [];
  const texts = other.kind === "choice" ? other.inside.split(",").map(trimBlanks) : [other.text];
  const duration = texts.find((text) => parseNumber(text) === null && parseDuration(text) !== null);
  if (duration === undefined) return [];
  const said = say("condition.durationNeverEqual", { comparator: condition.comparator, duration });
  return [warning("duration-never-equal", other.column, said)];
};

const alwaysTheSame: WarningRule = (condition) => {
  const { left, right } = condition;
  if (left.kind === "value" && right.kind === "value" && left.text === right.text && left.placeholder.kind !== "nothing") {
    return [warning("always-the-same", right.column, say("condition.sameSides"))];
  }
  if (readsSomething(left) || readsSomething(right)) return [];
  const holds = prepareJudge(condition)(constantOf(left), constantOf(right));
  return [warning("always-the-same", left.column, holds ? say("condition.alwaysTrue") : say("condition.alwaysFalse"))];
};

function readsSomething(side: Operand): boolean {
  return side.kind === "value" && side.placeholder.kind !== "nothing";
}

/** What a side that reads nothing comes to. */
function constantOf(side: Operand): Resolved {
  if (side.kind !== "value") return preparedText(side.text);
  return isCall(side.text, "has") ? preparedText("false") : preparedText(`${side.text} (INVALID)`);
}

/** Rules about both sides of a condition. */
export const MISTAKE_RULES: readonly WarningRule[] = [
  literalNotComparable,
  functionNotComparable,
  valueNotComparable,
  severalComparators,
  durationNeverEqual,
  alwaysTheSame,
];
