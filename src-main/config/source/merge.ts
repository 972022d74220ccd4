// Several files as one configuration: mappings grow together, lists are joined in file order, and a single value may be given once.

import { say } from "../../../shared/i18n/said.ts";
import type { Said } from "../../../shared/i18n/said.ts";
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
      problems.at("error", tree.span, null, say("problem.noKeys"));
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
    const key = was.kind === "mapping" ? "problem.replacesMapping" : "problem.replacesValue";
    problems.at("warning", later.keySpan, path, say(key, { place: placeOf(earlier.keySpan) }));
    return later;
  }
  problems.at("error", later.keySpan, path, say(clashOf(was, is), { place: placeOf(earlier.keySpan) }));
  return earlier;
}

function clashOf(was: ConfigNode, is: ConfigNode): "problem.mergeWithList" | "problem.mergeWithValue" | "problem.givenTwice" {
  if (is.kind !== "mapping") return "problem.givenTwice";
  return was.kind === "list" ? "problem.mergeWithList" : "problem.mergeWithValue";
}

function placeOf({ source, start }: Span): Said {
  return say("problem.fileAndLine", { file: source.path, line: lineAndColumn(source, start).line });
}
