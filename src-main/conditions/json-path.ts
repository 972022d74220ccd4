// The path after `[BODY]`: text to steps. Walking them is the scanner's work (json-scan.ts).

/** A member's name, or an element's number. */
export type JsonStep = string | number;

/** Where a path leads. `whole` is the empty path; `never` one that no document can satisfy. */
export type JsonPath =
  | { readonly kind: "whole" }
  | { readonly kind: "never" }
  | { readonly kind: "steps"; readonly steps: readonly JsonStep[] };

/** One dot-separated part of a path and where it starts in the path's text. */
export interface PathSegment {
  readonly text: string;
  readonly offset: number;
}

/** Splits at the dots outside brackets. Never empty. */
export function splitPath(path: string): readonly PathSegment[] {
  const segments: PathSegment[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < path.length; i++) {
    const unit = path.charCodeAt(i);
    if (unit === 0x5b) depth++;
    else if (unit === 0x5d) depth--;
    else if (unit === 0x2e && depth === 0) {
      segments.push({ text: path.slice(start, i), offset: start });
      start = i + 1;
    }
  }
  segments.push({ text: path.slice(start), offset: start });
  return segments;
}

/** The steps of `key`, `key[i][j]` or `[i]`; null = it can never resolve. */
function segmentSteps(segment: string): readonly JsonStep[] | null {
  if (!segment.endsWith("]")) return [segment];
  const open = segment.indexOf("[");
  if (open === -1) return null;
  const steps: JsonStep[] = open === 0 ? [] : [segment.slice(0, open)];
  for (const part of segment.slice(open + 1, -1).split("][")) {
    const index = parseIndex(part);
    if (index === null) return null;
    steps.push(index);
  }
  return steps;
}

/** A decimal integer, sign and leading zeros allowed; null = not one, negative, or beyond any array. */
function parseIndex(text: string): number | null {
  if (!/^[+-]?[0-9]+$/.test(text)) return null;
  const index = Number(text);
  return index >= 0 && Number.isSafeInteger(index) ? Math.abs(index) : null;
}

/** From the text after `[BODY]` without its leading dot. */
export function parseJsonPath(path: string): JsonPath {
  if (path === "") return { kind: "whole" };
  const steps: JsonStep[] = [];
  for (const { text } of splitPath(path)) {
    const more = segmentSteps(text);
    if (more === null) return { kind: "never" };
    for (const step of more) steps.push(step);
  }
  return { kind: "steps", steps };
}
