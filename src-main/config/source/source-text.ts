// The text of one file as the user sees it, and where things are in it. Everything that is said about a file is said in its terms.

/** One file's text, decoded and without its byte order mark. Line ends are as in the file. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
  /** The offset of each line's first character; never empty. */
  readonly lineStarts: readonly number[];
}

/** A stretch of a file, in UTF-16 code units of its text; `end` is exclusive. */
export interface Span {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** A place for people: both 1-based, columns in UTF-16 code units as editors count them. */
export interface LineAndColumn {
  readonly line: number;
  readonly column: number;
}

/** Prepares a file's text for being pointed into. */
export function createSourceText(path: string, text: string): SourceText {
  const lineStarts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lineStarts.push(at + 1);
  return { path, text, lineStarts };
}

/** The line and column of an offset; offsets beyond the text count as its end. */
export function lineAndColumn(source: SourceText, offset: number): LineAndColumn {
  const at = Math.max(0, Math.min(offset, source.text.length));
  let low = 0;
  let high = source.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((source.lineStarts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - (source.lineStarts[low] ?? 0) + 1 };
}

const LONGEST_QUOTE = 60;

/**
 * The text of a span as written, on one line and shortened, in quotes. What an environment variable stands for is never in
 * it: the file has the variable's name there.
 */
export function quoteSpan(span: Span): string {
  const written = span.source.text.slice(span.start, Math.min(span.end, span.start + 4 * LONGEST_QUOTE));
  const line = written.replace(/\s+/g, " ").trim();
  const bare = /^(["']).*\1$/.test(line) ? line.slice(1, -1) : line;
  return `"${bare.length > LONGEST_QUOTE ? `${bare.slice(0, LONGEST_QUOTE)}…` : bare}"`;
}
