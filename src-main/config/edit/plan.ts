// From a change of the value to changes of the text: in place, through anchors; or of this place alone. Pure.

import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { YAMLMap, YAMLSeq } from "yaml";

import type { PlainValue } from "../../../shared/model/alert.ts";
import type { ValuePath } from "../../../shared/model/settings.ts";
import { assertNever } from "../../../shared/assert-never.ts";
import { anchorToken, dashOf, isFirstInLine, itemEnd, lineStart, valueStart } from "./geometry.ts";
import { asNode, followAlias, isMerge, keyOf, rangeOf } from "./parsed-text.ts";
import type { TextNode } from "./parsed-text.ts";
import { definitionsUsedOutside, nodeIn, slotsOfAliases, walk } from "./slots.ts";
import type { Crossing, Slot, Walk } from "./slots.ts";
import { addItems, addPair, isSameKind, leadOf, removeItems, removePair, replaceValue } from "./splice.ts";
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

/** Whole lines change places; what is between elements stays where it is. */
function planMove({ parsed, style }: Surface, seq: YAMLSeq, from: number, to: number): Plan {
  const { text } = parsed;
  const [low, high] = from < to ? [from, to] : [to, from];
  const indices = Array.from({ length: high - low + 1 }, (_unused, offset) => low + offset);
  const order = from < to ? [...indices.slice(1), from] : [from, ...indices.slice(0, -1)];
  const spans = new Map<number, readonly [number, number]>();
  for (const index of indices) {
    const node = asNode(seq.items[index]);
    if (seq.flow === true) {
      if (node === null) return null;
      spans.set(index, [valueStart({ kind: "item", seq, index }, node), rangeOf(node)[1]]);
    } else {
      const dash = dashOf(seq, index);
      if (dash === null || !isFirstInLine(text, dash)) return null;
      spans.set(index, [leadOf(text, seq, index), itemEnd(text, seq, index)]);
    }
  }
  const slice = (index: number): string => {
    const [start, end] = spans.get(index) ?? [0, 0];
    const own = text.slice(start, end);
    return seq.flow === true || own.endsWith("\n") ? own : own + style.newline;
  };
  const pieces: string[] = [];
  let at = spans.get(low)?.[0] ?? 0;
  const begin = at;
  for (const [place, index] of order.entries()) {
    const [start, end] = spans.get(low + place) ?? [0, 0];
    pieces.push(text.slice(at, start), slice(index));
    at = end;
  }
  const joined = pieces.join("");
  const lacksBreak = seq.flow !== true && at === text.length && !text.endsWith("\n");
  return [{ start: begin, end: at, text: lacksBreak ? joined.replace(/\r?\n$/, "") : joined }];
}

/** The element's own lines once more, without its anchors. */
function planCopy(surface: Surface, seq: YAMLSeq, index: number): Plan {
  const { parsed, style } = surface;
  const { text } = parsed;
  const node = asNode(seq.items[index]);
  const dash = dashOf(seq, index);
  if (node === null || seq.flow === true || dash === null || !isFirstInLine(text, dash)) {
    return addItems(surface, seq, index + 1, [valueOf(parsed, node)]);
  }
  const start = lineStart(text, dash);
  const end = itemEnd(text, seq, index);
  const own = text.slice(start, end).replace(/(^|[\s[{,])&[^\s,[\]{}]+(?:[ \t]+|(?=\r?\n|$))/g, "$1");
  const followedBy = text.slice(end, end + 200);
  const gap = /^[ \t]*\r?\n/.test(followedBy) && index + 1 < seq.items.length ? style.newline : "";
  const needsBreak = !own.endsWith("\n");
  return [{ start: end, end, text: needsBreak ? style.newline + own : gap + own }];
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
  const isolated = isolate(surface, definitionsToMove(surface, way, outer, edit));
  if (isolated === null) return null;
  if (outer === undefined) {
    const own = planInPlace(surface, edit);
    return own === null ? null : [...isolated, ...own];
  }
  const slot = way.slots[outer.depth];
  if (slot === undefined) return null;
  const local = outer.kind === "alias" ? writeOutAlias(surface, slot, outer.depth, edit) : overrideMerge(surface, slot, outer.depth, edit);
  return local === null ? null : [...isolated, ...local];
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
function definitionsInChanged({ parsed }: Surface, way: Walk, edit: TreeEdit): readonly TextNode[] {
  const slot = way.missing.length === 0 ? way.slots.at(-1) : undefined;
  const node = slot === undefined ? null : followAlias(parsed, nodeIn(parsed, slot));
  if (node === null || edit.op === "add-items" || edit.op === "copy-item") return [];
  if (edit.op === "set" || edit.op === "unset") return definitionsUsedOutside(parsed, node);
  const indices = edit.op === "move-item" ? [edit.from] : edit.indices;
  return indices.flatMap((index) => {
    const item = isSeq(node) ? asNode(node.items[index]) : null;
    return item === null || isAlias(item) || isScalar(item) ? [] : definitionsUsedOutside(parsed, item);
  });
}

/** Writes each node at its first user, under the same anchor, and takes the anchor off here. */
function isolate(surface: Surface, definitions: readonly TextNode[]): Plan {
  const { parsed } = surface;
  const splices: Splice[] = [];
  for (const node of definitions) {
    const [start, end] = rangeOf(node);
    const isWithinAnother = definitions.some((other) => other !== node && rangeOf(other)[0] <= start && end <= rangeOf(other)[1]);
    if (isWithinAnother || isAlias(node) || node.anchor === undefined) return null;
    const slot = slotsOfAliases(parsed, node).find((candidate) => {
      const alias = nodeIn(parsed, candidate);
      return alias !== null && (rangeOf(alias)[0] < start || rangeOf(alias)[0] >= end);
    });
    if (slot === undefined) continue;
    const written = replaceValue(surface, slot, valueOf(parsed, node), node.anchor);
    if (written === null) return null;
    const here = slotOfNode(surface, node);
    const token = here === null ? null : anchorToken(here);
    if (token === null) return null;
    const tokenEnd = token.offset + token.source.length;
    const gap = /^[ \t]*/.exec(parsed.text.slice(tokenEnd))?.[0].length ?? 0;
    splices.push(...written, { start: token.offset, end: tokenEnd + gap, text: "" });
  }
  return splices;
}

function slotOfNode({ parsed }: Surface, wanted: TextNode): Slot | null {
  const visit = (node: TextNode | null): Slot | null => {
    if (isMap(node)) {
      for (const pair of node.items) {
        const found = pair.value === wanted ? ({ kind: "pair", map: node, pair } as const) : visit(asNode(pair.value));
        if (found !== null) return found;
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        const found = item === wanted ? ({ kind: "item", seq: node, index } as const) : visit(asNode(item));
        if (found !== null) return found;
      }
    }
    return null;
  };
  return visit(parsed.root);
}

/** Writes everything from some depth of the path anew, as `whole` says. The last resort: its comments go. */
export function planRewrite(surface: Surface, path: ValuePath, whole: PlainValue): Plan {
  const { parsed } = surface;
  const way = walk(parsed, path);
  const slot = way.missing.length === 0 && way.crossings.every(({ kind }) => kind === "definition") ? way.slots.at(-1) : undefined;
  const node = slot === undefined ? null : nodeIn(parsed, slot);
  if (slot === undefined) return null;
  const moved = node === null || isAlias(node) ? [] : isolate(surface, definitionsUsedOutside(parsed, node).slice(0, 1));
  const written = replaceValue(surface, slot, whole);
  if (moved === null || written === null) return null;
  // The anchor inside of what is replaced goes with it; only its new place is written.
  const [start, end] = node === null ? [0, 0] : rangeOf(node);
  return [...moved.filter((splice) => splice.start < start || splice.start >= end), ...written];
}
