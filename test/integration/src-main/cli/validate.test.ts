import { afterEach, describe, expect, it, vi } from "vitest";
import type { ConfigProblem } from "../../../../shared/model/config.ts";
import { commandBench } from "./command-bench.ts";

const BROKEN = `concurency: 3
endpoints:
  - name: shop
    url: https://shop.invalid
    interval: 60
    conditions: ["[STATUS] = 200"]
`;

function speak(language: string): void {
  for (const name of ["LANGUAGE", "LC_ALL", "LC_MESSAGES"]) vi.stubEnv(name, "");
  vi.stubEnv("LANG", language);
}

/** Without the place of the file, which is another one each time. */
function places(text: string): readonly string[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replace(/^.*config\.yaml:/u, ""));
}

describe("validate", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("tells each problem with its place in English", async () => {
    speak("C.UTF-8");
    const bench = await commandBench();
    await bench.writeConfig(BROKEN);
    const { code, out, err } = await bench.run("validate");
    expect(code).toBe(2);
    expect(out).toContain("The configuration has");
    expect(places(err)).toEqual([
      '1:1: warning: "concurency" is not a key of the configuration; it is ignored. Did you mean "concurrency"? (concurency)',
      '5:15: error: Here must be a duration such as 30s, 5m or 1h30m, which "60" is not. Write the unit: 60s for seconds, 60m for minutes. (endpoints[0].interval)',
      "6:28: error: invalid condition: [STATUS] = 200 (column 10: write == to compare, with one blank on each side) (endpoints[0].conditions[0])",
    ]);
  });

  it("tells them in 繁體中文 to whoever reads that, and the JSON stays English", async () => {
    speak("zh_TW.UTF-8");
    const bench = await commandBench();
    await bench.writeConfig(BROKEN);
    const { code, out, err } = await bench.run("validate");
    expect(code).toBe(2);
    expect(out).toContain("設定");
    expect(places(err)).toEqual([
      "1:1: 警告: 「concurency」不是設定的鍵，會被忽略。是否想寫「concurrency」？ (concurency)",
      '5:15: 錯誤: 此處必須是時間長度，例如 30s、5m 或 1h30m，而 "60" 不是。請寫出單位：60s 表示秒，60m 表示分鐘。 (endpoints[0].interval)',
      "6:28: 錯誤: 無效的條件：[STATUS] = 200（第 10 欄：比較相等請寫 ==，左右各留一個空格） (endpoints[0].conditions[0])",
    ]);

    const json = await bench.run("validate", "--json");
    // The command printed this object itself.
    const { problems } = JSON.parse(json.out) as { readonly problems: readonly ConfigProblem[] };
    expect(problems.map(({ message }) => message)).toContainEqual(expect.stringContaining("is not a key of the configuration"));
    expect(problems[0]?.said?.key).toBe("common.twoSentences");
  });

  it("says that a file cannot be read in 繁體中文, too", async () => {
    speak("zh_TW.UTF-8");
    const bench = await commandBench();
    const { code, err } = await bench.run("validate", "--config", `${bench.folder}/nothing.yaml`);
    expect(code).toBe(2);
    expect(err).toContain("錯誤: 沒有這個檔案或資料夾。");
  });
});
