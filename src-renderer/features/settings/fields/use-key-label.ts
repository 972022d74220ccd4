import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { en } from "../../../../shared/i18n/en/index.ts";

type KnownKey = keyof typeof en.settings.keys;

function isKnown(key: string): key is KnownKey {
  return Object.hasOwn(en.settings.keys, key);
}

/** What people call a key of the configuration; a key without a word of its own is shown as it is written. */
export function useKeyLabel(): (key: string) => string {
  const { t } = useTranslation();
  return useCallback((key) => (isKnown(key) ? t(`settings.keys.${key}`) : key), [t]);
}
