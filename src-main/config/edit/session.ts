// Editing the configuration's files: read, edit, check, back up, write, take back. One save after the other; nothing is written that the
// loader would refuse, and nothing that somebody else wrote meanwhile is lost.

import { createHash } from "node:crypto";
import { access, constants, readFile, stat } from "node:fs/promises";

import type { ConfigProblem } from "../../../shared/model/config.ts";
import type {
  ConfigSaveOutcome,
  Edit,
  EditTarget,
  FileDiff,
  SharedChoice,
  ValuePath,
  WrittenValue,
} from "../../../shared/model/settings.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { AppError, Result } from "../../../shared/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import { readSources } from "../source/read.ts";
import { writeAtomically } from "./atomic-write.ts";
import type { BackupStore } from "./backups.ts";
import { diffLines } from "./diff.ts";
import type { EditEngine, FileOverview } from "./edit-engine.ts";
import type { ConfigText, TakenSecret } from "./file-set.ts";

export interface SessionPorts {
  /** The file or folder. */
  readonly configPath: string;
  readonly engine: EditEngine;
  readonly backups: BackupStore;
  readonly clock: Clock;
  /** What the loader says when these texts take the place of the files', and these secrets are there. */
  readonly check: (texts: ReadonlyMap<string, string>, secrets: ReadonlyMap<string, string>) => Promise<readonly ConfigProblem[]>;
  /** Stores a secret that is taken out of the text; an error stops the save. */
  readonly keepSecret: (secret: TakenSecret) => AppError | null;
  /** Takes a secret out of the store again that was stored for a save which then failed. */
  readonly dropSecret: (name: string) => void;
  /** Something was written, and is safe: whoever runs it may take its time, the save does not wait. */
  readonly onSaved: (revision: string) => void;
}

/** All files at one moment. */
export interface FileState {
  readonly revision: string;
  readonly files: readonly ConfigText[];
  /** Files that cannot be read as text. */
  readonly unreadable: readonly string[];
}

export interface EditRequest {
  readonly base: string;
  readonly edits: readonly Edit[];
  readonly shared: SharedChoice;
  readonly reason: string;
  /** Values that the edits refer to by name already; stored only when the edits are saved. */
  readonly secrets?: readonly TakenSecret[];
}

/** States that edits may still refer to. */
const MOST_STATES = 16;
const MOST_UNDO = 50;
const LARGEST_FILE_BYTES = 16 * 1024 * 1024;

interface Done {
  readonly reason: string;
  readonly before: readonly ConfigText[];
  readonly after: readonly ConfigText[];
}

export class EditSession {
  readonly #ports: SessionPorts;
  readonly #states = new Map<string, readonly ConfigText[]>();
  readonly #undo: Done[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: SessionPorts) {
    this.#ports = ports;
  }

  /** What *undo* would take back; null = nothing. */
  get undoable(): string | null {
    return this.#undo.at(-1)?.reason ?? null;
  }

  /** The files as they are now. */
  async read(): Promise<FileState> {
    const { paths } = await readSources(this.#ports.configPath);
    const files: ConfigText[] = [];
    const unreadable: string[] = [];
    for (const path of paths) {
      const text = await readExactly(path);
      if (text === null) unreadable.push(path);
      else files.push({ path, text });
    }
    const revision = revisionOf(files, unreadable);
    this.#states.delete(revision);
    this.#states.set(revision, files);
    for (const [oldest] of this.#states) {
      if (this.#states.size <= MOST_STATES) break;
      this.#states.delete(oldest);
    }
    return { revision, files, unreadable };
  }

  async overview(state: FileState): Promise<readonly FileOverview[]> {
    return await this.#ports.engine.overview(state.files);
  }

  async value(target: EditTarget, path: ValuePath): Promise<Result<WrittenValue>> {
    const state = await this.read();
    return await this.#ports.engine.value(state.files, state.revision, target, path);
  }

  async preview(request: EditRequest): Promise<Result<ConfigSaveOutcome>> {
    const made = await this.#make(request);
    if (!made.ok) return made;
    const { before, after, secrets } = made.value;
    if (made.value.outcome !== null) return ok(made.value.outcome);
    return ok(await this.#judge(before.files, after, secrets));
  }

  async apply(request: EditRequest): Promise<Result<ConfigSaveOutcome>> {
    return await this.#inTurn(async () => {
      const made = await this.#make(request);
      if (!made.ok) return made;
      const { before, after, secrets, outcome } = made.value;
      if (outcome !== null) return ok(outcome);
      return await this.#save(before, after, secrets, request.reason, request.base !== before.revision);
    });
  }

  /** Replaces one file's whole text. */
  async saveText(base: string, file: string, text: string, reason: string, isPreview: boolean): Promise<Result<ConfigSaveOutcome>> {
    return await this.#inTurn(async () => {
      const before = await this.read();
      const current = before.files.find(({ path }) => path === file);
      if (before.unreadable.includes(file)) return err("config_unreadable", `${file} is no UTF-8 text; only another editor can mend it.`);
      if (current === undefined) return err("not_found", `${file} is none of the configuration's files.`);
      const seen = this.#states.get(base)?.find(({ path }) => path === file);
      if (base !== before.revision && seen?.text !== current.text) {
        const was = seen === undefined ? [] : [seen];
        return ok({ outcome: "conflict", message: "The file was changed meanwhile.", diffs: diffsOf(was, before.files) });
      }
      const after = before.files.map((each) => (each.path === file ? { path: file, text } : each));
      if (isPreview) return ok(await this.#judge(before.files, after, []));
      return await this.#save(before, after, [], reason, false);
    });
  }

  /** Takes the last save back. */
  async undo(): Promise<Result<ConfigSaveOutcome>> {
    return await this.#inTurn(async () => {
      const last = this.#undo.at(-1);
      if (last === undefined) return err("not_found", "There is nothing to take back.");
      const now = await this.read();
      const isAsSaved = last.after.every(({ path, text }) => now.files.find((file) => file.path === path)?.text === text);
      if (!isAsSaved) {
        const message = "The file was changed since; taking the save back would lose that. The backups have the older state.";
        return ok({ outcome: "conflict", message, diffs: diffsOf(last.after, now.files) });
      }
      const texts = new Map(last.before.map(({ path, text }) => [path, text]));
      const after = now.files.map((file) => ({ path: file.path, text: texts.get(file.path) ?? file.text }));
      const saved = await this.#save(now, after, [], `undo: ${last.reason}`, false);
      if (saved.ok && saved.value.outcome === "saved") this.#undo.splice(-2, 2);
      return saved;
    });
  }

  /** What restoring a backup would change; null = there is none of this name. */
  async compareBackup(id: string): Promise<readonly FileDiff[] | null> {
    const stored = await this.#ports.backups.read(id);
    return stored === null ? null : diffsOf((await this.read()).files, stored);
  }

  async restore(id: string): Promise<Result<ConfigSaveOutcome>> {
    return await this.#inTurn(async () => {
      const stored = await this.#ports.backups.read(id);
      if (stored === null) return err("not_found", "There is no such backup any more.");
      const before = await this.read();
      const texts = new Map(stored.map(({ path, text }) => [path, text]));
      const missing = stored.filter(({ path }) => !before.files.some((file) => file.path === path) && !before.unreadable.includes(path));
      if (missing.length > 0)
        return err("conflict", `${missing[0]?.path ?? ""} belongs to another configuration, or is not there any more.`);
      const after = before.files.map(({ path, text }) => ({ path, text: texts.get(path) ?? text }));
      return await this.#save(before, after, [], "restore a backup", false);
    });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work);
    this.#turn = next.catch(() => undefined);
    return await next;
  }

  async #make({ base, edits, shared, secrets = [] }: EditRequest): Promise<Result<Made>> {
    const before = await this.read();
    const seen = this.#states.get(base);
    const nothing = { before, after: before.files, secrets: [] } as const;
    if (seen === undefined) {
      const message = "The configuration was looked at too long ago to know what changed since.";
      return ok({ ...nothing, outcome: { outcome: "conflict", message, diffs: [] } });
    }
    const edited = await this.#ports.engine.edit(seen, before.files, edits, shared);
    if (!edited.ok) {
      if (edited.error.code !== "conflict") return edited;
      return ok({ ...nothing, outcome: { outcome: "conflict", message: edited.error.message, diffs: diffsOf(seen, before.files) } });
    }
    if (edited.value.kind === "shared") return ok({ ...nothing, outcome: { outcome: "shared", uses: edited.value.uses } });
    return ok({ before, after: edited.value.files, secrets: [...secrets, ...edited.value.secrets], outcome: null });
  }

  async #judge(before: readonly ConfigText[], after: readonly ConfigText[], secrets: readonly TakenSecret[]): Promise<ConfigSaveOutcome> {
    const diffs = diffsOf(before, after);
    const values = new Map(secrets.map(({ name, value }) => [name, value]));
    const problems = await this.#ports.check(textsOf(after), values);
    const hasErrors = problems.some(isError);
    // A configuration that is broken already may be mended step by step: what counts is that no error is added.
    const known = hasErrors ? await this.#ports.check(textsOf(before), new Map()) : [];
    return hasErrors && addsErrors(known, problems) ? { outcome: "invalid", problems, diffs } : { outcome: "unsaved", problems, diffs };
  }

  async #save(
    before: FileState,
    after: readonly ConfigText[],
    secrets: readonly TakenSecret[],
    reason: string,
    rebased: boolean,
  ): Promise<Result<ConfigSaveOutcome>> {
    const judged = await this.#judge(before.files, after, secrets);
    const changed = changedFiles(before.files, after);
    if (judged.outcome !== "unsaved" || changed.length === 0) return ok(judged);
    const old = before.files.filter(({ path }) => changed.some((file) => file.path === path));
    for (const { path, text } of old) {
      if ((await readExactly(path)) !== text) {
        const message = "The file was changed in this very moment. Try again.";
        return ok({ outcome: "conflict", message, diffs: diffsOf(before.files, (await this.read()).files) });
      }
    }
    const kept: string[] = [];
    const dropKept = (): void => {
      for (const name of kept) this.#ports.dropSecret(name);
    };
    for (const secret of secrets) {
      const failure = this.#ports.keepSecret(secret);
      if (failure !== null) {
        dropKept();
        return { ok: false, error: failure };
      }
      kept.push(secret.name);
    }
    try {
      await this.#ports.backups.keep(old, reason, this.#ports.clock.nowMs());
      for (const { path, text } of changed) await writeAtomically(path, text);
    } catch (error) {
      dropKept();
      return err("config_unreadable", `The configuration could not be saved: ${reasonOf(error)}`);
    }
    this.#undo.push({ reason, before: old, after: changed });
    if (this.#undo.length > MOST_UNDO) this.#undo.shift();
    const { revision } = await this.read();
    this.#ports.onSaved(revision);
    return ok({ outcome: "saved", revision, diffs: judged.diffs, rebased, problems: judged.problems });
  }
}

interface Made {
  readonly before: FileState;
  readonly after: readonly ConfigText[];
  readonly secrets: readonly TakenSecret[];
  /** Why there is nothing to save; null = there is. */
  readonly outcome: ConfigSaveOutcome | null;
}

/** The text with its byte order mark and line breaks; null = no UTF-8, or not to be read. */
async function readExactly(path: string): Promise<string | null> {
  try {
    const info = await stat(path);
    if (!info.isFile() || info.size > LARGEST_FILE_BYTES) return null;
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await readFile(path));
  } catch {
    // The loader says what is wrong with it.
    return null;
  }
}

/** Whether a file can be written. */
export async function isWritable(path: string): Promise<boolean> {
  return await access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}

function revisionOf(files: readonly ConfigText[], unreadable: readonly string[]): string {
  const hash = createHash("sha256");
  for (const { path, text } of files) hash.update(`${path.length}:${path}${text.length}:`).update(text);
  for (const path of unreadable) hash.update(`!${path}`);
  return hash.digest("base64url");
}

function changedFiles(before: readonly ConfigText[], after: readonly ConfigText[]): readonly ConfigText[] {
  const texts = new Map(before.map(({ path, text }) => [path, text]));
  return after.filter(({ path, text }) => texts.get(path) !== text);
}

function diffsOf(before: readonly ConfigText[], after: readonly ConfigText[]): readonly FileDiff[] {
  const texts = new Map(before.map(({ path, text }) => [path, text]));
  return after.flatMap(({ path, text }) => {
    const hunks = diffLines(texts.get(path) ?? "", text);
    return hunks.length === 0 ? [] : [{ file: path, hunks }];
  });
}

function textsOf(files: readonly ConfigText[]): ReadonlyMap<string, string> {
  return new Map(files.map(({ path, text }) => [path, text]));
}

function isError({ severity }: ConfigProblem): boolean {
  return severity === "error";
}

/** Errors are told apart by what they say, not by where: an edit above them moves them. */
function addsErrors(before: readonly ConfigProblem[], after: readonly ConfigProblem[]): boolean {
  const known = new Map<string, number>();
  for (const problem of before.filter(isError)) known.set(problem.message, (known.get(problem.message) ?? 0) + 1);
  return after.filter(isError).some(({ message }) => {
    const left = known.get(message) ?? 0;
    known.set(message, left - 1);
    return left <= 0;
  });
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return "it, or the folder it is in, may not be written to.";
  if (code === "ENOSPC") return "the disk is full.";
  return code === "" ? "an unexpected error." : `the system says ${code}.`;
}
