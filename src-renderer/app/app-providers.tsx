// Language, theme and services around everything that is drawn.

import { type ReactNode, useLayoutEffect, useMemo } from "react";
import { I18nextProvider } from "react-i18next";
import { createTranslator } from "../../shared/i18n/create.ts";
import { createFormatter } from "../../shared/i18n/format.ts";
import { FormatContext } from "../hooks/use-format.ts";
import { TextContext } from "../hooks/use-text.ts";
import { useSettings } from "../hooks/use-store.ts";
import { type Services, ServicesContext } from "./services.ts";

/** Gives `children` the services, the translator and the formatter; follows changes of the preferences at once. */
export function AppProviders(props: { readonly services: Services; readonly children: ReactNode }): ReactNode {
  return (
    <ServicesContext value={props.services}>
      <Appearance>{props.children}</Appearance>
    </ServicesContext>
  );
}

function Appearance(props: { readonly children: ReactNode }): ReactNode {
  const { preferences, info } = useSettings();
  const language = preferences.language === "system" ? info.language : preferences.language;
  const translator = useMemo(() => createTranslator(language), [language]);
  const format = useMemo(() => createFormatter(language), [language]);

  useLayoutEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    if (preferences.theme === "system") delete root.dataset["theme"];
    else root.dataset["theme"] = preferences.theme;
  }, [language, preferences.theme]);

  return (
    <I18nextProvider i18n={translator}>
      <TextContext value={translator.t}>
        <FormatContext value={format}>{props.children}</FormatContext>
      </TextContext>
    </I18nextProvider>
  );
}
