import { describe, expect, it } from "vitest";
import { createTranslator } from "../../../../../../shared/i18n/create.ts";
import type { Language } from "../../../../../../shared/i18n/languages.ts";
import { phraseIn } from "../../../../../../shared/i18n/phrase.ts";
import { completeYaml, describeAt } from "../../../../../../src-renderer/features/settings/yaml/yaml-completion.ts";
import { pathAt } from "../../../../../../src-renderer/features/settings/yaml/yaml-path.ts";

const readerOf = (text: string) => {
  const lines = text.split("\n");
  return { lineAt: (index: number) => lines[index] ?? "", linesAbove: (index: number) => lines.slice(0, index).toReversed() };
};

/** `|` is the caret. */
function at(text: string) {
  const before = text.slice(0, text.indexOf("|"));
  const index = before.split("\n").length - 1;
  return { reader: readerOf(text.replace("|", "")), index, column: before.length - before.lastIndexOf("\n") - 1 };
}

const wordsOf = (language: Language) => ({
  t: createTranslator(language).t,
  phrase: (english: string) => phraseIn(language, english),
});
const english = wordsOf("en");

const labels = (text: string): readonly string[] => {
  const { reader, index, column } = at(text);
  return completeYaml(english, reader, index, column)?.options.map(({ label }) => label) ?? [];
};

describe("pathAt", () => {
  it.each([
    ["endpoints:\n  - name: a\n    |", ["endpoints", "[]"]],
    ["endpoints:\n- name: a\n  |", ["endpoints", "[]"]],
    ["endpoints:\n  - name: a\n    # a remark\n\n    client:\n      |", ["endpoints", "[]", "client"]],
    ["endpoints:\n  - name: a\n    alerts:\n      - type: slack\n        |", ["endpoints", "[]", "alerts", "[]"]],
    ['"endpoints":\n  - url: https://example.org:8080\n    |', ["endpoints", "[]"]],
    ["alerting:\n  slack:\n    webhook-url: x\n|", []],
  ])("%j", (text, path) => {
    const { reader, index, column } = at(text);
    expect(pathAt(reader, index, column)).toEqual(path);
  });
});

describe("completion", () => {
  it("offers the keys of the block at the caret", () => {
    expect(labels("endpoints:\n  - name: a\n    |")).toContain("conditions");
    expect(labels("endpoints:\n  - name: a\n    client:\n      ins|")).toContain("insecure");
    expect(labels("|")).toContain("quiet-hours");
  });

  it("offers the words that a value may be", () => {
    expect(labels("endpoints:\n  - enabled: |")).toEqual(["true", "false"]);
    expect(labels("storage:\n  type: s|")).toContain("sqlite");
  });

  it("offers nothing where anything goes", () => {
    expect(labels("endpoints:\n  - name: |")).toEqual([]);
  });

  it("explains the key under the pointer", () => {
    const { reader, index, column } = at("endpoints:\n  - inter|val: 30s");
    expect(describeAt(english, reader, index, column)).toMatchObject({ key: "interval", type: "duration", from: 4, to: 12 });
    expect(describeAt(english, reader, index, 20)).toBeNull();
  });

  it("explains keys and kinds of values in the language of the window", () => {
    const { reader, index, column } = at("endpoints:\n  - depe|nds-on: []");
    expect(describeAt(english, reader, index, column)).toMatchObject({
      type: "list of text",
      text: "Keys (or group/name) of endpoints without which it cannot work.\nfor example [core_gateway] · Sentray only",
    });
    expect(describeAt(wordsOf("zh-TW"), reader, index, column)).toMatchObject({
      key: "depends-on",
      type: "清單（文字）",
      text: "它所依賴的端點，寫鍵值或「群組/名稱」。\n例如 [core_gateway] · Sentray 專用",
    });
  });

  it("offers keys with their explanation in the language of the window", () => {
    const { reader, index, column } = at("endpoints:\n  - interv|");
    const offered = completeYaml(wordsOf("zh-TW"), reader, index, column)?.options.find(({ label }) => label === "interval");
    expect(offered).toMatchObject({ insert: "interval: ", detail: "時間長度", info: "多久檢查一次；0s 視為未設定。\n預設 1m" });
  });
});
