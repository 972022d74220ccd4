// `pat(…)`: what matches, that a straightforward matcher agrees, and that no pattern is slow.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CharacterSource, compilePattern, malformedAt, matchesSlowly } from "../../../../src-main/conditions/pattern.ts";

function matches(pattern: string, text: string): boolean {
  return compilePattern(pattern)?.(text) ?? false;
}

describe("compilePattern", () => {
  it.each([
    ["*", "", true],
    ["", "", true],
    ["", "a", false],
    ["a*b*c", "a-b-c", true],
    ["a*b*c", "a-c-b", false],
    ["ab*ba", "aba", false],
    ["*aa", "aaa", true],
    ["a?c", "a\u{1f600}c", true],
    ["a?c", "a/c", true],
    ["?", "", false],
    ["[a-c]x", "bx", true],
    ["[^a-c]x", "bx", false],
    ["[^a-c]x", "/x", true],
    ["[\\]\\-]", "-", true],
    ["[z-a]", "m", false],
    ["[\u00e0-\u00ff]", "\u00e9", true],
    ["a\\*b", "a*b", true],
    ["a\\*b", "axb", false],
    ["*\n*", "a\nb", true],
    ["**a**", "bab", true],
  ])("%j against %j: %s", (pattern, text, expected) => {
    expect([matches(pattern, text), matchesSlowly(pattern, text)]).toEqual([expected, expected]);
  });

  it.each([
    ["a[", 1],
    ["[]", 0],
    ["[^]", 0],
    ["[a-]", 0],
    ["[-a]", 0],
    ["ab\\", 2],
    ["x[a", 1],
    ["[a\\", 0],
  ])("takes %j for malformed at %i", (pattern, at) => {
    expect([compilePattern(pattern), malformedAt(pattern), matchesSlowly(pattern, pattern)]).toEqual([null, at, false]);
  });

  it("agrees with a matcher that tries everything", () => {
    const character = fc.constantFrom("a", "b", "/", "\u00e9");
    const place = fc.oneof(
      { weight: 4, arbitrary: character },
      { weight: 2, arbitrary: fc.constantFrom("*", "?") },
      fc.constantFrom("[ab]", "[^a]", "[a-b]", "\\a"),
    );
    fc.assert(
      fc.property(fc.array(place, { maxLength: 10 }), fc.array(character, { maxLength: 12 }), (places, characters) => {
        const expected = triesEverything(places, characters);
        expect([matches(places.join(""), characters.join("")), matchesSlowly(places.join(""), characters.join(""))]).toEqual([
          expected,
          expected,
        ]);
      }),
      { numRuns: 500 },
    );
  });

  it("takes any text for a pattern", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.string({ unit: "binary" }),
        (pattern, text) => typeof matches(pattern, text) === "boolean",
      ),
    );
  });

  it("crosses the borders of its words of bits", () => {
    for (const length of [30, 31, 32, 33, 63, 64, 65, 100]) {
      const text = "x".repeat(length);
      expect([matches("?".repeat(length), text), matches(`${"?".repeat(length + 1)}*`, text), matches(`*${text}`, `yy${text}`)]).toEqual([
        true,
        false,
        true,
      ]);
    }
  });
});

/** One place at a time, with every length for a run. */
function triesEverything(places: readonly string[], characters: readonly string[]): boolean {
  const [place, ...rest] = places;
  if (place === undefined) return characters.length === 0;
  if (place === "*") return characters.some((_, at) => triesEverything(rest, characters.slice(at))) || triesEverything(rest, []);
  const [character, ...others] = characters;
  return character !== undefined && takes(place, character) && triesEverything(rest, others);
}

function takes(place: string, character: string): boolean {
  if (place === "?") return true;
  if (place === "[ab]" || place === "[a-b]") return character === "a" || character === "b";
  if (place === "[^a]") return character !== "a";
  return place.at(-1) === character;
}

/** A text that counts how often it is looked at. */
class CountedText implements CharacterSource {
  reads = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get length(): number {
    return this.#text.length;
  }

  codePointAt(index: number): number | undefined {
    this.reads++;
    return this.#text.codePointAt(index);
  }
}

describe("the cost of a pattern", () => {
  it.each([
    ["*a*a*a*a*a*a*a*a*a*a*a*a*b", "a".repeat(100_000)],
    [`${"*?".repeat(300)}b`, "a".repeat(100_000)],
    [`*${"a".repeat(500)}b`, "a".repeat(100_000)],
    ["*[ab]*[^c]*c", "ab".repeat(50_000)],
  ])("is one look at each character of the text for %.20s", (pattern, text) => {
    const counted = new CountedText(text);
    expect(matchesSlowly(pattern, counted)).toBe(false);
    expect(counted.reads).toBeLessThanOrEqual(text.length);
  });
});
