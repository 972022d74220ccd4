import { describe, expect, it } from "vitest";

import { readEditable } from "../../../../../src-main/config/edit/editable-text.ts";
import { editFiles } from "../../../../../src-main/config/edit/file-set.ts";
import type { FileSetOutcome } from "../../../../../src-main/config/edit/file-set.ts";
import { getAt } from "../../../../../src-main/config/edit/tree-edit.ts";
import type { Edit, EntryRef, SharedChoice } from "../../../../../shared/model/settings.ts";
import { CORPUS } from "./corpus.ts";

const FILE = "/c/config.yaml";
/** A thousand entries are read three times: 2 s on a quiet machine. */
const PATIENCE_MS = 40_000;

function ref(index: number, name: string, group = "", file = FILE): EntryRef {
  return { file, list: "endpoints", index, name, group };
}

function run(text: string, edits: readonly Edit[], choice: SharedChoice = "ask"): FileSetOutcome {
  const outcome = editFiles([{ path: FILE, text }], edits, choice);
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}

function textAfter(text: string, edits: readonly Edit[], choice: SharedChoice = "ask"): string {
  const outcome = run(text, edits, choice);
  if (outcome.kind !== "edited") throw new Error("asked");
  return outcome.files[0]?.text ?? "";
}

function at(index: number, name: string, group = ""): { readonly kind: "entry"; readonly entry: EntryRef } {
  return { kind: "entry", entry: ref(index, name, group) };
}

const TWO = `# my monitors
endpoints:
  # the shop
  - name: shop   # important
    url: "https://shop.example.org"
    interval: 60s # often
    conditions:
      - "[STATUS] == 200"

  # the blog
  - name: blog
    group: web
    url: https://blog.example.org
    conditions: ["[STATUS] == 200"]
`;

const EDITS: ReadonlyArray<{ readonly name: string; readonly edits: readonly Edit[]; readonly from: string; readonly to: string }> = [
  {
    name: "changes a value and keeps its comment",
    edits: [{ op: "set", target: at(0, "shop"), path: ["interval"], value: "5m" }],
    from: "interval: 60s # often",
    to: "interval: 5m # often",
  },
  {
    name: "keeps the quotes of a text that had some",
    edits: [{ op: "set", target: at(0, "shop"), path: ["url"], value: "https://new.example.org" }],
    from: `url: "https://shop.example.org"`,
    to: `url: "https://new.example.org"`,
  },
  {
    name: "renames and leaves what is behind the name",
    edits: [{ op: "set", target: at(0, "shop"), path: ["name"], value: "store" }],
    from: "name: shop   # important",
    to: "name: store   # important",
  },
  {
    name: "adds a condition in the quotes of the others",
    edits: [{ op: "insert", target: at(0, "shop"), path: ["conditions"], index: 1, value: "[RESPONSE_TIME] < 500" }],
    from: `      - "[STATUS] == 200"\n`,
    to: `      - "[STATUS] == 200"\n      - "[RESPONSE_TIME] < 500"\n`,
  },
  {
    name: "adds to a list in brackets",
    edits: [{ op: "insert", target: at(1, "blog", "web"), path: ["conditions"], index: 1, value: "[CONNECTED] == true" }],
    from: `["[STATUS] == 200"]`,
    to: `["[STATUS] == 200", "[CONNECTED] == true"]`,
  },
  {
    name: "makes blocks on the way",
    edits: [{ op: "set", target: at(0, "shop"), path: ["client", "timeout"], value: "3s" }],
    from: `      - "[STATUS] == 200"\n\n`,
    to: `      - "[STATUS] == 200"\n    client:\n      timeout: 3s\n\n`,
  },
  {
    name: "removes a key with the comment on its line",
    edits: [{ op: "unset", target: at(0, "shop"), path: ["interval"] }],
    from: "    interval: 60s # often\n",
    to: "",
  },
  {
    name: "adds a top-level block",
    edits: [{ op: "set", target: { kind: "root", file: null }, path: ["alerting", "slack", "webhook-url"], value: "${SLACK}" }],
    from: `    conditions: ["[STATUS] == 200"]\n`,
    to: `    conditions: ["[STATUS] == 200"]\nalerting:\n  slack:\n    webhook-url: "\${SLACK}"\n`,
  },
  {
    name: "writes several lines as a block",
    edits: [{ op: "set", target: at(1, "blog", "web"), path: ["body"], value: "{\n  a\n}\n" }],
    from: `    conditions: ["[STATUS] == 200"]\n`,
    to: `    conditions: ["[STATUS] == 200"]\n    body: |\n      {\n        a\n      }\n`,
  },
  {
    name: "deletes an entry and keeps the comments above it",
    edits: [{ op: "delete-entry", entry: ref(1, "blog", "web") }],
    from: `  - name: blog\n    group: web\n    url: https://blog.example.org\n    conditions: ["[STATUS] == 200"]\n`,
    to: "",
  },
  {
    name: "adds an entry behind its group, with a blank line as between the others",
    edits: [
      {
        op: "add-entry",
        list: "endpoints",
        place: { at: "end-of-group", group: "web" },
        value: { name: "new", url: "tcp://db:5432", conditions: ["[CONNECTED] == true"] },
      },
    ],
    from: `    conditions: ["[STATUS] == 200"]\n`,
    to: `    conditions: ["[STATUS] == 200"]\n\n  - name: new\n    url: tcp://db:5432\n    conditions:\n      - "[CONNECTED] == true"\n`,
  },
  {
    name: "takes a secret out",
    edits: [{ op: "keep-secret", target: at(0, "shop"), path: ["url"], name: "SHOP_URL" }],
    from: `"https://shop.example.org"`,
    to: `"\${SHOP_URL}"`,
  },
];

describe("edits of a file", () => {
  it.each(EDITS)("$name", ({ edits, from, to }) => {
    expect(TWO).toContain(from);
    expect(textAfter(TWO, edits)).toBe(TWO.replace(from, () => to));
  });

  it("are the same with Windows' line ends and a byte order mark", () => {
    const text = `\ufeff${TWO.replaceAll("\n", "\r\n")}`;
    const edits = EDITS.flatMap(({ edits }) => edits).filter(({ op }) => op === "insert" || op === "set");
    const after = textAfter(text, edits);
    expect(after.replaceAll("\r\n", "\n")).toBe(`\ufeff${textAfter(TWO, edits)}`);
    expect(after.replaceAll("\r\n", "")).not.toContain("\n");
  });

  it("moves an entry with its comment, and the blank line stays between", () => {
    const after = textAfter(TWO, [{ op: "move-entry", entry: ref(1, "blog", "web"), place: { at: "before", entry: ref(0, "shop") } }]);
    expect(after.indexOf("# the blog")).toBeLessThan(after.indexOf("name: blog"));
    expect(after.indexOf("name: blog")).toBeLessThan(after.indexOf("name: shop"));
    expect(after.match(/\n\n/g)).toHaveLength(1);
  });

  it("moves an entry to another group", () => {
    const after = textAfter(TWO, [{ op: "move-entry", entry: ref(0, "shop"), place: { at: "end-of-group", group: "web" }, group: "web" }]);
    const read = readEditable(after);
    expect(read.ok && getAt(read.value.value, ["endpoints", 1, "group"])).toBe("web");
    expect(read.ok && getAt(read.value.value, ["endpoints", 1, "name"])).toBe("shop");
    expect(after).toContain("# often");
  });

  it("duplicates an entry as it is written", () => {
    const after = textAfter(TWO, [{ op: "duplicate-entry", entry: ref(0, "shop"), name: "shop copy" }]);
    expect(after).toContain(`  - name: shop copy   # important\n    url: "https://shop.example.org"\n    interval: 60s # often\n`);
    expect(after.match(/# often/g)).toHaveLength(2);
  });

  it("means by references what was there before the first edit", () => {
    const after = textAfter(TWO, [
      { op: "delete-entry", entry: ref(0, "shop") },
      { op: "set", target: at(1, "blog", "web"), path: ["interval"], value: "9m" },
      { op: "add-entry", list: "endpoints", place: { at: "before", entry: ref(1, "blog", "web") }, value: { name: "first" } },
    ]);
    const read = readEditable(after);
    expect(read.ok && getAt(read.value.value, ["endpoints", 0, "name"])).toBe("first");
    expect(read.ok && getAt(read.value.value, ["endpoints", 1, "interval"])).toBe("9m");
  });

  it("refuses what is already gone", () => {
    const outcome = editFiles(
      [{ path: FILE, text: TWO }],
      [
        { op: "delete-entry", entry: ref(0, "shop") },
        { op: "set", target: at(0, "shop"), path: ["interval"], value: "1m" },
      ],
      "ask",
    );
    expect(outcome).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it("gives the value that a secret had", () => {
    const outcome = run(TWO, [{ op: "keep-secret", target: at(0, "shop"), path: ["url"], name: "SHOP_URL" }]);
    expect(outcome).toMatchObject({ kind: "edited", secrets: [{ name: "SHOP_URL", value: "https://shop.example.org" }] });
  });

  it("undoes itself by the opposite edit, without a trace", () => {
    const there = textAfter(TWO, [{ op: "set", target: at(0, "shop"), path: ["client", "timeout"], value: "3s" }]);
    expect(textAfter(there, [{ op: "unset", target: at(0, "shop"), path: ["client"] }])).toBe(TWO);
  });

  it("goes to the file that holds the entry", () => {
    const files = [
      { path: "/c/a.yaml", text: "endpoints:\n  - name: a\n" },
      { path: "/c/b.yaml", text: "endpoints:\n  - name: b # here\n" },
    ];
    const edits: readonly Edit[] = [
      { op: "set", target: { kind: "entry", entry: ref(0, "b", "", "/c/b.yaml") }, path: ["name"], value: "c" },
    ];
    const outcome = editFiles(files, edits, "ask");
    expect(outcome).toMatchObject({ ok: true, value: { files: [files[0], { text: "endpoints:\n  - name: c # here\n" }] } });
  });

  it("moves an entry into another file", () => {
    const files = [
      { path: "/c/a.yaml", text: "endpoints:\n  - name: a\n  - name: a2\n" },
      { path: "/c/b.yaml", text: "endpoints:\n  - name: b\n" },
    ];
    const edits: readonly Edit[] = [
      { op: "move-entry", entry: ref(0, "a", "", "/c/a.yaml"), place: { at: "end-of-file", file: "/c/b.yaml" } },
    ];
    const outcome = editFiles(files, edits, "ask");
    expect(outcome).toMatchObject({
      ok: true,
      value: { files: [{ text: "endpoints:\n  - name: a2\n" }, { text: "endpoints:\n  - name: b\n  - name: a\n" }] },
    });
  });

  it("changes a thousand entries at once", { timeout: PATIENCE_MS }, () => {
    const count = 1_000;
    const text = `endpoints:\n${Array.from({ length: count }, (_unused, index) => `  - name: e${index}\n    url: https://example.org\n`).join("")}`;
    const edits = Array.from(
      { length: count },
      (_unused, index): Edit => ({ op: "set", target: at(index, `e${index}`), path: ["interval"], value: "2m" }),
    );
    expect(textAfter(text, edits).match(/interval: 2m/g)).toHaveLength(count);
    const deletions = edits.slice(1).map((_edit, index): Edit => ({ op: "delete-entry", entry: ref(index, `e${index}`) }));
    expect(textAfter(text, deletions)).toBe(`endpoints:\n  - name: e${count - 1}\n    url: https://example.org\n`);
  });
});

const SHARED = CORPUS.find(({ name }) => name.startsWith("05-anchors"))?.text ?? "";

describe("edits of what several entries share", () => {
  const interval: Edit = { op: "set", target: at(0, "a"), path: ["client", "timeout"], value: "9s" };

  it("ask, and say who uses it", () => {
    expect(run(SHARED, [interval])).toEqual({
      kind: "shared",
      uses: [{ edit: 0, anchor: "defaults", usedBy: 3, names: ["b", "c"] }],
    });
  });

  it("change this one alone", () => {
    const after = textAfter(SHARED, [interval], "this-one");
    const read = readEditable(after);
    if (!read.ok) throw new Error(read.error.message);
    expect(getAt(read.value.value, ["endpoints", 0, "client", "timeout"])).toBe("9s");
    expect(getAt(read.value.value, ["endpoints", 1, "client", "timeout"])).toBe("3s");
    expect(after.startsWith(SHARED.slice(0, SHARED.indexOf("  - <<: *defaults\n    name: b")).slice(0, 100))).toBe(true);
  });

  it("change all", () => {
    const after = textAfter(SHARED, [interval], "all");
    expect(after).toBe(SHARED.replace("timeout: 3s", "timeout: 9s"));
  });

  it("do not ask where an entry has its own value", () => {
    const own: Edit = { op: "set", target: at(1, "b"), path: ["interval"], value: "7m" };
    expect(textAfter(SHARED, [own])).toBe(SHARED.replace("interval: 2m", "interval: 7m"));
  });

  it("leave the others what they have when the definition goes", () => {
    const text = "endpoints:\n  - &first\n    name: a\n    url: https://example.org\n  - <<: *first\n    name: b\n";
    const after = textAfter(text, [{ op: "delete-entry", entry: ref(0, "a") }]);
    const read = readEditable(after);
    expect(read.ok && read.value.value).toEqual({ endpoints: [{ name: "b", url: "https://example.org" }] });
  });
});
