// From what somebody asks of an entry to changes of the file that holds it: which file, which index by now, which place in a list. Pure.

import { say } from "../../../shared/i18n/said.ts";
import type { Edit, EditTarget, EntryList, EntryPlace, EntryRef, ValuePath } from "../../../shared/model/settings.ts";
import { assertNever } from "../../../shared/assert-never.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import { groupOf } from "./entry-name.ts";
import type { FileSet } from "./open-files.ts";
import { getAt } from "./tree-edit.ts";
import type { TreeEdit } from "./tree-edit.ts";
import { isList } from "./written-value.ts";

/** A value that a `keep-secret` edit took out of the text. */
export interface TakenSecret {
  readonly name: string;
  readonly value: string;
}

/** Changes of files, in order. */
export interface Translated {
  readonly edits: ReadonlyArray<readonly [file: string, edit: TreeEdit]>;
  readonly secrets: readonly TakenSecret[];
}

/** What one edit is on the files as they are by now; the set learns where entries went. */
export function translate(set: FileSet, edit: Edit): Result<Translated> {
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
      if (typeof value !== "string" || value === "") return err("conflict", say("editing.noSecret"));
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
  return file === undefined ? err("not_found", say("editing.noFileYet")) : ok({ file, path });
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
  return index === null ? err("not_found", say("editing.entryNotThere", { name: JSON.stringify(entry.name) })) : ok(index);
}

function entryPlace(set: FileSet, list: EntryList, place: EntryPlace): Result<{ readonly file: string; readonly index: number }> {
  switch (place.at) {
    case "before":
    case "after": {
      const at = entryIndex(set, place.entry);
      return at.ok ? ok({ file: place.entry.file, index: at.value + (place.at === "after" ? 1 : 0) }) : at;
    }
    case "end-of-file":
      if (!set.paths.includes(place.file)) return err("not_found", say("editing.notOurFile", { file: place.file }));
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
  return file === undefined ? err("not_found", say("editing.noFileYet")) : ok({ file, index: set.tracker.count(file, list) });
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
