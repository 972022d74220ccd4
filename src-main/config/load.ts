// Loads a configuration: reads the files, looks its variables up, assembles it, and asks the other parts what only they know.
// The only way in for everybody else; nothing here throws for what a file holds.

import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";

import type { ConfigProblem, LoadedConfig } from "../../shared/model/config.ts";
import type { SecretSource } from "../ports/secrets.ts";
import type { AssembleRequest, Assembled, Variable } from "./assemble.ts";
import { beginAssembly } from "./assemble.ts";
import { assembleInWorker } from "./load-in-worker.ts";
import type { Answers, ConditionChecker, ProviderCatalog, ProviderVerdict, Questions } from "./questions.ts";
import { variableNames } from "./source/expand.ts";
import { readSources } from "./source/read.ts";
import type { ReadSources, SourceFile } from "./source/read.ts";

/** What a load needs. */
export interface LoadOptions {
  /** A file, or a folder with YAML files below it. */
  readonly path: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Asked for variables that the environment doesn't have. */
  readonly secrets: SecretSource;
  readonly providers: ProviderCatalog;
  readonly conditions: ConditionChecker;
  /** IANA name of the machine's zone, for `timezone: Local`. Default UTC. */
  readonly localTimezone?: string;
  /** Texts to read in place of what is on the disk, in merge order: what an edit would make of the files. */
  readonly files?: readonly SourceFile[];
  /** The built `load.worker`, where there is one: large configurations are then read beside the event loop. */
  readonly workerUrl?: URL;
  /** Told when the worker failed and the work was done in this thread instead. */
  readonly onWorkerFailure?: (error: Error) => void;
}

/** A {@link LoadedConfig} with what must not be shown. */
export interface ConfigLoad extends LoadedConfig {
  /** Secrets in the configuration, for the logger to take out of every line. Stays in the main process. */
  readonly secretValues: readonly string[];
}

/** Above it a file takes long enough to read for a window to stutter. */
const LARGE_TEXT = 200_000;
/** Questions that are answered before the event loop gets its turn. */
const ANSWERS_PER_TURN = 50;

/** Loads a configuration. Rejects only for bugs: what is wrong with the files is in `problems`. */
export async function loadConfig(options: LoadOptions): Promise<ConfigLoad> {
  const sources = options.files === undefined ? await readSources(options.path) : sourcesOf(options.files);
  const request: AssembleRequest = {
    files: sources.files,
    variables: lookUpVariables(sources.files, options),
    providerTypes: options.providers.types(),
    localTimezone: options.localTimezone ?? "UTC",
  };
  if (sources.files.length === 0) return { config: null, problems: sources.problems, files: sources.paths, secretValues: [] };

  const assembled = await assemble(request, options);
  const isUnreadable = sources.problems.some(({ severity }) => severity === "error");
  return {
    config: isUnreadable ? null : assembled.config,
    problems: inFileOrder([...sources.problems, ...assembled.problems], sources.paths),
    files: sources.paths,
    secretValues: assembled.secretValues,
  };
}

function sourcesOf(files: readonly SourceFile[]): ReadSources {
  const withoutMarks = files.map(({ path, text }) => ({ path, text: text.replace(/^\ufeff/, "") }));
  return { files: withoutMarks, paths: files.map(({ path }) => path), problems: [] };
}

async function assemble(request: AssembleRequest, options: LoadOptions): Promise<Assembled> {
  const size = request.files.reduce((sum, { text }) => sum + text.length, 0);
  if (options.workerUrl !== undefined && size > LARGE_TEXT) {
    const outcome = await assembleInWorker(options.workerUrl, request, (questions) => answer(questions, options));
    if (outcome.ok) return outcome.value;
    options.onWorkerFailure?.(outcome.error);
  }
  const assembly = beginAssembly(request);
  return assembly.finish(await answer(assembly.questions, options));
}

async function answer(questions: Questions, options: LoadOptions): Promise<Answers> {
  const known = new Set(options.providers.types());
  const ask = (question: Questions["providers"][number]): ProviderVerdict =>
    known.has(question.type) ? options.providers.check(question.type, question.settings) : { errors: [], unknownKeys: [] };
  return {
    conditions: await inTurns(questions.conditions, ({ condition, ...surroundings }) => options.conditions.check(condition, surroundings)),
    providers: await inTurns(questions.providers, ask),
    files: await Promise.all(questions.files.map(isReadable)),
  };
}

async function inTurns<Q, A>(questions: readonly Q[], ask: (question: Q) => A): Promise<readonly A[]> {
  const answers: A[] = [];
  for (const question of questions) {
    answers.push(ask(question));
    if (answers.length % ANSWERS_PER_TURN === 0) await nextTurn();
  }
  return answers;
}

async function isReadable(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    return true;
  } catch {
    // The only way of asking; why it cannot be read is for the probe to say.
    return false;
  }
}

const SECRET_NAME = /token|secret|pass|key|webhook|credential|auth|dsn/i;

function lookUpVariables(files: readonly SourceFile[], options: LoadOptions): ReadonlyMap<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const name of new Set(files.flatMap(({ text }) => variableNames(text)))) {
    const fromEnvironment = Object.hasOwn(options.environment, name) ? options.environment[name] : undefined;
    if (fromEnvironment !== undefined)
      variables.set(name, { value: fromEnvironment, secret: SECRET_NAME.test(name) && fromEnvironment !== "" });
    else {
      const value = options.secrets.get(name);
      if (value !== undefined) variables.set(name, { value, secret: value !== "" });
    }
  }
  return variables;
}

/** A stable sort: problems of one file keep the order of their places. */
function inFileOrder(problems: readonly ConfigProblem[], files: readonly string[]): readonly ConfigProblem[] {
  const rank = new Map(files.map((file, index) => [file, index]));
  return problems.toSorted((a, b) => (rank.get(a.file) ?? -1) - (rank.get(b.file) ?? -1));
}
