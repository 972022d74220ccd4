// Editing the configuration's files: read, edit, check, back up, write, take back. One save after the other; nothing is written that the
// loader would refuse, and nothing that somebody else wrote meanwhile is lost.

import { createHash } from "node:crypto";

import { followedBy, say, saidOf, toldOf } from "../../../shared/i18n/said.ts";
import type { Told } from "../../../shared/i18n/said.ts";
import { note } from "../../../shared/i18n/tell.ts";
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
import { readSources } from "../source/read.ts";
import { readExactly, whyMissing } from "./config-files.ts";
import { diffLines } from "./diff.ts";
import type { EditEngine, FileOverview } from "./edit-engine.ts";
import type { ConfigText } from "./open-files.ts";
import { replaceFiles } from "./replace-files.ts";
import type { ReplacePorts } from "./replace-files.ts";
import type { TakenSecret } from "./translate.ts";

export interface SessionPorts extends ReplacePorts {
  /** The file or folder. */
  readonly configPath: string;
  readonly engine: EditEngine;
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
  /** Files that cannot be read as text, and why. */
  readonly unreadable: ReadonlyMap<string, Told>;
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
    const unreadable = new Map<string, Told>();
    for (const path of paths) {
      const text = await readExactly(path);
      if (text.ok) files.push({ path, text: text.value });
      else unreadable.set(path, toldOf(text.error));
    }
    const revision = revisionOf(files, [...unreadable.keys()]);
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
      const unreadable = firstUnreadable(before, [file]);
      if (unreadable !== null) return unreadable;
      if (current === undefined) return err("not_found", say("editing.notOurFile", { file }));
      const seen = this.#states.get(base)?.find(({ path }) => path === file);
      if (base !== before.revision && seen?.text !== current.text) {
        const was = seen === undefined ? [] : [seen];
        return ok({ outcome: "conflict", ...note("editing.changedFile"), diffs: diffsOf(was, before.files) });
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
      if (last === undefined) return err("not_found", say("editing.nothingToUndo"));
      const now = await this.read();
      const isAsSaved = last.after.every(({ path, text }) => now.files.find((file) => file.path === path)?.text === text);
      if (!isAsSaved) {
        return ok({ outcome: "conflict", ...note("editing.changedSinceSave"), diffs: diffsOf(last.after, now.files) });
      }
      const texts = new Map(last.before.map(({ path, text }) => [path, text]));
      const after = now.files.map((file) => ({ path: file.path, text: texts.get(file.path) ?? file.text }));
      const saved = await this.#save(now, after, [], `↶ ${last.reason}`, false);
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
      if (stored === null) return err("not_found", say("editing.noBackup"));
      const before = await this.read();
      const texts = new Map(stored.map(({ path, text }) => [path, text]));
      const unreadable = firstUnreadable(before, [...texts.keys()]);
      if (unreadable !== null) return unreadable;
      const missing = stored.find(({ path }) => !before.files.some((file) => file.path === path));
      if (missing !== undefined) return err("conflict", await whyMissing(missing.path));
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
      return ok({ ...nothing, outcome: { outcome: "conflict", ...note("editing.tooLongAgo"), diffs: [] } });
    }
    const unreadable = firstUnreadable(before, edits.flatMap(filesNamed));
    if (unreadable !== null) return unreadable;
    const edited = await this.#ports.engine.edit(seen, before.files, edits, shared);
    if (!edited.ok) {
      if (edited.error.code !== "conflict") return edited;
      return ok({ ...nothing, outcome: { outcome: "conflict", ...toldOf(edited.error), diffs: diffsOf(seen, before.files) } });
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
    const replaced = await replaceFiles(this.#ports, old, changed, reason);
    if (!replaced.ok || replaced.value === "overtaken") {
      dropKept();
      if (!replaced.ok) return replaced;
      return ok({ outcome: "conflict", ...note("editing.changedNow"), diffs: diffsOf(before.files, (await this.read()).files) });
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

function firstUnreadable({ unreadable }: FileState, files: readonly string[]): Result<never> | null {
  const [why] = files.flatMap((file) => unreadable.get(file) ?? []);
  return why === undefined ? null : err("config_unreadable", followedBy(saidOf(why), say("editing.leftAsItIs")));
}

/** The files that an edit says it is about. */
function filesNamed(edit: Edit): readonly string[] {
  const target = "target" in edit ? (edit.target.kind === "entry" ? edit.target.entry.file : edit.target.file) : null;
  const place = "place" in edit ? ("entry" in edit.place ? edit.place.entry.file : "file" in edit.place ? edit.place.file : null) : null;
  const entry = "entry" in edit ? edit.entry.file : null;
  return [target, place, entry].flatMap((file) => file ?? []);
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
