import { StringStream } from "@codemirror/language";
import { describe, expect, it } from "vitest";
import { indentAfter, yamlParser } from "../../../../../../src-renderer/features/settings/yaml/yaml-language.ts";

/** Each token that has a name, as `name:text`, line by line. */
function tokensOf(text: string): ReadonlyArray<readonly string[]> {
  const state = yamlParser.startState?.(2);
  if (state === undefined) throw new Error("the parser has a state");
  return text.split("\n").map((line) => {
    const stream = new StringStream(line, 2, 2);
    const tokens: string[] = [];
    while (!stream.eol()) {
      stream.start = stream.pos;
      const name = yamlParser.token(stream, state);
      if (stream.pos === stream.start) throw new Error(`no progress in ${line} at ${String(stream.pos)}`);
      if (name !== null) tokens.push(`${name}:${stream.current().trim()}`);
    }
    return tokens;
  });
}

describe("the colours of YAML", () => {
  it.each([
    ["key: value", ["propertyName:key", "punctuation::", "content:value"]],
    ["- name: a # why", ["punctuation:-", "propertyName:name", "punctuation::", "content:a", "comment:# why"]],
    ["url: https://example.org:8080/a#b", ["propertyName:url", "punctuation::", "content:https://example.org:8080/a#b"]],
    ['- "[STATUS] == 200" # always', ["punctuation:-", 'string:"[STATUS] == 200"', "comment:# always"]],
    ["'it''s': 'so'", ["propertyName:'it''s'", "punctuation::", "string:'so'"]],
    ["enabled: false", ["propertyName:enabled", "punctuation::", "atom:false"]],
    ["port: 5432", ["propertyName:port", "punctuation::", "number:5432"]],
    ["base: &base", ["propertyName:base", "punctuation::", "labelName:&base"]],
    ["<<: *base", ["propertyName:<<", "punctuation::", "labelName:*base"]],
    ["token: !secret x", ["propertyName:token", "punctuation::", "typeName:!secret", "content:x"]],
    ["---", ["separator:---"]],
    ["[BODY].user: x", ["brace:[", "content:BODY", "brace:]", "propertyName:.user", "punctuation::", "content:x"]],
    [
      "{ a: 1, b: [x, y] }",
      [
        "brace:{",
        "propertyName:a",
        "punctuation::",
        "number:1",
        "punctuation:,",
        "propertyName:b",
        "punctuation::",
        "brace:[",
        "content:x",
        "punctuation:,",
        "content:y",
        "brace:]",
        "brace:}",
      ],
    ],
    ["-1", ["number:-1"]],
    ["- - a", ["punctuation:-", "punctuation:-", "content:a"]],
  ])("%s", (line, tokens) => expect(tokensOf(line)).toEqual([tokens]));

  it("go on through a block scalar until a line stands before it", () => {
    expect(tokensOf("  body: |\n    key: # no key\n\n    more\n  next: 1").map(([first]) => first ?? "")).toEqual([
      "propertyName:body",
      "string:key: # no key",
      "",
      "string:more",
      "propertyName:next",
    ]);
  });

  it("go on through a quoted text of several lines", () => {
    expect(tokensOf('a: "one\n  key: two" # end\nb: 1')).toEqual([
      ["propertyName:a", "punctuation::", 'string:"one'],
      ['string:key: two"', "comment:# end"],
      ["propertyName:b", "punctuation::", "number:1"],
    ]);
  });

  it("make progress on whatever is typed", () => {
    const odd = [
      "%",
      "@x",
      "`",
      "a: |x",
      "? key",
      ": value",
      "&",
      "*",
      "!",
      "}",
      "]",
      "\t- a",
      "\u0000",
      "'",
      '"',
      "a:b",
      "-",
      "--",
      "{",
      "[,",
    ];
    for (const line of odd) expect(() => tokensOf(`${line}\nnext: 1`)).not.toThrow();
  });
});

describe("a new line", () => {
  it.each([
    ["endpoints:", 2],
    ["  - name: a", 4],
    ["  - - a", 6],
    ["    conditions: # these", 6],
    ["    body: |", 6],
    ["    url: https://example.org", 4],
    ["  base: &base", 4],
    ["", 0],
  ])("after %j begins at %i", (line, column) => expect(indentAfter(line)).toBe(column));
});
