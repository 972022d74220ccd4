// Small questions about values as YAML can say them. Pure.

import type { PlainValue } from "../../../../shared/model/alert.ts";
import type { PlainMapping } from "../../../../shared/model/settings.ts";

/** A mapping: no list, no scalar. */
export function isMapping(value: unknown): value is PlainMapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: PlainValue | undefined): value is readonly PlainValue[] {
  return Array.isArray(value);
}

/** Whether two values say the same; the order of keys says nothing. */
export function isSame(a: PlainValue | undefined, b: PlainValue | undefined): boolean {
  if (a === b) return true;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((element, index) => isSame(element, b[index]));
  if (!isMapping(a) || !isMapping(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}

/** A scalar as the text that a field shows; empty for everything else. */
export function textOf(value: PlainValue | undefined): string {
  return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** The texts of a list; a single text counts as a list of one. */
export function textsOf(value: PlainValue | undefined): readonly string[] {
  if (isList(value)) return value.map(textOf);
  return value === undefined || value === null ? [] : [textOf(value)].filter((text) => text !== "");
}

/** The mappings in a list. */
export function mappingsOf(value: PlainValue | undefined): readonly PlainMapping[] {
  return isList(value) ? value.filter(isMapping) : [];
}

/** A copy with `key` set; `undefined` removes it. */
export function withKey(value: PlainMapping, key: string, next: PlainValue | undefined): PlainMapping {
  const { [key]: _before, ...rest } = value;
  if (next === undefined) return rest;
  // A key that is there keeps its place.
  return Object.hasOwn(value, key) ? { ...value, [key]: next } : { ...rest, [key]: next };
}

/** A copy with the value at `path` replaced; mappings on the way are made. Lists are not gone into. */
export function withPath(value: PlainMapping, path: readonly string[], next: PlainValue | undefined): PlainMapping {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (rest.length === 0) return withKey(value, first, next);
  const inner = value[first];
  const changed = withPath(isMapping(inner) ? inner : {}, rest, next);
  return withKey(value, first, Object.keys(changed).length === 0 ? undefined : changed);
}

/** The value at `path`; undefined where there is nothing. */
export function valueAt(value: PlainValue | undefined, path: ReadonlyArray<string | number>): PlainValue | undefined {
  let current = value;
  for (const part of path) {
    if (typeof part === "number") current = isList(current) ? current[part] : undefined;
    else current = isMapping(current) ? current[part] : undefined;
  }
  return current;
}
