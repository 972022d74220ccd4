// Messages as text: in English, which logs and machines read, and in the language of whoever sits there. Pure.

import { en } from "./en/index.ts";
import { pickLanguage } from "./languages.ts";
import type { Language } from "./languages.ts";
import { phraseIn } from "./phrase.ts";
import { say, tell } from "./said.ts";
import type { Said, SaidKey, Told, Tongue, WhatIsSaid } from "./said.ts";
import { zhTw } from "./zh-tw/index.ts";

const TONGUES: Readonly<Record<Language, Tongue>> = {
  en: { texts: en, phrase: ({ english }) => english },
  "zh-TW": { texts: zhTw, phrase: ({ phrase }) => phraseIn("zh-TW", phrase) },
};

/** For logs, JSON and whoever reads no other language. */
export function inEnglish(said: Said): string {
  return tell(said, TONGUES.en);
}

/** A message for whoever does not know its language yet. */
export function toldAs(said: Said): { readonly message: string; readonly said: Said } {
  return { message: inEnglish(said), said };
}

/** A remark by its key: as {@link toldAs}. */
export function note<const K extends SaidKey>(key: K, ...values: WhatIsSaid<K>): Told {
  return toldAs(say(key, ...values));
}

/** For people. What came without a message to translate stays as it is. `language`: a BCP 47 tag. */
export function inLanguage(language: string, told: Told | Said): string {
  if ("key" in told) return tell(told, TONGUES[pickLanguage([language])]);
  return told.said === undefined ? told.message : tell(told.said, TONGUES[pickLanguage([language])]);
}
