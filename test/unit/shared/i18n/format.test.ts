import { describe, expect, it } from "vitest";
import { createTranslator } from "../../../../shared/i18n/create.ts";
import { createFormatter } from "../../../../shared/i18n/format.ts";
import { pickLanguage } from "../../../../shared/i18n/languages.ts";

const english = createFormatter("en", "UTC");
const chinese = createFormatter("zh-TW", "UTC");

describe("durations", () => {
  it.each([
    [0, "0 s", "0 秒"],
    [59_999, "59 s", "59 秒"],
    [252_000, "4 min 12 s", "4 分鐘 12 秒"],
    [8_100_000, "2 h 15 min", "2 小時 15 分鐘"],
    [86_400_000, "1 day", "1 天"],
    [9 * 86_400_000 + 4 * 3_600_000, "9 days 4 h", "9 天 4 小時"],
    [40 * 86_400_000 + 4 * 3_600_000, "40 days", "40 天"],
    [-60_000, "1 min", "1 分鐘"],
  ])("%d ms", (value, en, zh) => {
    expect(english.duration(value)).toBe(en);
    expect(chinese.duration(value)).toBe(zh);
  });
});

describe("response times", () => {
  it.each([
    [0, "0 ms"],
    [0.004, "0.004 ms"],
    [0.083, "0.08 ms"],
    [0.44, "0.44 ms"],
    [1.24, "1.2 ms"],
    [9.96, "10 ms"],
    [104.4, "104 ms"],
    [999.6, "1 s"],
    [1_240, "1.24 s"],
    [12_540, "12.5 s"],
  ])("%d ms", (value, text) => {
    expect(english.milliseconds(value)).toBe(text);
  });
});

describe("percentages", () => {
  it.each([
    [1, "100%"],
    [0.999_999, "99.99%"],
    [0.9861, "98.61%"],
    [0, "0%"],
  ])("%d", (ratio, text) => {
    expect(english.percent(ratio)).toBe(text);
  });
});

it("shows no data as no data", () => {
  for (const text of [english.percent(null), english.duration(null), english.milliseconds(null), english.moment(null), english.date(null)])
    expect(text).toBe("–");
});

it("writes moments in the given zone", () => {
  const at = Date.UTC(2026, 10, 22, 15, 42, 7);
  expect(english.exactMoment(at)).toBe("22 Nov 2026, 15:42:07");
  expect(createFormatter("en", "Asia/Taipei").shortTime(at)).toBe("23:42");
  expect(english.shortMoment(at, at + 60_000)).toBe("15:42");
  expect(english.shortMoment(at, at + 86_400_000)).toBe("22 Nov, 15:42");
});

describe("pickLanguage", () => {
  it.each([
    [["zh-Hant-TW", "en"], "zh-TW"],
    [["zh-HK"], "zh-TW"],
    [["fr", "de"], "en"],
    [["fr", "zh"], "zh-TW"],
    [["en-GB", "zh-TW"], "en"],
    [[], "en"],
  ] as const)("%j is %s", (wishes, language) => {
    expect(pickLanguage(wishes)).toBe(language);
  });
});

describe("createTranslator", () => {
  it("chooses the plural form of the language", () => {
    expect(createTranslator("en").t("shell.foot.watching", { count: 1, figure: "1" })).toBe("Watching 1 endpoint");
    expect(createTranslator("zh-TW").t("shell.foot.watching", { count: 1, figure: "1" })).toBe("正在監看 1 個端點");
  });

  it("puts text in as it is, and never takes it for a placeholder", () => {
    expect(createTranslator("en").t("dashboard.card.label", { name: "<b>{{state}}</b> $t(common.now)", state: "healthy" })).toBe(
      "<b>{{state}}</b> $t(common.now), healthy",
    );
  });
});
