// Sentences that descriptions bring along in English (a channel's keys), in the language of the window.

import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { phrases } from "../../../../shared/i18n/zh-tw/phrases.ts";

/** The sentence in the window's language; one that has no translation stays as it is. */
export function usePhrase(): (english: string) => string {
  const { i18n } = useTranslation();
  const { language } = i18n;
  return useCallback((english) => (language === "zh-TW" ? (phrases[english] ?? english) : english), [language]);
}
