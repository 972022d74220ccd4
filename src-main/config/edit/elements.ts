// Elements of a list as they are written, at another place of it or once more. Pure.

import type { YAMLSeq } from "yaml";

import { reorder } from "./definitions.ts";
import { dashOf, isFirstInLine, itemEnd, lineStart, valueStart } from "./geometry.ts";
import { asNode, rangeOf } from "./parsed-text.ts";
import { addItems, leadOf } from "./splice.ts";
import type { Splice, Surface } from "./splice.ts";
import { spliceText } from "./splice-text.ts";
import { valueOf } from "./written-value.ts";

type Span = readonly [start: number, end: number];

/** Whole lines change places; what is between elements stays where it is. */
export function planMove(surface: Surface, seq: YAMLSeq, from: number, to: number): readonly Splice[] | null {
  const spans = spansOf(surface, seq, Math.min(from, to), Math.max(from, to));
  return spans === null ? null : moveSpans(surface, seq, { spans, order: orderOf(spans.length, from < to), within: [] });
}

/** The same where a definition would come to stand below who uses it. */
export function planMoveAcross(surface: Surface, seq: YAMLSeq, from: number, to: number): readonly Splice[] | null {
  const spans = spansOf(surface, seq, Math.min(from, to), Math.max(from, to));
  if (spans === null) return null;
  const order = orderOf(spans.length, from < to);
  const begin = spans[0]?.[0] ?? 0;
  const places = new Map(order.map((was, is) => [was, is]));
  // What lies between two elements belongs to the one before it: nothing is defined or used there.
  const rankOf = (offset: number): number => {
    const was = spans.findLastIndex(([start]) => start <= offset);
    const isElsewhere = was === -1 || offset >= (spans.at(-1)?.[1] ?? 0);
    return isElsewhere ? offset : begin + ((places.get(was) ?? was) + offset / surface.parsed.text.length) / spans.length;
  };
  const within = reorder(surface, rankOf);
  return within === null ? null : moveSpans(surface, seq, { spans, order, within });
}

/** Which element comes to stand at each place, when the first of them goes to the end or the last one to the beginning. */
function orderOf(count: number, isDown: boolean): readonly number[] {
  const indices = Array.from({ length: count }, (_unused, index) => index);
  return isDown ? [...indices.slice(1), 0] : [count - 1, ...indices.slice(0, -1)];
}

function spansOf({ parsed: { text } }: Surface, seq: YAMLSeq, low: number, high: number): readonly Span[] | null {
  const spans: Span[] = [];
  for (let index = low; index <= high; index += 1) {
    const node = asNode(seq.items[index]);
    const dash = dashOf(seq, index);
    if (seq.flow === true) {
      if (node === null) return null;
      spans.push([valueStart({ kind: "item", seq, index }, node), rangeOf(node)[1]]);
    } else {
      if (dash === null || !isFirstInLine(text, dash)) return null;
      spans.push([leadOf(text, seq, index), itemEnd(text, seq, index)]);
    }
  }
  return spans;
}

interface Move {
  readonly spans: readonly Span[];
  readonly order: readonly number[];
  /** Changes inside of what moves. */
  readonly within: readonly Splice[];
}

function moveSpans({ parsed: { text }, style }: Surface, seq: YAMLSeq, { spans, order, within }: Move): readonly Splice[] | null {
  const pieces: string[] = [];
  const begin = spans[0]?.[0] ?? 0;
  let at = begin;
  for (const [place, index] of order.entries()) {
    const own = changedSpan(text, spans[index] ?? [0, 0], within);
    if (own === null) return null;
    const [start, end] = spans[place] ?? [0, 0];
    pieces.push(text.slice(at, start), seq.flow === true || own.endsWith("\n") ? own : own + style.newline);
    at = end;
  }
  const joined = pieces.join("");
  const lacksBreak = seq.flow !== true && at === text.length && !text.endsWith("\n");
  return [{ start: begin, end: at, text: lacksBreak ? joined.replace(/\r?\n$/, "") : joined }];
}

function changedSpan(text: string, [start, end]: Span, splices: readonly Splice[]): string | null {
  const own = splices.filter((splice) => splice.start >= start && splice.end <= end);
  return spliceText(
    text.slice(start, end),
    own.map((splice) => ({ ...splice, start: splice.start - start, end: splice.end - start })),
  );
}

/** The element's own lines once more, without its anchors. */
export function planCopy(surface: Surface, seq: YAMLSeq, index: number): readonly Splice[] | null {
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
