// What suites hand on: values taken by `store`, numbers that keep their notation, and `[CONTEXT]` in texts.

import { describe, expect, it } from "vitest";
import { EMPTY_OBSERVATION, type Observation } from "../../../../shared/model/observation.ts";
import { ExactNumber, exactNumber, printContextValue } from "../../../../src-main/conditions/context.ts";
import { missingPathsMessage, resolveContextPlaceholders } from "../../../../src-main/conditions/context-placeholders.ts";
import { describeLanguage } from "../../../../src-main/conditions/describe.ts";
import { parseOperand } from "../../../../src-main/conditions/operand.ts";
import { resolveOperand } from "../../../../src-main/conditions/store.ts";

function answering(body: string): Observation {
  return { ...EMPTY_OBSERVATION, status: 201, connected: true, body: new TextEncoder().encode(body) };
}

function number(text: string): ExactNumber {
  return new ExactNumber(text);
}

describe("resolveOperand", () => {
  it.each([
    ["[STATUS]", "", number("201")],
    ["[CONNECTED]", "", true],
    ["[BODY].id", '{"id":1045678901234567890}', number("1045678901234567890")],
    ["[BODY].price", '{"price":1.50}', number("1.50")],
    ["[BODY].total", '{"total":1E3}', number("1E3")],
    ["[BODY].id", '{"id":"007"}', number("7")],
    ["[BODY].id", '{"id":"-08.50"}', number("-8.50")],
    ["[BODY].id", '{"id":"+1_000"}', number("1000")],
    ["[BODY].id", '{"id":".5"}', number("0.5")],
    ["[BODY].id", '{"id":"0x10"}', "0x10"],
    ["[BODY].id", '{"id":"inf"}', "inf"],
    ["[BODY].id", '{"id":"1e999999999"}', number("1e999999999")],
    ["[BODY].id", '{"id":"abc"}', "abc"],
    ["[BODY].id", '{"id":" 5"}', " 5"],
    ["[BODY].ok", '{"ok":false}', false],
    ["[BODY].ok", '{"ok":"t"}', true],
    ["[BODY].ok", '{"ok":"F"}', false],
    ["[BODY].ok", '{"ok":"1"}', number("1")],
    ["[BODY].list", '{"list":[1,2]}', "[1 2]"],
    ["len([BODY].list)", '{"list":[1,2]}', number("2")],
    ["has([BODY].nothing)", "{}", false],
    ["literal", "", "literal"],
    ["[CONTEXT].id", "", "[CONTEXT].id"],
  ])("takes %s from %s", (operand, body, expected) => {
    expect(resolveOperand(operand, { observation: answering(body), context: { id: 5 } })).toEqual({ ok: true, value: expected });
  });

  it.each(["[BODY].missing", "len(text)"])("finds nothing for %s", (operand) => {
    const result = resolveOperand(operand, { observation: answering("{}") });
    expect(result).toMatchObject({ ok: false, error: { code: "not_found", message: `invalid path: ${operand}` } });
  });
});

describe("exactNumber", () => {
  it.each([
    ["1.50", "1.50"],
    ["1e400", "1e400"],
    ["0x10", "16"],
    ["1_000", "1000"],
    ["012", "10"],
    ["+5", "5"],
  ])("keeps %s as %s", (text, expected) => {
    expect(exactNumber(text)?.text).toBe(expected);
  });

  it("is nothing for a text", () => {
    expect(exactNumber("text")).toBeNull();
  });
});

describe("printContextValue", () => {
  it.each([
    ["text", "text"],
    [5, "5"],
    [1e21, "1000000000000000000000"],
    [1e-7, "0.0000001"],
    [-0, "0"],
    [12_345_678_901_234_567_890n, "12345678901234567890"],
    [number("1.50"), "1.50"],
    [null, "<nil>"],
    [true, "true"],
    [[1, ["a", null], { z: 1, b: [number("2.0")] }], "[1 [a <nil>] map[b:[2.0] z:1]]"],
    [{ "\u{1f600}": 1, "\uffff": 2 }, "map[\uffff:2 \u{1f600}:1]"],
    [{}, "map[]"],
    [new Date(Date.UTC(2024, 0, 1)), "2024-01-01 00:00:00 +0000 UTC"],
    [new Date(Date.UTC(2024, 0, 1, 10, 20, 30, 500)), "2024-01-01 10:20:30.5 +0000 UTC"],
  ])("prints a value of the context as $1", (value, expected) => {
    expect(printContextValue(value)).toBe(expected);
  });
});

describe("resolveContextPlaceholders", () => {
  const context = {
    id: 7,
    user: { name: "ann", "odd-key": "x" },
    "file.json": 1,
    list: ["a", "b"],
    price: number("1.50"),
    again: "[CONTEXT].id",
  };

  it.each([
    ["/users/[CONTEXT].id", "/users/7"],
    ["[CONTEXT].user.name/[CONTEXT].user.odd-key", "ann/x"],
    ["?l=[CONTEXT].list&p=[CONTEXT].price", "?l=[a b]&p=1.50"],
    ["[CONTEXT].again", "[CONTEXT].id"],
    ["[context].id [CONTEXT]. [CONTEXT]id", "[context].id [CONTEXT]. [CONTEXT]id"],
    ["nothing", "nothing"],
  ])("fills %s in", (text, expected) => {
    expect(resolveContextPlaceholders(text, context)).toEqual({ text: expected, missingPaths: [] });
  });

  it("leaves what it cannot find and names each path once", () => {
    const text = "[CONTEXT].id.json [CONTEXT].x [CONTEXT].id [CONTEXT].x. [CONTEXT].x [CONTEXT].list.0";
    const filled = resolveContextPlaceholders(text, context);
    expect(filled).toEqual({
      text: "[CONTEXT].id.json [CONTEXT].x 7 [CONTEXT].x. [CONTEXT].x [CONTEXT].list.0",
      missingPaths: ["id.json", "x", "x.", "list.0"],
    });
    expect(missingPathsMessage(filled.missingPaths.slice(0, 2))).toBe(
      "context placeholder resolution failed: path 'id.json' not found, path 'x' not found",
    );
  });
});

describe("describeLanguage", () => {
  it("lists placeholders that the parser knows", () => {
    const placeholders = describeLanguage({ insideSuite: true }).filter(({ kind }) => kind === "placeholder");
    for (const { label } of placeholders) expect([label, parseOperand(label, 1, true).kind]).toEqual([label, "value"]);
    expect(placeholders.length).toBeGreaterThan(15);
  });

  it("offers the context only inside a suite", () => {
    const labels = describeLanguage({ insideSuite: false }).map(({ label }) => label);
    expect(labels.filter((label) => label.startsWith("[CONTEXT]"))).toEqual([]);
    expect(labels).toEqual(expect.arrayContaining(["[STATUS]", "[BODY].…", "[PHASE].tls", "len(…)", "=="]));
  });

  it("has one line of help for each", () => {
    for (const { help } of describeLanguage({ insideSuite: true })) expect(help).toMatch(/^[^\n]{5,110}[^.\n]$|^[a-z ]{5,}$/);
  });
});
