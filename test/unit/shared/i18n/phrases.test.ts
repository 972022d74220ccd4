import { describe, expect, it } from "vitest";
import { phrases } from "../../../../shared/i18n/zh-tw/phrases.ts";
import { describeProviders } from "../../../../src-main/alerting/providers/catalog.ts";

const said = new Set(
  describeProviders().flatMap(({ keys }) => keys.flatMap(({ title, description }) => [title, description]).filter((text) => text !== "")),
);

describe("the phrases in Chinese", () => {
  it("have every title and hint of the channels' keys", () => expect([...said].filter((text) => phrases[text] === undefined)).toEqual([]));

  it("have none that no channel says any more", () => expect(Object.keys(phrases).filter((text) => !said.has(text))).toEqual([]));

  it("keep what stands in backquotes", () => {
    const marked = (text: string): string => (text.match(/`[^`]+`/gu) ?? []).toSorted().join();
    expect(Object.entries(phrases).filter(([english, chinese]) => marked(english) !== marked(chinese))).toEqual([]);
  });
});
