// Where in the configuration a line of YAML stands, by its indentation alone: quick enough for every key that is typed,
// right for the block style that people write. Flow style (`{…}`, `[…]`) is left to the checks of the main process. Pure.

import { rootBlock } from "../../../../shared/config-schema/root.ts";
import type { BlockSchema, Field, ValueSchema } from "../../../../shared/config-schema/schema.ts";

export interface LineReader {
  /** 0-based; without its end. */
  readonly lineAt: (index: number) => string;
  /** The lines above `index`, the nearest first; empty ones may be left out. */
  readonly linesAbove: (index: number) => Iterable<string>;
}

/** The keys from the top down to the place on `index` that stands at `column`; list elements are `"[]"`. */
export function pathAt(reader: LineReader, index: number, column: number): readonly string[] {
  const path: string[] = [];
  let limit = column;
  const own = reader.lineAt(index);
  for (const { at, key } of entriesOf(own).toReversed()) {
    if (at >= limit) continue;
    path.unshift(key);
    limit = at;
  }
  for (const text of reader.linesAbove(index)) {
    if (limit === 0 && path[0] !== "[]") break;
    if (!mayHold(text, limit)) continue;
    for (const { at, key } of entriesOf(text).toReversed()) {
      // A list may stand at the same column as the key that holds it.
      const isHolder = at < limit || (at === limit && path[0] === "[]" && key !== "[]");
      if (!isHolder) continue;
      path.unshift(key);
      limit = at;
    }
  }
  return path;
}

/** Whether a line can hold what stands at `limit`: no remark, and neither deeper nor the next element of the same list. */
function mayHold(text: string, limit: number): boolean {
  let at = 0;
  while (text.charCodeAt(at) === SPACE) at += 1;
  if (at >= text.length || at > limit) return false;
  const first = text.charCodeAt(at);
  return first !== HASH && !(at === limit && first === DASH);
}

const SPACE = 0x20;
const HASH = 0x23;
const DASH = 0x2d;

/** The dashes and the key at the beginning of a line, with their columns. */
function entriesOf(text: string): ReadonlyArray<{ readonly at: number; readonly key: string }> {
  const entries: Array<{ at: number; key: string }> = [];
  let rest = text;
  let at = 0;
  for (;;) {
    const space = /^ */u.exec(rest)?.[0].length ?? 0;
    at += space;
    rest = rest.slice(space);
    const dash = /^-(?=\s|$)/u.exec(rest);
    if (dash === null) break;
    entries.push({ at, key: "[]" });
    at += 1;
    rest = rest.slice(1);
  }
  const key = /^(?:"([^"]*)"|'([^']*)'|([^\s#"'{}[\],&*!|>%@`][^#]*?))\s*:(?=\s|$)/u.exec(rest);
  if (key !== null) entries.push({ at, key: key[1] ?? key[2] ?? key[3] ?? "" });
  return entries;
}

/** What may stand at a path; null where the description says nothing. */
export function schemaAt(path: readonly string[]): ValueSchema | null {
  let schema: ValueSchema | null = rootBlock;
  for (const part of path) {
    if (schema === null) return null;
    schema = stepInto(schema, part);
  }
  return schema;
}

function stepInto(schema: ValueSchema, part: string): ValueSchema | null {
  if (part === "[]") return schema.type === "list" ? schema.items : null;
  if (schema.type === "record") return schema.values;
  if (schema.type !== "block") return null;
  const fields: BlockSchema["fields"] = schema.fields;
  return fields[part]?.schema ?? schema.rest;
}

/** The description of the key at the end of a path; null where there is none. */
export function fieldAt(path: readonly string[]): Field | null {
  const key = path.at(-1);
  const parent = schemaAt(path.slice(0, -1));
  if (key === undefined || key === "[]" || parent === null || parent.type !== "block") return null;
  const fields: BlockSchema["fields"] = parent.fields;
  return fields[key] ?? null;
}
