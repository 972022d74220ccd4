// From nodes of the text to plain values and back to the way YAML would spell a scalar. Pure.

import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Scalar, YAMLMap } from "yaml";

import type { PlainValue } from "../../../shared/model/alert.ts";
import { DEEPEST, MOST_NODES, asNode, followAlias, isMerge, keyOf } from "./parsed-text.ts";
import type { ParsedText, TextNode } from "./parsed-text.ts";

/** Thrown and caught in this folder alone: aliases multiplied beyond what anyone would edit. */
export class TooLargeError extends Error {}

/** The value of a node: aliases followed, merges applied, variables as written. Nodes without a value are null. */
export function valueOf(parsed: ParsedText, node: TextNode | null): PlainValue {
  let count = 0;
  const convert = (current: TextNode | null, depth: number): PlainValue => {
    count += 1;
    if (count > MOST_NODES || depth > DEEPEST) throw new TooLargeError("the configuration is too large once its aliases are followed");
    const own = isAlias(current) ? followAlias(parsed, current) : current;
    if (own === null) return null;
    if (isScalar(own)) return scalarValue(parsed, own);
    if (isSeq(own)) return own.items.map((item) => convert(asNode(item), depth + 1));
    if (!isMap(own)) return null;
    const mapping: Record<string, PlainValue> = {};
    for (const [key, value] of membersOf(parsed, own)) setOwn(mapping, key, convert(value.node, depth + 1));
    return mapping;
  };
  return convert(node, 0);
}

export interface Member {
  readonly node: TextNode | null;
  /** The mapping that has the pair: another one when the key comes from a merge. */
  readonly owner: YAMLMap;
}

/** The keys of a mapping with those it merges; its own first, and the first of a name wins. */
export function membersOf(parsed: ParsedText, map: YAMLMap): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  const open = new Set<YAMLMap>();
  const collect = (current: YAMLMap): void => {
    if (open.has(current)) return;
    open.add(current);
    for (const pair of current.items) {
      const key = isMerge(pair) ? null : keyOf(parsed, pair);
      if (key !== null && !members.has(key)) members.set(key, { node: asNode(pair.value), owner: current });
    }
    for (const pair of current.items) if (isMerge(pair)) mergeFrom(asNode(pair.value));
    open.delete(current);
  };
  const mergeFrom = (node: TextNode | null): void => {
    const source = followAlias(parsed, node);
    if (isMap(source)) collect(source);
    else if (isSeq(source)) for (const item of source.items) mergeFrom(asNode(item));
  };
  collect(map);
  return members;
}

/** `__proto__` is a key like any other. */
export function setOwn(target: Record<string, PlainValue>, key: string, value: PlainValue): void {
  if (key === "__proto__") Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

function scalarValue(parsed: ParsedText, node: Scalar): PlainValue {
  const text = parsed.textOf(node);
  return node.type === "PLAIN" && node.tag?.endsWith(":str") !== true ? plainScalar(text) : text;
}

/** What an unquoted text is to a form: only what is spelt the one usual way becomes a number, so that `0777` keeps its zero. */
export function plainScalar(text: string): PlainValue {
  if (text === "" || text === "~" || text === "null") return null;
  if (text === "true") return true;
  if (text === "false") return false;
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) && String(Number(text)) === text) return Number(text);
  return text;
}

export function isMapping(value: PlainValue | undefined): value is { readonly [key: string]: PlainValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: PlainValue | undefined): value is readonly PlainValue[] {
  return Array.isArray(value);
}

/** Whether two values are the same; the order of keys does not count. */
export function sameValue(a: PlainValue | undefined, b: PlainValue | undefined): boolean {
  if (a === b) return true;
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  if (!isMapping(a) || !isMapping(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]));
}

/** A value as it reads after it was written: numbers that YAML would spell unusually become texts. */
export function normalValue(value: PlainValue): PlainValue {
  if (typeof value === "number") return plainScalar(String(value));
  if (isList(value)) return value.map(normalValue);
  if (!isMapping(value)) return value;
  const mapping: Record<string, PlainValue> = {};
  for (const [key, member] of Object.entries(value)) setOwn(mapping, key, normalValue(member));
  return mapping;
}
