import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { compileConditions } from "../../../../../src-main/conditions/compile.ts";
import { diffLines } from "../../../../../src-main/config/edit/diff.ts";
import { answerPaths, proposeConditions } from "../../../../../src-main/config/edit/propose-conditions.ts";
import type { AnswerFacts } from "../../../../../src-main/config/edit/propose-conditions.ts";
import { rebaseEdits } from "../../../../../src-main/config/edit/rebase.ts";
import { looksLikeSecret, suggestSecretName } from "../../../../../src-main/config/edit/secret-texts.ts";
import { DAY } from "../../../../../shared/units.ts";
import type { PlainValue } from "../../../../../shared/model/alert.ts";
import type { Edit, EntryRef } from "../../../../../shared/model/settings.ts";
import { EMPTY_OBSERVATION } from "../../../../../shared/model/observation.ts";

describe("differences of texts", () => {
  it("are the lines that changed", () => {
    expect(diffLines("a\nb\nc\nd\n", "a\nB\nc\nd\ne\n")).toEqual([
      { beforeLine: 2, afterLine: 2, before: ["b"], after: ["B"] },
      { beforeLine: 5, afterLine: 5, before: [], after: ["e"] },
    ]);
  });

  it("turn the one into the other", () => {
    const lines = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const result: string[] = [];
        let at = 0;
        for (const hunk of diffLines(before.map((line) => `${line}\n`).join(""), after.map((line) => `${line}\n`).join(""))) {
          result.push(...before.slice(at, hunk.beforeLine - 1), ...hunk.after);
          expect(before.slice(hunk.beforeLine - 1, hunk.beforeLine - 1 + hunk.before.length)).toEqual(hunk.before);
          expect(result.length - hunk.after.length).toBe(hunk.afterLine - 1);
          at = hunk.beforeLine - 1 + hunk.before.length;
        }
        expect([...result, ...before.slice(at)]).toEqual(after);
      }),
    );
  });
});

describe("secrets in the clear", () => {
  it.each([
    ["token", "abcd1234"],
    ["webhook-url", "https://hooks.example.org/x"],
    ["Authorization", "Bearer abcdef"],
    ["password", "hunter22"],
    ["api-key", "0123456789"],
    ["url", "https://hooks.slack.com/services/T000/B000/XXXX"],
    ["url", "https://user:pass@example.org/"],
    ["body", "token=ghp_0123456789abcdefghijABCDEFGHIJ"],
    ["private-key", "-----BEGIN OPENSSH PRIVATE KEY-----\nabc"],
  ])("%s: %s is one", (key, text) => {
    expect(looksLikeSecret(key, text)).toBe(true);
  });

  it.each([
    ["token", "${TOKEN}"],
    ["token", "$TOKEN"],
    ["url", "https://example.org/token"],
    ["token-url", "https://login.example.org/token"],
    ["name", "secret garden"],
    ["private-key-file", "/etc/key.pem"],
    ["password", ""],
    ["description", "the token expired"],
  ])("%s: %s is none", (key, text) => {
    expect(looksLikeSecret(key, text)).toBe(false);
  });

  it("get names that say where they were", () => {
    expect(suggestSecretName(["alerting", "slack", "webhook-url"])).toBe("SLACK_WEBHOOK_URL");
    expect(suggestSecretName(["endpoints", 3, "headers", "Authorization"])).toBe("AUTHORIZATION");
    expect(suggestSecretName(["endpoints", 3, "42"])).toBe("SECRET_42");
  });
});

const HTTP: AnswerFacts = {
  kind: "HTTP",
  connected: true,
  status: 200,
  dnsRcode: "",
  durationMs: 80,
  certificateExpiresInMs: null,
  bodyText: "",
  isJson: false,
};

describe("proposed conditions", () => {
  it.each<[string, Partial<AnswerFacts>, readonly string[]]>([
    ["the status that was seen", { status: 204 }, ["[STATUS] == 204"]],
    ["a good status where it was a bad one", { status: 503 }, ["[STATUS] == 200"]],
    ["a certificate's usual limit", { certificateExpiresInMs: 80 * DAY }, ["[STATUS] == 200", "[CERTIFICATE_EXPIRATION] > 240h"]],
    [
      "a closer limit for a certificate of a few days",
      { certificateExpiresInMs: 5 * DAY },
      ["[STATUS] == 200", "[CERTIFICATE_EXPIRATION] > 48h"],
    ],
    ["what a health page says", { isJson: true, bodyText: '{"status":"UP","x":1}' }, ["[STATUS] == 200", "[BODY].status == UP"]],
    [
      "a name's answer",
      { kind: "DNS", dnsRcode: "NOERROR", bodyText: "93.184.216.34" },
      ["[DNS_RCODE] == NOERROR", "[BODY] == 93.184.216.34"],
    ],
    ["a connection", { kind: "TCP", status: 0 }, ["[CONNECTED] == true"]],
  ])("are %s", (_name, facts, expected) => {
    expect(proposeConditions({ ...HTTP, ...facts }).conditions).toEqual(expected);
  });

  it("hold for the answer that they were made from", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (json) => {
        const bodyText = JSON.stringify(json);
        const conditions = answerPaths(bodyText)
          .filter(({ type, value }) => type !== "array" || value !== "0")
          .map(({ condition }) => condition);
        const compiled = compileConditions(conditions, { insideSuite: false });
        if (!compiled.ok) throw new Error(compiled.error.message);
        const observation = { ...EMPTY_OBSERVATION, body: new TextEncoder().encode(bodyText) };
        const outcomes = compiled.value.evaluate(
          { observation },
          { dontResolveFailedConditions: false, resolveSuccessfulConditions: true, removeSecrets: (text: string) => text },
        );
        expect(outcomes.filter(({ success }) => !success)).toEqual([]);
      }),
      { seed: 20261122 },
    );
  });
});

describe("edits on a file that changed meanwhile", () => {
  const entry: EntryRef = { file: "/c", list: "endpoints", index: 0, name: "a", group: "" };
  const set: Edit = { op: "set", target: { kind: "entry", entry }, path: ["interval"], value: "1m" };
  const base: PlainValue = { endpoints: [{ name: "a", interval: "30s", url: "x" }, { name: "b" }] };
  const rebase = (current: PlainValue, edit: Edit = set) =>
    rebaseEdits(
      [edit],
      () => base,
      () => current,
    );

  it("come over when something else changed", () => {
    expect(rebase({ endpoints: [{ name: "a", interval: "30s", url: "y" }] })).toEqual({ ok: true, value: [set] });
  });

  it("find an entry that moved", () => {
    const moved = rebase({ endpoints: [{ name: "b" }, { name: "a", interval: "30s" }] });
    expect(moved).toMatchObject({ ok: true, value: [{ target: { entry: { index: 1 } } }] });
  });

  it.each<[string, PlainValue]>([
    ["the same value changed", { endpoints: [{ name: "a", interval: "45s" }] }],
    ["the entry is gone", { endpoints: [{ name: "b" }] }],
    ["the entry has another name", { endpoints: [{ name: "z", interval: "30s" }] }],
    ["two are called so by now", { endpoints: [{ name: "b" }, { name: "a" }, { name: "a" }] }],
    ["the list is gone", {}],
  ])("conflict when %s", (_name, current) => {
    expect(rebase(current)).toMatchObject({ ok: false, error: { code: "conflict" } });
  });

  it("do not delete what somebody has just changed", () => {
    const changed = rebase({ endpoints: [{ name: "a", interval: "30s", url: "changed" }] }, { op: "delete-entry", entry });
    expect(changed).toMatchObject({ ok: false, error: { code: "conflict" } });
  });
});
