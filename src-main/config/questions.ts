// What the configuration has to ask the parts that it doesn't know: whether a condition is well formed, whether a channel's
// settings are complete, whether a file is there. Questions and answers are plain data, so that they can cross to a worker.

import type { Told } from "../../shared/i18n/said.ts";
import type { PlainValue } from "../../shared/model/alert.ts";
import type { EndpointKind } from "../../shared/model/endpoint.ts";

/** What the condition language says about one condition. Offsets are UTF-16 units of its text. */
export type ConditionVerdict =
  | {
      readonly ok: true;
      /** Those without a severity count as warnings. */
      readonly warnings: ReadonlyArray<Told & { readonly offset: number; readonly severity?: "warning" | "hint" }>;
    }
  | (Told & { readonly ok: false; readonly offset: number });

/** What a condition can be judged by besides its text. */
export interface ConditionSurroundings {
  readonly kind: EndpointKind;
  readonly insideSuite: boolean;
  /** All conditions of the endpoint, degraded ones too, this one among them. */
  readonly allConditions: readonly string[];
  /** The values of its `store`; empty outside suites. */
  readonly storeOperands: readonly string[];
}

export interface ConditionQuestion extends ConditionSurroundings {
  readonly condition: string;
}

/** The condition language, as far as loading needs it. */
export interface ConditionChecker {
  check(condition: string, surroundings: ConditionSurroundings): ConditionVerdict;
}

export type ProviderSettings = Readonly<Record<string, PlainValue>>;

/** What a provider says about its block. Paths lead from the block downwards, list positions as digits. */
export interface ProviderVerdict {
  readonly errors: ReadonlyArray<Told & { readonly path: readonly string[] }>;
  readonly unknownKeys: ReadonlyArray<readonly string[]>;
}

/** The alert providers, as far as loading needs them. */
export interface ProviderCatalog {
  /** Every name that may stand under `alerting`. */
  types(): readonly string[];
  /**
   * Checks a provider's settings with its `overrides`, without `default-alert`. Numbers come as numbers only where their text
   * is what the number prints as, else as text; keys without a value are left out.
   */
  check(type: string, settings: ProviderSettings): ProviderVerdict;
}

/** Everything that one load asks; each thing once. */
export interface Questions {
  readonly conditions: readonly ConditionQuestion[];
  readonly providers: ReadonlyArray<{ readonly type: string; readonly settings: ProviderSettings }>;
  /** Paths of files that have to be readable. */
  readonly files: readonly string[];
}

/** The answers, in the order of the questions. */
export interface Answers {
  readonly conditions: readonly ConditionVerdict[];
  readonly providers: readonly ProviderVerdict[];
  readonly files: readonly boolean[];
}

/** Questions while they are collected, and later their answers by what was asked. */
export interface QuestionBook {
  askCondition(question: ConditionQuestion): void;
  askProvider(type: string, settings: ProviderSettings): void;
  askFile(path: string): void;
  questions(): Questions;
}

/** Starts an empty book. */
export function createQuestionBook(): QuestionBook {
  const conditions = new Map<string, ConditionQuestion>();
  const providers = new Map<string, { type: string; settings: ProviderSettings }>();
  const files = new Set<string>();
  return {
    askCondition: (question) => void conditions.set(conditionKey(question), question),
    askProvider: (type, settings) => void providers.set(providerKey(type, settings), { type, settings }),
    askFile: (path) => void files.add(path),
    questions: () => ({ conditions: [...conditions.values()], providers: [...providers.values()], files: [...files] }),
  };
}

/** Finds the answer to what was asked. */
export interface AnswerBook {
  condition(question: ConditionQuestion): ConditionVerdict;
  provider(type: string, settings: ProviderSettings): ProviderVerdict;
  isReadable(path: string): boolean;
}

/** Puts questions and answers together. What was not asked counts as fine. */
export function createAnswerBook(questions: Questions, answers: Answers): AnswerBook {
  const conditions = new Map(questions.conditions.map((question, index) => [conditionKey(question), answers.conditions[index]]));
  const providers = new Map(
    questions.providers.map(({ type, settings }, index) => [providerKey(type, settings), answers.providers[index]]),
  );
  const files = new Map(questions.files.map((path, index) => [path, answers.files[index]]));
  return {
    condition: (question) => conditions.get(conditionKey(question)) ?? { ok: true, warnings: [] },
    provider: (type, settings) => providers.get(providerKey(type, settings)) ?? { errors: [], unknownKeys: [] },
    isReadable: (path) => files.get(path) ?? true,
  };
}

/** Thousands of them are made: the lengths keep the texts apart, which is quicker than quoting them. */
function conditionKey({ condition, kind, insideSuite, allConditions, storeOperands }: ConditionQuestion): string {
  let lengths = `${kind} ${insideSuite} ${allConditions.length} ${condition.length}`;
  let texts = condition;
  for (const list of [allConditions, storeOperands]) {
    for (const text of list) {
      lengths += ` ${text.length}`;
      texts += text;
    }
  }
  return `${lengths}\n${texts}`;
}

function providerKey(type: string, settings: ProviderSettings): string {
  return `${type}\n${JSON.stringify(settings)}`;
}
