// Texts of conditions to a set that is evaluated many times. The doorway of this folder for the engine and the configuration.

import { ok, type Result } from "../../shared/errors.ts";
import type { ConditionOutcome } from "../../shared/model/result.ts";
import type { ConditionFacts, ConditionSet, DisplayOptions } from "../ports/conditions.ts";
import type { ProbeNeeds } from "../ports/probe.ts";
import { prepareJudge, preparedText, type Judge } from "./compare.ts";
import { displayResolved } from "./display.ts";
import { type PathIndex, PathIndexBuilder } from "./json-scan.ts";
import { needsOf } from "./needs.ts";
import { type Operand, parseOperand } from "./operand.ts";
import { type Condition, parseCondition } from "./parse.ts";
import { Reading } from "./reading.ts";
import { prepareOperand, type Resolver } from "./resolve.ts";
import { trimBlanks } from "./text.ts";

/** What conditions mean depends on this. */
export interface CompileOptions {
  /** `[CONTEXT]` is a placeholder only inside a suite. */
  readonly insideSuite: boolean;
  /** The values of the endpoint's `store`: what they read has to be probed too. */
  readonly storeOperands?: readonly string[];
}

/**
 * Reads the conditions of one endpoint. Returns `err("condition_syntax")` for the first that is no condition, with
 * `details.index` (0-based), `details.column` (1-based) and `details.condition`.
 */
export function compileConditions(texts: readonly string[], options: CompileOptions): Result<ConditionSet> {
  const conditions: Condition[] = [];
  for (const [index, text] of texts.entries()) {
    const parsed = parseCondition(text, options.insideSuite);
    if (!parsed.ok) return { ok: false, error: { ...parsed.error, details: { ...parsed.error.details, index } } };
    conditions.push(parsed.value);
  }
  const stored = (options.storeOperands ?? []).map((text) => parseOperand(trimBlanks(text), 1, false));
  const needs = needsOf([...conditions.flatMap(({ left, right }) => [left, right]), ...stored]);
  return ok(new CompiledSet(conditions, needs));
}

interface CompiledCondition {
  readonly condition: Condition;
  readonly left: Resolver;
  readonly right: Resolver;
  readonly judge: Judge;
}

class CompiledSet implements ConditionSet {
  readonly needs: ProbeNeeds;
  readonly #conditions: readonly CompiledCondition[];
  readonly #paths: PathIndex;

  constructor(conditions: readonly Condition[], needs: ProbeNeeds) {
    const paths = new PathIndexBuilder();
    this.needs = needs;
    this.#conditions = conditions.map((condition) => ({
      condition,
      left: prepareSide(condition.left, paths),
      right: prepareSide(condition.right, paths),
      judge: prepareJudge(condition),
    }));
    this.#paths = paths.build();
  }

  evaluate(facts: ConditionFacts, display: DisplayOptions): readonly ConditionOutcome[] {
    const reading = new Reading(facts, this.#paths);
    return this.#conditions.map((compiled) => evaluateOne(compiled, reading, display));
  }
}

function prepareSide(operand: Operand, paths: PathIndexBuilder): Resolver {
  if (operand.kind === "value") return prepareOperand(operand, paths);
  const constant = preparedText(operand.text);
  return () => constant;
}

function evaluateOne({ condition, left, right, judge }: CompiledCondition, reading: Reading, options: DisplayOptions): ConditionOutcome {
  const leftValue = left(reading);
  const rightValue = right(reading);
  const success = judge(leftValue, rightValue);
  const isResolved = success ? options.resolveSuccessfulConditions : !options.dontResolveFailedConditions;
  const { removeSecrets } = options;
  const text = removeSecrets(condition.text);
  return {
    condition: text,
    success,
    display: isResolved ? removeSecrets(displayResolved(condition, leftValue, rightValue, removeSecrets)) : text,
  };
}
