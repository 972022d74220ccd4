// A configuration as a tree of texts, lists and mappings, with the place of each in its file. Anchors, merges and several
// files have been resolved already; what a text means (a number, a duration) is decided by whoever reads it.

import type { Span } from "./source-text.ts";

export type ConfigNode = ScalarNode | ListNode | MappingNode;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly span: Span;
  /** The content: quotes, folding and escapes undone. */
  readonly text: string;
  /** Written without quotes and not as a block: only such a text can mean a number, a truth value or nothing at all. */
  readonly plain: boolean;
  /** The names of the variables whose values are part of the text; usually empty. */
  readonly variables: readonly string[];
}

export interface ListNode {
  readonly kind: "list";
  readonly span: Span;
  readonly items: readonly ConfigNode[];
}

export interface MappingEntry {
  /** The key as it counts. */
  readonly key: string;
  /** The key as it may be shown: with the names of variables instead of their values. */
  readonly label: string;
  readonly keySpan: Span;
  readonly value: ConfigNode;
}

/** Entries in file order; merged ones after the mapping's own. */
export interface MappingNode {
  readonly kind: "mapping";
  readonly span: Span;
  readonly entries: ReadonlyMap<string, MappingEntry>;
}

const NULL_TEXTS = new Set(["", "~", "null", "Null", "NULL"]);

/** Whether a node says nothing: an empty value, `null` or `~`. Such a key counts as absent. */
export function isNullNode(node: ConfigNode): boolean {
  return node.kind === "scalar" && node.plain && NULL_TEXTS.has(node.text);
}

/** Where something stands in the configuration as a whole; rendered only when somebody asks. */
export interface Path {
  readonly parent: Path | null;
  readonly segment: string | number;
}

/** For example `endpoints[3].conditions[0]`; empty for null, the whole configuration. */
export function formatPath(path: Path | null): string {
  const segments: Array<string | number> = [];
  for (let at = path; at !== null; at = at.parent) segments.push(at.segment);
  let text = "";
  for (const segment of segments.reverse()) {
    if (typeof segment === "number") text += `[${segment}]`;
    else text += text === "" ? segment : `.${segment}`;
  }
  return text;
}

/** A node together with its path: what a message can point at. */
export interface Spot {
  readonly node: ConfigNode;
  readonly path: Path | null;
}

export function childPath(parent: Path | null, segment: string | number): Path {
  return { parent, segment };
}
