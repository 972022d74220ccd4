// From the texts of the files to a configuration, in two steps with questions in between: the first step can run in a worker,
// where the parts that answer are not at hand. No I/O, no environment: all of it is handed in.

import { say } from "../../shared/i18n/said.ts";
import { toldAs } from "../../shared/i18n/tell.ts";
import type { ConfigProblem, MonitorConfig } from "../../shared/model/config.ts";
import type { EndpointKey } from "../../shared/model/endpoint.ts";
import { buildConfiguration, readConfiguration } from "./build/root.ts";
import { createProblemList } from "./problems.ts";
import type { Answers, Questions } from "./questions.ts";
import { createAnswerBook, createQuestionBook } from "./questions.ts";
import { mergeTrees } from "./source/merge.ts";
import { parseSource } from "./source/parse.ts";
import type { SourceFile } from "./source/read.ts";
import { createSourceText } from "./source/source-text.ts";
import type { ConfigNode } from "./source/tree.ts";

/** What a variable of the configuration stands for. */
export interface Variable {
  readonly value: string;
  /** Its value is never to be shown anywhere. */
  readonly secret: boolean;
}

/** Everything that assembling needs; plain data. */
export interface AssembleRequest {
  readonly files: readonly SourceFile[];
  /** Those that are set, by name. */
  readonly variables: ReadonlyMap<string, Variable>;
  readonly providerTypes: readonly string[];
  /** IANA name, for `timezone: Local`. */
  readonly localTimezone: string;
  /** Keys of endpoints that are not in the texts, for what depends on them. */
  readonly knownKeys?: readonly EndpointKey[];
}

/** What came of it; plain data. */
export interface Assembled {
  /** null exactly when a problem is an error. */
  readonly config: MonitorConfig | null;
  readonly problems: readonly ConfigProblem[];
  /** Values that must not be shown anywhere, for whoever writes logs. */
  readonly secretValues: readonly string[];
}

/** The first step's outcome. */
export interface Assembly {
  readonly questions: Questions;
  finish(answers: Answers): Assembled;
}

/** Reads the files. Never throws, whatever they hold. */
export function beginAssembly(request: AssembleRequest): Assembly {
  const problems = createProblemList();
  const book = createQuestionBook();
  const secrets = new Set([...request.variables.values()].filter(({ secret }) => secret).map(({ value }) => value));

  const trees: ConfigNode[] = [];
  for (const file of request.files) {
    const tree = parseSource(createSourceText(file.path, file.text), (name) => request.variables.get(name)?.value, problems);
    if (tree !== null) trees.push(tree);
  }
  // What cannot be read as YAML has no keys to judge: complaints about missing ones would only mislead.
  const tree = problems.hasErrors ? null : mergeTrees(trees, problems);
  const read =
    tree === null
      ? null
      : readConfiguration(tree, request.providerTypes, book, problems, (value) => void (value !== "" && secrets.add(value)));
  const questions = book.questions();
  if (trees.length === 0 && !problems.hasErrors) {
    const file = request.files[0]?.path ?? "";
    problems.add({
      severity: "warning",
      ...toldAs(say("problem.empty")),
      file,
      line: 0,
      column: 0,
      path: "",
    });
  }

  return {
    questions,
    finish: (answers) => {
      const built =
        read === null
          ? emptyUnlessBroken(problems.hasErrors)
          : buildConfiguration(
              read,
              {
                problems,
                answers: createAnswerBook(questions, answers),
                localTimezone: request.localTimezone,
                redact: createRedactor(request.variables),
              },
              request.knownKeys ?? [],
            );
      return {
        config: problems.hasErrors ? null : built,
        problems: problems.sorted(request.files.map(({ path }) => path)),
        secretValues: [...secrets],
      };
    },
  };
}

/** A file without any keys is a configuration that watches nothing. */
function emptyUnlessBroken(isBroken: boolean): MonitorConfig | null {
  if (isBroken) return null;
  const empty = beginAssembly({ files: [EMPTY_FILE], variables: new Map(), providerTypes: [], localTimezone: "UTC" });
  return empty.finish({ conditions: [], providers: [], files: [] }).config;
}

const EMPTY_FILE: SourceFile = { path: "", text: "endpoints: []\n" };

/** Shorter values are no secrets, and taking them out would maim ordinary words. */
const SHORTEST_REDACTED = 4;

/** Puts the names of variables where a text has their values. */
export function createRedactor(variables: ReadonlyMap<string, Variable>): (message: string) => string {
  const known = [...variables]
    .filter(([, { value }]) => value.length >= SHORTEST_REDACTED)
    .toSorted(([, a], [, b]) => b.value.length - a.value.length);
  return (message) => known.reduce((text, [name, { value }]) => text.replaceAll(value, `\${${name}}`), message);
}
