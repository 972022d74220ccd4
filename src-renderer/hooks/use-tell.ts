// What the main process has to say (problems, failures, notes) in the language of the window.

import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Said, Told } from "../../shared/i18n/said.ts";
import { inLanguage } from "../../shared/i18n/tell.ts";

/** The message as text; another one as soon as the language changes. */
export function useTell(): (told: Told | Said) => string {
  const { i18n } = useTranslation();
  const { language } = i18n;
  return useCallback((told) => inLanguage(language, told), [language]);
}
