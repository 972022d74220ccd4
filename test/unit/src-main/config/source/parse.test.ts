import { describe, expect, it } from "vitest";

import { assemble, configOf, endpointText, problemLines } from "../helpers.ts";

const ENDPOINT = '{name: a, url: "https://example.org", conditions: ["[STATUS] == 200"]}';

describe("places", () => {
  it("are those of the text as written, whatever the variables hold", () => {
    const text =
      '# $LONG\nendpoints:\n  - name: ${NAME}\n    url: ${URL} \n    interval: $INTERVAL\n    conditions: ["${X}[STATUS] == 200", nope]\n';
    const variables = { LONG: "one\n# two\n# three", NAME: "n".repeat(90), URL: "https://example.org", INTERVAL: "60", X: "" };
    expect(problemLines(assemble(text, { variables }))).toEqual([
      'error 5:15 endpoints[0].interval | Here must be a duration such as 30s, 5m or 1h30m, which "$INTERVAL" is not.',
      "error 6:44 endpoints[0].conditions[1] | no comparator in nope",
    ]);
  });

  it("count lines that end in CR LF once", () => {
    expect(problemLines(assemble("a: 1\r\nendpoints:\r\n  - name: 1\r\n    url: x\r\n"))).toContain(
      'warning 1:1 a | "a" is not a key of the configuration; it is ignored.',
    );
  });

  it("lead into the content of a quoted condition", () => {
    const lines = problemLines(assemble(endpointText({ conditions: '["abcdef"]' })));
    expect(lines).toEqual(["error 5:22 endpoints[0].conditions[0] | no comparator in abcdef"]);
  });
});

describe("variables", () => {
  it("that are not set are warned of, but not in comments", () => {
    const text = `# $COMMENT\nendpoints: # \${COMMENT}\n  - ${ENDPOINT}\nx-note: |\n  # $BLOCK\nx-url: "a#$QUOTED"\n`;
    expect(problemLines(assemble(text)).map((line) => line.slice(0, 40))).toEqual(
      ["warning 5:5  | The variable BLOCK is set", "warning 6:11  | The variable QUOTED is set"].map((line) => line.slice(0, 40)),
    );
  });

  it("with line breaks that break the file are named", () => {
    const [line] = problemLines(assemble("endpoints: []\na: ${KEY}\n", { variables: { KEY: "x: y: z\n\tw" } }));
    expect(line).toContain("2:4");
    expect(line).toContain("inside what ${KEY} stands for");
  });

  it("may add structure, as they do in Gatus", () => {
    const text = "endpoints:\n  - name: a\n    url: https://example.org\n    ${CONDITIONS}\n";
    const variables = { CONDITIONS: 'conditions: ["[STATUS] == 200"]' };
    expect(configOf(text, { variables }).endpoints[0]?.conditions).toEqual(["[STATUS] == 200"]);
  });
});

describe("anchors and merges", () => {
  it("are resolved; own keys win, then earlier mappings", () => {
    const text = `x-a: &a {interval: 10s, method: PUT, group: a}\nx-b: &b {interval: 20s, body: b}\nendpoints:\n  - &first\n    <<: [*a, *b]\n    name: one\n    method: POST\n    url: https://example.org\n    conditions: &c ["[STATUS] == 200"]\n  - {<<: *first, name: two, conditions: *c}\n`;
    const { endpoints } = configOf(text);
    expect(endpoints.map(({ key, intervalMs, method, body }) => [key, intervalMs, method, body])).toEqual([
      ["a_one", 10_000, "POST", "b"],
      ["a_two", 10_000, "POST", "b"],
    ]);
  });

  it("take a quoted << for a key", () => {
    expect(problemLines(assemble(`endpoints: [${ENDPOINT}]\n"<<": {}\n`))).toEqual([
      'warning 2:1 << | "<<" is not a key of the configuration; it is ignored.',
    ]);
  });

  it.each([
    ["an unknown anchor", "endpoints: *nope\n", 'error 1:12  | There is no anchor for "*nope" above this line.'],
    ["an anchor that is defined later", "a: *b\nb: &b 1\n", 'error 1:4  | There is no anchor for "*b" above this line.'],
    ["a list in itself", "a: &a [*a]\n", 'error 1:8  | The anchor of "*a" contains itself.'],
    ["a mapping merged into itself", "a: &a {<<: *a}\n", 'error 1:12  | The anchor of "*a" contains itself.'],
    ["a text to merge", "a: {<<: x}\n", "error 1:9  | << merges a mapping or a list of mappings; this is neither."],
    ["a key that is a list", "? [1]\n: 2\n", "error 1:3  | A key must be a text, not a list or a mapping."],
    ["a key that is there twice", "a: 1\nb: 2\na: 3\n", 'error 3:1  | The key "a" is already there in line 1.'],
    [
      "two merges",
      "x: &x {}\ny: &y {}\nz:\n  <<: *x\n  <<: *y\n",
      'error 5:3  | The key "<<" is already there in line 4; merge several mappings with <<: [*a, *b].',
    ],
  ])("say what is wrong: %s", (_, text, expected) => {
    expect(problemLines(assemble(text))).toContain(expected);
  });

  it("hold 5,000 honest merges", () => {
    const entries = Array.from({ length: 5_000 }, (_, index) => `  - {<<: *base, name: e${index}}`);
    const text = `x: &base\n  url: https://example.org\n  conditions: ["[STATUS] == 200"]\n  client: {timeout: 5s}\nendpoints:\n${entries.join("\n")}\n`;
    expect(configOf(text).endpoints).toHaveLength(5_000);
  });

  it("end a bomb of aliases with one error", () => {
    const levels = Array.from({ length: 9 }, (_, index) => `l${index + 1}: &l${index + 1} [${Array(9).fill(`*l${index}`).join(", ")}]`);
    const lines = problemLines(assemble(`l0: &l0 [a, b, c]\n${levels.join("\n")}\nendpoints: *l9\n`));
    expect(lines.filter((line) => line.includes("more than 2000000 values"))).toHaveLength(1);
  });
});

describe("broken YAML", () => {
  it.each([
    ["a tab as indentation", "endpoints:\n\t- name: a\n", 2, "indent with spaces"],
    ["a quote that is not closed", 'endpoints:\n  - name: "a\n    url: b\n', 2, "no closing quote"],
    ["a quote in a list in brackets that is not closed", "a: ['b, c]\nd: e\n", 1, "no closing quote"],
    ["a bracket that is not closed", "endpoints: [\n", 2, "not closed"],
    ["two colons", "endpoints:\n  - name: a: b\n", 2, "two colons"],
    ["a text that begins with @", "a: @b\n", 1, "put it in quotes"],
    ["a text that begins with a backtick", "a: `b`\n", 1, "put it in quotes"],
    ["an unknown escape", 'a: "\\d"\n', 1, "escape"],
    ["odd indentation", "a:\n    b: 1\n  c: 2\n", 3, "indentation"],
    ["a line without a colon", "endpoints:\n  - name: a\nfoo\nbar: 1\n", 3, "colon"],
  ])("gets a message with its line: %s", (_, text, line, words) => {
    const { config, problems } = assemble(text);
    expect(config).toBeNull();
    expect(problems[0]).toMatchObject({ severity: "error", line });
    expect(problems[0]?.message).toContain(words);
  });

  it("is not judged further", () => {
    expect(assemble("endpoints:\n  - name: 'a\n").problems.every(({ path }) => path === "")).toBe(true);
  });

  it("reads the first of several documents", () => {
    const { config, problems } = assemble(`endpoints: [${ENDPOINT}]\n---\nendpoints: []\n`);
    expect(config?.endpoints).toHaveLength(1);
    expect(problems).toMatchObject([{ severity: "warning", line: 2 }]);
  });

  it.each([
    ["brackets", "[".repeat(50_000)],
    ["braces", "{a: ".repeat(20_000)],
    ["dashes", "- ".repeat(20_000)],
    ["closed brackets", `a: ${"[".repeat(500)}${"]".repeat(500)}`],
    ["indentation", Array.from({ length: 400 }, (_, index) => `${" ".repeat(index)}a:`).join("\n")],
  ])("nested without end is one error: %s", (_, text) => {
    const { config, problems } = assemble(text);
    expect(config).toBeNull();
    expect(problems.length).toBeLessThan(30);
    expect(problems.some(({ severity }) => severity === "error")).toBe(true);
  });
});

describe("several files", () => {
  const a = `endpoints: [${ENDPOINT}]\nalerting: {slack: {webhook-url: x}}\n`;
  it("join lists and mappings", () => {
    const b = `endpoints: [${ENDPOINT.replace("name: a", "name: b")}]\nalerting: {discord: {webhook-url: y}}\n`;
    const config = configOf({ "a.yaml": a, "b.yaml": b });
    expect(config.endpoints.map(({ name, position }) => [name, position.file])).toEqual([
      ["a", "a.yaml"],
      ["b", "b.yaml"],
    ]);
    expect([...config.alerting.providers.keys()].toSorted()).toEqual(["desktop", "discord", "slack"]);
  });

  it.each([
    [
      "a value twice, even the same",
      "concurrency: 5\n",
      "concurrency: 5\n",
      "error 1:1 concurrency | This key is already given in a.yaml, line 1;",
    ],
    ["null over a value", "concurrency: 5\n", "concurrency:\n", "error 1:1 concurrency | This key is already given in"],
    ["a mapping over a list", "endpoints: []\n", "endpoints: {}\n", "error 1:1 endpoints | This mapping cannot be merged with the list"],
    [
      "a mapping over a value",
      "maintenance:\n",
      "maintenance: {}\n",
      "error 1:1 maintenance | This mapping cannot be merged with the value",
    ],
    ["a list over a mapping", "endpoints: {}\n", "endpoints: []\n", "warning 1:1 endpoints | This list replaces the mapping"],
    ["a list over nothing", "endpoints:\n", "endpoints: []\n", "warning 1:1 endpoints | This list replaces the value"],
    ["a file that is a list", "endpoints: []\n", "- a\n", "error 1:1  | A configuration file holds keys"],
  ])("treat %s as Gatus does, with words instead of crashes", (_, first, second, expected) => {
    const { problems } = assemble({ "a.yaml": first, "b.yaml": second });
    const found = problems.filter(({ file }) => file === "b.yaml");
    expect(problemLines({ problems: found })[0]).toContain(expected);
  });

  it("keep anchors to their own file", () => {
    expect(problemLines(assemble({ "a.yaml": "x: &x 1\n", "b.yaml": "y: *x\n" }))).toContain(
      'error 1:4  | There is no anchor for "*x" above this line.',
    );
  });

  it("may be empty", () => {
    expect(configOf({ "a.yaml": a, "b.yaml": "# nothing\n", "c.yaml": "" }).endpoints).toHaveLength(1);
  });
});
