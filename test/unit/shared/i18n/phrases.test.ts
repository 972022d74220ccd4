import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { rootBlock } from "../../../../shared/config-schema/root.ts";
import type { ValueSchema } from "../../../../shared/config-schema/schema.ts";
import { phraseIn } from "../../../../shared/i18n/phrase.ts";
import { conditionPhrases } from "../../../../shared/i18n/zh-tw/condition-phrases.ts";
import { editorPhrases } from "../../../../shared/i18n/zh-tw/editor-phrases.ts";
import { channelPhrases, phrases, valuePhrases } from "../../../../shared/i18n/zh-tw/phrases.ts";
import { blockPhrases, keyPhrases } from "../../../../shared/i18n/zh-tw/schema-phrases.ts";
import { describeProviders } from "../../../../src-main/alerting/providers/catalog.ts";
import { describeLanguage } from "../../../../src-main/conditions/describe.ts";

const channels = describeProviders().flatMap(({ keys }) => keys.flatMap(({ title, description }) => [title, description]));
const conditions = describeLanguage({ insideSuite: true }).map(({ help }) => help);

/** Every sentence about a key, and every name of a block or of keys that people choose, below a schema. */
function saidBy(schema: ValueSchema, seen = new Set<ValueSchema>()): { keys: readonly string[]; blocks: readonly string[] } {
  if (seen.has(schema)) return { keys: [], blocks: [] };
  seen.add(schema);
  switch (schema.type) {
    case "list":
      return saidBy(schema.items, seen);
    case "record": {
      const inner = saidBy(schema.values, seen);
      return { keys: inner.keys, blocks: [schema.keyHelp, ...inner.blocks] };
    }
    case "block": {
      const fields = Object.values(schema.fields);
      const inner = fields.map((field) => saidBy(field.schema, seen));
      return {
        keys: [...fields.map(({ help }) => help), ...inner.flatMap(({ keys }) => keys)],
        blocks: [schema.noun, ...inner.flatMap(({ blocks }) => blocks)],
      };
    }
    default:
      return { keys: [], blocks: [] };
  }
}

/** What the packages of the text editor say, out of their code: `phrase("…")`, also through a helper or a choice of two. */
function saidByEditor(): readonly string[] {
  const packages = createRequire(import.meta.url);
  const calls = ["autocomplete", "commands", "language", "lint", "search", "view"].flatMap((name) => {
    const code = readFileSync(packages.resolve(`@codemirror/${name}`), "utf8");
    return [...code.matchAll(/\bphrase\((?:view, )?([^)]*)/gu)].map((match) => match[1] ?? "");
  });
  return calls.flatMap((call) => [...call.matchAll(/"([^"]+)"/gu)].map((match) => match[1] ?? ""));
}

/** What the schemas of the channels' settings say of a value that does not fit. */
function saidOfValues(): readonly string[] {
  return ["settings.ts", "client-block.ts"].flatMap((name) => {
    const code = readFileSync(resolve(import.meta.dirname, "../../../../src-main/alerting/providers", name), "utf8");
    return [...code.matchAll(/(?:error|message): "([^"]+)"/gu)].map((match) => match[1] ?? "");
  });
}

const configuration = saidBy(rootBlock);

describe.each([
  ["the channels' keys", channels, phrases],
  ["values that do not fit", saidOfValues(), valuePhrases],
  ["the configuration's keys", configuration.keys, keyPhrases],
  ["the configuration's blocks", configuration.blocks, blockPhrases],
  ["conditions", conditions, conditionPhrases],
  ["the text editor", saidByEditor(), editorPhrases],
])("the Chinese phrases of %s", (_whose, sentences, chinese) => {
  const said = new Set(sentences.filter((text) => text !== ""));

  it("are not missing", () => expect([...said].filter((text) => !Object.hasOwn(chinese, text))).toEqual([]));

  it("are none that nobody says any more", () => expect(Object.keys(chinese).filter((text) => !said.has(text))).toEqual([]));

  it("keep what stands in backquotes", () => {
    const marked = (text: string): string => (text.match(/`[^`]+`/gu) ?? []).toSorted().join();
    expect(Object.entries(chinese).filter(([english, text]) => marked(english) !== marked(text))).toEqual([]);
  });
});

describe("the Chinese names of channels", () => {
  const titles = describeProviders().map(({ title }) => title);

  it("exist where a title is more than a brand", () => {
    const spoken = titles.filter((title) => /\s\(?[a-z]/u.test(title));
    expect(spoken.filter((title) => phraseIn("zh-TW", title) === title)).toEqual([]);
    expect(spoken).toContain("Desktop notification");
  });

  it("are of channels", () => expect(Object.keys(channelPhrases).filter((title) => !titles.includes(title))).toEqual([]));
});

describe("phraseIn", () => {
  it("finds the sentences of every description", () => {
    const said = [...channels, ...configuration.keys, ...configuration.blocks, ...conditions].filter((text) => /[a-z]{2} /u.test(text));
    expect(said.length).toBeGreaterThan(300);
    expect(said.filter((text) => !/\p{Script=Han}/u.test(phraseIn("zh-TW", text)))).toEqual([]);
  });

  it("says one sentence in one way", () => {
    const all = [phrases, valuePhrases, channelPhrases, keyPhrases, blockPhrases, conditionPhrases].flatMap((said) => Object.entries(said));
    expect(all.filter(([english, chinese]) => phraseIn("zh-TW", english) !== chinese)).toEqual([]);
  });

  it("leaves English, and what no description says, as it is", () => {
    expect(phraseIn("en", "What is watched")).toBe("What is watched");
    expect(phraseIn("zh-TW", "constructor")).toBe("constructor");
  });
});
