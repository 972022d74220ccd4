// A configuration's text as the editor reads it: as written, variables unresolved, with the place of everything. Pure.
// What it means for the monitor is the loader's business; here every scalar keeps its own spelling.

import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Alias, Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";

import { say } from "../../../shared/i18n/said.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import type { ListLayout } from "../source/list-layout.ts";
import type { YamlDocument } from "../source/yaml-document.ts";
import { readByElements, readYamlWithTokens } from "../source/yaml-document.ts";

/** Reading a text again after an edit must not take longer than this many nodes, aliases followed. */
export const MOST_NODES = 2_000_000;
export const DEEPEST = 100;

export type TextNode = Scalar | YAMLMap | YAMLSeq | Alias;

export interface ParsedText {
  readonly text: string;
  /** Where the elements of the lists are that were read one by one, without the tokens that a change needs; null = all tokens are there. */
  readonly layouts: readonly ListLayout[] | null;
  /** null = nothing but comments. */
  readonly root: TextNode | null;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, TextNode>;
  /** Who refers to an anchored node; only nodes that somebody refers to are in it. */
  readonly aliases: ReadonlyMap<TextNode, readonly Alias[]>;
  /** What a scalar says. */
  textOf(node: Scalar): string;
}

/**
 * Reads a text the quick way where that is possible.
 * @returns `config_invalid` when it is no YAML that can be edited by its structure
 */
export function parseText(text: string): Result<ParsedText> {
  return parseBy(text, (masked) => readByElements(masked) ?? readYamlWithTokens(masked));
}

/** Reads a text with all of its tokens. @returns like {@link parseText} */
export function parseTextWithTokens(text: string): Result<ParsedText> {
  return parseBy(text, readYamlWithTokens);
}

function parseBy(text: string, read: (text: string) => YamlDocument): Result<ParsedText> {
  const mask = maskVariables(text);
  let document;
  try {
    document = read(mask.text);
  } catch (error) {
    // The reader recurses: what nests deeper than the stack ends here.
    if (error instanceof RangeError) return err("config_invalid", say("editing.tooDeep"));
    throw error;
  }
  const broken = document.errors.find(({ code }) => code !== "MULTIPLE_DOCS");
  if (broken !== undefined) return err("config_invalid", say("editing.noYaml"));
  const root = asNode(document.contents);
  const links = root === null ? { targets: new Map(), aliases: new Map() } : linkAliases(root);
  if (links === null) return err("config_invalid", say("editing.badAliases"));
  return ok({ text, layouts: document.layouts, root, ...links, textOf: (node) => mask.unmask(node.source ?? "") });
}

/** A node as this folder knows them; null for what is not there. */
export function asNode(value: unknown): TextNode | null {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null;
}

/** Start of the node without its anchor and tag, end of its content, and end with what follows on its lines. */
export function rangeOf(node: Node): readonly [start: number, end: number, nodeEnd: number] {
  return node.range ?? [0, 0, 0];
}

export function keyOf(parsed: ParsedText, pair: Pair): string | null {
  return isScalar(pair.key) ? parsed.textOf(pair.key) : null;
}

/** Whether a pair is a merge: an unquoted `<<`. */
export function isMerge(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.source === "<<" && pair.key.type === "PLAIN";
}

/** The node itself, or what an alias stands for. */
export function followAlias(parsed: ParsedText, node: TextNode | null): Exclude<TextNode, Alias> | null {
  let current = node;
  while (isAlias(current)) current = parsed.targets.get(current) ?? null;
  return current;
}

interface Mask {
  readonly text: string;
  unmask(text: string): string;
}

/**
 * `${NAME}` has braces, which end an unquoted text inside `[…]` and `{…}`; the loader never sees them there because it replaces
 * variables first. A mask of the same length keeps every place.
 */
function maskVariables(text: string): Mask {
  if (!text.includes("${")) return { text, unmask: (masked) => masked };
  const [open, close] = unusedCharacters(text);
  return {
    text: text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (_whole, name: string) => `${open}${open}${name}${close}`),
    unmask: (masked) => (masked.includes(open) ? masked.replaceAll(open + open, "${").replaceAll(close, "}") : masked),
  };
}

/** Two characters of a private area that the text does not have. */
function unusedCharacters(text: string): readonly [string, string] {
  const unused: string[] = [];
  for (let code = 0xe000; code < 0xf8ff && unused.length < 2; code += 1) {
    const character = String.fromCharCode(code);
    if (!text.includes(character)) unused.push(character);
  }
  return [unused[0] ?? "\ue000", unused[1] ?? "\ue001"];
}

type Links = Pick<ParsedText, "targets" | "aliases">;

/** In the order of the text, because an anchor's name may be used again. null = an alias leads nowhere, in a circle, or to too much. */
function linkAliases(root: TextNode): Links | null {
  const named = new Map<string, TextNode>();
  const open = new Set<TextNode>();
  const targets = new Map<Alias, TextNode>();
  const aliases = new Map<TextNode, Alias[]>();
  const sizes = new Map<TextNode, number>();
  // Counted with aliases followed, but without following them: a bomb of them would take for ever.
  let size = 0;
  const visit = (node: TextNode | null, depth: number): boolean => {
    if (node === null) return true;
    if (depth > DEEPEST) return false;
    if (isAlias(node)) {
      const target = named.get(node.source);
      if (target === undefined || open.has(target)) return false;
      targets.set(node, target);
      const users = aliases.get(target);
      if (users === undefined) aliases.set(target, [node]);
      else users.push(node);
      size += sizes.get(target) ?? 1;
      return size <= MOST_NODES;
    }
    const sizeBefore = size;
    size += 1;
    if (node.anchor !== undefined) named.set(node.anchor, node);
    if (isScalar(node)) return true;
    open.add(node);
    const done = isSeq(node)
      ? node.items.every((item) => visit(asNode(item), depth + 1))
      : node.items.every((pair) => visit(asNode(pair.key), depth + 1) && visit(asNode(pair.value), depth + 1));
    open.delete(node);
    if (node.anchor !== undefined) sizes.set(node, size - sizeBefore);
    return done;
  };
  return visit(root, 0) ? { targets, aliases } : null;
}
