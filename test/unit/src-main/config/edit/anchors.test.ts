// Entries that define what others use: whatever is done to them, the definition stays above its users, and the rest stays as written.

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { applyTreeEdits } from "../../../../../src-main/config/edit/apply.ts";
import { readEditable } from "../../../../../src-main/config/edit/editable-text.ts";
import type { EditableText } from "../../../../../src-main/config/edit/editable-text.ts";
import { editFiles } from "../../../../../src-main/config/edit/file-set.ts";
import { editValue } from "../../../../../src-main/config/edit/tree-edit.ts";
import type { TreeEdit } from "../../../../../src-main/config/edit/tree-edit.ts";
import type { Edit, EntryRef } from "../../../../../shared/model/settings.ts";

const FILE = "/c/config.yaml";

function ref(index: number, name: string): EntryRef {
  return { file: FILE, list: "endpoints", index, name, group: "" };
}

function textAfter(text: string, edit: Edit): string {
  const outcome = editFiles([{ path: FILE, text }], [edit], "ask");
  if (!outcome.ok) throw new Error(outcome.error.message);
  if (outcome.value.kind !== "edited") throw new Error("asked");
  return outcome.value.files[0]?.text ?? "";
}

const move = (index: number, name: string, at: "before" | "after", other: EntryRef): Edit => ({
  op: "move-entry",
  entry: ref(index, name),
  place: { at, entry: other },
});

const FLOW = `# mine
endpoints:
  - name: "api" # keep
    client: &client {timeout: 5s}  # slow
    url: https://a.example.org

  # the web
  - name: 'web'
    client: *client # shared
  - name: last
    client:   *client
`;

const BLOCK = `endpoints:
  - name: api
    client: &client # for all
      timeout: 5s # slow
      # and careful
      insecure: false
    url: https://a.example.org
  - url: "https://b.example.org"
    client: *client # shared
    name: web
`;

const ENTRY = `endpoints:
  - &base # what all have
    name: api # first
    url: 'https://a.example.org'
    interval: 60s
  - <<: *base # like it
    name: "web"
    interval: 5m
  - <<: *base
    name: last
`;

const CASES: ReadonlyArray<{ readonly name: string; readonly text: string; readonly edit: Edit; readonly after: string }> = [
  {
    name: "moving the definition down changes places with its first user",
    text: FLOW,
    edit: move(0, "api", "after", ref(1, "web")),
    after: `# mine
endpoints:
  # the web
  - name: 'web'
    client: &client {timeout: 5s} # shared

  - name: "api" # keep
    client: *client  # slow
    url: https://a.example.org
  - name: last
    client:   *client
`,
  },
  {
    name: "moving the definition to the end leaves the later users as they are",
    text: FLOW,
    edit: move(0, "api", "after", ref(2, "last")),
    after: `# mine
endpoints:
  # the web
  - name: 'web'
    client: &client {timeout: 5s} # shared

  - name: last
    client:   *client
  - name: "api" # keep
    client: *client  # slow
    url: https://a.example.org
`,
  },
  {
    name: "moving a user up brings the definition to it",
    text: FLOW,
    edit: move(2, "last", "before", ref(0, "api")),
    after: `# mine
endpoints:
  - name: last
    client:   &client {timeout: 5s}

  - name: "api" # keep
    client: *client  # slow
    url: https://a.example.org
  # the web
  - name: 'web'
    client: *client # shared
`,
  },
  {
    name: "moving a definition of several lines takes its comments along",
    text: BLOCK,
    edit: move(0, "api", "after", ref(1, "web")),
    after: `endpoints:
  - url: "https://b.example.org"
    client: &client # shared
      timeout: 5s # slow
      # and careful
      insecure: false
    name: web
  - name: api
    client: *client # for all
    url: https://a.example.org
`,
  },
  {
    name: "deleting the entry with the definition leaves it to the first user",
    text: FLOW,
    edit: { op: "delete-entry", entry: ref(0, "api") },
    after: `# mine
endpoints:

  # the web
  - name: 'web'
    client: &client {timeout: 5s} # shared
  - name: last
    client:   *client
`,
  },
  {
    name: "deleting the entry that others merge leaves it to the first of them",
    text: ENTRY,
    edit: { op: "delete-entry", entry: ref(0, "api") },
    after: `endpoints:
  - <<: &base # like it
      name: api # first
      url: 'https://a.example.org'
      interval: 60s
    name: "web"
    interval: 5m
  - <<: *base
    name: last
`,
  },
  {
    name: "moving the entry that others merge gives its keys to those above it",
    text: ENTRY,
    edit: move(0, "api", "after", ref(1, "web")),
    after: `endpoints:
  - url: https://a.example.org # like it
    name: "web"
    interval: 5m
  - &base # what all have
    name: api # first
    url: 'https://a.example.org'
    interval: 60s
  - <<: *base
    name: last
`,
  },
  {
    name: "duplicating the entry with the definition defines nothing twice",
    text: FLOW,
    edit: { op: "duplicate-entry", entry: ref(0, "api"), name: "api copy" },
    after: FLOW.replace(
      "  # the web\n",
      `  - name: "api copy" # keep\n    client: {timeout: 5s}  # slow\n    url: https://a.example.org\n\n  # the web\n`,
    ),
  },
  {
    name: "renaming the entry with the definition changes its name alone",
    text: FLOW,
    edit: { op: "set", target: { kind: "entry", entry: ref(0, "api") }, path: ["name"], value: "API" },
    after: FLOW.replace(`"api"`, `"API"`),
  },
  {
    name: "renaming the entry that others merge changes its name alone",
    text: ENTRY,
    edit: { op: "set", target: { kind: "entry", entry: ref(0, "api") }, path: ["name"], value: "API" },
    after: ENTRY.replace("name: api", "name: API"),
  },
];

describe("what an entry defines for others", () => {
  it.each(CASES)("$name", ({ text, edit, after }) => {
    expect(textAfter(text, edit)).toBe(after);
  });

  it.each(CASES)("$name, with the line breaks of Windows", ({ text, edit, after }) => {
    expect(textAfter(text.replaceAll("\n", "\r\n"), edit)).toBe(after.replaceAll("\n", "\r\n"));
  });

  it("is named once when several entries go at once", () => {
    const text = "endpoints: [{name: a, client: &c {timeout: 5s}}, {name: b, client: *c}, {name: 'c', client: *c}, {name: d}]\n";
    const outcome = editFiles(
      [{ path: FILE, text }],
      [
        { op: "delete-entry", entry: ref(0, "a") },
        { op: "delete-entry", entry: ref(1, "b") },
        { op: "delete-entry", entry: ref(3, "d") },
      ],
      "ask",
    );
    expect(outcome).toMatchObject({
      ok: true,
      value: { files: [{ text: "endpoints: [{name: 'c', client: &c {timeout: 5s}}]\n" }] },
    });
  });
});

/** One entry: what it says of a key that entries share, as a definition, an alias, a merge or on its own. */
const entry = fc.record({
  how: fc.constantFrom("flow", "block", "alias", "merge", "scalar", "own"),
  which: fc.nat(9),
  isSpaced: fc.boolean(),
});

function written(entries: ReadonlyArray<{ readonly how: string; readonly which: number; readonly isSpaced: boolean }>): string {
  const maps: string[] = [];
  const texts: string[] = [];
  const lines = entries.flatMap(({ how, which, isSpaced }, index) => {
    const map = maps[which % Math.max(1, maps.length)];
    const text = texts[which % Math.max(1, texts.length)];
    const head = [
      ...(isSpaced ? ["", `  # above ${index}`] : []),
      `  - name: "entry ${index}" # beside ${index}`,
      `    url: 'https://${index}.invalid'`,
    ];
    if (how === "flow") return (maps.push(`m${index}`), [...head, `    client: &m${index} {timeout: ${index + 1}s}   # flow ${index}`]);
    if (how === "block")
      return (maps.push(`m${index}`), [...head, `    client: &m${index}   # block ${index}`, `      timeout: ${index + 1}s # in ${index}`]);
    if (how === "scalar") return (texts.push(`t${index}`), [...head, `    interval: &t${index} ${index + 1}m # text ${index}`]);
    if (how === "alias" && map !== undefined)
      return [...head, `    client:  *${map} # alias ${index}`, ...(text === undefined ? [] : [`    interval: *${text}`])];
    if (how === "merge" && map !== undefined)
      return [...head, "    client:", `      <<: *${map} # merge ${index}`, "      insecure: false # own"];
    return [...head, "    interval:  1h"];
  });
  return `# all of them\nendpoints:\n${lines.join("\n")}\n# the end\n`;
}

function read(text: string): EditableText {
  const editable = readEditable(text);
  if (!editable.ok) throw new Error(editable.error.message);
  return editable.value;
}

/** The lines that neither define nor use anything, wherever they stand and however deep. */
function plainLines(text: string): readonly string[] {
  return text
    .split("\n")
    .filter((line) => !/: +[&*]/.test(line))
    .map((line) => line.trim())
    .toSorted();
}

function words(text: string, pattern: RegExp): readonly string[] {
  return (text.match(pattern) ?? []).toSorted();
}

describe("any entries that share values", () => {
  it("keep every line, comment, definition and use when they are moved, again and again", () => {
    const moves = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 2, maxLength: 7 }), moves, (entries, steps) => {
        const before = read(written(entries));
        let current = before;
        for (const [from, to] of steps) {
          const edit: TreeEdit = { op: "move-item", path: ["endpoints"], from: from % entries.length, to: to % entries.length };
          const expected = editValue(current.value, edit);
          const applied = applyTreeEdits(current, [edit], "ask");
          if (!applied.ok || applied.value.kind !== "edited") throw new Error(JSON.stringify(applied));
          current = read(applied.value.after.text);
          expect(current.value).toEqual(expected);
        }
        expect(plainLines(current.text)).toEqual(plainLines(before.text));
        for (const pattern of [/#.*/g, /&\w+/g, /\*\w+/g]) expect(words(current.text, pattern)).toEqual(words(before.text, pattern));
      }),
      { numRuns: 150, seed: 20261123 },
    );
  });

  it("keep what they say when others are deleted or duplicated", () => {
    const changes = fc.array(fc.tuple(fc.constantFrom("remove-items", "copy-item"), fc.nat(20)), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 4, maxLength: 7 }), changes, (entries, steps) => {
        let current = read(written(entries));
        for (const [index, [op, at]] of steps.entries()) {
          const place = at % (entries.length - index);
          const edit: TreeEdit =
            op === "copy-item" ? { op, path: ["endpoints"], from: place } : { op: "remove-items", path: ["endpoints"], indices: [place] };
          const expected = editValue(current.value, edit);
          const applied = applyTreeEdits(current, [edit], "ask");
          if (!applied.ok || applied.value.kind !== "edited") throw new Error(JSON.stringify(applied));
          const after = read(applied.value.after.text);
          expect(after.value).toEqual(expected);
          // Nothing but the entry that goes loses the comment beside its name.
          const gone = words(current.text, /# beside \d+/g).length - words(after.text, /# beside \d+/g).length;
          expect(gone).toBe(op === "copy-item" ? -1 : 1);
          current = after;
        }
      }),
      { numRuns: 150, seed: 20261123 },
    );
  });
});
