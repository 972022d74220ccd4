import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { expandVariables, variableNames, writtenOffset } from "../../../../../src-main/config/source/expand.ts";

const ENVIRONMENT: Readonly<Record<string, string>> = { FOO: "bar", LONG: "a\nb: c", EMPTY: "" };
const lookUp = (name: string): string | undefined => (Object.hasOwn(ENVIRONMENT, name) ? ENVIRONMENT[name] : undefined);

describe("expandVariables", () => {
  it.each([
    ["$FOO", "bar"],
    ["${FOO}", "bar"],
    ["$FOO-x", "bar-x"],
    ["$FOO_x", ""],
    ["$$FOO", "$FOO"],
    ["$$$FOO", "$bar"],
    ["p@$$w0rd", "p@$w0rd"],
    ["$UNDEF", ""],
    ["${UNDEF:-x}", ""],
    ["a$ b", "a$ b"],
    ["a$", "a$"],
    ["$.path", "$.path"],
    ["$(cmd)", "$(cmd)"],
    ["$[0]", "$[0]"],
    ["$'x'", "$'x'"],
    ["$1abc", "abc"],
    ["${1abc}", ""],
    ["$-x", "x"],
    ["$#x", "x"],
    ["$?x", "x"],
    ["$*x", "x"],
    ["${}", ""],
    ["${FOO", "FOO"],
    ["${FOO ${FOO}", ""],
    ["x${EMPTY}y", "xy"],
    ["${FOO}${FOO}$FOO", "barbarbar"],
    ["ü$FOOü", "übarü"],
    ["# $LONG", "# a\nb: c"],
  ])("turns %j into %j", (written, expected) => {
    expect(expandVariables(written, lookUp).text).toBe(expected);
  });

  it("does not look into values again", () => {
    expect(expandVariables("$A", () => "$A ${A} $$").text).toBe("$A ${A} $$");
  });

  it("says which names were not defined", () => {
    const { replacements } = expandVariables("$FOO $NOPE ${} $$ ${EMPTY}", lookUp);
    expect(replacements.filter(({ defined }) => !defined).map(({ name }) => name)).toEqual(["NOPE"]);
  });

  it("stays linear when nothing closes the braces", () => {
    expect(expandVariables("${".repeat(200_000), lookUp).text).toBe("");
  });
});

describe("variableNames", () => {
  it("names each once, in order", () => {
    expect(variableNames("$B ${A} $B $$C ${} $1")).toEqual(["B", "A", "1"]);
  });
});

describe("writtenOffset", () => {
  it("leads back to the same text outside of references", () => {
    const piece = fc.oneof(fc.constantFrom("$FOO", "${FOO}", "$$", "${NOPE}", "${EMPTY}", "$ "), fc.stringMatching(/^[a-z :\n]{0,6}$/));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const written = pieces.join("\u0001");
        const expanded = expandVariables(written, lookUp);
        for (let offset = 0; offset < expanded.text.length; offset += 1) {
          const inside = expanded.replacements.some((r) => offset >= r.expandedStart && offset <= r.expandedEnd);
          if (!inside) expect(written[writtenOffset(expanded, offset, "start")]).toBe(expanded.text[offset]);
        }
      }),
    );
  });

  it("moves a place inside a value to the reference's edges", () => {
    const expanded = expandVariables("a: ${FOO}!", lookUp);
    expect(writtenOffset(expanded, 4, "start")).toBe(3);
    expect(writtenOffset(expanded, 4, "end")).toBe(9);
    expect(writtenOffset(expanded, 6, "start")).toBe(9);
    expect(writtenOffset(expanded, 3, "end")).toBe(3);
  });
});
