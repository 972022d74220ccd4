import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { assemble } from "./helpers.ts";

const FIXTURES = join(import.meta.dirname, "../../../fixtures/configs/good");
const SOURCES = readdirSync(FIXTURES, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.ya?ml$/.test(name))
  .toSorted()
  .map((name) => readFileSync(join(FIXTURES, name), "utf8"));

const FRAGMENTS = [
  "\t",
  "\n",
  ": ",
  "- ",
  "[",
  "]",
  "{",
  "}",
  "&a ",
  "*a",
  "<<: *a\n",
  "'",
  '"',
  "|\n",
  "$X",
  "${",
  "!!int ",
  "%",
  "@",
  "~",
  "\u0000",
  "# ",
  "? ",
  "---\n",
  "0",
  "-1",
];

type Mutation = { readonly at: number; readonly remove: number; readonly insert: string };

function mutate(text: string, mutations: readonly Mutation[]): string {
  return mutations.reduce((current, { at, remove, insert }) => {
    const index = Math.floor(at * current.length);
    return current.slice(0, index) + insert + current.slice(index + remove);
  }, text);
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.integer({ min: 0, max: 12 }),
  insert: fc.constantFrom("", ...FRAGMENTS),
});

describe("a mutated configuration", () => {
  it("is accepted or refused with a place, and never throws", () => {
    fc.assert(
      fc.property(fc.constantFrom(...SOURCES), fc.array(mutation, { minLength: 1, maxLength: 5 }), (source, mutations) => {
        const { config, problems } = assemble(mutate(source, mutations), { variables: { X: "y: [" } });
        expect(config === null).toBe(problems.some(({ severity }) => severity === "error"));
        for (const problem of problems) {
          expect(problem.message.length).toBeGreaterThan(10);
          expect(problem.line).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is accepted or refused whatever YAML it is", () => {
    const key = fc.constantFrom(
      "endpoints",
      "name",
      "url",
      "alerts",
      "client",
      "suites",
      "alerting",
      "slack",
      "maintenance",
      "conditions",
      "dns",
      "x",
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.boolean(), fc.constant(null)),
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(key, tie("tree"), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, tree, { maxKeys: 6 }), (value) => {
        const { config, problems } = assemble(JSON.stringify(value));
        expect(config === null).toBe(problems.some(({ severity }) => severity === "error"));
      }),
      { numRuns: 300 },
    );
  });
});

describe("fifty errors", () => {
  it("are all told, each once and in order", () => {
    const entries = Array.from({ length: 50 }, (_, index) => `  - {name: e${index}, url: "http://a", conditions: ["nope ${index}"]}`);
    const { problems } = assemble(`endpoints:\n${entries.join("\n")}\n`);
    expect(problems.map(({ line }) => line)).toEqual(Array.from({ length: 50 }, (_, index) => index + 2));
  });

  it("are told up to a thousand, and the rest is counted", () => {
    const entries = Array.from({ length: 1_500 }, (_, index) => `  - {name: e${index}, url: "http://a", conditions: ["nope ${index}"]}`);
    const { problems } = assemble(`endpoints:\n${entries.join("\n")}\n`);
    expect(problems).toHaveLength(1_001);
    expect(problems.at(-1)?.message).toContain("500 more problems");
  });

  it("in an anchor are told once, however often it is used", () => {
    const entries = Array.from({ length: 20 }, (_, index) => `  - {<<: *base, name: e${index}}`);
    const text = `x: &base {url: "http://a", conditions: ["nope"], interval: 60}\nendpoints:\n${entries.join("\n")}\n`;
    expect(assemble(text).problems).toHaveLength(2);
  });
});
