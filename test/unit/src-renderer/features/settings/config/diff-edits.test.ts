import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlainValue } from "../../../../../../shared/model/alert.ts";
import type { Edit, EditTarget, PlainMapping } from "../../../../../../shared/model/settings.ts";
import { diffEdits } from "../../../../../../src-renderer/features/settings/config/diff-edits.ts";

const target: EditTarget = { kind: "root", file: null };

type Box = { [key: string]: unknown } | unknown[];

/** Makes edits on plain values, as the main process makes them on text. */
function applyEdits(before: PlainMapping, edits: readonly Edit[]): unknown {
  const root = { value: structuredClone(before) as unknown };
  for (const edit of edits) {
    if (!("path" in edit)) throw new Error(edit.op);
    const path = ["value", ...edit.path];
    const last = path.at(-1) ?? "";
    let parent: Box = root;
    for (const part of path.slice(0, -1)) parent = (parent as Record<string | number, Box>)[part] ?? [];
    const holder = parent as Record<string | number, unknown>;
    const list = (): unknown[] => holder[last] as unknown[];
    if (edit.op === "set") holder[last] = edit.value;
    else if (edit.op === "unset" && Array.isArray(parent)) parent.splice(Number(last), 1);
    else if (edit.op === "unset") delete holder[last];
    else if (edit.op === "insert") list().splice(edit.index, 0, edit.value);
    else if (edit.op === "move") list().splice(edit.to, 0, list().splice(edit.from, 1)[0]);
  }
  return root.value;
}

const key = fc.constantFrom("a", "b", "c", "d-e");
const plainValue = fc.letrec<{ value: PlainValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom("x", "y", 1, true, null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const mapping = fc.dictionary(key, plainValue, { maxKeys: 4, noNullPrototype: true });

describe("diffEdits", () => {
  it("leads from any value to any other", () => {
    fc.assert(
      fc.property(mapping, mapping, (before, after) => {
        expect(applyEdits(before, diffEdits(target, [], before, after))).toEqual(after);
      }),
    );
  });

  it("is empty exactly when both say the same", () => {
    fc.assert(
      fc.property(mapping, (value) => {
        expect(diffEdits(target, [], value, structuredClone(value))).toEqual([]);
      }),
    );
  });

  it.each<[string, PlainMapping, PlainMapping, readonly Edit[]]>([
    ["one changed condition", { c: ["a", "b", "d"] }, { c: ["a", "x", "d"] }, [{ op: "set", target, path: ["c", 1], value: "x" }]],
    ["one more at the end", { c: ["a"] }, { c: ["a", "b"] }, [{ op: "insert", target, path: ["c"], index: 1, value: "b" }]],
    ["one less in the middle", { c: ["a", "b", "d"] }, { c: ["a", "d"] }, [{ op: "unset", target, path: ["c", 1] }]],
    ["the first one last", { c: ["a", "b", "d"] }, { c: ["b", "d", "a"] }, [{ op: "move", target, path: ["c"], from: 0, to: 2 }]],
    [
      "a key within a list's block",
      { l: [{ t: 1, u: 2 }] },
      { l: [{ t: 1, u: 3 }] },
      [{ op: "set", target, path: ["l", 0, "u"], value: 3 }],
    ],
    ["an emptied block", { client: { timeout: "5s" } }, {}, [{ op: "unset", target, path: ["client"] }]],
  ])("takes one edit for %s", (_name, before, after, edits) => {
    expect(diffEdits(target, [], before, after)).toEqual(edits);
  });
});
