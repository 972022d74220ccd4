// `[CONTEXT].path` in the URL, the body and the headers of a suite's element: text replaced by text, without any escaping.

import { lookUp, printContextValue, type SuiteContext } from "./context.ts";

/** A text with its placeholders filled in. */
export interface FilledText {
  /** What could not be found stays as it was written. */
  readonly text: string;
  /** Paths that the context does not have; in order, each once. Empty = all were found. */
  readonly missingPaths: readonly string[];
}

/** Upper case only; the longest run of these characters is the path, a final dot included. */
const PLACEHOLDER = /\[CONTEXT\]\.([A-Za-z0-9_.-]+)/g;

/** Fills in every `[CONTEXT].path`. What was filled in is not looked at again. */
export function resolveContextPlaceholders(text: string, context: SuiteContext): FilledText {
  const missing = new Set<string>();
  const filled = text.replaceAll(PLACEHOLDER, (placeholder, path: string) => {
    const lookup = lookUp(context, path.split("."));
    if (lookup.found) return printContextValue(lookup.value);
    missing.add(path);
    return placeholder;
  });
  return { text: filled, missingPaths: [...missing] };
}

/** The error of an element whose text names paths that the context does not have. */
export function missingPathsMessage(missingPaths: readonly string[]): string {
  return `context placeholder resolution failed: ${missingPaths.map((path) => `path '${path}' not found`).join(", ")}`;
}
