// From one file's text to its tree: variables are replaced, the result is read as YAML, and every place is mapped back to the
// text as written. Anchors and merge keys are resolved here; hostile nesting and alias bombs end here, as problems.

import { Lexer, isAlias, isMap, isScalar, isSeq, visit } from "yaml";
import type { Alias, Node, Scalar, YAMLMap, YAMLParseError, YAMLSeq } from "yaml";

import { followedBy, say } from "../../../shared/i18n/said.ts";
import type { Said } from "../../../shared/i18n/said.ts";
import type { ProblemSink } from "../problems.ts";
import type { ExpandedText } from "./expand.ts";
import { expandVariables, replacementsWithin, writtenOffset } from "./expand.ts";
import { lineAndColumn, quoteSpan } from "./source-text.ts";
import type { SourceText, Span } from "./source-text.ts";
import type { ConfigNode, ListNode, MappingEntry, MappingNode, ScalarNode } from "./tree.ts";
import { isNullNode } from "./tree.ts";
import type { YamlDocument } from "./yaml-document.ts";
import { readYaml } from "./yaml-document.ts";
import { isOpenQuote, yamlProblem } from "./yaml-words.ts";

/** Levels of blocks within blocks; real configurations have about ten. */
const DEEPEST = 100;
/** Nodes after all aliases were followed: an honest file with 5,000 merges has under 200,000, a bomb has millions. */
const MOST_NODES = 2_000_000;
/** One slip of the pen can make every following line wrong; later complaints are then noise. */
const MOST_SYNTAX_ERRORS = 20;

/** Looks a variable up: the environment, then the secrets. */
export type LookUp = (name: string) => string | undefined;

/** @returns the tree; null when the file is empty, or when a problem of severity error was reported. */
export function parseSource(source: SourceText, lookUp: LookUp, problems: ProblemSink): ConfigNode | null {
  const expanded = expandVariables(source.text, lookUp);
  const document = readDocument(expanded.text);
  warnOfUndefined(source, expanded, problems);
  if (document === null) {
    problems.at("error", { source, start: 0, end: 0 }, null, say("problem.tooDeep"));
    return null;
  }
  if (reportSyntax(source, expanded, document, problems)) return null;
  if (document.contents === null) return null;
  const tree = createConverter(source, expanded, problems).convert(document.contents, 0);
  return isNullNode(tree) ? null : tree;
}

function readDocument(text: string): YamlDocument | null {
  try {
    return readYaml(text);
  } catch (error) {
    // The reader recurses: what nests deeper than the stack ends here.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function reportSyntax(source: SourceText, expanded: ExpandedText, document: YamlDocument, problems: ProblemSink): boolean {
  let reported = 0;
  let failed = false;
  let lastLine = 0;
  for (const error of document.errors) {
    const { code, message } = error;
    const pos = isOpenQuote(code, message) ? openingOf(error, document) : error.pos;
    const span = writtenSpan(source, expanded, pos[0], pos[1]);
    if (code === "MULTIPLE_DOCS") {
      problems.at("warning", { ...span, end: span.start + 3 }, null, yamlProblem(code, message));
      continue;
    }
    failed = true;
    const { line } = lineAndColumn(source, span.start);
    if (line === lastLine || reported === MOST_SYNTAX_ERRORS) continue;
    lastLine = line;
    reported += 1;
    problems.at("error", span, null, followedBy(yamlProblem(code, message), variableNote(expanded, pos[0])));
  }
  return failed;
}

/** The quote that is not closed: where a text begins that ends where the complaint is. */
function openingOf(error: YAMLParseError, { contents }: YamlDocument): readonly [number, number] {
  if (contents === null) return error.pos;
  let opening: number | undefined;
  visit(contents, {
    Scalar: (_key, { range }) => {
      if (range?.[1] === error.pos[0]) opening = range[0];
    },
  });
  return opening === undefined ? error.pos : [opening, opening + 1];
}

function variableNote(expanded: ExpandedText, offset: number): Said | null {
  const [inside] = replacementsWithin(expanded, offset, offset + 1);
  if (inside === undefined || inside.name === null) return null;
  return say("problem.insideVariable", { variable: `\${${inside.name}}` });
}

function warnOfUndefined(source: SourceText, expanded: ExpandedText, problems: ProblemSink): void {
  const missing = expanded.replacements.filter(({ name, defined }) => name !== null && !defined);
  // Finding the comments takes a while, and is needed only where there is a # before a variable on its line.
  const comments = missing.some(({ expandedStart }) => mayBeInComment(expanded.text, expandedStart)) ? commentSpans(expanded.text) : [];
  for (const { name, start, end, expandedStart } of missing) {
    if (name === null || comments.some((comment) => comment.start < expandedStart && expandedStart <= comment.end)) continue;
    problems.at("warning", { source, start, end }, null, say("problem.undefinedVariable", { name }));
  }
}

function mayBeInComment(text: string, offset: number): boolean {
  const hash = text.lastIndexOf("#", offset);
  return hash !== -1 && hash > text.lastIndexOf("\n", offset - 1);
}

/** Where the comments are; `start` is the offset of the `#`. */
function commentSpans(text: string): ReadonlyArray<{ readonly start: number; readonly end: number }> {
  const spans: Array<{ start: number; end: number }> = [];
  let offset = 0;
  let inScalar = false;
  for (const token of new Lexer().lex(text)) {
    // The lexer marks documents, scalars and the end of flows with control characters that are not in the text.
    if (token === "\u0002" || token === "\u0018") continue;
    if (token === "\u001f") {
      inScalar = true;
      continue;
    }
    if (!inScalar && token.startsWith("#")) spans.push({ start: offset, end: offset + token.length });
    inScalar = false;
    offset += token.length;
  }
  return spans;
}

function writtenSpan(source: SourceText, expanded: ExpandedText, start: number, end: number): Span {
  return { source, start: writtenOffset(expanded, start, "start"), end: writtenOffset(expanded, end, "end") };
}

interface Anchored {
  /** null while the anchored thing is still being read: an alias then means the thing contains itself. */
  node: ConfigNode | null;
  size: number;
}

interface Converter {
  convert(node: Node, depth: number): ConfigNode;
}

function createConverter(source: SourceText, expanded: ExpandedText, problems: ProblemSink): Converter {
  const anchors = new Map<string, Anchored>();
  let size = 0;
  let isTooLarge = false;

  function spanOf(node: Node): Span {
    const [start, end] = node.range ?? [0, 0];
    return writtenSpan(source, expanded, start, end);
  }

  function report(span: Span, said: Said): void {
    problems.at("error", span, null, said);
  }

  function convert(node: Node, depth: number): ConfigNode {
    if (isAlias(node)) return follow(node);
    const sizeBefore = size;
    size += 1;
    const anchored: Anchored = { node: null, size: 0 };
    if (node.anchor !== undefined) anchors.set(node.anchor, anchored);
    const converted = convertOwn(node, depth);
    anchored.node = converted;
    anchored.size = size - sizeBefore;
    return converted;
  }

  function convertOwn(node: Scalar | YAMLMap | YAMLSeq, depth: number): ConfigNode {
    if (isScalar(node)) return convertScalar(node);
    const span = spanOf(node);
    if (depth === DEEPEST) {
      report(span, say("problem.tooManyLevels", { levels: DEEPEST }));
      return nothing(span);
    }
    return isSeq(node) ? convertList(node, span, depth) : convertMapping(node, span, depth);
  }

  function follow(alias: Alias): ConfigNode {
    const span = spanOf(alias);
    const anchored = anchors.get(alias.source);
    if (anchored === undefined) report(span, say("problem.noAnchor", { shown: quoteSpan(span) }));
    else if (anchored.node === null) report(span, say("problem.anchorInItself", { shown: quoteSpan(span) }));
    else if (size + anchored.size > MOST_NODES) {
      if (!isTooLarge) report(span, say("problem.tooManyValues", { most: MOST_NODES }));
      isTooLarge = true;
    } else {
      size += anchored.size;
      return anchored.node;
    }
    return nothing(span);
  }

  function nothing(span: Span): ScalarNode {
    return { kind: "scalar", span, text: "", plain: true, variables: [] };
  }

  function convertScalar(node: Scalar): ScalarNode {
    const [start, end] = node.range ?? [0, 0];
    const variables = replacementsWithin(expanded, start, end).flatMap(({ name }) => (name === null ? [] : [name]));
    const span = spanOf(node);
    const plain = node.tag === undefined ? node.type === "PLAIN" : /:(int|float|bool|null)$/.test(node.tag);
    return { kind: "scalar", span, text: node.source ?? "", plain, variables };
  }

  function convertList(node: YAMLSeq, span: Span, depth: number): ListNode {
    const items = node.items.map((item) => (isNode(item) ? convert(item, depth + 1) : nothing(span)));
    return { kind: "list", span, items };
  }

  function convertMapping(node: YAMLMap, span: Span, depth: number): MappingNode {
    const entries = new Map<string, MappingEntry>();
    const merges: ConfigNode[] = [];
    let mergeSpan: Span | null = null;
    for (const pair of node.items) {
      const keyNode = isNode(pair.key) ? convert(pair.key, depth + 1) : nothing(span);
      const value = isNode(pair.value) ? convert(pair.value, depth + 1) : nothing(keyNode.span);
      if (keyNode.kind !== "scalar") {
        report(keyNode.span, say("problem.keyIsText"));
        continue;
      }
      const isMerge = keyNode.plain && keyNode.text === "<<";
      const earlier = isMerge ? mergeSpan : (entries.get(keyNode.text)?.keySpan ?? null);
      if (earlier !== null) {
        const { line } = lineAndColumn(source, earlier.start);
        const shown = quoteSpan(keyNode.span);
        report(keyNode.span, isMerge ? say("problem.mergeTwice", { shown, line }) : say("problem.keyTwice", { shown, line }));
      } else if (isMerge) {
        mergeSpan = keyNode.span;
        merges.push(value);
      } else {
        entries.set(keyNode.text, { key: keyNode.text, label: labelOf(keyNode), keySpan: keyNode.span, value });
      }
    }
    for (const merged of merges) mergeInto(entries, merged);
    return { kind: "mapping", span, entries };
  }

  /** What is there already wins: the mapping's own keys, then those of mappings that were named earlier. */
  function mergeInto(entries: Map<string, MappingEntry>, merged: ConfigNode): void {
    if (merged.kind === "mapping") {
      for (const [key, entry] of merged.entries) if (!entries.has(key)) entries.set(key, entry);
    } else if (merged.kind === "list" && merged.items.every((item) => item.kind === "mapping")) {
      for (const item of merged.items) mergeInto(entries, item);
    } else if (!isNullNode(merged)) {
      report(merged.span, say("problem.mergeKind"));
    }
  }

  return { convert };
}

function labelOf(key: ScalarNode): string {
  return key.variables.length === 0 ? key.text : quoteSpan(key.span).slice(1, -1);
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isAlias(value) || isMap(value) || isSeq(value);
}
