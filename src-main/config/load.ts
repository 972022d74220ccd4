// Loads a configuration: reads the files, looks its variables up, assembles it, and asks the other parts what only they know.
// The only way in for everybody else; nothing here throws for what a file holds.

import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";

import type { ConfigProblem, LoadedConfig } from "../../shared/model/config.ts";
import type { SecretSource } from "../ports/secrets.ts";
import type { AssembleRequest, Assembled, Variable } from "./assemble.ts";
import { beginAssembly } from "./assemble.ts";
import type { WorkerAssembler } from "./load-in-worker.ts";
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
  /** A worker, where there is one: large configurations are then read beside the event loop. */
  readonly beside?: WorkerAssembler;
  /** Told when the worker failed and the work was done in this thread instead. */
  readonly onWorkerFailure?: (error: Error) => void;
  /** What was loaded last: the same is given back when nothing that it was made of has changed. */
  readonly last?: ConfigLoad | null;
  /** Once it is aborted nobody wants the outcome any more, and what can be left undone is. */
  readonly signal?: AbortSignal;
}

/** A {@link LoadedConfig} with what must not be shown. */
export interface ConfigLoad extends LoadedConfig {
  /** Secrets in the configuration, for the logger to take out of every line. Stays in the main process. */
  readonly secretValues: readonly string[];
  /** The same for the same texts and variables at the same place. */
  readonly revision: string;
  /** Whether the files that the configuration names could be read. */
  readonly namedFiles: ReadonlyMap<string, boolean>;
}

/** Above it a file takes long enough to read for a window to stutter. */
const LARGE_TEXT = 200_000;
/** Questions that are answered before the event loop gets its turn. */
const ANSWERS_PER_TURN = 50;

/** Loads a configuration. Rejects only for bugs, and when `signal` is aborted: what is wrong with the files is in `problems`. */
export async function loadConfig(options: LoadOptions): Promise<ConfigLoad> {
  const sources = options.files === undefined ? await readSources(options.path) : sourcesOf(options.files);
  const request: AssembleRequest = {
    files: sources.files,
    variables: lookUpVariables(sources.files, options),
    providerTypes: options.providers.types(),
    localTimezone: options.localTimezone ?? "UTC",
  };
  const revision = revisionOf(sources, request);
  const last = options.last ?? null;
  if (last?.revision === revision && (await isStillSo(last.namedFiles))) return last;
  const base = { files: sources.paths, revision, namedFiles: new Map<string, boolean>() };
  if (sources.files.length === 0) return { ...base, config: null, problems: sources.problems, secretValues: [] };

  const assembled = await assemble(request, options, base.namedFiles);
  const isUnreadable = sources.problems.some(({ severity }) => severity === "error");
  return {
    ...base,
    config: isUnreadable ? null : assembled.config,
    problems: inFileOrder([...sources.problems, ...assembled.problems], sources.paths),
    secretValues: assembled.secretValues,
  };
}

/** Of everything that goes into a load but the files that the configuration names. */
function revisionOf({ files, paths, problems }: ReadSources, { variables, localTimezone }: AssembleRequest): string {
  const hash = createHash("sha256");
  // Lengths keep what follows each other apart.
  const add = (text: string): void => void hash.update(`${text.length}:`).update(text);
  add(JSON.stringify([paths, problems, [...variables], localTimezone]));
  for (const { path, text } of files) {
    add(path);
    add(text);
  }
  return hash.digest("base64");
}

async function isStillSo(namedFiles: ReadonlyMap<string, boolean>): Promise<boolean> {
  const same = await Promise.all([...namedFiles].map(async ([path, readable]) => (await isReadable(path)) === readable));
  return same.every(Boolean);
}

function sourcesOf(files: readonly SourceFile[]): ReadSources {
  const withoutMarks = files.map(({ path, text }) => ({ path, text: text.replace(/^\ufeff/, "") }));
  return { files: withoutMarks, paths: files.map(({ path }) => path), problems: [] };
}

/** @param namedFiles gets what was found out about them */
async function assemble(request: AssembleRequest, options: LoadOptions, namedFiles: Map<string, boolean>): Promise<Assembled> {
  const { beside, signal, onWorkerFailure } = options;
  const size = request.files.reduce((sum, { text }) => sum + text.length, 0);
  signal?.throwIfAborted();
  if (beside !== undefined && size > LARGE_TEXT) {
    const outcome = await beside.assemble(request, (questions) => answer(questions, options, namedFiles), signal);
    if (outcome.ok) return outcome.value;
    signal?.throwIfAborted();
    onWorkerFailure?.(outcome.error);
  }
  const assembly = beginAssembly(request);
  return assembly.finish(await answer(assembly.questions, options, namedFiles));
}

async function answer(questions: Questions, options: LoadOptions, namedFiles: Map<string, boolean>): Promise<Answers> {
  const known = new Set(options.providers.types());
  const ask = (question: Questions["providers"][number]): ProviderVerdict =>
    known.has(question.type) ? options.providers.check(question.type, question.settings) : { errors: [], unknownKeys: [] };
  const files = await Promise.all(questions.files.map(isReadable));
  for (const [index, path] of questions.files.entries()) namedFiles.set(path, files[index] ?? false);
  return {
    conditions: await inTurns(questions.conditions, ({ condition, ...surroundings }) => options.conditions.check(condition, surroundings)),
    providers: await inTurns(questions.providers, ask),
    files,
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
