// Where the elements of the lists at the top of a configuration stand, found by looking at the beginnings of lines alone. Pure.
// Only for texts that are written plainly; whatever might be read another way makes the whole text `null`.

/** A list under a key at the top, one element below the other. */
export interface ListLayout {
  readonly key: string;
  /** Where the key begins. */
  readonly keyStart: number;
  /** Columns before the dashes. */
  readonly column: number;
  /** Where the lines of each element begin; ascending, never empty. Comments above an element count to the one before it. */
  readonly starts: readonly number[];
  /** Where the lines of the last element end. */
  readonly end: number;
}

/** A list that is still growing. `column`: null until its first element was seen. */
interface OpenList {
  readonly key: string;
  readonly keyStart: number;
  column: number | null;
  readonly starts: number[];
}

const SPACE = 0x20;
const TAB = 0x09;
const NEW_LINE = 0x0a;
const RETURN = 0x0d;
const HASH = 0x23;
const DASH = 0x2d;

/** A key without quotes; whether nothing but a comment follows its colon is the second group. */
const KEY = /([A-Za-z_][\w.-]*):(?:([ \t]*(?:[ \t]#[^\n]*)?\r?(?:\n|$))|[ \t])/y;
const DOCUMENT_START = /---[ \t]*\r?\n/y;

/** @returns the lists in the order of the text; null when the text is not written plainly enough to tell */
export function layoutOf(text: string): readonly ListLayout[] | null {
  const lists: ListLayout[] = [];
  let open: OpenList | null = null;
  let hasKey = false;
  const close = (end: number): void => {
    if (open?.column !== null && open !== null) lists.push({ ...open, column: open.column, end });
  };
  for (let start = text.startsWith("\ufeff") ? 1 : 0, end = 0; start < text.length; start = end) {
    const newline = text.indexOf("\n", start);
    end = newline === -1 ? text.length : newline + 1;
    const at = skipSpaces(text, start);
    const first = text.charCodeAt(at);
    if (at >= end || first === NEW_LINE || first === HASH || (first === RETURN && at + 2 === end)) continue;
    if (first === TAB || first === RETURN) return null;
    const column = at - start;
    const isDash = first === DASH && isBlank(text.charCodeAt(at + 1));
    if (column === 0 && !(isDash && open !== null && (open.column ?? 0) === 0)) {
      if (!hasKey && matchAt(DOCUMENT_START, text, at) !== null) continue;
      const key = matchAt(KEY, text, at);
      if (key === null) return null;
      close(start);
      hasKey = true;
      open = key[2] === undefined ? null : { key: key[1] ?? "", keyStart: at, column: null, starts: [] };
    } else if (!hasKey) return null;
    else if (open !== null) {
      if (open.column === null && !isDash) open = null;
      else {
        open.column ??= column;
        if (column < open.column || (column === open.column && !isDash)) return null;
        if (column === open.column) open.starts.push(start);
      }
    }
  }
  close(text.length);
  return lists;
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === SPACE) at += 1;
  return at;
}

/** A dash announces an element before a blank, the end of its line, or the end of the text. */
function isBlank(code: number): boolean {
  return code === SPACE || code === TAB || code === NEW_LINE || code === RETURN || Number.isNaN(code);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
