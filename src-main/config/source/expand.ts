// Environment variables in the text of a configuration, replaced before it is read as YAML, exactly as Gatus (Go's os.Expand)
// does it; and the way back from the replaced text to the text as written. Pure: values are handed in.

/** One reference that was replaced. Offsets are UTF-16 units; `end`s are exclusive. */
export interface Replacement {
  /** null = an escaped dollar, `${}`, or `${` that nothing closes. */
  readonly name: string | null;
  readonly value: string;
  readonly defined: boolean;
  /** In the text as written. */
  readonly start: number;
  readonly end: number;
  /** In the replaced text. */
  readonly expandedStart: number;
  readonly expandedEnd: number;
}

/** A text with its variables replaced. `replacements` are in order and don't overlap. */
export interface ExpandedText {
  readonly text: string;
  readonly replacements: readonly Replacement[];
}

/** Replaces every reference once; what a value contains is not looked at again. `lookUp` gives undefined for unknown names. */
export function expandVariables(written: string, lookUp: (name: string) => string | undefined): ExpandedText {
  const replacements: Replacement[] = [];
  const pieces: string[] = [];
  let length = 0;
  let copied = 0;
  for (const { name, escaped, start, end } of references(written)) {
    const found = name === null ? "" : lookUp(name);
    const value = escaped ? "$" : (found ?? "");
    pieces.push(written.slice(copied, start), value);
    length += start - copied;
    replacements.push({
      name,
      value,
      defined: found !== undefined,
      start,
      end,
      expandedStart: length,
      expandedEnd: length + value.length,
    });
    length += value.length;
    copied = end;
  }
  pieces.push(written.slice(copied));
  return { text: copied === 0 ? written : pieces.join(""), replacements };
}

interface Reference {
  /** null for `$$`, `${}` and an unclosed `${`, which vanish or shrink without naming anything. */
  readonly name: string | null;
  readonly escaped: boolean;
  readonly start: number;
  readonly end: number;
}

const WORD = /[A-Za-z0-9_]+/y;
const SPECIAL = /[*#@!?\-0-9]/;

/** `$$`, `${name}`, an unclosed `${`, `$name`, or `$` with one special character; a dollar before anything else is none. */
function* references(written: string): Generator<Reference> {
  // Once nothing closes one brace, nothing closes the later ones: remembering that keeps hostile texts linear.
  let mayClose = true;
  let start = written.indexOf("$");
  while (start !== -1) {
    const next = written[start + 1] ?? "";
    const closing = next === "{" && mayClose ? written.indexOf("}", start + 2) : -1;
    if (next === "{" && closing === -1) mayClose = false;

    let reference: Reference | null = null;
    if (next === "$") reference = { name: null, escaped: true, start, end: start + 2 };
    else if (closing !== -1) {
      reference = { name: written.slice(start + 2, closing) || null, escaped: false, start, end: closing + 1 };
    } else if (next === "{") reference = { name: null, escaped: false, start, end: start + 2 };
    else if (SPECIAL.test(next)) reference = { name: next, escaped: false, start, end: start + 2 };
    else {
      WORD.lastIndex = start + 1;
      const word = WORD.exec(written)?.[0];
      if (word !== undefined) reference = { name: word, escaped: false, start, end: start + 1 + word.length };
    }
    if (reference !== null) yield reference;
    start = written.indexOf("$", reference?.end ?? start + 1);
  }
}

/** The names that a text refers to, each once, in order of appearance. */
export function variableNames(written: string): readonly string[] {
  const names = new Set<string>();
  for (const { name } of references(written)) if (name !== null) names.add(name);
  return [...names];
}

/**
 * The place in the text as written of a place in the replaced text. A place within a value is moved to the reference's
 * `start`, or to its `end` when `edge` says so.
 */
export function writtenOffset(expanded: ExpandedText, offset: number, edge: "start" | "end"): number {
  const at = lastReplacementBefore(expanded.replacements, offset);
  if (at === undefined) return offset;
  if (offset > at.expandedEnd) return at.end + (offset - at.expandedEnd);
  if (offset === at.expandedStart) return edge === "start" || at.value !== "" ? at.start : at.end;
  return offset === at.expandedEnd || edge === "end" ? at.end : at.start;
}

/** The replacements that touch a stretch of the replaced text; empty values inside it count too. */
export function replacementsWithin(expanded: ExpandedText, start: number, end: number): readonly Replacement[] {
  if (expanded.replacements.length === 0) return [];
  const found: Replacement[] = [];
  let at = firstReplacementEndingAfter(expanded.replacements, start);
  for (; at < expanded.replacements.length; at += 1) {
    const replacement = expanded.replacements[at];
    if (replacement === undefined || replacement.expandedStart >= end) break;
    found.push(replacement);
  }
  return found;
}

function lastReplacementBefore(replacements: readonly Replacement[], offset: number): Replacement | undefined {
  let low = 0;
  let high = replacements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((replacements[middle]?.expandedStart ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return replacements[low - 1];
}

function firstReplacementEndingAfter(replacements: readonly Replacement[], offset: number): number {
  let low = 0;
  let high = replacements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((replacements[middle]?.expandedEnd ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
