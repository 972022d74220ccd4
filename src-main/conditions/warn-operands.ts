// Warnings about one side of a condition: how it is written, and whether this endpoint can fill it.

import { say } from "../../shared/i18n/said.ts";
import type { Said } from "../../shared/i18n/said.ts";
import { describePlaceholder } from "./describe.ts";
import { splitPath } from "./json-path.ts";
import { parseNumber } from "./number.ts";
import { type Operand, parsePlaceholder, PHASE_NAMES } from "./operand.ts";
import { malformedAt } from "./pattern.ts";
import { trimBlanks } from "./text.ts";
import { looksLikeFunction, looksLikePlaceholder, mentionsPlaceholder } from "./warn-looks.ts";
import { type ConditionWarning, type WarningFacts, type WarningRule, isOrdered, sidesOf, warning } from "./warning.ts";

type SideRule = (side: Operand, facts: WarningFacts) => readonly ConditionWarning[];

const unknownPlaceholder: SideRule = (side, facts) => {
  if (side.kind === "value" && side.placeholder.kind === "context" && side.placeholder.path === null) {
    return [warning("context-without-path", side.column, say("condition.contextAlone"))];
  }
  if (side.kind !== "literal" || !looksLikePlaceholder(side.text)) return [];
  const { text, column } = side;
  return [warning("unknown-placeholder", column, say("condition.unknownPlaceholder", { text, advice: placeholderAdvice(text, facts) }))];
};

function placeholderAdvice(text: string, { insideSuite }: WarningFacts): Said {
  const name = /^\[[A-Za-z_]+\]/.exec(text)?.[0].toUpperCase() ?? "";
  if (name === "[CONTEXT]" && !insideSuite) return say("condition.contextOutsideSuite");
  if (name === "[HEADERS]") return say("condition.write", { text: "[HEADERS].name" });
  if (name === "[PHASE]") return say("condition.writePhase", { phases: PHASE_NAMES });
  if (name === "[BODY]") return say("condition.writeBody");
  return parsePlaceholder(name, insideSuite) === null ? say("condition.lookUpNames") : say("condition.writeNothingAfter", { name });
}

const misspeltFunction: SideRule = (side) => {
  if (side.kind !== "literal" || !looksLikeFunction(side.text)) return [];
  const name = /^[a-z_]+/i.exec(side.text)?.[0] ?? "";
  const isKnown = ["len", "has", "pat", "any"].includes(name.toLowerCase());
  const call = `${name.toLowerCase()}(`;
  let advice = say("condition.functionNames");
  if (isKnown && !side.text.endsWith(")")) advice = say("condition.bracketMissing");
  else if (isKnown) advice = say("condition.lowerCaseFunction", { call });
  return [warning("function-misspelt", side.column, say("condition.misspeltFunction", { text: side.text, advice }))];
};

const functionInVain: SideRule = (side, facts) => {
  if (side.kind === "value" && side.placeholder.kind === "nothing") {
    const inside = side.text.slice(4, -1);
    const said = say("condition.functionInVain", { fault: argumentFault(inside, facts), measure: side.measure });
    return [warning("function-in-vain", side.column + 4, said)];
  }
  if (side.kind !== "pattern" && side.kind !== "choice") return [];
  const name = side.kind === "pattern" ? "pat" : "any";
  if (mentionsPlaceholder(side.inside)) {
    return [warning("function-in-vain", side.column + 4, say("condition.placeholderInside", { name }))];
  }
  if (side.inside.split(",").some((option) => /^\s*(?:len|has|pat|any)\(/.test(option))) {
    return [warning("function-in-vain", side.column + 4, say("condition.functionInside", { name }))];
  }
  return [];
};

function argumentFault(inside: string, { insideSuite }: WarningFacts): Said {
  if (parsePlaceholder(trimBlanks(inside), insideSuite) !== null) return say("condition.blanksAroundPlaceholder");
  if (looksLikeFunction(trimBlanks(inside))) return say("condition.functionOfFunction");
  if (/^\[CONTEXT\]/i.test(inside)) return say("condition.contextOutsideSuite");
  return inside === "" ? say("condition.emptyNoPlaceholder") : say("condition.noPlaceholder", { text: inside });
}

const malformedPattern: SideRule = (side) => {
  if (side.kind !== "pattern") return [];
  const at = malformedAt(side.inside);
  if (at === null) return [];
  return [warning("malformed-pattern", side.column + 4 + at, say("condition.malformedPattern"))];
};

const path: SideRule = (side) => {
  if (side.kind !== "value") return [];
  const { placeholder, text, measure, column } = side;
  if (placeholder.kind !== "body-path" && placeholder.kind !== "context") return [];
  const nameEnd = text.indexOf("]") + 1;
  const start = text.charAt(nameEnd) === "." ? nameEnd + 1 : nameEnd;
  const written = text.slice(start, measure === "text" ? text.length : -1);
  if (written === "") return [];
  return splitPath(written).flatMap((segment) => {
    const at = column + start + segment.offset;
    if (segment.text === "") return [warning("path-asks-for-empty-key", at, say("condition.emptyKey"))];
    const fault = placeholder.kind === "context" ? contextFault(segment.text) : segmentFault(segment.text);
    return fault === null ? [] : [warning("path-never-resolves", at, fault)];
  });
};

function contextFault(segment: string): Said | null {
  return segment.includes("[") ? say("condition.contextIndex") : null;
}

/** Why a segment finds nothing; null = it may. */
function segmentFault(segment: string): Said | null {
  if (!/[[\]]/.test(segment)) return null;
  const fault = indexFault(segment);
  return fault === null ? null : say("condition.neverFinds", { segment, fault });
}

function indexFault(segment: string): Said | null {
  if (!segment.endsWith("]") || !segment.includes("[")) return say("condition.indexInBrackets");
  const indexes = segment.slice(segment.indexOf("[") + 1, -1).split("][");
  const wrong = indexes.find((index) => !/^(?:\+?[0-9]+|-0+)$/.test(index));
  if (wrong === undefined) return null;
  if (/^\s*$/.test(wrong)) return say("condition.indexMissing");
  if (/^-[0-9]+$/.test(wrong)) return say("condition.noNegativeIndex");
  if (/^\s*["']/.test(wrong)) return say("condition.keysAfterDots");
  if (wrong.includes("*")) return say("condition.noWildcards");
  if (wrong.includes(":")) return say("condition.noSlices");
  return say("condition.indexIsDigits");
}

const neverFilled: SideRule = (side, { kind, usesTls }) => {
  if (side.kind !== "value") return [];
  const about = describePlaceholder(side.placeholder);
  if (about === null || about.filledBy === null) return [];
  if (!about.filledBy.includes(kind)) {
    return [warning("never-filled", side.column, say("condition.neverFilled", { kind, text: side.text, kinds: about.filledBy }))];
  }
  if (!about.needsTls || usesTls !== false) return [];
  return [warning("never-filled", side.column, say("condition.noCertificate", { text: side.text }))];
};

/** Texts that are compared for equality: a literal, or the options of `any`. */
function comparedTexts(side: Operand): readonly string[] {
  if (side.kind === "literal") return [side.text];
  return side.kind === "choice" ? side.inside.split(",").map(trimBlanks) : [];
}

const quotes: SideRule = (side) => {
  const quoted = comparedTexts(side).find((text) => /^(["']).*\1$/s.test(text) && text.length > 1);
  if (quoted === undefined) return [];
  return [warning("quotes-are-text", side.column, say("condition.quotesAreText", { quoted, bare: quoted.slice(1, -1) }))];
};

const mistakableNumber: SideRule = (side) => {
  for (const text of comparedTexts(side)) {
    const reason = parseNumber(text) === null ? null : mistakableBecause(text);
    if (reason === null) continue;
    const key = side.kind === "choice" ? "condition.mistakableChoice" : "condition.mistakableExact";
    return [warning("number-easily-mistaken", side.column, say(key, { text, reason }))];
  }
  return [];
};

function mistakableBecause(text: string): Said | null {
  const number = parseNumber(text);
  if (/^[+-]?0[0-7_]*[0-7]$/.test(text) && text.length > 1 && number?.isInteger === true) {
    return /^[+-]?0$/.test(text) ? null : say("condition.isOctal", { value: String(number.safe) });
  }
  if (/^[+-]?0[0-9]/.test(text)) return say("condition.hasLeadingZero");
  if (/^[+-]?0[xob]/i.test(text)) return text.includes("_") ? say("condition.hasUnderscore") : null;
  if (/e/i.test(text)) return say("condition.hasExponent");
  if (/\.[0-9_]*0$/.test(text)) return say("condition.hasFinalZeros");
  return text.includes("_") ? say("condition.hasUnderscore") : null;
}

function onBothSides(rule: SideRule): WarningRule {
  return (condition, facts) => sidesOf(condition).flatMap((side) => rule(side, facts));
}

function onlyEquality(rule: WarningRule): WarningRule {
  return (condition, facts) => (isOrdered(condition) ? [] : rule(condition, facts));
}

/** Rules about each side of a condition. */
export const OPERAND_RULES: readonly WarningRule[] = [
  onBothSides(unknownPlaceholder),
  onBothSides(misspeltFunction),
  onBothSides(functionInVain),
  onBothSides(malformedPattern),
  onBothSides(path),
  onlyEquality(onBothSides(quotes)),
  onlyEquality(onBothSides(mistakableNumber)),
  onBothSides(neverFilled),
];
