// What warnings advise, what is said only once, and what is said about the values of a suite's store.

import { describe, expect, it } from "vitest";
import { checkCondition, checkStoreOperand, type WarningFacts } from "../../../../src-main/conditions/warnings.ts";

const HTTP: WarningFacts = { kind: "HTTP", insideSuite: false, allConditionsOfEndpoint: [], storeOperands: [] };

function idsOf(text: string): readonly string[] {
  return checkCondition(text, { ...HTTP, allConditionsOfEndpoint: [text] }).map(({ id }) => id);
}

describe("checkCondition", () => {
  it.each([
    "[STATUS] == 200",
    "[RESPONSE_TIME] < 500",
    "[CONNECTED] == true",
    "[CERTIFICATE_EXPIRATION] > 48h",
    "[BODY].items[0].name == pat(a*)",
    "len([BODY].items) > 5",
    "has([BODY].errors) == false",
    "[STATUS] == any(200, 429)",
    "[IP] != 10.0.0.1",
  ])("has nothing to say about %s", (text) => {
    expect(idsOf(text)).toEqual([]);
  });

  it.each([
    ["[CERTIFICATE_EXPIRATION] > 30days", "write 30d"],
    ["[RESPONSE_TIME] < 1 h", "write 1h"],
    ['[STATUS] < "500"', "write 500"],
    ["[CERTIFICATE_EXPIRATION] > 1D", "write 1d"],
    ["[BODY].size < 1,024", "write 1024"],
    ["[BODY].used < 90%", "write 90"],
    ["[RESPONSE_TIME] < fast", "such as 500"],
    ["[STATUS].code == 5", "write [STATUS] with nothing after it"],
    ["len([BODY].a == 5", "closing bracket"],
    ["[BODY].a[-1] == 5", "count from 0"],
    ["1 == 2", "always false"],
    ["1 == 1", "always true"],
    ["has(x) == false", "always true"],
  ])("says what would be right for %s: %s", (text, advice) => {
    expect(checkCondition(text, HTTP).map(({ message }) => message)).toContainEqual(expect.stringContaining(advice));
  });

  it("mentions compatibility once for each condition", () => {
    expect(idsOf("[PHASE].tls < [PHASE].connect").filter((id) => id === "gatus-unknown-placeholder")).toHaveLength(1);
  });

  it("calls what is only worth knowing a hint", () => {
    const facts = { ...HTTP, allConditionsOfEndpoint: ["[BODY].a != x"] };
    expect(checkCondition("[BODY].a != x", facts).map(({ severity }) => severity)).toEqual(["hint"]);
  });

  it("leaves a text that is no condition to the parser", () => {
    expect(idsOf("[STATUS]")).toEqual([]);
  });
});

describe("checkStoreOperand", () => {
  it.each([
    ["[IP]", []],
    ["[DOMAIN_EXPIRATION]", ["[IP] == x"]],
    ["[ip]", []],
  ])("warns about %s when no condition names it", (text, allConditionsOfEndpoint) => {
    expect(checkStoreOperand(text, { allConditionsOfEndpoint }).map(({ id }) => id)).toEqual(["gatus-does-not-look"]);
  });

  it.each([
    ["[IP]", ["[IP] != x"]],
    ["[BODY].id", []],
    ["text", []],
  ])("keeps silent about %s beside %j", (text, allConditionsOfEndpoint) => {
    expect(checkStoreOperand(text, { allConditionsOfEndpoint })).toEqual([]);
  });
});
