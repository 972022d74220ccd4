// Sentences that descriptions bring along in English, in the language of the window.

import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { pickLanguage } from "../../../../shared/i18n/languages.ts";
import { phraseIn } from "../../../../shared/i18n/phrase.ts";

/** The sentence in the window's language; one that has no translation stays as it is. */
export function usePhrase(): (english: string) => string {
  const { i18n } = useTranslation();
  const language = pickLanguage([i18n.language]);
  return useCallback((english) => phraseIn(language, english), [language]);
}
