// The configuration's files as one thing that is edited: which file an edit goes to, which entry is meant, and what came of it.
// Pure: texts in, texts out. Parsed texts are kept, because reading 5,000 endpoints takes half a second.

import type { PlainValue } from "../../../shared/model/alert.ts";
import type {
  Edit,
  EditTarget,
  EntryList,
  EntryPlace,
  EntryRef,
  SharedChoice,
  SharedUse,
  ValuePath,
} from "../../../shared/model/settings.ts";
import { assertNever } from "../../../shared/assert-never.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import { applyTreeEdits } from "./apply.ts";
import { readEditable } from "./editable-text.ts";
import type { EditableText } from "./editable-text.ts";
import { createTracker } from "./entry-tracker.ts";
import type { EntryTracker } from "./entry-tracker.ts";
import { getAt } from "./tree-edit.ts";
import type { TreeEdit } from "./tree-edit.ts";
import { isList, isMapping } from "./written-value.ts";

export interface ConfigText {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** A value that a `keep-secret` edit took out of the text. */
export interface TakenSecret {
  readonly name: string;
  readonly value: string;
}

export type FileSetOutcome =
  | { readonly kind: "edited"; readonly files: readonly ConfigText[]; readonly secrets: readonly TakenSecret[] }
  | { readonly kind: "shared"; readonly uses: readonly SharedUse[] };

/** Parsed texts that are at hand. */
export interface TextMemory {
  readonly read: (text: string) => Result<EditableText>;
  readonly keep: (editable: EditableText) => void;
}

/** An edit of one file's tree, and which of the given edits it comes from. */
interface FileEdit {
  readonly edit: TreeEdit;
  readonly from: number;
}

const MOST_NAMES = 20;

/**
 * Makes the edits on the files, in order, all or none.
 * @returns `not_found` for an entry or file that is not there, `conflict` for a path that leads nowhere, `unsupported` where only
 * rewriting more of the file would do, `config_invalid` for a file whose structure cannot be read
 */
export function editFiles(
  files: readonly ConfigText[],
  edits: readonly Edit[],
  choice: SharedChoice,
  memory: TextMemory = { read: readEditable, keep: () => undefined },
): Result<FileSetOutcome> {
  const set = openFileSet(files, memory);
  const secrets: TakenSecret[] = [];
  const pending = new Map<string, FileEdit[]>();
  const uses: SharedUse[] = [];
  const flush = (): Result<null> => {
    for (const [file, list] of pending) {
      const before = set.open(file);
      if (!before.ok) return before;
      const merged = mergeItemEdits(list);
      const applied = applyTreeEdits(
        before.value,
        merged.map(({ edit }) => edit),
        choice,
      );
      if (!applied.ok) return applied;
      if (applied.value.kind === "edited") set.put(file, applied.value.after);
      else uses.push(...applied.value.shared.map((use) => namedUse(before.value, use.anchor, merged[use.edit]?.from ?? 0, use.sharers)));
    }
    pending.clear();
    return ok(null);
  };
  const add = (file: string, edit: TreeEdit, from: number): void => {
    pending.set(file, [...(pending.get(file) ?? []), { edit, from }]);
  };
  for (const [from, edit] of edits.entries()) {
    // What looks into the text needs the text as it is by then.
    const needsText = edit.op === "keep-secret" || edit.op === "move-entry" || edit.op === "duplicate-entry";
    const flushed = needsText ? flush() : ok(null);
    if (!flushed.ok) return flushed;
    if (uses.length > 0) return ok({ kind: "shared", uses });
    const translated = translate(set, edit);
    if (!translated.ok) return translated;
    secrets.push(...translated.value.secrets);
    for (const [file, treeEdit] of translated.value.edits) add(file, treeEdit, from);
  }
  const flushed = flush();
  if (!flushed.ok) return flushed;
  return ok(uses.length > 0 ? { kind: "shared", uses } : { kind: "edited", files: set.texts(), secrets });
}

function namedUse(before: EditableText, anchor: string, edit: number, sharers: ReadonlyArray<readonly [string, number]>): SharedUse {
  const names = sharers.map(([list, index]) => nameOf(getAt(before.value, [list, index])) || `${list}[${index}]`);
  return { edit, anchor, usedBy: sharers.length + 1, names: names.slice(0, MOST_NAMES) };
}

/** Neighbouring additions to, and removals from, the same list become one: a thousand of them then cost one reading of the file. */
function mergeItemEdits(edits: readonly FileEdit[]): readonly FileEdit[] {
  const merged: FileEdit[] = [];
  for (const { edit, from } of edits) {
    const last = merged.at(-1);
    const together = last === undefined ? null : mergeTwo(last.edit, edit);
    if (together === null || last === undefined) merged.push({ edit, from });
    else merged[merged.length - 1] = { edit: together, from: last.from };
  }
  return merged;
}

function mergeTwo(a: TreeEdit, b: TreeEdit): TreeEdit | null {
  if (a.path.length !== b.path.length || !a.path.every((step, index) => step === b.path[index])) return null;
  if (a.op === "add-items" && b.op === "add-items" && b.index === a.index + a.values.length) {
    return { ...a, values: [...a.values, ...b.values] };
  }
  if (a.op === "remove-items" && b.op === "remove-items") {
    // The later indices count without what is gone by then.
    const gone = a.indices.toSorted((x, y) => x - y);
    const shifted = b.indices.map((index) => gone.reduce((at, earlier) => (earlier <= at ? at + 1 : at), index));
    return { ...a, indices: [...a.indices, ...shifted] };
  }
  return null;
}

interface FileSet {
  readonly tracker: EntryTracker;
  readonly paths: readonly string[];
  open(file: string): Result<EditableText>;
  /** What a file said before the first edit; undefined = it cannot be read. */
  original(file: string): PlainValue | undefined;
  put(file: string, after: EditableText): void;
  texts(): readonly ConfigText[];
}

function openFileSet(files: readonly ConfigText[], { read, keep }: TextMemory): FileSet {
  const opened = new Map<string, EditableText>();
  const originals = new Map<string, PlainValue>();
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const open = (file: string): Result<EditableText> => {
    const known = opened.get(file);
    if (known !== undefined) return ok(known);
    const text = texts.get(file);
    if (text === undefined) return err("not_found", `${file} is none of the configuration's files.`);
    const editable = read(text);
    if (editable.ok) {
      opened.set(file, editable.value);
      originals.set(file, editable.value.value);
    }
    return editable;
  };
  return {
    tracker: createTracker((file, list) => {
      const editable = open(file);
      const entries = editable.ok ? getAt(editable.value.value, [list]) : undefined;
      return isList(entries) ? entries.length : 0;
    }),
    paths: files.map(({ path }) => path),
    open,
    original: (file) => {
      open(file);
      return originals.get(file);
    },
    put: (file, after) => {
      opened.set(file, after);
      keep(after);
    },
    texts: () => files.map(({ path, text }) => ({ path, text: opened.get(path)?.text ?? text })),
  };
}

interface Translated {
  readonly edits: ReadonlyArray<readonly [file: string, edit: TreeEdit]>;
  readonly secrets: readonly TakenSecret[];
}

function translate(set: FileSet, edit: Edit): Result<Translated> {
  switch (edit.op) {
    case "set":
    case "unset":
    case "insert":
    case "move": {
      const place = placeOf(set, edit.target, edit.path);
      return place.ok ? only(place.value.file, treeEditOf(edit, place.value.path)) : place;
    }
    case "keep-secret": {
      const place = placeOf(set, edit.target, edit.path);
      if (!place.ok) return place;
      const editable = set.open(place.value.file);
      const value = editable.ok ? getAt(editable.value.value, place.value.path) : undefined;
      if (typeof value !== "string" || value === "") return err("conflict", "There is no text that could be kept as a secret.");
      const reference: TreeEdit = { op: "set", path: place.value.path, value: `\${${edit.name}}` };
      return ok({ edits: [[place.value.file, reference]], secrets: [{ name: edit.name, value }] });
    }
    case "add-entry": {
      const at = entryPlace(set, edit.list, edit.place);
      if (!at.ok) return at;
      set.tracker.added(at.value.file, edit.list, at.value.index);
      return only(at.value.file, { op: "add-items", path: [edit.list], index: at.value.index, values: [edit.value] });
    }
    case "delete-entry": {
      const at = entryIndex(set, edit.entry);
      if (!at.ok) return at;
      set.tracker.removed(edit.entry.file, edit.entry.list, at.value);
      return only(edit.entry.file, { op: "remove-items", path: [edit.entry.list], indices: [at.value] });
    }
    case "duplicate-entry": {
      const at = entryIndex(set, edit.entry);
      if (!at.ok) return at;
      const { file, list } = edit.entry;
      set.tracker.added(file, list, at.value + 1);
      const rename: TreeEdit = { op: "set", path: [list, at.value + 1, "name"], value: edit.name };
      return ok({
        edits: [
          [file, { op: "copy-item", path: [list], from: at.value }],
          [file, rename],
        ],
        secrets: [],
      });
    }
    case "move-entry":
      return moveEntry(set, edit);
    default:
      return assertNever(edit, "edit");
  }
}

function only(file: string, edit: TreeEdit): Result<Translated> {
  return ok({ edits: [[file, edit]], secrets: [] });
}

function treeEditOf(edit: Extract<Edit, { op: "set" | "unset" | "insert" | "move" }>, path: ValuePath): TreeEdit {
  switch (edit.op) {
    case "set":
      return { op: "set", path, value: edit.value };
    case "unset":
      return { op: "unset", path };
    case "insert":
      return { op: "add-items", path, index: edit.index, values: [edit.value] };
    case "move":
      return { op: "move-item", path, from: edit.from, to: edit.to };
    default:
      return assertNever(edit, "edit");
  }
}

/** Where in which file a target's path leads. */
export function placeOf(
  set: Pick<FileSet, "open" | "paths" | "tracker">,
  target: EditTarget,
  path: ValuePath,
): Result<{ readonly file: string; readonly path: ValuePath }> {
  if (target.kind === "entry") {
    const at = entryIndex(set, target.entry);
    return at.ok ? ok({ file: target.entry.file, path: [target.entry.list, at.value, ...path] }) : at;
  }
  const file = target.file ?? fileWithMostOf(set, path) ?? set.paths[0];
  return file === undefined ? err("not_found", "The configuration has no file yet.") : ok({ file, path });
}

/** The file that has the longest part of a path. */
function fileWithMostOf(set: Pick<FileSet, "open" | "paths">, path: ValuePath): string | null {
  for (let length = path.length; length > 0; length -= 1) {
    const part = path.slice(0, length);
    const file = set.paths.find((candidate) => {
      const editable = set.open(candidate);
      return editable.ok && getAt(editable.value.value, part) !== undefined;
    });
    if (file !== undefined) return file;
  }
  return null;
}

/** The entry's index by now. Its name and group are what tells it from others, when the file is not the one that was looked at. */
function entryIndex({ open, tracker }: Pick<FileSet, "open" | "tracker">, entry: EntryRef): Result<number> {
  const editable = open(entry.file);
  if (!editable.ok) return editable;
  const index = tracker.now(entry.file, entry.list, entry.index);
  return index === null ? err("not_found", `The entry ${JSON.stringify(entry.name)} is not there any more.`) : ok(index);
}

function entryPlace(set: FileSet, list: EntryList, place: EntryPlace): Result<{ readonly file: string; readonly index: number }> {
  switch (place.at) {
    case "before":
    case "after": {
      const at = entryIndex(set, place.entry);
      return at.ok ? ok({ file: place.entry.file, index: at.value + (place.at === "after" ? 1 : 0) }) : at;
    }
    case "end-of-file":
      if (!set.paths.includes(place.file)) return err("not_found", `${place.file} is none of the configuration's files.`);
      return ok({ file: place.file, index: set.tracker.count(place.file, list) });
    case "end-of-group":
      return endOfGroup(set, list, place.group);
    default:
      return assertNever(place, "place");
  }
}

interface FilePlace {
  readonly file: string;
  readonly index: number;
}

function endOfGroup(set: FileSet, list: EntryList, group: string): Result<FilePlace> {
  const places = set.paths.flatMap((file): ReadonlyArray<FilePlace & { readonly isOfGroup: boolean }> => {
    const entries = getAt(set.original(file), [list]);
    if (!isList(entries)) return [];
    const members = entries.flatMap((entry, original) => {
      const now = groupOf(entry) === group ? set.tracker.now(file, list, original) : null;
      return now === null ? [] : [now];
    });
    if (members.length === 0) return [{ file, index: set.tracker.count(file, list), isOfGroup: false }];
    // Those that were added a moment ago follow right behind.
    return [{ file, index: set.tracker.behindAdded(file, list, Math.max(...members) + 1), isOfGroup: true }];
  });
  const found = places.findLast(({ isOfGroup }) => isOfGroup) ?? places.at(-1);
  if (found !== undefined) return ok({ file: found.file, index: found.index });
  const file = set.paths[0];
  return file === undefined ? err("not_found", "The configuration has no file yet.") : ok({ file, index: set.tracker.count(file, list) });
}

function moveEntry(set: FileSet, { entry, place, group }: Extract<Edit, { op: "move-entry" }>): Result<Translated> {
  const from = entryIndex(set, entry);
  if (!from.ok) return from;
  const { file, list } = entry;
  const source = set.open(file);
  if (!source.ok) return source;
  const to = entryPlace(set, list, place);
  if (!to.ok) return to;
  const regroup = (path: ValuePath): readonly TreeEdit[] => {
    if (group === undefined) return [];
    return [group === "" ? { op: "unset", path: [...path, "group"] } : { op: "set", path: [...path, "group"], value: group }];
  };
  if (to.value.file === file) {
    const index = to.value.index > from.value ? to.value.index - 1 : to.value.index;
    set.tracker.moved(file, list, from.value, index);
    const move: readonly TreeEdit[] = index === from.value ? [] : [{ op: "move-item", path: [list], from: from.value, to: index }];
    return ok({ edits: [...move, ...regroup([list, index])].map((edit) => [file, edit] as const), secrets: [] });
  }
  const value = getAt(source.value.value, [list, from.value]) ?? null;
  set.tracker.removed(file, list, from.value);
  set.tracker.added(to.value.file, list, to.value.index);
  const added: TreeEdit = { op: "add-items", path: [list], index: to.value.index, values: [value] };
  const edits = [added, ...regroup([list, to.value.index])].map((edit) => [to.value.file, edit] as const);
  return ok({ edits: [[file, { op: "remove-items", path: [list], indices: [from.value] }], ...edits], secrets: [] });
}

export function nameOf(entry: PlainValue | undefined): string {
  const name = isMapping(entry) ? entry["name"] : undefined;
  return typeof name === "string" || typeof name === "number" ? String(name) : "";
}

export function groupOf(entry: PlainValue | undefined): string {
  const group = isMapping(entry) ? entry["group"] : undefined;
  return typeof group === "string" || typeof group === "number" ? String(group) : "";
}
