// The quick way of reading gives what the YAML reader gives, or nothing at all.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";

import { layoutOf } from "../../../../../src-main/config/source/list-layout.ts";
import { readPlainEntry } from "../../../../../src-main/config/source/plain-entry.ts";
import { readByElements } from "../../../../../src-main/config/source/yaml-document.ts";
import { CORPUS } from "../edit/corpus.ts";

/** Lines that may stand anywhere in a configuration, well or badly. */
const LINES = [
  "",
  "\ttab: 1",
  "    two spaces after: a  ",
  ...String.raw`endpoints:
suites: # x
- a
  - name: a
  - name: 'b' # c
    url: https://x:1/#y
    body: |
      text # here
      - text
    body: >-
    q: "a
      b"
    l: [a,
      b]
    m: {a: b, c: [d]}
    h:
      k: v
      - v
    - v
  # note
# note
    n: &a x
    o: *a
  -
  - - a
    ? k
    k: !!str 1
    p: a: b
    r: a #b
key: value
'quoted': 1
    <<: *a
   odd: 1
    s: it's
    t: -
    v:
...
---
  - 'it''s'
  - "a\tb"`.split("\n"),
];

/** All of a node that anybody looks at. */
function shape(node: unknown): unknown {
  if (isAlias(node)) return { alias: node.source, at: node.range?.slice(0, 2) };
  if (isScalar(node)) return { text: node.source, type: node.type, anchor: node.anchor, tag: node.tag, at: node.range?.slice(0, 2) };
  // How far a block reaches over comments below it is a matter of taste; where it begins is not.
  const end = isSeq(node) || isMap(node) ? (node.flow === true ? 2 : 1) : 2;
  if (isSeq(node)) return { flow: node.flow, anchor: node.anchor, at: node.range?.slice(0, end), items: node.items.map(shape) };
  if (!isMap(node)) return node;
  const pairs = node.items.map(({ key, value }) => [shape(key), shape(value)]);
  return { flow: node.flow, anchor: node.anchor, at: node.range?.slice(0, end), pairs };
}

function whole(text: string): { readonly contents: unknown; readonly isBroken: boolean } {
  const { contents, errors } = parseDocument(text, { schema: "failsafe", uniqueKeys: false, prettyErrors: false, logLevel: "error" });
  return { contents: shape(contents), isBroken: errors.length > 0 };
}

function expectSame(text: string): boolean {
  const quick = readByElements(text);
  if (quick === null) return false;
  const { contents, isBroken } = whole(text);
  expect(isBroken).toBe(false);
  expect(shape(quick.contents)).toEqual(contents);
  return true;
}

describe("reading element by element", () => {
  it.each(CORPUS)("gives what reading the whole gives, in $name", ({ text }) => {
    expectSame(text.replaceAll(/\$\{\w+\}/g, "variable"));
  });

  it("is what most of the corpus is read by", () => {
    expect(CORPUS.filter(({ text }) => readByElements(text) !== null).length).toBeGreaterThan(CORPUS.length / 2);
  });

  it.each([
    ["keys of all kinds", "  - name: x y # note\n    l: [a, \"b\" , 'c']\n    e: []\n    h:\n      A-b/c: d\n    al: *z\n    <<: *m\n"],
    ["lists in the column of their key", "  - name: a\n    tags:\n    - one\n    - 'two'\n    url: b\n"],
    ["lists of mappings", "  - name: a\n    alerts:\n      - type: x\n        send: true\n\n      # between\n      - type: y\n"],
    ["comments everywhere", "  # first\n  - name: a # b\n    # c\n    url: d#e\n# f\n\n  # g\n  - name: h\n  # i\n"],
    ["lines that end in CR LF", "  - name: a\r\n    url: https://b\r\n\r\n  - name: c\r\n"],
    ["no line break at the end", "  - name: a"],
    ["dashes at the left", "- name: a\n  l:\n  - b\n- name: c\n"],
    ["elements that are texts", "  - a b\n  - 'c'\n  - -1\n"],
  ])("knows %s by itself", (_what, items) => {
    for (const after of ["", "tail: 1\n"]) {
      const text = `x-m: &m {a: b}\nx-z: &z c\nendpoints:\n${items}${items.endsWith("\n") ? after : ""}`;
      expect(expectSame(text)).toBe(true);
      const [list] = layoutOf(text) ?? [];
      const ends = [...(list?.starts.slice(1) ?? []), list?.end ?? 0];
      expect(list?.starts.map((start, index) => readPlainEntry(text, start, ends[index] ?? 0))).not.toContain(null);
    }
  });

  it.each([
    ["an open quote", '  - name: "a\n  - b"\n'],
    ["a bracket that ends in the next element", "  - name: [a\n  - b]\n"],
    ["a key that is indented too little", "  - name: a\n   url: b\n"],
    ["a text that goes on below", "  - name: a\n    - b\n"],
    ["a tab", "  - name: a\n\turl: b\n"],
    ["a second document", "  - name: a\n---\n  - name: b\n"],
    ["a block that begins on its dash's line", "  - name: |\n   a\n  - name: b\n"],
  ])("leaves %s to the reader", (_what, items) => {
    expectSame(`endpoints:\n${items}`);
    expectSame(`endpoints:\n${items}tail: 1\n`);
  });

  it("never differs, whatever lines are put together", () => {
    const line = fc.constantFrom(...LINES);
    const text = fc.tuple(fc.array(line, { minLength: 1, maxLength: 14 }), fc.constantFrom("\n", "\r\n"), fc.boolean());
    let quick = 0;
    fc.assert(
      fc.property(text, ([lines, newline, ends]) => {
        const all = ["endpoints:", "  - name: first", ...lines].join(newline) + (ends ? newline : "");
        if (expectSame(all)) quick += 1;
      }),
      { numRuns: 4_000, seed: 20261122 },
    );
    expect(quick).toBeGreaterThan(50);
  });
});
