// Finds the place of anything in a configuration by its path, for whoever edits or marks the text.

import type { ConfigNode, MappingEntry } from "./tree.ts";
import type { Span } from "./source-text.ts";

/** Where a key and its value stand. Offsets are those of the file as written; merged and aliased values lead to their anchor. */
export interface Location {
  readonly node: ConfigNode;
  /** null for list elements and the root. */
  readonly keySpan: Span | null;
}

/** @returns null when the path leads nowhere. Steps are keys, and positions in lists. */
export function locate(root: ConfigNode, steps: ReadonlyArray<string | number>): Location | null {
  let location: Location = { node: root, keySpan: null };
  for (const step of steps) {
    const next: Location | null = stepInto(location.node, step);
    if (next === null) return null;
    location = next;
  }
  return location;
}

function stepInto(node: ConfigNode, step: string | number): Location | null {
  if (node.kind === "list") {
    const item = typeof step === "number" ? node.items[step] : undefined;
    return item === undefined ? null : { node: item, keySpan: null };
  }
  const entry: MappingEntry | undefined = node.kind === "mapping" ? node.entries.get(String(step)) : undefined;
  return entry === undefined ? null : { node: entry.value, keySpan: entry.keySpan };
}
