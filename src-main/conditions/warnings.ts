// What is probably a mistake in a condition that loads, and what means something else in Gatus. Nothing here changes what a
// condition means.

import { say } from "../../shared/i18n/said.ts";
import { parseOperand } from "./operand.ts";
import { parseCondition } from "./parse.ts";
import { trimBlanks } from "./text.ts";
import { warning } from "./warning.ts";
import type { ConditionWarning, WarningFacts, WarningRule } from "./warning.ts";
import { GATUS_RULES } from "./warn-gatus.ts";
import { MISTAKE_RULES } from "./warn-mistakes.ts";
import { OPERAND_RULES } from "./warn-operands.ts";

export type { ConditionWarning, ConditionWarningId, WarningFacts } from "./warning.ts";

const RULES: readonly WarningRule[] = [...MISTAKE_RULES, ...OPERAND_RULES, ...GATUS_RULES];

/** What is to be said about one condition; by column. Nothing for a text that is no condition: that is an error of its own. */
export function checkCondition(text: string, facts: WarningFacts): readonly ConditionWarning[] {
  const parsed = parseCondition(text, facts.insideSuite);
  if (!parsed.ok) return [];
  const found = RULES.flatMap((rule) => rule(parsed.value, facts));
  return found.filter(isFirstOfItsKind).sort((a, b) => a.column - b.column);
}

/** Compatibility is mentioned once for each condition, not for each of its sides. */
function isFirstOfItsKind(found: ConditionWarning, index: number, all: readonly ConditionWarning[]): boolean {
  return !found.id.startsWith("gatus-") || all.findIndex(({ id }) => id === found.id) === index;
}

/** What is to be said about one value of `store`. */
export function checkStoreOperand(text: string, facts: Pick<WarningFacts, "allConditionsOfEndpoint">): readonly ConditionWarning[] {
  const operand = parseOperand(trimBlanks(text), 1, false);
  if (operand.kind !== "value" || operand.placeholder.kind !== "simple") return [];
  const { name } = operand.placeholder;
  if (name !== "[IP]" && name !== "[DOMAIN_EXPIRATION]") return [];
  if (facts.allConditionsOfEndpoint.some((condition) => condition.includes(name))) return [];
  return [warning("gatus-does-not-look", 1, say("condition.gatusStore", { name }))];
}
