// The smallest changes of the text that change a value: each returns what to put where, or null where only a larger part can be
// written anew. Pure. Nothing here is trusted: whoever uses it reads the result again and compares.

import { isMap, isScalar, isSeq } from "yaml";
import type { Pair, YAMLMap, YAMLSeq } from "yaml";

import type { PlainValue } from "../../../shared/model/alert.ts";
import { emitBlock, emitInline, emitPair, isFilled } from "./emit.ts";
import type { TextStyle } from "./emit.ts";
import {
  anchorToken,
  columnOf,
  dashOf,
  indicatorEnd,
  isFirstInLine,
  itemEnd,
  lineEnd,
  lineStart,
  linesEnd,
  pairEnd,
  pairStart,
  valueEnd,
  valueStart,
} from "./geometry.ts";
import { asNode, rangeOf } from "./parsed-text.ts";
import type { ParsedText, TextNode } from "./parsed-text.ts";
import { isInFlow, nodeIn } from "./slots.ts";
import type { Slot } from "./slots.ts";
import { isList, isMapping } from "./written-value.ts";

/** `text` takes the place of what is from `start` to `end`. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Surface {
  readonly parsed: ParsedText;
  readonly style: TextStyle;
}

/** Puts a value into a slot in place of what is there. `anchor`: a name to put before it. */
export function replaceValue(surface: Surface, slot: Slot, value: PlainValue, anchor?: string): readonly Splice[] | null {
  const { parsed, style } = surface;
  const node = nodeIn(parsed, slot);
  if (slot.kind === "root") return replaceRoot(surface, value);
  const after = indicatorEnd(slot);
  const name = anchor ?? keptAnchor(parsed, slot, node);
  const prefix = name === null ? "" : `&${name} `;
  const isEmpty = node === null || (isScalar(node) && rangeOf(node)[0] === rangeOf(node)[1] && anchorToken(slot) === null);
  if (isInFlow(slot)) {
    const text = prefix + emitInline(value, style, quoteOf(node), true);
    if (!isEmpty) return [{ start: valueStart(slot, node), end: rangeOf(node)[1], text }];
    return after === null ? null : [{ start: after, end: after, text: ` ${text}` }];
  }
  if (after === null) return null;
  const asFlow = !isScalar(node) && node !== null && "flow" in node && node.flow && typeof value === "object";
  const end = isEmpty ? after : Math.max(after, valueEnd(parsed.text, node));
  if (!isFilled(value) || asFlow) return [replaceInline(surface, slot, node, isEmpty, { after, end, value, prefix })];
  return replaceByBlock(surface, slot, { after, end, value, name });
}

interface Change {
  readonly after: number;
  readonly end: number;
  readonly value: PlainValue;
}

function replaceInline(
  { parsed, style }: Surface,
  slot: Exclude<Slot, { kind: "root" }>,
  node: TextNode | null,
  isEmpty: boolean,
  { after, end, value, prefix }: Change & { readonly prefix: string },
): Splice {
  const begins = isEmpty || node === null ? after : valueStart(slot, node);
  const isSameLine = !isEmpty && !parsed.text.slice(after, begins).includes("\n");
  const start = isSameLine ? begins : after;
  const gap = start === after ? " " : "";
  const hasComment = parsed.text.slice(end, lineEnd(parsed.text, end)).trim() !== "";
  if (typeof value === "string" && value.includes("\n") && !hasComment) {
    const column = columnOf(parsed.text, startOf(slot));
    const [head = "", ...rest] = emitPair("x", value, column, style);
    const text = [`${gap}${prefix}${head.trimStart().slice("x: ".length)}`, ...rest].join(style.newline);
    return { start, end, text };
  }
  return { start, end, text: gap + prefix + emitInline(value, style, quoteOf(node)) };
}

function replaceByBlock(
  { parsed, style }: Surface,
  slot: Exclude<Slot, { kind: "root" }>,
  { after, end, value, name }: Change & { readonly name: string | null },
): readonly Splice[] {
  const { text } = parsed;
  const mark = name === null ? "" : ` &${name}`;
  const base = columnOf(text, startOf(slot));
  if (slot.kind === "item") {
    const lines = emitBlock(value, base + 2, style);
    if (name !== null) return [{ start: after, end, text: [mark, ...lines].join(style.newline) }];
    const [first = "", ...rest] = lines;
    return [{ start: after, end, text: [` ${first.trimStart()}`, ...rest].join(style.newline) }];
  }
  const lines = emitBlock(value, base + (isList(value) ? style.listStep : style.step), style);
  const atLineEnd = lineEnd(text, end);
  const rest = text.slice(end, atLineEnd);
  if (rest.trim() === "") {
    const tail = rest.replace(/^[ \t]+/, "");
    return [{ start: after, end: atLineEnd, text: [mark, ...lines].join(style.newline) + tail }];
  }
  // A comment stays beside its key.
  const isLast = !rest.endsWith("\n");
  const block = lines.join(style.newline);
  return [
    { start: after, end, text: mark },
    { start: atLineEnd, end: atLineEnd, text: isLast ? style.newline + block : block + style.newline },
  ];
}

function replaceRoot({ parsed, style }: Surface, value: PlainValue): readonly Splice[] | null {
  const lines = isFilled(value) ? emitBlock(value, 0, style) : [emitInline(value, style)];
  const block = lines.join(style.newline);
  const { text, root } = parsed;
  if (root !== null) {
    const start = rangeOf(root)[0];
    const isBlock = (isMap(root) || isSeq(root)) && root.flow !== true;
    return [{ start: isBlock ? lineStart(text, start) : start, end: valueEnd(text, root), text: block }];
  }
  const gap = text === "" || text.endsWith("\n") || text === "\ufeff" ? "" : style.newline;
  return [{ start: text.length, end: text.length, text: gap + block + style.newline }];
}

/** Where the slot's key or dash is: what its value is indented below. */
export function startOf(slot: Exclude<Slot, { kind: "root" }>): number {
  return slot.kind === "pair" ? pairStart(slot.pair) : (dashOf(slot.seq, slot.index) ?? 0);
}

function keptAnchor(parsed: ParsedText, slot: Slot, node: TextNode | null): string | null {
  if (node === null || !parsed.aliases.has(node)) return null;
  return anchorToken(slot)?.source.slice(1) ?? null;
}

function quoteOf(node: TextNode | null): '"' | "'" | "plain" {
  if (!isScalar(node)) return "plain";
  if (node.type === "QUOTE_DOUBLE") return '"';
  return node.type === "QUOTE_SINGLE" ? "'" : "plain";
}

/** Adds a key at the end of a mapping that is not empty. */
export function addPair({ parsed, style }: Surface, map: YAMLMap, key: string, value: PlainValue): readonly Splice[] | null {
  const last = map.items.at(-1);
  const first = map.items[0];
  if (last === undefined || first === undefined) return null;
  const { text } = parsed;
  if (map.flow === true) {
    const at = pairEnd(text, last);
    const pair = emitInline({ [key]: value }, style, "plain", true).slice(1, -1);
    return [{ start: at, end: at, text: `, ${pair}` }];
  }
  const column = columnOf(text, pairStart(first));
  return [linesAfter(text, linesEnd(text, pairEnd(text, last), column), emitPair(key, value, column, style), style)];
}

function linesAfter(text: string, at: number, lines: readonly string[], style: TextStyle): Splice {
  const block = lines.join(style.newline);
  const needsBreak = at > 0 && text[at - 1] !== "\n";
  return { start: at, end: at, text: needsBreak ? style.newline + block : block + style.newline };
}

/** Takes a key out of a mapping that keeps others. */
export function removePair({ parsed }: Surface, map: YAMLMap, pair: Pair): readonly Splice[] | null {
  const index = map.items.indexOf(pair);
  if (map.items.length < 2 || index === -1) return null;
  const { text } = parsed;
  const starts = map.items.map(pairStart);
  const ends = map.items.map((item) => pairEnd(text, item));
  if (map.flow === true) return removeFromFlow(new Set([index]), starts, ends);
  return removeLines(text, starts[index] ?? 0, linesEnd(text, ends[index] ?? 0, columnOf(text, starts[index] ?? 0)), starts[index + 1]);
}

function removeFromFlow(gone: ReadonlySet<number>, starts: readonly number[], ends: readonly number[]): readonly Splice[] {
  const lastKept = starts.findLastIndex((_start, index) => !gone.has(index));
  const before = [...gone]
    .filter((index) => index < lastKept)
    .map((index) => ({ start: starts[index] ?? 0, end: starts[index + 1] ?? 0, text: "" }));
  const isAtEnd = lastKept < starts.length - 1;
  return isAtEnd ? [...before, { start: ends[lastKept] ?? 0, end: ends.at(-1) ?? 0, text: "" }] : before;
}

/** Whole lines; or, for what begins behind a dash, up to what can take its place there. */
function removeLines(text: string, start: number, end: number, next: number | undefined): readonly Splice[] | null {
  if (isFirstInLine(text, start)) return [{ start: lineStart(text, start), end, text: "" }];
  if (next === undefined) return null;
  if (text.slice(end, next).trim() === "") return [{ start, end: next, text: "" }];
  const breakLength = text[end - 2] === "\r" ? 2 : 1;
  return [{ start, end: end - breakLength, text: "" }];
}

/** Puts elements before `index` of a list that is not empty, or at its end. */
export function addItems({ parsed, style }: Surface, seq: YAMLSeq, index: number, values: readonly PlainValue[]): readonly Splice[] | null {
  const count = seq.items.length;
  const { text } = parsed;
  if (count === 0) return null;
  if (seq.flow === true) {
    const items = values.map((value) => emitInline(value, style, "plain", true)).join(", ");
    const neighbour = asNode(seq.items[Math.min(index, count - 1)]);
    if (neighbour === null) return null;
    if (index < count) {
      const at = valueStart({ kind: "item", seq, index }, neighbour);
      return [{ start: at, end: at, text: `${items}, ` }];
    }
    const at = rangeOf(neighbour)[1];
    return [{ start: at, end: at, text: `, ${items}` }];
  }
  const dash = dashOf(seq, Math.min(index, count - 1));
  if (dash === null || !isFirstInLine(text, dash)) return null;
  const likeNeighbour = quotesOfItems(seq);
  const blank = hasBlankLines(text, seq) ? [""] : [];
  const blocks = values.map((value) =>
    typeof value === "string" && likeNeighbour !== null && !value.includes("\n")
      ? [`${" ".repeat(columnOf(text, dash))}- ${emitInline(value, style, likeNeighbour)}`]
      : emitBlock([value], columnOf(text, dash), style),
  );
  if (index >= count)
    return [
      linesAfter(
        text,
        itemEnd(text, seq, count - 1),
        blocks.flatMap((lines) => [...blank, ...lines]),
        style,
      ),
    ];
  const at = index === 0 ? lineStart(text, dash) : leadOf(text, seq, index);
  return [
    {
      start: at,
      end: at,
      text: blocks
        .flatMap((lines) => [...lines, ...blank])
        .map((line) => line + style.newline)
        .join(""),
    },
  ];
}

/** The quotes that all texts of a list are in; null when they differ or there are none. */
function quotesOfItems(seq: YAMLSeq): '"' | "'" | null {
  const kinds = new Set(seq.items.map((item) => quoteOf(asNode(item))));
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined && only !== "plain" ? only : null;
}

/** Whether elements of a list are usually set apart by a blank line. */
function hasBlankLines(text: string, seq: YAMLSeq): boolean {
  let blank = 0;
  for (let index = 1; index < seq.items.length; index += 1) {
    const from = itemEnd(text, seq, index - 1);
    if (/^[ \t]*\r?\n/.test(text.slice(from, from + 200))) blank += 1;
  }
  return blank * 2 > seq.items.length - 1;
}

/** Where an element begins with the comment lines right above it. The first one's comments belong to the whole list. */
export function leadOf(text: string, seq: YAMLSeq, index: number): number {
  let start = lineStart(text, dashOf(seq, index) ?? 0);
  if (index === 0) return start;
  const limit = itemEnd(text, seq, index - 1);
  while (start > limit) {
    const above = lineStart(text, start - 1);
    if (above < limit || !/^[ \t]*#/.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}

/** Takes elements out of a list that keeps others. Comments above them stay. */
export function removeItems({ parsed }: Surface, seq: YAMLSeq, indices: readonly number[]): readonly Splice[] | null {
  const gone = new Set(indices);
  if (gone.size >= seq.items.length) return null;
  const { text } = parsed;
  if (seq.flow === true) {
    const starts = seq.items.map((item, index) => {
      const node = asNode(item);
      return node === null ? 0 : valueStart({ kind: "item", seq, index }, node);
    });
    const ends = seq.items.map((item) => rangeOf(asNode(item) ?? seq)[1]);
    return removeFromFlow(gone, starts, ends);
  }
  const splices: Splice[] = [];
  for (const index of [...gone].toSorted((a, b) => a - b)) {
    const removed = removeLines(text, dashOf(seq, index) ?? 0, itemEnd(text, seq, index), dashOf(seq, index + 1) ?? undefined);
    if (removed === null) return null;
    splices.push(...removed);
  }
  return splices;
}

/** Whether a value of this kind can be changed part by part where this node is. */
export function isSameKind(node: TextNode | null, value: PlainValue): boolean {
  return (isMap(node) && isMapping(value)) || (isSeq(node) && isList(value));
}
