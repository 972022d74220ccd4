// A text as YAML nodes with their places: by the YAML reader, and for the long lists of configurations in a quicker way that gives the
// same. What the nodes mean is for others. Pure.

import { isAlias, isMap, isScalar, isSeq, parseDocument, visit, YAMLSeq } from "yaml";
import type { Node, Pair, YAMLParseError } from "yaml";

import type { ListLayout } from "./list-layout.ts";
import { layoutOf } from "./list-layout.ts";
import { readPlainEntry } from "./plain-entry.ts";

/** What was read of a text. */
export interface YamlDocument {
  /** null = nothing but comments. */
  readonly contents: Node | null;
  readonly errors: readonly YAMLParseError[];
  /** The lists that were read element by element; null = the text was read as one. */
  readonly layouts: readonly ListLayout[] | null;
}

/** Failsafe: every scalar stays a text; what it means depends on the key that it is for. Keys are checked by whoever wants unique ones. */
const OPTIONS = { schema: "failsafe", uniqueKeys: false, prettyErrors: false, logLevel: "error" } as const;

/** Reads a text. Nodes have ranges, but no tokens. @throws RangeError for what nests deeper than the stack */
export function readYaml(text: string): YamlDocument {
  return readByElements(text) ?? readAsOne(text, false);
}

/** Reads a text with the tokens that its nodes were made of. @throws RangeError for what nests deeper than the stack */
export function readYamlWithTokens(text: string): YamlDocument {
  return readAsOne(text, true);
}

function readAsOne(text: string, keepSourceTokens: boolean): YamlDocument {
  const { contents, errors } = parseDocument(text, { ...OPTIONS, keepSourceTokens });
  return { contents, errors, layouts: null };
}

/**
 * Reads what is around the lists, and each of their elements by itself: lines that begin with the dashes of one column are the elements
 * of one list, provided that each of them can be read alone.
 * @returns null when that cannot be told, or anything is wrong: then the whole has to be read as one
 */
export function readByElements(text: string): YamlDocument | null {
  const layouts = layoutOf(text);
  if (layouts === null || layouts.length === 0) return null;
  const { contents, errors } = parseDocument(blankOut(text, layouts), OPTIONS);
  if (errors.length > 0 || !isMap(contents)) return null;
  for (const layout of layouts) {
    const pair = contents.items.find((candidate) => isScalar(candidate.key) && candidate.key.range?.[0] === layout.keyStart);
    const seq = pair === undefined ? null : readList(text, layout);
    if (pair === undefined || seq === null || !isEmptyPlace(pair)) return null;
    // The reader's type for what it has read allows no other node in this place; the pair itself does.
    (pair as Pair).value = seq;
  }
  const end = endOf(contents.items.at(-1)?.value);
  contents.range = [contents.range[0], end, end];
  return { contents, errors, layouts };
}

/** The same text without the elements, everything else in its place. */
function blankOut(text: string, layouts: readonly ListLayout[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { starts, end } of layouts) {
    const start = starts[0] ?? end;
    pieces.push(text.slice(at, start), " ".repeat(Math.max(0, end - start - 1)), text[end - 1] === "\n" ? "\n" : " ");
    at = end;
  }
  return [...pieces, text.slice(at)].join("");
}

function isEmptyPlace({ value }: Pair): boolean {
  return value === null || (isScalar(value) && value.source === "" && value.anchor === undefined && value.tag === undefined);
}

function readList(text: string, { starts, end, column }: ListLayout): YAMLSeq | null {
  const seq = new YAMLSeq();
  for (const [index, start] of starts.entries()) {
    const behind = starts[index + 1] ?? end;
    const item = readPlainEntry(text, start, behind) ?? readAlone(text.slice(start, behind), start);
    if (item === null) return null;
    seq.items.push(item);
  }
  const last = endOf(seq.items.at(-1));
  seq.range = [(starts[0] ?? 0) + column, last, last];
  return seq;
}

/** One element by the YAML reader. `offset`: where it stands in the whole. */
function readAlone(text: string, offset: number): Node | null {
  const { contents, errors } = parseDocument(text, OPTIONS);
  const [item] = isSeq(contents) && contents.flow !== true && contents.items.length === 1 ? contents.items : [];
  if (errors.length > 0 || !isNode(item)) return null;
  visit(item, {
    Node: (_key, node) => {
      if (node.range !== undefined && node.range !== null) {
        node.range = [node.range[0] + offset, node.range[1] + offset, node.range[2] + offset];
      }
    },
  });
  return item;
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isAlias(value) || isMap(value) || isSeq(value);
}

function endOf(value: unknown): number {
  return isNode(value) ? (value.range?.[2] ?? 0) : 0;
}
