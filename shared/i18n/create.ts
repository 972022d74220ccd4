// The one way to a translator, for the window, the tray and the command line alike. Keys are checked by the compiler.

import i18next, { type i18n } from "i18next";
import { en } from "./en/index.ts";
import type { Language } from "./languages.ts";
import { zhTw } from "./zh-tw/index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    readonly defaultNS: "app";
    readonly resources: { readonly app: typeof en };
    /** Interpolated text is put into text nodes and native menus, never into markup. */
    readonly returnNull: false;
  }
}

export type Translator = i18n;

/**
 * A translator of its own, ready at once (nothing is loaded from anywhere).
 * Values are not escaped: what shows them (React, a menu, a terminal) treats them as text.
 */
export function createTranslator(language: Language): Translator {
  const translator = i18next.createInstance();
  void translator.init({
    lng: language,
    fallbackLng: "en",
    defaultNS: "app",
    ns: ["app"],
    resources: { en: { app: en }, "zh-TW": { app: zhTw } },
    initAsync: false,
    interpolation: { escapeValue: false, skipOnVariables: true },
  });
  return translator;
}
