// What a warning about a condition is, and what every rule needs to make one. The rules are in the warn-….ts files.

import type { Said } from "../../shared/i18n/said.ts";
import { toldAs } from "../../shared/i18n/tell.ts";
import type { EndpointKind } from "../../shared/model/endpoint.ts";
import type { Operand } from "./operand.ts";
import type { Condition } from "./parse.ts";

/** Stable names of what can be said about a condition. Those that begin with `gatus-` concern compatibility alone. */
export type ConditionWarningId =
  | "not-comparable-literal"
  | "function-not-comparable"
  | "value-not-comparable"
  | "several-comparators"
  | "unknown-placeholder"
  | "context-without-path"
  | "function-misspelt"
  | "function-in-vain"
  | "malformed-pattern"
  | "path-never-resolves"
  | "path-asks-for-empty-key"
  | "quotes-are-text"
  | "duration-never-equal"
  | "number-easily-mistaken"
  | "always-the-same"
  | "never-filled"
  | "gatus-does-not-look"
  | "gatus-context-case"
  | "gatus-duration"
  | "gatus-number"
  | "gatus-slash"
  | "gatus-index-after-dot"
  | "gatus-unknown-placeholder"
  | "not-equal-when-missing";

/** One thing worth saying about a condition. */
export interface ConditionWarning {
  readonly id: ConditionWarningId;
  /** A hint says what may not be known; a warning, what is probably not meant. */
  readonly severity: "warning" | "hint";
  /** What happens, and what would be right, in English. */
  readonly message: string;
  /** The same for people who read another language. */
  readonly said: Said;
  /** 1-based, in the condition's text. */
  readonly column: number;
}

/** What warnings depend on besides the condition. */
export interface WarningFacts {
  readonly kind: EndpointKind;
  readonly insideSuite: boolean;
  /** All conditions of the endpoint, the one in question among them. */
  readonly allConditionsOfEndpoint: readonly string[];
  /** The values of its `store`; empty outside suites. */
  readonly storeOperands: readonly string[];
  /** Whether the connection is encrypted; left out = it may be (a redirect can lead to https). */
  readonly usesTls?: boolean;
}

/** One rule: what it has to say about a condition, if anything. */
export type WarningRule = (condition: Condition, facts: WarningFacts) => readonly ConditionWarning[];

/** A warning, as opposed to a hint. */
export function warning(id: ConditionWarningId, column: number, said: Said): ConditionWarning {
  return { id, severity: "warning", ...toldAs(said), column };
}

/** What may not be known. */
export function hint(id: ConditionWarningId, column: number, said: Said): ConditionWarning {
  return { ...warning(id, column, said), severity: "hint" };
}

/** Whether the condition asks for an order and not for equality. */
export function isOrdered({ comparator }: Condition): boolean {
  return comparator !== "==" && comparator !== "!=";
}

/** Both sides, left first. */
export function sidesOf({ left, right }: Condition): readonly [Operand, Operand] {
  return [left, right];
}
