// Warnings about one side of a condition: how it is written, and whether this endpoint can fill it.

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
    return [warning("context-without-path", side.column, "[CONTEXT] alone has no value; write [CONTEXT].name")];
  }
  if (side.kind !== "literal" || !looksLikePlaceholder(side.text)) return [];
  return [
    warning("unknown-placeholder", side.column, `${side.text} is plain text, not a placeholder; ${placeholderAdvice(side.text, facts)}`),
  ];
};

function placeholderAdvice(text: string, { insideSuite }: WarningFacts): string {
  const name = /^\[[A-Za-z_]+\]/.exec(text)?.[0].toUpperCase() ?? "";
  if (name === "[CONTEXT]" && !insideSuite) return "[CONTEXT] exists only in a suite";
  if (name === "[HEADERS]") return "write [HEADERS].name";
  if (name === "[PHASE]") return `write [PHASE]. and one of ${PHASE_NAMES.join(", ")}`;
  if (name === "[BODY]") return "write [BODY], [BODY].key or [BODY][0]";
  return parsePlaceholder(name, insideSuite) === null ? "look up the placeholders' names" : `write ${name} with nothing after it`;
}

const misspeltFunction: SideRule = (side) => {
  if (side.kind !== "literal" || !looksLikeFunction(side.text)) return [];
  const name = /^[a-z_]+/i.exec(side.text)?.[0] ?? "";
  const isKnown = ["len", "has", "pat", "any"].includes(name.toLowerCase());
  const call = `${name.toLowerCase()}(`;
  let advice = "there are len, has, pat and any";
  if (isKnown && !side.text.endsWith(")")) advice = "the closing bracket is missing";
  else if (isKnown) advice = `write ${call}…) in lower case, without a blank before the bracket`;
  return [warning("function-misspelt", side.column, `${side.text} is plain text, not a function; ${advice}`)];
};

const functionInVain: SideRule = (side, facts) => {
  if (side.kind === "value" && side.placeholder.kind === "nothing") {
    const inside = side.text.slice(4, -1);
    return [warning("function-in-vain", side.column + 4, `${argumentFault(inside, facts)}, so ${side.measure}(…) has nothing to look at`)];
  }
  if (side.kind !== "pattern" && side.kind !== "choice") return [];
  const name = side.kind === "pattern" ? "pat" : "any";
  if (mentionsPlaceholder(side.inside)) {
    return [
      warning(
        "function-in-vain",
        side.column + 4,
        `a placeholder inside ${name}(…) is plain text; compare with it in a condition of its own`,
      ),
    ];
  }
  if (side.inside.split(",").some((option) => /^\s*(?:len|has|pat|any)\(/.test(option))) {
    return [warning("function-in-vain", side.column + 4, `a function inside ${name}(…) is plain text; write two conditions`)];
  }
  return [];
};

function argumentFault(inside: string, { insideSuite }: WarningFacts): string {
  if (parsePlaceholder(trimBlanks(inside), insideSuite) !== null) return "there are blanks around the placeholder: remove them";
  if (looksLikeFunction(trimBlanks(inside))) return "a function takes a placeholder, not another function";
  if (/^\[CONTEXT\]/i.test(inside)) return "[CONTEXT] exists only in a suite";
  return `${inside === "" ? "nothing" : inside} is no placeholder: write one such as [BODY].items`;
}

const malformedPattern: SideRule = (side) => {
  if (side.kind !== "pattern") return [];
  const at = malformedAt(side.inside);
  if (at === null) return [];
  const message =
    "the pattern is malformed from here on and never matches; close the class with ], or escape with \\ to mean the character itself";
  return [warning("malformed-pattern", side.column + 4 + at, message)];
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
    if (segment.text === "")
      return [warning("path-asks-for-empty-key", at, "two dots or a final dot ask for a key without a name; remove the dot")];
    const fault = placeholder.kind === "context" ? contextFault(segment.text) : segmentFault(segment.text);
    return fault === null ? [] : [warning("path-never-resolves", at, fault)];
  });
};

function contextFault(segment: string): string | null {
  return segment.includes("[") ? "the context's lists have no indexes; store the element under a name of its own" : null;
}

/** Why a segment finds nothing; null = it may. */
function segmentFault(segment: string): string | null {
  if (!/[[\]]/.test(segment)) return null;
  const never = `${segment} never finds anything:`;
  if (!segment.endsWith("]") || !segment.includes("[")) return `${never} write the index in a pair of brackets, for example items[0]`;
  const indexes = segment.slice(segment.indexOf("[") + 1, -1).split("][");
  const wrong = indexes.find((index) => !/^(?:\+?[0-9]+|-0+)$/.test(index));
  if (wrong === undefined) return null;
  if (/^\s*$/.test(wrong)) return `${never} an index is missing`;
  if (/^-[0-9]+$/.test(wrong)) return `${never} there are no negative indexes, count from 0`;
  if (/^\s*["']/.test(wrong)) return `${never} keys are written after a dot, without brackets and quotes`;
  if (wrong.includes("*")) return `${never} there are no wildcards, name one element`;
  if (wrong.includes(":")) return `${never} there are no slices, name one element`;
  return `${never} an index is decimal digits, without blanks`;
}

const neverFilled: SideRule = (side, { kind, usesTls }) => {
  if (side.kind !== "value") return [];
  const about = describePlaceholder(side.placeholder);
  if (about === null || about.filledBy === null) return [];
  if (!about.filledBy.includes(kind)) {
    const message = `an endpoint of type ${kind} never fills ${side.text}; these do: ${about.filledBy.join(", ")}`;
    return [warning("never-filled", side.column, message)];
  }
  if (!about.needsTls || usesTls !== false) return [];
  return [
    warning("never-filled", side.column, `there is no certificate without TLS, so ${side.text} stays empty; use an encrypted connection`),
  ];
};

/** Texts that are compared for equality: a literal, or the options of `any`. */
function comparedTexts(side: Operand): readonly string[] {
  if (side.kind === "literal") return [side.text];
  return side.kind === "choice" ? side.inside.split(",").map(trimBlanks) : [];
}

const quotes: SideRule = (side) => {
  const quoted = comparedTexts(side).find((text) => /^(["']).*\1$/s.test(text) && text.length > 1);
  if (quoted === undefined) return [];
  return [warning("quotes-are-text", side.column, `the quotes of ${quoted} are part of the text; write ${quoted.slice(1, -1)}`)];
};

const mistakableNumber: SideRule = (side) => {
  for (const text of comparedTexts(side)) {
    const reason = parseNumber(text) === null ? null : mistakableBecause(text);
    if (reason === null) continue;
    const consequence =
      side.kind === "choice" ? "any(…) compares it as text; write it exactly as it is answered" : "for exact text use any(…)";
    return [warning("number-easily-mistaken", side.column, `${text} ${reason}; ${consequence}`)];
  }
  return [];
};

function mistakableBecause(text: string): string | null {
  const number = parseNumber(text);
  if (/^[+-]?0[0-7_]*[0-7]$/.test(text) && text.length > 1 && number?.isInteger === true) {
    return /^[+-]?0$/.test(text) ? null : `is octal: its value is ${number.safe}`;
  }
  if (/^[+-]?0[0-9]/.test(text)) return "has a leading zero and is no integer";
  if (/^[+-]?0[xob]/i.test(text)) return text.includes("_") ? "has an underscore, which does not count" : null;
  if (/e/i.test(text)) return "has an exponent and equals the same number in any notation";
  if (/\.[0-9_]*0$/.test(text)) return "equals a number without the final zeros, but no text without them";
  return text.includes("_") ? "has an underscore, which does not count" : null;
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
