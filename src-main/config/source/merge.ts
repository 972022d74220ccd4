// Several files as one configuration: mappings grow together, lists are joined in file order, and a single value may be given once.

import type { ProblemSink } from "../problems.ts";
import { lineAndColumn } from "./source-text.ts";
import type { Span } from "./source-text.ts";
import type { ConfigNode, MappingEntry, MappingNode, Path } from "./tree.ts";
import { childPath } from "./tree.ts";

/** Merges the trees of several files, in order. A tree that is no mapping is a problem and is left out. */
export function mergeTrees(trees: readonly ConfigNode[], problems: ProblemSink): ConfigNode | null {
  let merged: MappingNode | null = null;
  for (const tree of trees) {
    if (tree.kind !== "mapping") {
      problems.at("error", tree.span, null, "A configuration file holds keys with values, such as `endpoints:`; this one does not.");
    } else {
      merged = merged === null ? tree : mergeMappings(merged, tree, null, problems);
    }
  }
  return merged;
}

function mergeMappings(earlier: MappingNode, later: MappingNode, path: Path | null, problems: ProblemSink): MappingNode {
  const entries = new Map(earlier.entries);
  for (const [key, entry] of later.entries) {
    const existing = entries.get(key);
    entries.set(key, existing === undefined ? entry : mergeEntries(existing, entry, childPath(path, entry.label), problems));
  }
  return { ...earlier, entries };
}

function mergeEntries(earlier: MappingEntry, later: MappingEntry, path: Path, problems: ProblemSink): MappingEntry {
  const was = earlier.value;
  const is = later.value;
  if (was.kind === "mapping" && is.kind === "mapping") return { ...earlier, value: mergeMappings(was, is, path, problems) };
  if (was.kind === "list" && is.kind === "list") return { ...earlier, value: { ...was, items: [...was.items, ...is.items] } };
  if (is.kind === "list") {
    const replaced = was.kind === "mapping" ? "the mapping" : "the value";
    problems.at("warning", later.keySpan, path, `This list replaces ${replaced} given for the same key in ${place(earlier.keySpan)}.`);
    return later;
  }
  const message =
    is.kind === "mapping"
      ? `This mapping cannot be merged with the ${was.kind === "list" ? "list" : "value"} given for the same key in ${place(earlier.keySpan)}.`
      : `This key is already given in ${place(earlier.keySpan)}; only mappings and lists may be spread over several files.`;
  problems.at("error", later.keySpan, path, message);
  return earlier;
}

function place(span: Span): string {
  return `${span.source.path}, line ${lineAndColumn(span.source, span.start).line}`;
}
