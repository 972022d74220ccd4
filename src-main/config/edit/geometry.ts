// Offsets in the text: where lines, contents, dashes and colons are. Pure.

import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { CST, Pair, YAMLSeq } from "yaml";

import { asNode, rangeOf } from "./parsed-text.ts";
import type { TextNode } from "./parsed-text.ts";
import type { Slot } from "./slots.ts";

type Tokens = readonly CST.SourceToken[];

export function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return start === 0 && text.startsWith("\ufeff") ? 1 : start;
}

/** Behind the line break of the line that `offset` is in, or is at the end of. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf("\n", offset);
  return at === -1 ? text.length : at + 1;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Whether only blanks are before `offset` in its line. */
export function isFirstInLine(text: string, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset));
}

/** The end of what a node says, without what follows on its line. */
export function valueEnd(text: string, node: TextNode): number {
  if (isSeq(node) && node.flow !== true) {
    const last = asNode(node.items.at(-1));
    return last === null ? rangeOf(node)[1] : Math.max(valueEnd(text, last), dashOf(node, node.items.length - 1) ?? 0);
  }
  if (isMap(node) && node.flow !== true) {
    const last = node.items.at(-1);
    return last === undefined ? rangeOf(node)[1] : pairEnd(text, last);
  }
  const end = rangeOf(node)[1];
  // A text over several lines owns its last line break; what replaces it must not.
  if (isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED") && text[end - 1] === "\n")
    return text[end - 2] === "\r" ? end - 2 : end - 1;
  return end;
}

export function pairEnd(text: string, pair: Pair): number {
  const value = asNode(pair.value);
  const key = asNode(pair.key);
  const colon = colonOf(pair);
  const ends = [key === null ? 0 : rangeOf(key)[1], colon === null ? 0 : colon + 1, value === null ? 0 : valueEnd(text, value)];
  return Math.max(...ends, ...propsOf(pair.srcToken?.sep).map(({ offset, source }) => offset + source.length));
}

/** Behind the last line of an element, with the comments that are indented deeper than its dash. */
export function itemEnd(text: string, seq: YAMLSeq, index: number): number {
  const node = asNode(seq.items[index]);
  const props = propsOf(itemTokens(seq, index)).map(({ offset, source }) => offset + source.length);
  const dash = dashOf(seq, index) ?? 0;
  return linesEnd(text, Math.max(dash + 1, node === null ? 0 : valueEnd(text, node), ...props), columnOf(text, dash));
}

/** Behind the line that `end` is in, and behind the comment lines below it that are indented deeper than `column`. */
export function linesEnd(text: string, end: number, column: number): number {
  let at = lineEnd(text, end);
  for (let next = at; next < text.length; ) {
    const after = lineEnd(text, next);
    const indent = /^[ \t]*(?=#)/.exec(text.slice(next, after))?.[0].length;
    if (indent === undefined ? text.slice(next, after).trim() !== "" : indent <= column) break;
    if (indent !== undefined) at = after;
    next = after;
  }
  return at;
}

/** Where a pair begins: its key, an anchor before it, or the `?`. */
export function pairStart(pair: Pair): number {
  const key = asNode(pair.key);
  const tokens = (pair.srcToken?.start ?? []).filter(({ type }) => type === "explicit-key-ind" || type === "anchor" || type === "tag");
  return Math.min(key === null ? Number.MAX_SAFE_INTEGER : rangeOf(key)[0], ...tokens.map(({ offset }) => offset));
}

export function colonOf(pair: Pair): number | null {
  return pair.srcToken?.sep?.find(({ type }) => type === "map-value-ind")?.offset ?? null;
}

export function dashOf(seq: YAMLSeq, index: number): number | null {
  return itemTokens(seq, index)?.find(({ type }) => type === "seq-item-ind")?.offset ?? null;
}

function itemTokens(seq: YAMLSeq, index: number): Tokens | undefined {
  const token = seq.srcToken;
  // Tokens without a dash hold comments at the end, so those of the elements come first and in their order.
  return token === undefined || !("items" in token) ? undefined : token.items[index]?.start;
}

/** Anchor and tag tokens before a value. */
function propsOf(tokens: Tokens | undefined): Tokens {
  const from = tokens?.findIndex(({ type }) => type === "map-value-ind" || type === "seq-item-ind") ?? -1;
  return (tokens ?? []).slice(from + 1).filter(({ type }) => type === "anchor" || type === "tag");
}

/** Behind the colon or dash that announces the slot's value; null where there is none. */
export function indicatorEnd(slot: Slot): number | null {
  if (slot.kind === "root") return null;
  const at = slot.kind === "pair" ? colonOf(slot.pair) : dashOf(slot.seq, slot.index);
  return at === null ? null : at + 1;
}

/** Where the value begins with its anchor and tag. An alias has neither. */
export function valueStart(slot: Slot, node: TextNode): number {
  if (isAlias(node) || slot.kind === "root") return rangeOf(node)[0];
  const props = propsOf(slot.kind === "pair" ? slot.pair.srcToken?.sep : itemTokens(slot.seq, slot.index));
  return Math.min(rangeOf(node)[0], ...props.map(({ offset }) => offset));
}

/** The anchor's token before a slot's value. */
export function anchorToken(slot: Slot): CST.SourceToken | null {
  if (slot.kind === "root") return null;
  const props = propsOf(slot.kind === "pair" ? slot.pair.srcToken?.sep : itemTokens(slot.seq, slot.index));
  return props.find(({ type }) => type === "anchor") ?? null;
}
