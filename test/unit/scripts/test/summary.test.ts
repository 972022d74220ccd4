import { describe, expect, it } from "vitest";
import { count, formatSummary } from "../../../../scripts/test/summary.mjs";

const stage = (
  exitCode: number,
  report: { passed: number; failed: string[]; skipped: { name: string; reason: string | null }[] } | null,
) => ({
  title: "unit tests",
  exitCode,
  tookMs: 1_500,
  report,
});

describe("count", () => {
  it.each([
    ["tests that passed", [stage(0, { passed: 3, failed: [], skipped: [] })], { passed: 3, failed: 0, skipped: 0 }],
    ["a failed test", [stage(1, { passed: 2, failed: ["a"], skipped: [] })], { passed: 2, failed: 1, skipped: 0 }],
    ["a check without tests that passed", [stage(0, null)], { passed: 0, failed: 0, skipped: 0 }],
    ["a check without tests that failed", [stage(1, null)], { passed: 0, failed: 1, skipped: 0 }],
    ["tests that crashed after passing", [stage(1, { passed: 2, failed: [], skipped: [] })], { passed: 2, failed: 1, skipped: 0 }],
  ])("counts %s", (_case, outcomes, total) => {
    expect(count(outcomes)).toEqual(total);
  });
});

describe("formatSummary", () => {
  const skipped = [
    { name: "a > needs IPv6", reason: "this machine has no IPv6" },
    { name: "b", reason: null },
  ];
  const text = formatSummary([stage(0, { passed: 5, failed: [], skipped }), stage(1, { passed: 1, failed: ["c > breaks"], skipped: [] })]);

  it("ends with the counts alone on the last line", () => {
    expect(text.trimEnd().split("\n").at(-1)).toBe("6 passed, 1 failed, 2 skipped");
  });

  it("names each failed test, and each skipped one with its reason", () => {
    expect(text).toContain("c > breaks");
    expect(text).toContain("a > needs IPv6: this machine has no IPv6");
    expect(text).toContain("b: no reason given");
  });
});
