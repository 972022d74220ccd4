// A large text with only those elements of its lists that somebody is about to change; a line stands for each stretch of the others. What
// is changed there is put back into the whole, which whoever does it reads again: nothing here is trusted. Pure.

import type { ValuePath } from "../../../shared/model/settings.ts";
import { assertNever } from "../../../shared/assert-never.ts";
import type { ListLayout } from "../source/list-layout.ts";
import type { EditableText } from "./editable-text.ts";
import type { TreeEdit } from "./tree-edit.ts";

/** Which elements of a list are wanted; `end` is exclusive. */
export interface Stretch {
  readonly list: string;
  readonly start: number;
  readonly end: number;
}

export interface Excerpt {
  readonly text: string;
  /** The same edit, for the excerpt. */
  translate(edit: TreeEdit): TreeEdit;
  translatePath(path: ValuePath): ValuePath;
  /** The whole text with the changed excerpt in its place; null when a line that stands for a stretch is not there exactly once. */
  putBack(changed: string): string | null;
  /** The offset in the whole of an offset in the excerpt. */
  wholeOffset(offset: number): number;
}

/** Elements beside the wanted ones that show how the list is written. */
const NEIGHBOURS = 4;
/** Shorter stretches are not worth a line that stands for them. */
const SHORTEST_STRETCH = 3;

interface Cut {
  readonly start: number;
  readonly end: number;
  /** Stands for it, without its line break. */
  readonly line: string;
}

/** @returns null when there is nothing to leave out */
export function excerptOf({ text, nodes }: EditableText, wanted: Stretch | null): Excerpt | null {
  const layouts = nodes.layouts ?? [];
  const mark = unusedCharacter(text);
  if (mark === null || new Set(layouts.map(({ key }) => key)).size < layouts.length) return null;
  let before = 0;
  const cuts: Cut[] = [];
  for (const layout of layouts) {
    const isWanted = layout.key === wanted?.list;
    const count = layout.starts.length;
    const from = isWanted ? Math.max(0, Math.min(wanted.start - NEIGHBOURS, count)) : count;
    const to = isWanted ? Math.min(count, wanted.end + NEIGHBOURS) : count;
    if (from >= SHORTEST_STRETCH) {
      cuts.push(cutOf(layout, 0, from, `${mark}${cuts.length}`));
      if (isWanted) before = from - 1;
    }
    if (count - to >= SHORTEST_STRETCH) cuts.push(cutOf(layout, to, count, `${mark}${cuts.length}`));
  }
  return cuts.length === 0 ? null : createExcerpt(text, cuts, wanted?.list ?? null, before);
}

function cutOf({ column, starts, end }: ListLayout, from: number, to: number, name: string): Cut {
  return { start: starts[from] ?? end, end: starts[to] ?? end, line: `${" ".repeat(column)}- ${name}` };
}

function createExcerpt(text: string, cuts: readonly Cut[], list: string | null, before: number): Excerpt {
  const pieces: string[] = [];
  const shifts: Array<{ readonly from: number; readonly by: number }> = [{ from: 0, by: 0 }];
  let at = 0;
  let length = 0;
  for (const { start, end, line } of cuts) {
    const stand = line + breakAtEnd(text.slice(start, end));
    pieces.push(text.slice(at, start), stand);
    length += start - at + stand.length;
    shifts.push({ from: length, by: end - length });
    at = end;
  }
  pieces.push(text.slice(at));
  const translatePath = (path: ValuePath): ValuePath => {
    const [first, second, ...rest] = path;
    return first === list && typeof second === "number" ? [first, second - before, ...rest] : path;
  };
  return {
    text: pieces.join(""),
    translatePath,
    translate: (edit) =>
      edit.path.length === 1 && edit.path[0] === list ? shifted(edit, before) : { ...edit, path: translatePath(edit.path) },
    putBack: (changed) => {
      let whole = changed;
      for (const { start, end, line } of cuts) {
        const own = text.slice(start, end);
        const [head, tail, ...more] = whole.split(line);
        if (head === undefined || tail === undefined || more.length > 0) return null;
        whole = head + own.slice(0, own.length - breakAtEnd(own).length) + tail;
      }
      return whole;
    },
    wholeOffset: (offset) => offset + (shifts.findLast(({ from }) => from <= offset)?.by ?? 0),
  };
}

function shifted(edit: TreeEdit, by: number): TreeEdit {
  switch (edit.op) {
    case "add-items":
      return { ...edit, index: edit.index - by };
    case "remove-items":
      return { ...edit, indices: edit.indices.map((index) => index - by) };
    case "move-item":
      return { ...edit, from: edit.from - by, to: edit.to - by };
    case "copy-item":
      return { ...edit, from: edit.from - by };
    case "set":
    case "unset":
      return edit;
    default:
      return assertNever(edit, "tree edit");
  }
}

/** The elements that edits are about; null = none; undefined = too many lists, or a list as a whole. */
export function stretchOf(edits: readonly TreeEdit[]): Stretch | null | undefined {
  const lists = new Set<string>();
  let [start, end] = [Number.MAX_SAFE_INTEGER, 0];
  for (const edit of edits) {
    const indices = indicesOf(edit);
    const [list] = edit.path;
    if (typeof list !== "string" || indices === null) return undefined;
    if (indices.length > 0) lists.add(list);
    for (const index of indices) [start, end] = [Math.min(start, index), Math.max(end, index + 1)];
  }
  const [list] = lists;
  if (lists.size > 1) return undefined;
  return list === undefined ? null : { list, start, end };
}

/** null = all of them. */
function indicesOf({ path, ...edit }: TreeEdit): readonly number[] | null {
  const [, index] = path;
  if (typeof index === "number") return [index];
  if (path.length > 1) return [];
  switch (edit.op) {
    case "add-items":
      return [edit.index];
    case "remove-items":
      return edit.indices;
    case "move-item":
      return [edit.from, edit.to];
    case "copy-item":
      return [edit.from];
    case "set":
    case "unset":
      return null;
    default:
      return assertNever(edit, "tree edit");
  }
}

function breakAtEnd(text: string): string {
  return /\r?\n$/.exec(text.slice(-2))?.[0] ?? "";
}

/** A character of a private area that the text does not have. */
function unusedCharacter(text: string): string | null {
  for (let code = 0xf000; code < 0xf8ff; code += 1) {
    const character = String.fromCharCode(code);
    if (!text.includes(character)) return character;
  }
  return null;
}
