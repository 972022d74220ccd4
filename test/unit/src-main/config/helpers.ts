// Assembles configurations in tests, with stand-ins for the condition language and the providers.

import type { AssembleRequest, Assembled, Variable } from "../../../../src-main/config/assemble.ts";
import { beginAssembly } from "../../../../src-main/config/assemble.ts";
import type { Answers, ConditionChecker, ConditionVerdict, ProviderVerdict, Questions } from "../../../../src-main/config/questions.ts";
import type { MonitorConfig } from "../../../../shared/model/config.ts";

/** What may differ from one test to another. */
export interface AssembleSetup {
  readonly variables?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly providers?: (type: string, settings: Questions["providers"][number]["settings"]) => ProviderVerdict;
  readonly unreadable?: readonly string[];
  /** Instead of the stand-in. */
  readonly conditions?: ConditionChecker;
}

const COMPARATOR = / (==|!=|<=|>=|<|>) /;

/** A condition language of one rule: there is a comparator between blanks. */
export function checkCondition(condition: string): ConditionVerdict {
  if (COMPARATOR.test(condition)) return { ok: true, warnings: [] };
  return { ok: false, message: `no comparator in ${condition}`, offset: Math.min(3, condition.length) };
}

/** Assembles one text, or several files by name. */
export function assemble(input: string | Readonly<Record<string, string>>, setup: AssembleSetup = {}): Assembled {
  const files = typeof input === "string" ? { "config.yaml": input } : input;
  const variables = new Map<string, Variable>([
    ...Object.entries(setup.variables ?? {}).map(([name, value]) => [name, { value, secret: false }] as const),
    ...Object.entries(setup.secrets ?? {}).map(([name, value]) => [name, { value, secret: true }] as const),
  ]);
  const request: AssembleRequest = {
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    variables,
    providerTypes: ["slack", "discord", "custom", "pagerduty"],
    localTimezone: "Asia/Taipei",
  };
  const assembly = beginAssembly(request);
  return assembly.finish(answersTo(assembly.questions, setup));
}

function answersTo(questions: Questions, setup: AssembleSetup): Answers {
  const fine: ProviderVerdict = { errors: [], unknownKeys: [] };
  return {
    conditions: questions.conditions.map(
      (question) => setup.conditions?.check(question.condition, question) ?? checkCondition(question.condition),
    ),
    providers: questions.providers.map(({ type, settings }) => setup.providers?.(type, settings) ?? fine),
    files: questions.files.map((path) => !(setup.unreadable ?? []).includes(path)),
  };
}

/** The configuration of a text that must be fine. */
export function configOf(input: string | Readonly<Record<string, string>>, setup: AssembleSetup = {}): MonitorConfig {
  const { config, problems } = assemble(input, setup);
  if (config === null)
    throw new Error(`not a valid configuration:\n${problems.map((p) => `${p.line}:${p.column} ${p.message}`).join("\n")}`);
  return config;
}

/** Each problem on a line: `severity line:column path | message`. */
export function problemLines(assembled: Pick<Assembled, "problems">): readonly string[] {
  return assembled.problems.map(({ severity, line, column, path, message }) => `${severity} ${line}:${column} ${path} | ${message}`);
}

/** A file with one endpoint, whose keys are given; `name`, `url` and `conditions` are added unless they are among them. */
export function endpointText(keys: Readonly<Record<string, string>>): string {
  const all = { name: "e", url: "https://example.org", conditions: '["[STATUS] == 200"]', ...keys };
  const lines = Object.entries(all).map(([key, value]) => `    ${key}: ${value}`);
  return `endpoints:\n  -\n${lines.join("\n")}\n`;
}
