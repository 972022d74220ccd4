import { describe, expect, it } from "vitest";

import { readGatusStatuses, readGatusTexts, statusesUrl } from "../../../../../src-main/config/import/gatus.ts";
import { CORPUS } from "../edit/corpus.ts";

describe("a running Gatus", () => {
  it.each<[string, string | null]>([
    ["status.example.org", "https://status.example.org/api/v1/endpoints/statuses?page=1&pageSize=1"],
    ["http://10.0.0.1:8080/", "http://10.0.0.1:8080/api/v1/endpoints/statuses?page=1&pageSize=1"],
    ["https://example.org/gatus/endpoints/core_a", "https://example.org/gatus/api/v1/endpoints/statuses?page=1&pageSize=1"],
    ["https://example.org/api/v1/endpoints/statuses", "https://example.org/api/v1/endpoints/statuses?page=1&pageSize=1"],
    ["file:///etc/passwd", null],
    ["http://", null],
  ])("at %s is asked at %s", (address, url) => {
    expect(statusesUrl(address)).toBe(url);
  });

  it("tells names and conditions; the rest is to be completed", () => {
    const statuses = [
      {
        name: "front-end",
        group: "core",
        key: "core_front-end",
        results: [
          {
            hostname: "example.org",
            conditionResults: [
              { condition: "[STATUS] (500) == 200", success: false },
              { condition: "[BODY].name (a (b)) == x", success: false },
              { condition: "[RESPONSE_TIME] < 500", success: true },
            ],
          },
        ],
      },
      { name: "db", results: [{ conditionResults: [{ condition: "[CONNECTED] == true", success: true }] }] },
      { group: "nameless" },
      null,
    ];
    const found = readGatusStatuses("example.org", JSON.stringify(statuses));
    expect(found).toMatchObject({
      ok: true,
      value: {
        entries: [
          { isIncomplete: true, value: { name: "front-end", group: "core", enabled: false, url: "https://example.org" } },
          { isIncomplete: true, value: { name: "db", url: "icmp://unknown.invalid", conditions: ["[CONNECTED] == true"] } },
        ],
      },
    });
    expect(found.ok && found.value.entries[0]?.value["conditions"]).toContain("[STATUS] == 200");
  });

  it("tells what of its answer is no status", () => {
    const found = readGatusStatuses(
      "x",
      JSON.stringify([{ name: "a", results: "none" }, 3, { name: 7, group: [] }, { group: "nameless" }]),
    );
    expect(found).toMatchObject({
      ok: true,
      value: { entries: [{ value: { name: "a" } }, { value: { name: "7" } }], refusals: [{ what: { message: "2 statuses" } }] },
    });
  });

  it("gives the condition that was written behind what was seen", () => {
    const conditionOf = (condition: string): unknown => {
      const results = [{ hostname: "example.org", conditionResults: [{ condition, success: false }] }];
      const found = readGatusStatuses("x", JSON.stringify([{ name: "a", results }]));
      return found.ok ? found.value.entries[0]?.value["conditions"] : null;
    };
    expect(conditionOf("len([BODY].items) (3) > 5")).toEqual(["len([BODY].items) > 5"]);
    expect(conditionOf("[BODY].a[0].b-c (x) == [BODY].d (y)")).toEqual(["[BODY].a[0].b-c == [BODY].d"]);
  });

  it.each<[string, string]>([
    ["brackets", "[A]".repeat(30_000)],
    ["a path", `[BODY]${".a[0]".repeat(20_000)}`],
    ["functions", "len(".repeat(25_000)],
    ["letters", `[${"A".repeat(100_000)}`],
  ])("with a condition made to be slow is read: %s", (_name, condition) => {
    const results = [{ conditionResults: Array.from({ length: 100 }, () => ({ condition, success: false })) }];
    expect(readGatusStatuses("x", JSON.stringify([{ name: "a", results }]))).toMatchObject({
      ok: true,
      value: { entries: [{ isIncomplete: true }] },
    });
  });

  it.each(["", "<html>", "{}", "3", "[".repeat(100_000), `[${"{},".repeat(3_000_001)}{}]`])("is none when it answers %.20s", (text) => {
    expect(readGatusStatuses("x", text)).toMatchObject({ ok: false, error: { code: "bad_request" } });
  });
});

describe("a configuration of Gatus", () => {
  it.each(CORPUS)("$name is read", ({ name, text }) => {
    expect(readGatusTexts(name, [{ path: `/${name}`, text }]).ok).toBe(true);
  });

  it("gives its entries with their merges made, its channels, and says what it leaves", () => {
    const text =
      "maintenance: {start: 01:00}\nalerting:\n  slack: {webhook-url: x}\nx-d: &d {interval: 1m}\nendpoints:\n  - <<: *d\n    name: a\n";
    expect(readGatusTexts("c", [{ path: "/c", text }])).toMatchObject({
      ok: true,
      value: {
        entries: [{ list: "endpoints", value: { name: "a", interval: "1m" } }],
        providers: [{ type: "slack", value: { "webhook-url": "x" } }],
        refusals: [{ what: "maintenance" }, { what: "x-d" }],
      },
    });
  });

  it.each<[string, string]>([
    ["a circle", "a: &a\n  b: *a\n"],
    ["an alias bomb", `a0: &a0 [x]\n${Array.from({ length: 30 }, (_unused, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join("")}`],
    ["a list", "- a\n- b\n"],
    ["broken YAML", "a: [\n"],
    ["depth", "[".repeat(20_000)],
  ])("with %s is refused", (_name, text) => {
    expect(readGatusTexts("c", [{ path: "/c", text }])).toMatchObject({ ok: false, error: { code: "bad_request" } });
  });
});
