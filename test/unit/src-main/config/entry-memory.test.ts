import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { beginAssembly } from "../../../../src-main/config/assemble.ts";
import type { AssembleRequest, Assembled } from "../../../../src-main/config/assemble.ts";
import { createEntryMemory } from "../../../../src-main/config/entry-memory.ts";
import type { EntryMemory } from "../../../../src-main/config/entry-memory.ts";
import type { Answers, Questions } from "../../../../src-main/config/questions.ts";
import { checkCondition } from "./helpers.ts";

function requestFor(files: Readonly<Record<string, string>>, variables: Readonly<Record<string, string>> = {}): AssembleRequest {
  return {
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    variables: new Map(Object.entries(variables).map(([name, value]) => [name, { value, secret: true }])),
    providerTypes: ["slack", "discord"],
    localTimezone: "UTC",
  };
}

function answersTo({ conditions, providers, files }: Questions): Answers {
  return {
    conditions: conditions.map(({ condition }) => checkCondition(condition)),
    providers: providers.map(() => ({ errors: [], unknownKeys: [] })),
    files: files.map(() => false),
  };
}

function fromScratch(request: AssembleRequest): Assembled {
  const assembly = beginAssembly(request);
  return assembly.finish(answersTo(assembly.questions));
}

interface Remembered {
  readonly assembled: Assembled;
  /** Conditions that had to be judged: what was known has none. */
  readonly asked: number;
}

function remembering(memory: EntryMemory, request: AssembleRequest): Remembered {
  const first = memory.begin(request);
  const asked = first.questions.conditions.length;
  const result = first.finish(answersTo(first.questions));
  if (result !== null) return { assembled: result.assembled, asked };
  const whole = memory.beginWhole(request);
  const read = whole.finish(answersTo(whole.questions));
  if (read === null) throw new Error("reading everything must give something");
  return { assembled: read.assembled, asked: whole.questions.conditions.length };
}

/** Secrets of earlier texts may be among them, and their order says nothing. */
function comparable({ config, problems }: Assembled): unknown {
  return { config, problems };
}

const HEAD = "alerting:\n  slack: {webhook-url: https://hooks.example.org}\n";
const entry = (name: string, more = ""): string =>
  `  - name: ${name}\n    url: https://${name}.example.org\n    conditions: ["[STATUS] == ${name}"]\n${more}`;
const listOf = (...entries: readonly string[]): string => `endpoints:\n${entries.join("")}`;
const PLAIN = ["a", "b", "c", "d"].map((name) => entry(name));

describe("what is known of a configuration", () => {
  it("is not judged again when one entry changes", () => {
    const memory = createEntryMemory();
    remembering(memory, requestFor({ x: HEAD + listOf(...PLAIN) }));
    const request = requestFor({ x: HEAD + listOf(...PLAIN.slice(0, 3), entry("d", "    interval: 5m\n")) });
    const { assembled, asked } = remembering(memory, request);
    // The changed one, and the first of the file, which is always read.
    expect(asked).toBe(2);
    expect(comparable(assembled)).toEqual(comparable(fromScratch(request)));
  });

  it("is still known after a mistake was made and mended", () => {
    const memory = createEntryMemory();
    const request = requestFor({ x: HEAD + listOf(...PLAIN) });
    remembering(memory, request);
    expect(remembering(memory, requestFor({ x: `${HEAD}${listOf(...PLAIN)}  - name: [\n` })).assembled.config).toBeNull();
    expect(remembering(memory, request).asked).toBe(1);
  });

  it.each<readonly [string, string, string]>([
    ["what is around the list changes", HEAD + listOf(...PLAIN), listOf(...PLAIN)],
    [
      "the channel's preset changes",
      HEAD + listOf(...PLAIN),
      HEAD.replace("{", "{default-alert: {failure-threshold: 9}, ") + listOf(...PLAIN),
    ],
  ])("is forgotten when %s", (_what, before, after) => {
    const memory = createEntryMemory();
    remembering(memory, requestFor({ x: before }));
    expect(remembering(memory, requestFor({ x: after })).asked).toBe(4);
  });

  it("is forgotten when a variable has another value", () => {
    const memory = createEntryMemory();
    const text = listOf(...PLAIN, entry("e", "    headers: {Authorization: $TOKEN}\n"));
    remembering(memory, requestFor({ x: text }, { TOKEN: "one" }));
    const { config } = remembering(memory, requestFor({ x: text }, { TOKEN: "two" })).assembled;
    expect(config?.endpoints.at(-1)?.headers).toEqual({ Authorization: "two" });
  });

  it("keeps the secrets of entries that were not read again", () => {
    const memory = createEntryMemory();
    const entries = [...PLAIN, entry("e", "    headers: {Authorization: Bearer of-bad-news}\n")];
    remembering(memory, requestFor({ x: listOf(...entries) }));
    expect(remembering(memory, requestFor({ x: listOf(...entries, entry("f")) })).assembled.secretValues).toContain("of-bad-news");
  });
});

/** Pieces that could be told apart wrongly: blocks, quotes, anchors, comments, variables, keys that are double, and mistakes. */
const PIECES: readonly string[] = [
  ...PLAIN,
  entry("A"),
  entry("keep", "    body: |+\n      text\n\n"),
  entry("fold", "    body: >-\n      text\n      more\n"),
  entry("quoted", '    body: "one\n      - name: two\n      three"\n'),
  entry("alerted", "    alerts: [{type: slack}]\n"),
  entry("lost", "    alerts: [{type: discord}]\n"),
  entry("warned", "    nonsense: 1\n"),
  entry("judged", "    degraded-conditions: [nope]\n"),
  entry("leaning", "    depends-on: [a, nobody]\n"),
  entry("round", "    depends-on: [round]\n"),
  entry("tls", "    client: {tls: {certificate-file: /x, private-key-file: /y}}\n"),
  entry("given", "    headers: &h {A: b}\n"),
  entry("taken", "    headers: *h\n"),
  entry("variable", "    headers: {A: $TOKEN, B: '${OTHER}'}\n"),
  entry("open", "    body: ${OPEN\n"),
  entry("closed", "    body: }\n"),
  "  # a comment\n\n",
  "  - name: 'unclosed\n",
  "  - url: nowhere\n",
  "  -\n",
  "  - [\n",
];
const TAILS = [
  "",
  "concurrency: 3\n",
  "suites:\n  - name: s\n    endpoints:\n      - name: b\n        url: https://s.example.org\n        conditions: ['[STATUS] == 1']\n",
];
const FILE = fc.tuple(fc.array(fc.constantFrom(...PIECES), { maxLength: 7 }), fc.constantFrom("", HEAD), fc.constantFrom(...TAILS));
const FOLDER = fc.tuple(FILE, fc.option(FILE, { nil: null }));

function textOf([pieces, head, tail]: readonly [readonly string[], string, string]): string {
  return head + listOf(...pieces) + tail;
}

describe("any sequence of configurations", () => {
  it("is read as each of them alone", () => {
    fc.assert(
      fc.property(fc.array(FOLDER, { minLength: 2, maxLength: 6 }), (folders) => {
        const memory = createEntryMemory();
        for (const [one, other] of folders) {
          const files = { one: textOf(one), ...(other === null ? {} : { other: textOf(other) }) };
          const request = requestFor(files, { TOKEN: "a-token", OTHER: "- x" });
          expect(comparable(remembering(memory, request).assembled)).toEqual(comparable(fromScratch(request)));
        }
      }),
      { numRuns: 80 },
    );
  });

  it("is read so when it changes in one place after the other", () => {
    const change = fc.record({ at: fc.nat(12), remove: fc.nat(2), add: fc.array(fc.constantFrom(...PIECES), { maxLength: 2 }) });
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...PIECES], { minLength: 6, maxLength: 12 }),
        fc.array(change, { maxLength: 8 }),
        (pieces, changes) => {
          const memory = createEntryMemory();
          const current = pieces.filter((piece) => !/^ {2}- ?(?:\[|$|'|url)/m.test(piece));
          for (const { at, remove, add } of changes) {
            const request = requestFor({ x: HEAD + listOf(...current) }, { TOKEN: "a-token" });
            expect(comparable(remembering(memory, request).assembled)).toEqual(comparable(fromScratch(request)));
            current.splice(Math.min(at, current.length), remove, ...add);
          }
        },
      ),
      { numRuns: 80 },
    );
  });
});
