// A change of a value, apart from any text: what the text must say afterwards. Pure.

import type { PlainValue } from "../../../shared/model/alert.ts";
import type { ValuePath } from "../../../shared/model/settings.ts";
import { assertNever } from "../../../shared/assert-never.ts";
import { isList, isMapping, normalValue, setOwn } from "./written-value.ts";

/** One change; indices mean the list before it. */
export type TreeEdit =
  | { readonly op: "set"; readonly path: ValuePath; readonly value: PlainValue }
  | { readonly op: "unset"; readonly path: ValuePath }
  | { readonly op: "add-items"; readonly path: ValuePath; readonly index: number; readonly values: readonly PlainValue[] }
  | { readonly op: "remove-items"; readonly path: ValuePath; readonly indices: readonly number[] }
  /** `to`: its index afterwards. */
  | { readonly op: "move-item"; readonly path: ValuePath; readonly from: number; readonly to: number }
  /** Puts a copy of an element behind it. */
  | { readonly op: "copy-item"; readonly path: ValuePath; readonly from: number };

/** The value after an edit; undefined when the path leads through something that is no collection, or past the end of a list. */
export function editValue(value: PlainValue, edit: TreeEdit): PlainValue | undefined {
  switch (edit.op) {
    case "set":
      return changeAt(value, edit.path, () => normalValue(edit.value));
    case "unset":
      return getAt(value, edit.path) === undefined ? value : unsetAt(value, edit.path);
    case "add-items":
      return changeList(value, edit.path, (list) => list.toSpliced(edit.index, 0, ...edit.values.map(normalValue)));
    case "remove-items":
      return changeList(value, edit.path, (list) => list.filter((_item, index) => !edit.indices.includes(index)));
    case "move-item":
      return changeList(value, edit.path, (list) =>
        list.toSpliced(edit.from, 1).toSpliced(edit.to, 0, ...list.slice(edit.from, edit.from + 1)),
      );
    case "copy-item":
      return changeList(value, edit.path, (list) => list.toSpliced(edit.from + 1, 0, ...list.slice(edit.from, edit.from + 1)));
    default:
      return assertNever(edit, "tree edit");
  }
}

/** The value at a path; undefined = nothing there. */
export function getAt(value: PlainValue | undefined, path: ValuePath): PlainValue | undefined {
  let current = value;
  for (const step of path) {
    if (isList(current)) current = typeof step === "number" ? current[step] : undefined;
    else if (isMapping(current)) current = Object.hasOwn(current, String(step)) ? current[String(step)] : undefined;
    else return undefined;
  }
  return current;
}

/** A value wrapped in what the steps of a path ask for. */
export function wrap(path: ValuePath, value: PlainValue): PlainValue {
  return path.reduceRight<PlainValue>((inner, step) => (typeof step === "number" ? [inner] : mappingOf(step, inner)), value);
}

function mappingOf(key: string, value: PlainValue): PlainValue {
  const mapping: Record<string, PlainValue> = {};
  setOwn(mapping, key, value);
  return mapping;
}

function changeList(value: PlainValue, path: ValuePath, change: (list: readonly PlainValue[]) => PlainValue): PlainValue | undefined {
  return changeAt(value, path, (list) => (isList(list) ? change(list) : list === null || list === undefined ? change([]) : undefined));
}

function changeAt(
  value: PlainValue | undefined,
  path: ValuePath,
  change: (value: PlainValue | undefined) => PlainValue | undefined,
): PlainValue | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (isList(value)) {
    if (typeof step !== "number" || step > value.length) return undefined;
    const changed = changeAt(value[step], rest, change);
    return changed === undefined ? undefined : value.toSpliced(step, 1, changed);
  }
  if (value !== null && value !== undefined && !isMapping(value)) return undefined;
  const isEmpty = value === null || value === undefined;
  if (typeof step === "number" && isEmpty) {
    const inner = step === 0 ? changeAt(undefined, rest, change) : undefined;
    return inner === undefined ? undefined : [inner];
  }
  const key = String(step);
  const current = isEmpty || !Object.hasOwn(value, key) ? undefined : value[key];
  const changed = changeAt(current, rest, change);
  if (changed === undefined) return undefined;
  const mapping: Record<string, PlainValue> = {};
  if (!isEmpty) for (const [name, member] of Object.entries(value)) setOwn(mapping, name, member);
  setOwn(mapping, key, changed);
  return mapping;
}

function unsetAt(value: PlainValue, path: ValuePath): PlainValue {
  const [step, ...rest] = path;
  if (step === undefined) return null;
  if (isList(value) && typeof step === "number") {
    return rest.length === 0 ? value.toSpliced(step, 1) : value.toSpliced(step, 1, unsetAt(value[step] ?? null, rest));
  }
  if (!isMapping(value)) return value;
  const mapping: Record<string, PlainValue> = {};
  for (const [key, member] of Object.entries(value)) {
    if (key !== String(step)) setOwn(mapping, key, member);
    else if (rest.length > 0) setOwn(mapping, key, unsetAt(member, rest));
  }
  return mapping;
}
