import { describe, expect, it } from "vitest";

import { beginAssembly } from "../../../../src-main/config/assemble.ts";
import type { Questions } from "../../../../src-main/config/questions.ts";

function questionsOf(text: string): Questions {
  const files = [{ path: "config.yaml", text }];
  return beginAssembly({ files, variables: new Map(), providerTypes: ["slack"], localTimezone: "UTC" }).questions;
}

describe("what is asked about conditions", () => {
  it("comes with the endpoint's kind, its other conditions, and its suite", () => {
    const text =
      'endpoints: [{name: a, url: "icmp://h", conditions: ["x == 1"], degraded-conditions: ["y == 2"]}, {name: b, url: 9.9.9.9, dns: {query-type: A, query-name: a}, conditions: ["x == 1"]}]\n' +
      'suites: [{name: s, endpoints: [{name: c, url: "https://h", conditions: ["z == 3"], store: {a: "[BODY].a", b: "[STATUS]"}}]}]\n';
    const icmp = { kind: "ICMP", insideSuite: false, allConditions: ["x == 1", "y == 2"], storeOperands: [] };
    expect(questionsOf(text).conditions).toEqual([
      { condition: "x == 1", ...icmp },
      { condition: "y == 2", ...icmp },
      { condition: "x == 1", kind: "DNS", insideSuite: false, allConditions: ["x == 1"], storeOperands: [] },
      { condition: "z == 3", kind: "HTTP", insideSuite: true, allConditions: ["z == 3"], storeOperands: ["[BODY].a", "[STATUS]"] },
    ]);
  });

  it("is asked once for endpoints that are alike", () => {
    const entries = Array.from(
      { length: 50 },
      (_, index) => `{name: e${index}, url: "http://h${index}", conditions: ["a == b", "c == d"]}`,
    );
    expect(questionsOf(`endpoints: [${entries.join(", ")}]\n`).conditions).toHaveLength(2);
  });

  it("gives its warnings and hints back at their places", () => {
    const text = 'endpoints:\n  - {name: a, url: "http://h", conditions: ["[BODY] == 1"]}\n';
    const files = [{ path: "config.yaml", text }];
    const assembly = beginAssembly({ files, variables: new Map(), providerTypes: [], localTimezone: "UTC" });
    const warnings = [
      { message: "an unmarked one", offset: 0 },
      { message: "a hint that is marked", offset: 7, severity: "hint" as const },
    ];
    const { problems } = assembly.finish({ conditions: [{ ok: true, warnings }], providers: [], files: [] });
    expect(problems.map(({ severity, line, column, message }) => [severity, line, column, message])).toEqual([
      ["warning", 2, 46, "an unmarked one"],
      ["hint", 2, 53, "a hint that is marked"],
    ]);
  });
});
