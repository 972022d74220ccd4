// Sentences that descriptions bring along in English (of the configuration's keys, of conditions, of the channels' keys), in another
// language. The sentence itself is the key, so that a description stays one line that reads well. Pure.

import type { Language } from "./languages.ts";
import { conditionPhrases } from "./zh-tw/condition-phrases.ts";
import { channelPhrases, phrases, valuePhrases } from "./zh-tw/phrases.ts";
import { blockPhrases, keyPhrases } from "./zh-tw/schema-phrases.ts";

const CHINESE: ReadonlyMap<string, string> = new Map(
  [phrases, valuePhrases, channelPhrases, keyPhrases, blockPhrases, conditionPhrases].flatMap((said) => Object.entries(said)),
);

/** The sentence in this language; one that no description says (something a person wrote) stays as it is. */
export function phraseIn(language: Language, english: string): string {
  return language === "zh-TW" ? (CHINESE.get(english) ?? english) : english;
}
