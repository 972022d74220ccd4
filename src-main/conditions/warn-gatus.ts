// What works here and means something else in Gatus, for people who use one file for both; and the hint about `!=`.

import { say } from "../../shared/i18n/said.ts";
import { describePlaceholder } from "./describe.ts";
import { parseDuration } from "./duration.ts";
import { parseNumber } from "./number.ts";
import type { Operand } from "./operand.ts";
import type { Condition } from "./parse.ts";
import { type ConditionWarning, type WarningFacts, type WarningRule, hint, isOrdered, sidesOf, warning } from "./warning.ts";

type SideRule = (side: Operand, facts: WarningFacts, condition: Condition) => ConditionWarning | null;

/** Gatus decides what to read, look up or ask by these texts, in capitals, wherever they stand. */
const doesNotLook: SideRule = (side, { kind, allConditionsOfEndpoint, storeOperands }) => {
  const name = lookedForName(side);
  if (name === null || allConditionsOfEndpoint.some((text) => text.includes(name))) return null;
  if (name === "[BODY]") {
    // The other types always keep what was answered.
    if (kind !== "HTTP" && kind !== "SSH" && kind !== "GRPC") return null;
    if (storeOperands.some((text) => text.includes(name))) return null;
  }
  return warning("gatus-does-not-look", side.column, say("condition.gatusCapitals", { name }));
};

function lookedForName(side: Operand): "[BODY]" | "[IP]" | "[DOMAIN_EXPIRATION]" | null {
  if (side.kind !== "value") return null;
  const { placeholder } = side;
  if (placeholder.kind === "body-path") return "[BODY]";
  if (placeholder.kind !== "simple") return null;
  const { name } = placeholder;
  return name === "[BODY]" || name === "[IP]" || name === "[DOMAIN_EXPIRATION]" ? name : null;
}

const contextCase: SideRule = (side) => {
  if (side.kind !== "value" || side.placeholder.kind !== "context" || side.text.includes("[CONTEXT]")) return null;
  return warning("gatus-context-case", side.column, say("condition.gatusContext"));
};

const duration: SideRule = (side, _, condition) => {
  if (side.kind !== "literal" || !isOrdered(condition) || parseNumber(side.text) !== null) return null;
  const quantity = parseDuration(side.text);
  if (quantity === null) return null;
  if (/[dw]/.test(side.text)) return warning("gatus-duration", side.column, say("condition.gatusDays", { text: side.text }));
  if (!Number.isNaN(quantity.safe)) return null;
  return warning("gatus-duration", side.column, say("condition.gatusMilliseconds", { text: side.text }));
};

const INT64_LIMIT = 9_223_372_036_854_775_807n;

const number: SideRule = (side) => {
  if (side.kind !== "literal" || parseNumber(side.text) === null) return null;
  const isInexact = /\.|^[^xX]*[eE]/.test(side.text);
  if (!isInexact && !exceeds64Bits(side.text)) return null;
  return warning("gatus-number", side.column, say("condition.gatusNumber", { text: side.text }));
};

/** Of a text that is a number without fraction and exponent. */
function exceeds64Bits(text: string): boolean {
  const parsed = parseNumber(text);
  if (parsed === null || !Number.isNaN(parsed.safe)) return false;
  const magnitude = typeof parsed.value === "bigint" ? parsed.value : BigInt(text.replaceAll(/[_+]/g, ""));
  return magnitude > INT64_LIMIT || magnitude < -INT64_LIMIT - 1n;
}

const slash: SideRule = (side) => {
  if (side.kind !== "pattern" || !side.inside.includes("/")) return null;
  return warning("gatus-slash", side.column + 4 + side.inside.indexOf("/"), say("condition.gatusSlash"));
};

const indexAfterDot: SideRule = (side) => {
  if (side.kind !== "value" || side.placeholder.kind !== "body-path") return null;
  const at = side.text.indexOf(".[");
  return at === -1 ? null : warning("gatus-index-after-dot", side.column + at, say("condition.gatusIndex"));
};

const sentrayOnly: SideRule = (side) => {
  if (side.kind !== "value" || describePlaceholder(side.placeholder)?.isSentrayOnly !== true) return null;
  return warning("gatus-unknown-placeholder", side.column, say("condition.gatusUnknown", { text: side.text }));
};

/** `!=` also holds when there is nothing. */
const missingToo: SideRule = (side, { allConditionsOfEndpoint }, condition) => {
  if (condition.comparator !== "!=" || side.kind !== "value" || side.measure !== "text") return null;
  const { placeholder } = side;
  if (placeholder.kind !== "body-path" && placeholder.kind !== "context") return null;
  const guard = `has(${side.text}) == true`;
  if (allConditionsOfEndpoint.some((text) => text.trim() === guard)) return null;
  return hint("not-equal-when-missing", side.column, say("condition.passesWhenMissing", { text: side.text, guard }));
};

/** Rules about compatibility, and the hint. */
export const GATUS_RULES: readonly WarningRule[] = [
  doesNotLook,
  contextCase,
  duration,
  number,
  slash,
  indexAfterDot,
  sentrayOnly,
  missingToo,
].map(
  (rule): WarningRule =>
    (condition, facts) =>
      sidesOf(condition).flatMap((side) => rule(side, facts, condition) ?? []),
);
