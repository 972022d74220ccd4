// Puts changes into a text. Pure.

import type { Splice } from "./splice.ts";

/** Puts splices in, in the order of the text; null when two of them overlap. Those at the same place keep their order. */
export function spliceText(text: string, splices: readonly Splice[]): string | null {
  const ordered = splices.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, text: inserted } of ordered) {
    if (start < at) return null;
    pieces.push(text.slice(at, start), inserted);
    at = end;
  }
  return [...pieces, text.slice(at)].join("");
}
