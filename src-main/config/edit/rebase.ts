// Edits that were meant for one text, made on another: the file changed on disk meanwhile. Pure. An edit comes over when its entry is
// still there and says at the edited place what it said; anything else is a conflict.

import { say } from "../../../shared/i18n/said.ts";
import type { Said } from "../../../shared/i18n/said.ts";
import type { PlainValue } from "../../../shared/model/alert.ts";
import type { Edit, EditTarget, EntryPlace, EntryRef, ValuePath } from "../../../shared/model/settings.ts";
import { assertNever } from "../../../shared/assert-never.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import { groupOf, nameOf } from "./entry-name.ts";
import { getAt } from "./tree-edit.ts";
import { isList, sameValue } from "./written-value.ts";

/** What a file says; undefined = it cannot be read, or is not there. */
export type ValueOfFile = (file: string) => PlainValue | undefined;

/** The edits as they are to be made on `current`. @returns `conflict` saying what is in the way */
export function rebaseEdits(edits: readonly Edit[], base: ValueOfFile, current: ValueOfFile): Result<readonly Edit[]> {
  const rebased: Edit[] = [];
  for (const edit of edits) {
    const one = rebaseEdit(edit, base, current);
    if (!one.ok) return one;
    rebased.push(one.value);
  }
  return ok(rebased);
}

function rebaseEdit(edit: Edit, base: ValueOfFile, current: ValueOfFile): Result<Edit> {
  switch (edit.op) {
    case "set":
    case "unset":
    case "insert":
    case "move":
    case "keep-secret": {
      const target = rebaseTarget(edit.target, base, current);
      if (!target.ok) return target;
      const isSame = isUntouched(edit.target, target.value, edit.path, base, current);
      return isSame ? ok({ ...edit, target: target.value }) : conflict(say("editing.changedValue"));
    }
    case "add-entry": {
      const place = rebasePlace(edit.place, base, current);
      return place.ok ? ok({ ...edit, place: place.value }) : place;
    }
    case "duplicate-entry": {
      const entry = findEntry(edit.entry, base, current);
      return entry.ok ? ok({ ...edit, entry: entry.value }) : entry;
    }
    case "delete-entry": {
      const entry = findEntry(edit.entry, base, current);
      if (!entry.ok) return entry;
      const isSame = sameValue(getAt(base(edit.entry.file), pathOf(edit.entry)), getAt(current(edit.entry.file), pathOf(entry.value)));
      return isSame ? ok({ ...edit, entry: entry.value }) : conflict(say("editing.changedEntry"));
    }
    case "move-entry": {
      const entry = findEntry(edit.entry, base, current);
      const place = rebasePlace(edit.place, base, current);
      if (!entry.ok) return entry;
      return place.ok ? ok({ ...edit, entry: entry.value, place: place.value }) : place;
    }
    default:
      return assertNever(edit, "edit");
  }
}

function rebaseTarget(target: EditTarget, base: ValueOfFile, current: ValueOfFile): Result<EditTarget> {
  if (target.kind === "root") return ok(target);
  const entry = findEntry(target.entry, base, current);
  return entry.ok ? ok({ kind: "entry", entry: entry.value }) : entry;
}

function rebasePlace(place: EntryPlace, base: ValueOfFile, current: ValueOfFile): Result<EntryPlace> {
  if (place.at === "end-of-group" || place.at === "end-of-file") return ok(place);
  const entry = findEntry(place.entry, base, current);
  return entry.ok ? ok({ ...place, entry: entry.value }) : entry;
}

function isUntouched(before: EditTarget, after: EditTarget, path: ValuePath, base: ValueOfFile, current: ValueOfFile): boolean {
  if (before.kind === "root" || after.kind === "root") {
    const file = before.kind === "root" ? before.file : null;
    return file === null || sameValue(getAt(base(file), path), getAt(current(file), path));
  }
  const was = getAt(base(before.entry.file), [...pathOf(before.entry), ...path]);
  const is = getAt(current(after.entry.file), [...pathOf(after.entry), ...path]);
  return was === is || sameValue(was, is);
}

/** The entry of the same name and group: where it was, or the only one elsewhere in its list. */
function findEntry(entry: EntryRef, base: ValueOfFile, current: ValueOfFile): Result<EntryRef> {
  const was = getAt(base(entry.file), pathOf(entry));
  if (was !== undefined && !isCalled(was, entry)) return conflict(say("editing.noEntryHere", { name: JSON.stringify(entry.name) }));
  const list = getAt(current(entry.file), [entry.list]);
  if (!isList(list)) return conflict(say("editing.entryGone", { name: JSON.stringify(entry.name) }));
  if (isCalled(list[entry.index], entry)) return ok(entry);
  const others = [...list.keys()].filter((index) => isCalled(list[index], entry));
  const [index] = others;
  if (index === undefined) return conflict(say("editing.entryGone", { name: JSON.stringify(entry.name) }));
  return others.length > 1 ? conflict(say("editing.severalEntries", { name: JSON.stringify(entry.name) })) : ok({ ...entry, index });
}

function isCalled(value: PlainValue | undefined, { name, group }: EntryRef): boolean {
  return value !== undefined && nameOf(value) === name && groupOf(value) === group;
}

function pathOf({ list, index }: EntryRef): ValuePath {
  return [list, index];
}

function conflict(said: Said): Result<never> {
  return err("conflict", said);
}
