// The JSON scanner: the documents it accepts, the values that paths find, and that one look at each byte is enough.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileConditions } from "../../../../src-main/conditions/compile.ts";
import { type JsonStep, parseJsonPath } from "../../../../src-main/conditions/json-path.ts";
import { findValues, MAX_DEPTH, PathIndexBuilder } from "../../../../src-main/conditions/json-scan.ts";
import { printValue, readValue } from "../../../../src-main/conditions/json-value.ts";
import { EMPTY_OBSERVATION } from "../../../../shared/model/observation.ts";

const encoder = new TextEncoder();

function encode(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The source text that each path leads to; undefined = nothing, null = no JSON. */
function find(document: string, ...paths: readonly (readonly JsonStep[])[]): readonly (string | undefined)[] | null {
  const builder = new PathIndexBuilder();
  const slots = paths.map((path) => builder.add(path));
  const bytes = encode(document);
  const spans = findValues(bytes, builder.build());
  if (spans === null) return null;
  return slots.map((slot) => {
    const start = spans[slot * 2] ?? -1;
    return start === -1 ? undefined : new TextDecoder().decode(bytes.subarray(start, spans[slot * 2 + 1]));
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("findValues", () => {
  it.each([
    ['{"a":1}', ["a"], "1"],
    [' {"a" : { "b":[1, 2 ,3] } } ', ["a", "b", 2], "3"],
    ['{"a":{"b":1},"a":{"c":2}}', ["a", "b"], undefined],
    ['{"a":{"b":1},"a":5}', ["a", "b"], undefined],
    ['{"a":1,"a":2}', ["a"], "2"],
    ['{"a":1,"\\u0061":2}', ["a"], "2"],
    ['{"":{"":7}}', ["", ""], "7"],
    ["[[1],[2,3]]", [1, 1], "3"],
    ["[[1],[2,3]]", [1, 2], undefined],
    ['{"a":[1]}', ["a", "0"], undefined],
    ['{"a":{"0":1}}', ["a", 0], undefined],
    ['{"a":[]}', ["a"], "[]"],
    ['{"a":{}}', ["a"], "{}"],
    ['{"a":{ }}', ["a", "b"], undefined],
    ['{"\u00e9":"x"}', ["\u00e9"], '"x"'],
    ['{"__proto__":1,"constructor":2}', ["__proto__"], "1"],
    ['{"a":1e400}', ["a"], "1e400"],
  ])("in %s finds at %j: %s", (document, path, expected) => {
    expect(find(document, path)).toEqual([expected]);
  });

  it("finds several paths at once, also one above another", () => {
    const document = '{"a":{"b":[{"c":1},{"c":2}]},"d":true}';
    expect(find(document, ["a"], ["a", "b", 1, "c"], ["d"], ["a", "b"], ["x"])).toEqual([
      '{"b":[{"c":1},{"c":2}]}',
      "2",
      "true",
      '[{"c":1},{"c":2}]',
      undefined,
    ]);
  });

  it.each([
    "",
    " ",
    "{",
    "[1,]",
    '{"a":1,}',
    '{"a"}',
    '{"a":}',
    "{a:1}",
    "01",
    "1.",
    ".5",
    "+1",
    "1e",
    "-",
    "tru",
    "nul",
    "truex",
    '"',
    '"\n"',
    '"\\x"',
    '"\\u12g4"',
    "[1 2]",
    "1 2",
    "\ufeff1",
    "[1}",
    '{"a":1]',
    "NaN",
    "{]",
    "[,1]",
    "'a'",
  ])("does not take %j for JSON", (document) => {
    expect([find(document, ["a"]), isJson(document)]).toEqual([null, false]);
  });

  it("accepts exactly what JSON.parse accepts", () => {
    const soup = fc
      .array(
        fc.constantFrom(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          '"a"',
          '"',
          "1",
          "-",
          ".",
          "e",
          "0",
          "true",
          "null",
          " ",
          "\\",
          "\\n",
          "\t",
          "\u0001",
        ),
        { maxLength: 9 },
      )
      .map((parts) => parts.join(""));
    const damaged = fc.tuple(fc.json(), fc.nat(), fc.constantFrom("", "}", '"', ",", "0")).map(([json, at, insert]) => {
      const place = at % (json.length + 1);
      return json.slice(0, place) + insert + json.slice(place + 1);
    });
    fc.assert(
      fc.property(fc.oneof(soup, damaged, fc.json()), (document) => {
        expect(find(document, ["a"]) !== null).toBe(isJson(document));
      }),
      { numRuns: 2_000 },
    );
  });

  it("finds what a walk through the parsed document finds", () => {
    const key = fc.constantFrom("a", "b", "c", "\u00e9", '"', "long key", "");
    const leaf = fc.oneof(fc.boolean(), fc.constant(null), fc.string(), fc.integer());
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(key, tie("tree"), { maxKeys: 4 }),
      ),
    }));
    const path = fc.array(fc.oneof(key, fc.nat({ max: 3 })), { maxLength: 4 });
    fc.assert(
      fc.property(tree, fc.array(path, { minLength: 1, maxLength: 5 }), (value, paths) => {
        const found = find(JSON.stringify(value, null, 1), ...paths);
        expect(found?.map((text) => (text === undefined ? undefined : (JSON.parse(text) as unknown)))).toEqual(
          paths.map((steps) => walk(value, steps)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("accepts as many levels as Go, and no more", () => {
    expect(find("[".repeat(MAX_DEPTH) + "]".repeat(MAX_DEPTH), [0])?.[0]?.length).toBe((MAX_DEPTH - 1) * 2);
    expect(find("[".repeat(MAX_DEPTH + 1) + "]".repeat(MAX_DEPTH + 1), [0])).toBeNull();
  });
});

function walk(value: unknown, steps: readonly JsonStep[]): unknown {
  let current: unknown = value;
  for (const step of steps) {
    if (typeof step === "number") {
      if (!Array.isArray(current)) return undefined;
      current = (current as unknown[])[step];
    } else {
      if (typeof current !== "object" || current === null || Array.isArray(current) || !Object.hasOwn(current, step)) return undefined;
      current = (current as Record<string, unknown>)[step];
    }
  }
  return current;
}

describe("parseJsonPath", () => {
  it.each([
    ["", { kind: "whole" }],
    ["a", { kind: "steps", steps: ["a"] }],
    ["a.b[0][1].c", { kind: "steps", steps: ["a", "b", 0, 1, "c"] }],
    ["[2]", { kind: "steps", steps: [2] }],
    ["a.[0]", { kind: "steps", steps: ["a", 0] }],
    ["a.", { kind: "steps", steps: ["a", ""] }],
    ["a[+1]", { kind: "steps", steps: ["a", 1] }],
    ["a[-0]", { kind: "steps", steps: ["a", 0] }],
    ["a[0", { kind: "steps", steps: ["a[0"] }],
    ["a[-1]", { kind: "never" }],
    ["a[]", { kind: "never" }],
    ["a[b.c]", { kind: "never" }],
    ["a]", { kind: "never" }],
    ["a[0]x[1]", { kind: "never" }],
    ["a[99999999999999999999]", { kind: "never" }],
  ])("reads %j", (path, expected) => {
    expect(parseJsonPath(path)).toEqual(expected);
  });
});

describe("printValue", () => {
  it.each([
    ['{"b":[1,{"y":null,"x":"<&>"}],"a":1.50}', '{"a":1.50,"b":[1,{"x":"\\u003c\\u0026\\u003e","y":null}]}'],
    ['[1.0,null,"a b",true,{"k":[],"b":{}}]', "[1.0 <nil> a b true map[b:map[] k:[]]]"],
    ['{"a":1,"a":2}', '{"a":2}'],
    ['{"l":"\\u2028\\ud83d\\ude00\\ud800"}', '{"l":"\\u2028\u{1f600}\ufffd"}'],
    ['{"\\u0000":"\\b\\/"}', '{"\\u0000":"\\b/"}'],
  ])("prints %s as %s", (source, expected) => {
    expect(printValue(readValue(encode(source), 0))).toBe(expected);
  });

  it("prints the deepest document without exhausting the stack", () => {
    const document = "[".repeat(MAX_DEPTH) + "]".repeat(MAX_DEPTH);
    expect(printValue(readValue(encode(document), 0))).toBe(document);
  });
});

/** Bytes that count how often one of them is looked at. */
function counted(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly reads: () => number } {
  let reads = 0;
  const proxy = new Proxy(bytes, {
    get(target, property) {
      if (typeof property === "string" && property.charCodeAt(0) <= 0x39) {
        reads++;
        return target[Number(property)];
      }
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  return { bytes: proxy, reads: () => reads };
}

describe("the cost of a body", () => {
  const size = 100_000;
  const hostile: ReadonlyArray<readonly [name: string, document: string]> = [
    ["deep arrays", "[".repeat(size)],
    ["deep objects", '{"a":'.repeat(size / 5)],
    ["deep and closed", "[".repeat(9_000) + "]".repeat(9_000)],
    ["a long array", `[${"0,".repeat(size / 2)}0]`],
    ["the same key again and again", `{${'"a":{"b":{"c":1}},'.repeat(size / 18)}"a":1}`],
    ["escaped keys", `{${'"\\u0061":1,'.repeat(size / 11)}"a":1}`],
    ["one long text", `"${"x".repeat(size)}"`],
    ["one long number", "9".repeat(size)],
    ["blanks", " ".repeat(size)],
  ];

  it.each(hostile)("is a few looks at each byte: %s", (_, document) => {
    const compiled = compileConditions(["[BODY].a.b.c == 1", "[BODY][0][0][1] != 2", "has([BODY].a.b) == true", "len([BODY].x.y) > 5"], {
      insideSuite: false,
    });
    if (!compiled.ok) throw new Error(compiled.error.message);
    const body = counted(encode(document));
    compiled.value.evaluate(
      { observation: { ...EMPTY_OBSERVATION, body: body.bytes } },
      { dontResolveFailedConditions: false, resolveSuccessfulConditions: true, removeSecrets: (text: string) => text },
    );
    expect(body.reads()).toBeGreaterThan(0);
    expect(body.reads()).toBeLessThan(6 * document.length + 100);
  });
});
