import { describe, expect, it } from "vitest";
import { createTranslator } from "../../../../shared/i18n/create.ts";
import { createFormatter } from "../../../../shared/i18n/format.ts";
import type { Language } from "../../../../shared/i18n/languages.ts";
import { MINUTE } from "../../../../shared/units.ts";
import { textOf, wordNotification } from "../../../../src-main/desktop/notification-words.ts";
import type { NotificationNews, NotificationWords } from "../../../../src-main/ports/alerting.ts";

const NOW = Date.parse("2026-03-02T12:05:00Z");
const SPAN = { sinceMs: NOW - 5 * MINUTE, durationMs: 5 * MINUTE };

function say(news: NotificationNews, language: Language, missed: NotificationWords["missed"] = [], missedCount = missed.length): string {
  const { title, body } = wordNotification(
    { news, missed, missedCount },
    createTranslator(language),
    createFormatter(language, "UTC"),
    NOW,
  );
  return `${title}\n${body}`;
}

const one = { name: "core/web", cause: "[STATUS] (503) == 200", ...SPAN };
const members = [
  { name: "core/web", cause: "timeout" },
  { name: "core/api", cause: "" },
];

const CASES: ReadonlyArray<readonly [string, NotificationNews, string, string]> = [
  [
    "a failure",
    { kind: "failing", ...one },
    "core/web is failing\n[STATUS] (503) == 200\nSince 12:00 (5 min)",
    "core/web 失敗\n[STATUS] (503) == 200\n自 12:00 起（5 分鐘）",
  ],
  [
    "a degradation",
    { kind: "degraded", ...one },
    "core/web is degraded\n[STATUS] (503) == 200\nSince 12:00 (5 min)",
    "core/web 降級\n[STATUS] (503) == 200\n自 12:00 起（5 分鐘）",
  ],
  [
    "a reminder without a cause",
    { kind: "reminder", ...one, cause: "" },
    "core/web is still failing after 5 min\nSince 12:00 (5 min)",
    "core/web 已失敗 5 分鐘，仍未恢復\n自 12:00 起（5 分鐘）",
  ],
  [
    "a recovery",
    { kind: "resolved", ...one },
    "core/web is healthy again\nIt was down for 5 min, since 12:00.",
    "core/web 已恢復正常\n自 12:00 起中斷了 5 分鐘。",
  ],
  [
    "an incident of a group",
    { kind: "incident", failing: 3, total: 3, group: "core", members, ...SPAN },
    "3 endpoints in core are failing\nSince 12:00 (5 min)\ncore/web: timeout\ncore/api\nand 1 more",
    "core 中有 3 個端點失敗\n自 12:00 起（5 分鐘）\ncore/web：timeout\ncore/api\n另有 1 個",
  ],
  [
    "an incident of which a part is over",
    { kind: "incident", failing: 2, total: 5, group: "", members, ...SPAN },
    "2 of 5 endpoints are still failing\nSince 12:00 (5 min)\ncore/web: timeout\ncore/api",
    "5 個端點中仍有 2 個失敗\n自 12:00 起（5 分鐘）\ncore/web：timeout\ncore/api",
  ],
  [
    "the end of an incident",
    { kind: "incident", failing: 0, total: 2, group: "", members: [], ...SPAN },
    "2 endpoints are healthy again\nSince 12:00 (5 min)\nand 2 more",
    "2 個端點已恢復正常\n自 12:00 起（5 分鐘）\n另有 2 個",
  ],
  [
    "flapping",
    { kind: "flapping", name: "core/web", cause: "" },
    "core/web is flapping\nIt keeps failing and recovering. You will hear of it when it has settled.",
    "core/web 時好時壞\n它反覆失敗又恢復，穩定之後會再通知您。",
  ],
  [
    "the end of flapping",
    { kind: "settled", name: "core/web", isFailing: false, ...SPAN },
    "core/web has stopped flapping and is healthy\nIt was restless for 5 min, since 12:00.",
    "core/web 不再反覆，目前正常\n自 12:00 起反覆了 5 分鐘。",
  ],
];

describe("the words of a notification", () => {
  it.each(CASES)("tell %s", (_name, news, english, chinese) => {
    expect(say(news, "en")).toBe(english);
    expect(say(news, "zh-TW")).toBe(chinese);
  });

  it.each([
    ["nothing", [], { title: "said title", body: "said body" }],
    ["the title", ["title"], { title: "my title", body: "said body" }],
    ["the text", ["body"], { title: "said title", body: "my body" }],
    ["both", ["title", "body"], { title: "my title", body: "my body" }],
  ] as const)("leave alone what the user wrote: %s", (_what, own, shown) => {
    const words: NotificationWords = { news: { kind: "quiet-over" }, missedCount: 0, missed: [] };
    const wanted = { title: "my title", body: "my body", words, own };
    expect(textOf(wanted, () => ({ title: "said title", body: "said body" }))).toEqual(shown);
    expect(textOf({ ...wanted, words: null }, () => ({ title: "said title", body: "said body" }))).toEqual({
      title: "my title",
      body: "my body",
    });
  });

  it("tell what came and went while it was quiet", () => {
    const missed = [
      { name: "core/web", outages: 1 },
      { name: "core/api", outages: 3 },
    ];
    expect(say({ kind: "quiet-over" }, "en", missed, 4)).toBe(
      "While it was quiet\n4 endpoints failed and recovered meanwhile\ncore/web\ncore/api (3 times)\nand 2 more",
    );
    expect(say({ kind: "quiet-over" }, "zh-TW", missed)).toBe("安靜時段期間\n期間有 2 個端點失敗後恢復\ncore/web\ncore/api（3 次）");
  });

  it("tell the failure first and what was missed after it", () => {
    const text = say({ kind: "failing", ...one }, "en", [{ name: "core/api", outages: 2 }]);
    expect(text.split("\n").slice(-2)).toEqual(["1 endpoint failed and recovered meanwhile", "core/api (2 times)"]);
  });

  it("name the day when it began on another one", () => {
    expect(say({ kind: "failing", ...one, sinceMs: NOW - 24 * 60 * MINUTE }, "en")).toContain("Since 1 Mar, 12:05");
  });

  it("keep to what systems show, with since when in sight, however long the cause is", () => {
    const { title, body } = wordNotification(
      { news: { kind: "failing", ...one, name: "n".repeat(500), cause: "e".repeat(5_000) }, missed: [], missedCount: 0 },
      createTranslator("en"),
      createFormatter("en", "UTC"),
      NOW,
    );
    expect(title.length).toBeLessThanOrEqual(120);
    expect(body.length).toBeLessThanOrEqual(300);
    expect(body).toContain("Since 12:00");
  });

  it("say names as they are, also such that look like markup or placeholders", () => {
    expect(say({ kind: "failing", ...one, name: "<b>{{cause}} $t(x)</b>" }, "en")).toContain("<b>{{cause}} $t(x)</b> is failing");
  });
});
