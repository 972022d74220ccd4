// Any sequence of edits on any configuration of the corpus: the text says exactly what the edits mean, and what was not edited
// stays as it was, byte for byte.

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { applyTreeEdits } from "../../../../../src-main/config/edit/apply.ts";
import { readEditable } from "../../../../../src-main/config/edit/editable-text.ts";
import type { EditableText } from "../../../../../src-main/config/edit/editable-text.ts";
import {
  columnOf,
  dashOf,
  itemEnd,
  lineStart,
  linesEnd,
  pairEnd,
  pairStart,
  valueStart,
} from "../../../../../src-main/config/edit/geometry.ts";
import { nodeIn, walk } from "../../../../../src-main/config/edit/slots.ts";
import { editValue, getAt } from "../../../../../src-main/config/edit/tree-edit.ts";
import type { TreeEdit } from "../../../../../src-main/config/edit/tree-edit.ts";
import { isList, isMapping, sameValue } from "../../../../../src-main/config/edit/written-value.ts";
import type { PlainValue } from "../../../../../shared/model/alert.ts";
import type { ValuePath } from "../../../../../shared/model/settings.ts";
import { CORPUS } from "./corpus.ts";

const scalar = fc.oneof(
  fc.constantFrom<PlainValue>(
    "60s",
    "https://example.org/a?b=c&d=[e]#f",
    "[STATUS] == 200",
    "yes",
    "0777",
    "null",
    "a: b",
    "a #b",
    "- x",
    "",
    " ",
  ),
  fc.constantFrom<PlainValue>(
    "${TOKEN}",
    'it\'s "both"',
    "two\nlines\n",
    "\u00e9\u4e2d",
    "tab\there",
    "ends:",
    "!tag",
    "&a",
    "*a",
    "%x",
    "@y",
    "{",
    "---",
  ),
  fc.constantFrom<PlainValue>(true, false, null, 0, 5, -1, 1.5, 1e21),
  fc.string({ maxLength: 12 }),
);

const value: fc.Arbitrary<PlainValue> = fc.letrec<{ value: PlainValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "name", "x y", "url", "client", "1", "on", "k:v"), tie("value"), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
})).value;

/** What to do, as numbers that are interpreted on the value that is there at that moment. */
const step = fc.record({
  op: fc.nat(5),
  picks: fc.array(fc.nat(50), { minLength: 1, maxLength: 5 }),
  index: fc.nat(50),
  other: fc.nat(50),
  value,
});

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function interpret(root: PlainValue, { op, picks, index, other, value: given }: Step): TreeEdit {
  const path = somePath(root, picks);
  const there = getAt(root, path);
  if (isList(there) && there.length > 0) {
    const from = index % there.length;
    if (op === 0) return { op: "add-items", path, index: other % (there.length + 1), values: [given] };
    if (op === 1) return { op: "remove-items", path, indices: [from] };
    if (op === 2) return { op: "move-item", path, from, to: other % there.length };
    if (op === 3) return { op: "copy-item", path, from };
  }
  if (isMapping(there) && op <= 2) return { op: "set", path: [...path, `new-${index % 3}`], value: given };
  if (op === 3 && path.length > 0) return { op: "unset", path };
  return path.length === 0 ? { op: "set", path: ["added"], value: given } : { op: "set", path, value: given };
}

function somePath(root: PlainValue, picks: readonly number[]): ValuePath {
  const path: Array<string | number> = [];
  let current: PlainValue | undefined = root;
  for (const pick of picks) {
    if (isList(current) && current.length > 0) path.push(pick % current.length);
    else if (isMapping(current) && Object.keys(current).length > 0)
      path.push(Object.keys(current)[pick % Object.keys(current).length] ?? "");
    else break;
    current = getAt(root, path);
  }
  return path;
}

function read(text: string): EditableText {
  const editable = readEditable(text);
  if (!editable.ok) throw new Error(editable.error.message);
  return editable.value;
}

function edited(before: EditableText, edits: readonly TreeEdit[]): EditableText {
  const applied = applyTreeEdits(before, edits, "this-one");
  if (!applied.ok) throw new Error(applied.error.message);
  if (applied.value.kind !== "edited") throw new Error("asked in spite of a choice");
  return applied.value.after;
}

const RUNS = 25;
/** A large file is read anew for every edit: fewer of them find the same in it. */
const RUNS_OF_LARGE = 8;
const LARGE_TEXT = 10_000;
/** Hundreds of readings, on a machine that may be busy; a quiet one needs 4 s for the largest file. */
const PATIENCE_MS = 40_000;

function runsFor(text: string): number {
  return text.length > LARGE_TEXT ? RUNS_OF_LARGE : RUNS;
}

/** The lines, as offsets, that an edit may touch: those of the value that it changes; null = it goes through an anchor. */
function linesOf({ parsed }: EditableText, path: ValuePath): readonly [number, number] | null {
  const way = walk(parsed, path);
  const slot = way.slots.at(-1);
  if (way.crossings.length > 0 || slot === undefined || slot.kind === "root") return null;
  const start =
    slot.kind === "pair" ? pairStart(slot.pair) : (dashOf(slot.seq, slot.index) ?? valueStart(slot, nodeIn(parsed, slot) ?? slot.seq));
  const end = slot.kind === "pair" ? pairEnd(parsed.text, slot.pair) : itemEnd(parsed.text, slot.seq, slot.index);
  return [lineStart(parsed.text, start), linesEnd(parsed.text, Math.max(start, end - 1), columnOf(parsed.text, start))];
}

/** A collection that loses its only member is written as an empty one; between brackets a comma before the last one goes, too. */
function touchedPath(text: string, root: PlainValue, edit: TreeEdit): ValuePath {
  const parent = edit.path.slice(0, -1);
  const siblings = getAt(root, parent);
  const count = isList(siblings) ? siblings.length : isMapping(siblings) ? Object.keys(siblings).length : 0;
  return edit.op === "unset" && (count === 1 || text.startsWith("{")) ? parent : edit.path;
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

function commonSuffix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  return length;
}

describe("edits of the text", { timeout: PATIENCE_MS }, () => {
  it.each(CORPUS)("say what they mean, in $name", ({ text }) => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) => {
        let current = read(text);
        for (const each of steps) {
          const edit = interpret(current.value, each);
          const expected = editValue(current.value, edit);
          if (expected === undefined) continue;
          current = edited(current, [edit]);
          expect(sameValue(current.value, expected)).toBe(true);
          expect(sameValue(read(current.text).value, expected)).toBe(true);
        }
      }),
      { numRuns: runsFor(text), seed: 20261122 },
    );
  });

  it.each(CORPUS)("touch no other line, in $name", ({ text }) => {
    const before = read(text);
    fc.assert(
      fc.property(step, (each) => {
        const edit = interpret(before.value, each);
        const lines = linesOf(before, touchedPath(text, before.value, edit));
        const isPast = editValue(before.value, edit) === undefined;
        if (lines === null || isPast || before.parsed.aliases.size > 0) return;
        const after = edited(before, [edit]).text;
        expect(commonPrefix(text, after)).toBeGreaterThanOrEqual(Math.min(lines[0], after.length));
        // What followed a dash's first key takes its place, so its indentation may go.
        const rest = text.slice(lines[1]).replace(/^ +/, "");
        expect(commonSuffix(text, after)).toBeGreaterThanOrEqual(Math.min(rest.length, after.length));
      }),
      { numRuns: 4 * runsFor(text), seed: 20261122 },
    );
  });
});
