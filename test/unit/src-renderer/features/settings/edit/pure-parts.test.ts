import { describe, expect, it } from "vitest";
import type { ConditionCompletion } from "../../../../../../shared/model/settings-monitor.ts";
import { parseAnswer, treeLines } from "../../../../../../src-renderer/features/settings/edit/answer-tree-model.ts";
import { completeAt, seenValue } from "../../../../../../src-renderer/features/settings/edit/condition-text.ts";
import { entryOf, fieldsOf, kindOf } from "../../../../../../src-renderer/features/settings/edit/monitor-fields.ts";
import { readScalar, wrongWith } from "../../../../../../src-renderer/features/settings/fields/scalar.ts";
import { referenceIn, secretNameFrom } from "../../../../../../src-renderer/features/settings/fields/secret-reference.ts";
import { parseSettingsRoute, settingsHref, type SettingsRoute } from "../../../../../../src-renderer/features/settings/settings-route.ts";
import { FAKE_MONITOR } from "../../../../../helpers/fake-config.ts";

describe("the fields of a monitor", () => {
  it("change nothing by themselves, not even a number written as a name", () => {
    for (const entry of [FAKE_MONITOR, { name: 5, url: "icmp://192.0.2.1", client: { timeout: "5s", insecure: true } }, {}])
      expect(entryOf(fieldsOf(entry), entry)).toEqual(entry);
  });

  it("leave out what was emptied, and keep what they do not show", () => {
    const before = { name: "a", url: "b", interval: "5s", client: { timeout: "5s" }, "x-own": { kept: true } };
    const fields = { ...fieldsOf(before), interval: "", timeout: "", conditions: ["", "[STATUS] == 200"] };
    expect(entryOf(fields, before)).toEqual({ name: "a", url: "b", "x-own": { kept: true }, conditions: ["[STATUS] == 200"] });
  });

  it.each([
    ["https://example.org", false, "HTTP"],
    ["WSS://example.org", false, "WEBSOCKET"],
    ["192.0.2.53", true, "DNS"],
    ["${URL}", false, "HTTP"],
  ])("take %s for its kind", (url, hasDns, kind) => {
    expect(kindOf(url, hasDns)).toBe(kind);
  });
});

describe("seenValue", () => {
  it.each([
    ["[STATUS] == 200", "[STATUS] (503) == 200", "503"],
    ["[STATUS] == 200", "[STATUS] == 200", null],
    ["len([BODY].data) < 5", "len([BODY].data) (8) < 5", "8"],
    ["[BODY].a == [BODY].b", "[BODY].a (1) == [BODY].b (2)", "[BODY].a (1) == [BODY].b (2)"],
    ["[BODY].text == (x)", "[BODY].text (a (b)) == (x)", "a (b)"],
  ])("finds what was seen in %s", (condition, display, seen) => {
    expect(seenValue(condition, display)).toBe(seen);
  });
});

describe("completeAt", () => {
  const completion = (label: string): ConditionCompletion => ({ kind: "placeholder", label, help: "", isSentrayOnly: false });
  const all = ["[STATUS]", "[BODY].status", "len("].map(completion);
  it.each([
    ["", 0, 0, ["[STATUS]", "[BODY].status", "len("]],
    ["[bo", 3, 0, ["[BODY].status"]],
    ["len([BODY].s", 12, 4, ["[BODY].status"]],
    ["[STATUS] == st", 14, 12, ["[STATUS]", "[BODY].status"]],
  ])("offers for %j at %d", (text, caret, from, labels) => {
    const offer = completeAt(text, caret, all);
    expect(offer?.items.map(({ label }) => label)).toEqual(labels);
    expect(offer?.from).toBe(from);
  });

  it("offers nothing for what nothing fits", () => {
    expect(completeAt("zzz", 3, all)).toBeNull();
  });
});

describe("the tree of an answer", () => {
  const answer = parseAnswer('{"a": {"b": [10, 20]}, "big": 12345678901234567890}');
  const paths = [
    { operand: "[BODY].a.b[1]", type: "number", value: "20", condition: "[BODY].a.b[1] == 20" },
    { operand: "[BODY].big", type: "number", value: "12345678901234567890", condition: "[BODY].big == 12345678901234567890" },
  ] as const;

  it("names each value by its operand, with the condition that it makes and every digit", () => {
    const lines = treeLines(answer, paths, new Set(["[BODY].a.b"]));
    expect(lines.find(({ operand }) => operand === "[BODY].a.b[1]")?.condition).toBe("[BODY].a.b[1] == 20");
    expect(lines.find(({ operand }) => operand === "[BODY].big")?.text).toBe("12345678901234567890");
  });

  it("closes and opens", () => {
    expect(treeLines(answer, paths, new Set(["[BODY]"]))).toHaveLength(1);
  });

  it("cuts an endless list, and says how much is left", () => {
    const numbers = Array.from({ length: 5_000 }, (_, index) => index);
    const lines = treeLines(numbers, [], new Set());
    expect(lines.at(-1)).toMatchObject({ kind: "more", count: 4_800 });
  });

  it("is none for what was cut off", () => {
    expect(parseAnswer('{"a": [1, 2')).toBeUndefined();
  });
});

describe("scalars and secrets", () => {
  it.each([
    ["integer", "12", null, 12],
    ["integer", "twelve", "integer", "twelve"],
    ["duration", "1h30m", null, "1h30m"],
    ["duration", "soon", "duration", "soon"],
    ["duration", "${WAIT}", null, "${WAIT}"],
  ] as const)("%s %s", (type, text, wrong, written) => {
    const schema = type === "duration" ? { type, longUnits: false } : { type };
    expect(wrongWith(schema, text)).toBe(wrong);
    expect(readScalar(schema, text)).toBe(written);
  });

  it("know a reference, and make a name that one can have", () => {
    expect(referenceIn("${SLACK_TOKEN}")).toBe("SLACK_TOKEN");
    expect(referenceIn("https://${HOST}")).toBeNull();
    expect(secretNameFrom("custom", "api-key")).toBe("CUSTOM_API_KEY");
    expect(secretNameFrom("1password")).toBe("SECRET_1PASSWORD");
  });
});

describe("addresses of the settings", () => {
  it.each<SettingsRoute>([
    { section: "general" },
    { section: "monitors", key: null },
    { section: "monitors", key: "core_back/end ✓" },
    { section: "add", isDetailed: true },
    { section: "channels", type: "slack" },
    { section: "yaml", file: "/home/sam/a b.yaml", line: 12 },
  ])("come back as they were: %j", (route) => {
    expect(parseSettingsRoute(settingsHref(route))).toEqual(route);
  });

  it("show the general part for what is no part", () => {
    expect(parseSettingsRoute("#/settings/%E0%A4%A")).toEqual({ section: "general" });
  });
});
