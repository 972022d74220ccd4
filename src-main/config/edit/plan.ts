// From a change of the value to changes of the text: in place, through anchors; or of this place alone. Pure.

import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { YAMLMap, YAMLSeq } from "yaml";

import type { PlainValue } from "../../../shared/model/alert.ts";
import type { ValuePath } from "../../../shared/model/settings.ts";
import { assertNever } from "../../../shared/assert-never.ts";
import { isolate } from "./definitions.ts";
import { planCopy, planMove, planMoveAcross } from "./elements.ts";
import { asNode, followAlias, isMerge, keyOf } from "./parsed-text.ts";
import type { TextNode } from "./parsed-text.ts";
import { definitionsUsedOutside, nodeIn, walk } from "./slots.ts";
import type { Crossing, Slot, Walk } from "./slots.ts";
import { addItems, addPair, isSameKind, removeItems, removePair, replaceValue } from "./splice.ts";
import type { Splice, Surface } from "./splice.ts";
import { editValue, wrap } from "./tree-edit.ts";
import type { TreeEdit } from "./tree-edit.ts";
import { isList, isMapping, membersOf, sameValue, valueOf } from "./written-value.ts";

export type Plan = readonly Splice[] | null;

/** Where a path of an edit leads: to the value for `set` and `unset`, to the list for the others. */
export function crossingsOf(surface: Surface, edit: TreeEdit): readonly Crossing[] {
  return walk(surface.parsed, edit.path).crossings;
}

/** Changes the text where the value is written, be it shared or not. */
export function planInPlace(surface: Surface, edit: TreeEdit): Plan {
  const { parsed } = surface;
  const way = walk(parsed, edit.path);
  switch (edit.op) {
    case "set":
      return planSet(surface, way, edit.value);
    case "unset":
      return planUnset(surface, way);
    case "add-items": {
      const list = way.missing.length === 0 ? listAt(surface, way) : null;
      if (list !== null && list.items.length > 0) return addItems(surface, list, edit.index, edit.values);
      return planSet(surface, way, edit.values);
    }
    case "remove-items": {
      const list = listAt(surface, way);
      if (list === null) return null;
      return edit.indices.length >= list.items.length ? planSet(surface, way, []) : removeItems(surface, list, edit.indices);
    }
    case "move-item": {
      const list = listAt(surface, way);
      return list === null ? null : planMove(surface, list, edit.from, edit.to);
    }
    case "copy-item": {
      const list = listAt(surface, way);
      return list === null ? null : planCopy(surface, list, edit.from);
    }
    default:
      return assertNever(edit, "tree edit");
  }
}

function listAt({ parsed }: Surface, way: Walk): YAMLSeq | null {
  const slot = way.missing.length === 0 ? way.slots.at(-1) : undefined;
  const node = slot === undefined ? null : followAlias(parsed, nodeIn(parsed, slot));
  return isSeq(node) ? node : null;
}

function planSet(surface: Surface, way: Walk, value: PlainValue): Plan {
  const slot = way.slots.at(-1);
  if (slot === undefined) return null;
  const node = nodeIn(surface.parsed, slot);
  const [step, ...rest] = way.missing;
  if (step === undefined) return planReplace(surface, slot, value);
  const inner = wrap(rest, value);
  const own = followAlias(surface.parsed, node);
  if (isMap(own) && own.items.length > 0) return addPair(surface, own, String(step), inner);
  if (isSeq(own) && own.items.length > 0) return step === own.items.length ? addItems(surface, own, own.items.length, [inner]) : null;
  return replaceValue(surface, slot, wrap(way.missing, value));
}

/** Part by part where both are collections of a kind, so that comments and spelling of what stays the same survive. */
function planReplace(surface: Surface, slot: Slot, value: PlainValue): Plan {
  const { parsed } = surface;
  const own = followAlias(parsed, nodeIn(parsed, slot));
  if (own === null || !isSameKind(own, value)) return replaceValue(surface, slot, value);
  if (isMap(own) && isMapping(value)) return planMapping(surface, own, value) ?? replaceValue(surface, slot, value);
  if (isSeq(own) && isList(value)) return planList(surface, own, value) ?? replaceValue(surface, slot, value);
  return null;
}

function planMapping(surface: Surface, map: YAMLMap, value: { readonly [key: string]: PlainValue }): Plan {
  const { parsed } = surface;
  const members = membersOf(parsed, map);
  const splices: Splice[] = [];
  let kept = map.items.length;
  for (const [key, { owner }] of members) {
    if (Object.hasOwn(value, key)) continue;
    const pair = map.items.find((item) => keyOf(parsed, item) === key);
    const removed = owner !== map || pair === undefined ? null : removePair(surface, map, pair);
    kept -= 1;
    if (removed === null || kept === 0) return null;
    splices.push(...removed);
  }
  for (const [key, wanted] of Object.entries(value)) {
    const member = members.get(key);
    if (member !== undefined && sameValue(valueOf(parsed, member.node), wanted)) continue;
    const pair = map.items.find((item) => !isMerge(item) && keyOf(parsed, item) === key);
    const changed = pair === undefined ? addPair(surface, map, key, wanted) : planReplace(surface, { kind: "pair", map, pair }, wanted);
    if (changed === null) return null;
    splices.push(...changed);
  }
  return splices;
}

/** What is the same at both ends stays; what is between is changed one by one. */
function planList(surface: Surface, seq: YAMLSeq, value: readonly PlainValue[]): Plan {
  const before = seq.items.map((item) => valueOf(surface.parsed, asNode(item)));
  if (before.length === 0 || value.length === 0) return null;
  let head = 0;
  while (head < before.length && head < value.length && sameValue(before[head], value[head])) head += 1;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < value.length - head &&
    sameValue(before[before.length - 1 - tail], value[value.length - 1 - tail])
  )
    tail += 1;
  const splices: Splice[] = [];
  const common = Math.min(before.length, value.length) - head - tail;
  for (let index = head; index < head + common; index += 1) {
    const changed = planReplace(surface, { kind: "item", seq, index }, value[index] ?? null);
    if (changed === null) return null;
    splices.push(...changed);
  }
  const gone = Array.from({ length: before.length - tail - head - common }, (_unused, offset) => head + common + offset);
  const added = value.slice(head + common, value.length - tail);
  const rest = gone.length > 0 ? removeItems(surface, seq, gone) : added.length > 0 ? addItems(surface, seq, head + common, added) : [];
  return rest === null ? null : [...splices, ...rest];
}

function planUnset(surface: Surface, way: Walk): Plan {
  const slot = way.slots.at(-1);
  if (way.missing.length > 0) return [];
  if (slot === undefined || slot.kind === "root") return null;
  if (slot.kind === "pair") {
    if (slot.map.items.length > 1) return removePair(surface, slot.map, slot.pair);
  } else if (slot.seq.items.length > 1) return removeItems(surface, slot.seq, [slot.index]);
  const parent = way.slots.at(-2);
  if (parent === undefined) return null;
  return replaceValue(surface, parent, slot.kind === "pair" ? {} : []);
}

/** Changes this place alone: what it shares with others is written out, and definitions move to who uses them next. */
export function planAlone(surface: Surface, edit: TreeEdit): Plan {
  const { parsed } = surface;
  const way = walk(parsed, edit.path);
  if (edit.op === "copy-item") {
    const list = listAt(surface, way);
    return list === null ? null : addItems(surface, list, edit.from + 1, [valueOf(parsed, asNode(list.items[edit.from]))]);
  }
  const outer = way.crossings.find(({ kind }) => kind !== "definition");
  if (edit.op === "move-item" && way.crossings.length === 0) {
    const list = listAt(surface, way);
    return list === null ? null : planMoveAcross(surface, list, edit.from, edit.to);
  }
  const definitions = definitionsToMove(surface, way, outer, edit);
  const isolated = isolate(surface, definitions, outer === undefined ? partsThatGo(surface, way, edit) : []);
  if (isolated === null) return null;
  if (outer === undefined) return joined(isolated, planInPlace(withoutUsers(surface, definitions), edit));
  const slot = way.slots[outer.depth];
  if (slot === undefined) return null;
  const local = outer.kind === "alias" ? writeOutAlias(surface, slot, outer.depth, edit) : overrideMerge(surface, slot, outer.depth, edit);
  return local === null ? null : [...isolated, ...local];
}

/** The same text where nobody refers to these nodes any more: their anchors need not be kept. */
function withoutUsers({ parsed, style }: Surface, nodes: readonly TextNode[]): Surface {
  return { parsed: { ...parsed, aliases: new Map([...parsed.aliases].filter(([node]) => !nodes.includes(node))) }, style };
}

/** A definition inside of what goes away goes with it; only its new place is written. */
function joined(isolated: readonly Splice[], own: Plan): Plan {
  return own === null ? null : [...isolated.filter((splice) => !own.some((gone) => isWithin(splice, gone))), ...own];
}

function isWithin(inner: Splice, outer: Splice): boolean {
  return inner.start < inner.end && inner.start >= outer.start && inner.end <= outer.end;
}

function writeOutAlias(surface: Surface, slot: Slot, depth: number, edit: TreeEdit): Plan {
  const value = editValue(valueOf(surface.parsed, nodeIn(surface.parsed, slot)), below(edit, depth));
  return value === undefined ? null : replaceValue(surface, slot, value);
}

function overrideMerge(surface: Surface, slot: Slot, depth: number, edit: TreeEdit): Plan {
  const { parsed } = surface;
  const map = nodeIn(parsed, slot);
  const key = edit.path[depth];
  if (!isMap(map) || key === undefined) return null;
  const changed = editValue(valueOf(parsed, map), below(edit, depth));
  if (!isMapping(changed)) return null;
  if (Object.hasOwn(changed, String(key))) return addPair(surface, map, String(key), changed[String(key)] ?? null);
  // A key cannot be taken back from a merge: the merge is written out without it.
  const own = new Set(map.items.filter((pair) => !isMerge(pair)).map((pair) => keyOf(parsed, pair)));
  const splices: Splice[] = [];
  for (const pair of map.items.filter(isMerge)) {
    const removed = removePair(surface, map, pair);
    if (removed === null) return replaceValue(surface, slot, changed);
    splices.push(...removed);
  }
  for (const [name, value] of Object.entries(changed)) {
    const added = own.has(name) ? [] : addPair(surface, map, name, value);
    if (added === null) return null;
    splices.push(...added);
  }
  return splices;
}

/** The same edit, seen from further down its path. */
function below(edit: TreeEdit, depth: number): TreeEdit {
  return { ...edit, path: edit.path.slice(depth) };
}

/** Anchored nodes whose other users must keep what they have. */
function definitionsToMove(surface: Surface, way: Walk, outer: Crossing | undefined, edit: TreeEdit): readonly TextNode[] {
  const limit = outer?.depth ?? Number.MAX_SAFE_INTEGER;
  const onTheWay = way.crossings.filter(({ kind, depth }) => kind === "definition" && depth <= limit).map(({ anchored }) => anchored);
  return outer === undefined ? [...new Set([...onTheWay, ...definitionsInChanged(surface, way, edit)])] : onTheWay;
}

/** Definitions inside of what goes away or changes its place. */
function definitionsInChanged(surface: Surface, way: Walk, edit: TreeEdit): readonly TextNode[] {
  return partsThatGo(surface, way, edit).flatMap((part) => definitionsUsedOutside(surface.parsed, part));
}

/** What an edit takes away or writes anew, as a whole. */
function partsThatGo({ parsed }: Surface, way: Walk, edit: TreeEdit): readonly TextNode[] {
  const slot = way.missing.length === 0 ? way.slots.at(-1) : undefined;
  const node = slot === undefined ? null : followAlias(parsed, nodeIn(parsed, slot));
  if (node === null || edit.op === "add-items" || edit.op === "copy-item") return [];
  if (edit.op === "set" || edit.op === "unset") return [node];
  const indices = edit.op === "move-item" ? [edit.from] : edit.indices;
  return indices.flatMap((index) => {
    const item = isSeq(node) ? asNode(node.items[index]) : null;
    return item === null || isAlias(item) || isScalar(item) ? [] : [item];
  });
}

/** Writes everything from some depth of the path anew, as `whole` says. The last resort: its comments go. */
export function planRewrite(surface: Surface, path: ValuePath, whole: PlainValue): Plan {
  const { parsed } = surface;
  const way = walk(parsed, path);
  const slot = way.missing.length === 0 && way.crossings.every(({ kind }) => kind === "definition") ? way.slots.at(-1) : undefined;
  const node = slot === undefined ? null : nodeIn(parsed, slot);
  if (slot === undefined) return null;
  const definitions = node === null || isAlias(node) ? [] : definitionsUsedOutside(parsed, node);
  const isolated = isolate(surface, definitions);
  return isolated === null ? null : joined(isolated, replaceValue(withoutUsers(surface, definitions), slot, whole));
}
