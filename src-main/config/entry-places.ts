// Where the endpoints of a configuration stand in its texts, and the same texts without some of them. Pure.

import type { AssembleRequest } from "./assemble.ts";
import { layoutOf } from "./source/list-layout.ts";
import type { SourceFile } from "./source/read.ts";

/** One endpoint's place. */
export interface PlacedEntry {
  readonly file: string;
  /** Its file and its text: what tells it from others. */
  readonly id: string;
  /** Offsets of its lines in its file's text. */
  readonly start: number;
  readonly end: number;
  /** The first of its lines, from 1, and how many there are; comments below it count to it. */
  readonly line: number;
  readonly lines: number;
  /** Its text has no anchors, aliases and tags: nothing elsewhere gives it its meaning, and it gives none. */
  readonly isAlone: boolean;
  readonly hasVariables: boolean;
}

/** Looks like an anchor, an alias, a tag or a merge; more do than are. */
const TIES = /(?:^|[\s[{,:?-])[&*!]/;
/** A reference that isn't closed on its line: it would take in whatever stands below. */
const OPEN_REFERENCE = /\$\{[^}\n]*(?:\n|$)/;

/** In the order of the files and within them. Texts that are not written plainly have none. */
export function entriesOf(files: readonly SourceFile[]): readonly PlacedEntry[] {
  return files.flatMap(({ path, text }) => (OPEN_REFERENCE.test(text) ? [] : entriesOfText(path, text)));
}

function entriesOfText(file: string, text: string): readonly PlacedEntry[] {
  const lists = (layoutOf(text) ?? []).filter(({ key }) => key === "endpoints");
  const [list] = lists;
  if (list === undefined || lists.length > 1) return [];
  let line = countLines(text.slice(0, list.starts[0])) + 1;
  return list.starts.map((start, index) => {
    const end = list.starts[index + 1] ?? list.end;
    const own = text.slice(start, end);
    const lines = countLines(own);
    const entry = {
      file,
      id: `${file}\n${own}`,
      start,
      end,
      line,
      lines: own.endsWith("\n") ? lines : lines + 1,
      isAlone: !TIES.test(own),
      hasVariables: own.includes("$"),
    };
    line += lines;
    return entry;
  });
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

/** Everything that endpoints are built from besides their own texts. */
export function basisOf({ files, variables, providerTypes, localTimezone }: AssembleRequest, entries: readonly PlacedEntry[]): string {
  const around = withGaps(files, entries, () => "");
  return JSON.stringify([around.map(({ path, text }) => [path, text]), [...variables], providerTypes, localTimezone]);
}

/** The texts without some entries: everything else stays on its line. */
export function withoutEntries(files: readonly SourceFile[], entries: readonly PlacedEntry[]): readonly SourceFile[] {
  // The comment ends a block of text above, to which empty lines would be added.
  return withGaps(files, entries, (entry, text) => `#${"\n".repeat(countLines(text.slice(entry.start, entry.end)))}`);
}

function withGaps(
  files: readonly SourceFile[],
  entries: readonly PlacedEntry[],
  fill: (entry: PlacedEntry, text: string) => string,
): readonly SourceFile[] {
  return files.map(({ path, text }) => {
    const pieces: string[] = [];
    let at = 0;
    for (const entry of entries) {
      if (entry.file !== path) continue;
      pieces.push(text.slice(at, entry.start), fill(entry, text));
      at = entry.end;
    }
    return { path, text: [...pieces, text.slice(at)].join("") };
  });
}
