// Places in the text that hold a value, and the way from a path to one: through aliases and merges, which are noted. Pure.

import { isAlias, isMap, isSeq } from "yaml";
import type { Alias, Pair, YAMLMap, YAMLSeq } from "yaml";

import type { ValuePath } from "../../../shared/model/settings.ts";
import { asNode, followAlias, isMerge, keyOf, rangeOf } from "./parsed-text.ts";
import type { ParsedText, TextNode } from "./parsed-text.ts";
import { membersOf } from "./written-value.ts";

/** A place that holds a value. */
export type Slot =
  | { readonly kind: "root" }
  | { readonly kind: "pair"; readonly map: YAMLMap; readonly pair: Pair }
  | { readonly kind: "item"; readonly seq: YAMLSeq; readonly index: number };

/** Where a path leaves text that is its alone. `depth`: how many steps of the path were gone before. */
export interface Crossing {
  readonly kind: "alias" | "merge" | "definition";
  readonly depth: number;
  readonly anchored: TextNode;
}

/** A path followed as far as it goes. */
export interface Walk {
  /** One for the beginning and one for each step that exists. */
  readonly slots: readonly Slot[];
  /** The steps that do not exist; empty = all do. */
  readonly missing: ValuePath;
  readonly crossings: readonly Crossing[];
}

export const ROOT: Slot = { kind: "root" };

export function nodeIn(parsed: ParsedText, slot: Slot): TextNode | null {
  if (slot.kind === "root") return parsed.root;
  return asNode(slot.kind === "pair" ? slot.pair.value : slot.seq.items[slot.index]);
}

/** Whether what is in the slot is written between brackets. */
export function isInFlow(slot: Slot): boolean {
  return (slot.kind === "pair" && slot.map.flow === true) || (slot.kind === "item" && slot.seq.flow === true);
}

export function walk(parsed: ParsedText, path: ValuePath): Walk {
  const slots: Slot[] = [ROOT];
  const crossings: Crossing[] = [];
  let slot: Slot = ROOT;
  for (let depth = 0; ; depth += 1) {
    const node = nodeIn(parsed, slot);
    const own = followAlias(parsed, node);
    if (own !== null && isAlias(node)) crossings.push({ kind: "alias", depth, anchored: own });
    else if (own !== null && parsed.aliases.has(own)) crossings.push({ kind: "definition", depth, anchored: own });
    const step = path[depth];
    if (step === undefined) break;
    const next = stepInto(parsed, own, step);
    if (next === null) break;
    if (next.kind === "pair" && next.map !== own) crossings.push({ kind: "merge", depth, anchored: next.map });
    slot = next;
    slots.push(slot);
  }
  return { slots, missing: path.slice(slots.length - 1), crossings };
}

function stepInto(parsed: ParsedText, node: TextNode | null, step: string | number): Slot | null {
  if (isMap(node)) {
    const key = String(step);
    const owner = membersOf(parsed, node).get(key)?.owner;
    const pair = owner?.items.find((candidate) => !isMerge(candidate) && keyOf(parsed, candidate) === key);
    return owner === undefined || pair === undefined ? null : { kind: "pair", map: owner, pair };
  }
  if (isSeq(node) && typeof step === "number" && step < node.items.length) return { kind: "item", seq: node, index: step };
  return null;
}

/** The slots of the aliases of a node, in the order of the text. */
export function slotsOfAliases(parsed: ParsedText, anchored: TextNode): readonly Slot[] {
  const wanted = new Set<unknown>(parsed.aliases.get(anchored));
  const found: Slot[] = [];
  const visit = (node: TextNode | null): void => {
    if (isMap(node)) {
      for (const pair of node.items) {
        if (wanted.has(pair.value)) found.push({ kind: "pair", map: node, pair });
        visit(asNode(pair.value));
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        if (wanted.has(item)) found.push({ kind: "item", seq: node, index });
        visit(asNode(item));
      }
    }
  };
  visit(parsed.root);
  return found;
}

/** The anchored nodes in a part of the text that are referred to from outside of it, outermost first. */
export function definitionsUsedOutside(parsed: ParsedText, part: TextNode): readonly TextNode[] {
  const [start, end] = rangeOf(part);
  const isOutside = (alias: Alias): boolean => rangeOf(alias)[0] < start || rangeOf(alias)[0] >= end;
  return [...parsed.aliases]
    .filter(([node, aliases]) => rangeOf(node)[0] >= start && rangeOf(node)[1] <= end && aliases.some(isOutside))
    .map(([node]) => node);
}
