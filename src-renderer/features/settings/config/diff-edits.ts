// From a value as it was and a value as it should be to the fewest edits that lead there, so that comments and styles
// of everything that stays the same are kept. Pure.

import type { PlainValue } from "../../../../shared/model/alert.ts";
import type { Edit, EditTarget, PlainMapping, ValuePath } from "../../../../shared/model/settings.ts";
import { isList, isMapping, isSame } from "./plain.ts";

/**
 * The edits below `path` of `target` that turn `before` into `after`; empty when they say the same.
 * They are meant to be made one after the other.
 */
export function diffEdits(target: EditTarget, path: ValuePath, before: PlainMapping, after: PlainMapping): readonly Edit[] {
  return diffMappings(target, path, before, after);
}

function diffMappings(target: EditTarget, path: ValuePath, before: PlainMapping, after: PlainMapping): readonly Edit[] {
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [
    ...removed.map((key): Edit => ({ op: "unset", target, path: [...path, key] })),
    ...Object.entries(after).flatMap(([key, value]) => diffValues(target, [...path, key], before[key], value)),
  ];
}

function diffValues(target: EditTarget, path: ValuePath, before: PlainValue | undefined, after: PlainValue): readonly Edit[] {
  if (isSame(before, after)) return [];
  if (isMapping(before) && isMapping(after) && Object.keys(after).length > 0) return diffMappings(target, path, before, after);
  if (isList(before) && isList(after) && before.length > 0 && after.length > 0) return diffLists(target, path, before, after);
  return [{ op: "set", target, path, value: after }];
}

function diffLists(target: EditTarget, path: ValuePath, before: readonly PlainValue[], after: readonly PlainValue[]): readonly Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && isSame(before[start], after[start])) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    isSame(before[before.length - 1 - end], after[after.length - 1 - end])
  )
    end += 1;
  const old = before.slice(start, before.length - end);
  const fresh = after.slice(start, after.length - end);
  const moved = findMove(old, fresh);
  if (moved !== null) return [{ op: "move", target, path, from: start + moved.from, to: start + moved.to }];
  const shared = Math.min(old.length, fresh.length);
  const changed = fresh.slice(0, shared).flatMap((value, index) => diffValues(target, [...path, start + index], old[index], value));
  const inserted = fresh.slice(shared).map((value, index): Edit => ({ op: "insert", target, path, index: start + shared + index, value }));
  // From the end, so that the indices of those before stay what they are.
  const removed = old
    .slice(shared)
    .map((_value, index): Edit => ({ op: "unset", target, path: [...path, start + old.length - 1 - index] }));
  return [...changed, ...inserted, ...removed];
}

/** One element that went elsewhere, everything else in its order; the ends are known to differ. */
function findMove(before: readonly PlainValue[], after: readonly PlainValue[]): { readonly from: number; readonly to: number } | null {
  if (before.length !== after.length || before.length < 2) return null;
  const last = before.length - 1;
  const [firstBefore, lastBefore] = [before[0], before[last]];
  if (isSame(firstBefore, after[last]) && before.slice(1).every((value, index) => isSame(value, after[index])))
    return { from: 0, to: last };
  if (isSame(lastBefore, after[0]) && before.slice(0, last).every((value, index) => isSame(value, after[index + 1])))
    return { from: last, to: 0 };
  return null;
}
