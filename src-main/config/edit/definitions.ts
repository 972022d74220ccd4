// Moves what an anchor names from one place of the text to another, as it is written: the definition must stand above everything that
// refers to it, and must not go with a part that goes. Pure. Like all changes of the text, these are read again before they count.

import { isAlias, isMap, isScalar, isSeq } from "yaml";

import { anchorToken, columnOf, lineEnd, linesEnd, pairEnd, pairStart, valueEnd, valueStart } from "./geometry.ts";
import { emitInline, emitPair } from "./emit.ts";
import { asNode, isMerge, keyOf, rangeOf } from "./parsed-text.ts";
import type { TextNode } from "./parsed-text.ts";
import { isInFlow, nodeIn, slotsOfAliases } from "./slots.ts";
import type { Slot } from "./slots.ts";
import { replaceValue, startOf } from "./splice.ts";
import type { Splice, Surface } from "./splice.ts";
import { isMapping, valueOf } from "./written-value.ts";

type Definition = Exclude<Slot, { kind: "root" }>;

/** Writes each node at its first user outside of it, under the same anchor, and takes the anchor off here. One within another goes with it. `gone`: users in these do not count. */
export function isolate(surface: Surface, definitions: readonly TextNode[], gone: readonly TextNode[] = []): readonly Splice[] | null {
  const { parsed } = surface;
  const splices: Splice[] = [];
  for (const node of definitions) {
    const slot = slotOfNode(surface, node);
    const token = slot === null ? null : anchorToken(slot);
    if (slot === null || token === null) return null;
    const users = slotsOfAliases(parsed, node).filter((user) => ![node, ...gone].some((part) => isInside(nodeIn(parsed, user), part)));
    const [first] = users;
    if (first === undefined) continue;
    if (!definitions.some((other) => other !== node && isInside(node, other))) {
      const written = (users.length === 1 ? mergeWrittenOut(surface, node, first) : null) ?? definitionAt(surface, slot, first);
      if (written === null) return null;
      splices.push(...written);
    }
    const tokenEnd = token.offset + token.source.length;
    const gap = /^[ \t]*/.exec(parsed.text.slice(tokenEnd))?.[0].length ?? 0;
    splices.push({ start: token.offset, end: tokenEnd + gap, text: "" });
  }
  return splices;
}

/**
 * What makes the order of definitions and users right when `rankOf` gives the order of places afterwards. A definition changes places
 * with its new first user; what is an entry of its own stays one, and those that merge it get its keys.
 */
export function reorder(surface: Surface, rankOf: (offset: number) => number): readonly Splice[] | null {
  const { parsed } = surface;
  const splices: Splice[] = [];
  for (const [node] of parsed.aliases) {
    const rank = rankOf(rangeOf(node)[0]);
    const early = slotsOfAliases(parsed, node)
      .map((user) => ({ user, rank: rankOf(rangeOf(nodeIn(parsed, user) ?? node)[0]) }))
      .filter((each) => each.rank < rank)
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ user }) => user);
    const [first] = early;
    if (first === undefined) continue;
    const slot = slotOfNode(surface, node);
    const changed =
      slot === null ? null : ((slot.kind === "item" ? allWrittenOut(surface, node, early) : null) ?? swapped(surface, slot, first));
    if (changed === null) return null;
    splices.push(...changed);
  }
  return splices;
}

function allWrittenOut(surface: Surface, node: TextNode, users: readonly Slot[]): readonly Splice[] | null {
  const parts = users.map((user) => mergeWrittenOut(surface, node, user));
  return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
}

/** The keys of a mapping in place of the `<<` that merges it; null where the user is none. */
function mergeWrittenOut({ parsed, style }: Surface, node: TextNode, user: Slot): readonly Splice[] | null {
  if (user.kind !== "pair" || !isMerge(user.pair)) return null;
  const value = valueOf(parsed, node);
  const definesMore = [...parsed.aliases.keys()].some((other) => other !== node && isInside(other, node));
  if (!isMapping(value) || definesMore) return null;
  const own = new Set(user.map.items.filter((pair) => !isMerge(pair)).map((pair) => keyOf(parsed, pair)));
  const missing = Object.entries(value).filter(([key]) => !own.has(key));
  const { text } = parsed;
  const start = pairStart(user.pair);
  const end = pairEnd(text, user.pair);
  if (missing.length === 0 || user.map.items.filter(isMerge).length > 1) return null;
  if (user.map.flow === true) {
    return [{ start, end, text: emitInline(Object.fromEntries(missing), style, "plain", true).slice(1, -1) }];
  }
  const lines = missing.flatMap(([key, member]) => emitPair(key, member, columnOf(text, start), style));
  return [{ start, end, text: lines.join(style.newline).trimStart() }];
}

function swapped(surface: Surface, slot: Definition, user: Slot): readonly Splice[] | null {
  const written = definitionAt(surface, slot, user);
  const left = aliasAt(surface, slot);
  return written === null || left === null ? null : [...written, ...left];
}

interface Written {
  readonly node: TextNode;
  readonly anchor: string;
  /** From its anchor and tag to its end, with the comments in and beside its lines. */
  readonly start: number;
  readonly end: number;
  /** Where its lines begin that are indented below the key; null = it begins and ends between brackets or quotes, or on one line. */
  readonly body: number | null;
}

function writtenIn({ parsed }: Surface, slot: Definition): Written | null {
  const { text } = parsed;
  const node = nodeIn(parsed, slot);
  if (node === null || isAlias(node) || node.anchor === undefined) return null;
  const start = valueStart(slot, node);
  const isBlock = isScalar(node) ? node.type?.startsWith("BLOCK_") === true : node.flow !== true;
  if (!isBlock) return { node, anchor: node.anchor, start, end: valueEnd(text, node), body: null };
  const lines = linesEnd(text, valueEnd(text, node), columnOf(text, startOf(slot)));
  const end = lines - breakLength(text, lines);
  const body = lineEnd(text, start);
  // An anchor on a line of its own, or a list that begins beside its dash: nothing that could be taken up by whole lines.
  if (!isScalar(node) && rangeOf(node)[0] < body) return null;
  return { node, anchor: node.anchor, start, end, body };
}

/** Puts a definition in place of an alias, indented for it. */
function definitionAt(surface: Surface, slot: Definition, user: Slot): readonly Splice[] | null {
  const { parsed, style } = surface;
  const { text } = parsed;
  const alias = nodeIn(parsed, user);
  const written = writtenIn(surface, slot);
  if (alias === null || written === null || user.kind === "root") return null;
  const { node, anchor, start, end, body } = written;
  const [aliasStart, aliasEnd] = rangeOf(alias);
  const isMoreThanHere = isInFlow(user) && !isInFlow(slot) && (body !== null || (isScalar(node) && node.type === "PLAIN"));
  if (isMoreThanHere) return replaceValue(surface, user, valueOf(parsed, node), anchor);
  const by = columnOf(text, startOf(user)) - columnOf(text, startOf(slot));
  if (body === null) return [{ start: aliasStart, end: aliasEnd, text: indented(text.slice(start, end), by) }];
  const head = headOf(text.slice(start, body));
  const below = lineEnd(text, aliasEnd) - breakLength(text, lineEnd(text, aliasEnd));
  return [
    { start: aliasStart, end: aliasEnd, text: head },
    { start: below, end: below, text: style.newline + indented(`\n${text.slice(body, end)}`, by).slice(1) },
  ];
}

/** Leaves an alias where a definition was, and the comment beside its key. */
function aliasAt(surface: Surface, slot: Definition): readonly Splice[] | null {
  const { text } = surface.parsed;
  const written = writtenIn(surface, slot);
  if (written === null) return null;
  const { anchor, start, end, body } = written;
  if (body === null) return [{ start, end, text: `*${anchor}` }];
  return [
    { start, end: start + headOf(text.slice(start, body)).length, text: `*${anchor}` },
    { start: body - breakLength(text, body), end, text: "" },
  ];
}

/** Anchor, tag and block indicator of a first line, without its comment. */
function headOf(line: string): string {
  return line.replace(/(?:[ \t]+#.*)?[ \t]*\r?\n?$/, "");
}

/** All lines but the first, moved to the right or left. */
function indented(text: string, by: number): string {
  if (by >= 0) return text.replace(/\n(?=[^\r\n])/g, `\n${" ".repeat(by)}`);
  return text.replace(new RegExp(`\\n {1,${-by}}`, "g"), "\n");
}

/** The line break that ends right before `offset`; 0 = none. */
function breakLength(text: string, offset: number): number {
  if (text[offset - 1] !== "\n") return 0;
  return text[offset - 2] === "\r" ? 2 : 1;
}

function isInside(node: TextNode | null, other: TextNode): boolean {
  if (node === null) return false;
  const [start, end] = rangeOf(other);
  return rangeOf(node)[0] >= start && rangeOf(node)[1] <= end;
}

function slotOfNode({ parsed }: Surface, wanted: TextNode): Definition | null {
  const visit = (node: TextNode | null): Definition | null => {
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
