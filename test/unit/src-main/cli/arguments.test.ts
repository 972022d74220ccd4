import { describe, expect, it } from "vitest";
import { createTranslator } from "../../../../shared/i18n/create.ts";
import { COMMAND_WORDS } from "../../../../shared/command-words.ts";
import { parseCommand } from "../../../../src-main/cli/arguments.ts";
import { helpText } from "../../../../src-main/cli/help.ts";

const english = createTranslator("en").t;
const chinese = createTranslator("zh-TW").t;

describe("words that make no command", () => {
  it.each([
    [["chekc"], 'there is no command "chekc"', "沒有"],
    [["check", "one"], 'check: "one" means nothing here', "沒有意義"],
    [["validate", "one"], 'validate: "one" means nothing here', "沒有意義"],
    [["run", "one"], 'run: "one" means nothing here', "沒有意義"],
    [["check", "--frobnicate"], "check: there is no option --frobnicate", "check：沒有 --frobnicate 這個選項"],
    [["check", "-x"], "check: there is no option -x", "check：沒有 -x 這個選項"],
    [["check", "--toString"], "there is no option --toString", "沒有 --toString 這個選項"],
    [["check", "--config"], "check: --config needs a value", "check：--config 需要一個值"],
    [["check", "--config", "--json"], "check: --config needs a value", "check：--config 需要一個值"],
    [["check", "--json=yes"], "check: --json takes no value", "check：--json 不接受值"],
    [["alert", "--provider", "slack"], "the only thing to do is", "只能使用"],
    [["alert", "test"], "say which channel", "指定管道"],
    [["secret", "show"], "use `secret list`", "請使用"],
    [["export", "--format", "xml"], "there is no format", "格式"],
    [["import"], "name one Gatus database", "請指定"],
  ])("%j are explained in both languages", (words, inEnglish, inChinese) => {
    const failure = (t: typeof english): string => {
      const parsed = parseCommand(words, t);
      if (parsed.ok) throw new Error("it was taken for a command");
      return parsed.error.message;
    };
    expect(failure(english)).toContain(inEnglish);
    expect(failure(english)).toContain("See `sentray help`");
    expect(failure(chinese)).toContain(inChinese);
    expect(failure(chinese)).toContain("請見 `sentray help`");
  });
});

describe("help", () => {
  const optionsIn = (text: string): readonly string[] => [...new Set(text.match(/--[a-z-]+/gu) ?? [])].toSorted();
  const topics = [...COMMAND_WORDS].flatMap((word) => {
    const parsed = parseCommand(["help", word], english);
    return parsed.ok && parsed.value.name === "help" && parsed.value.topic !== null ? [parsed.value.topic] : [];
  });

  it("there is for every command", () => expect(topics.length).toBeGreaterThan(7));

  it.each([null, ...topics])("on %s names the same words to type in both languages", (topic) => {
    const [inEnglish, inChinese] = [helpText(topic, "en"), helpText(topic, "zh-TW")];
    expect(optionsIn(inChinese)).toEqual(optionsIn(inEnglish));
    expect(inChinese).toMatch(/[\u4e00-\u9fff]/u);
    expect(inEnglish).not.toMatch(/[\u4e00-\u9fff]/u);
    const commands = (text: string): readonly string[] => text.match(/^ {2}sentray\b.*?(?= {2}|$)/gmu) ?? [];
    expect(commands(inChinese)).toEqual(commands(inEnglish));
  });
});
