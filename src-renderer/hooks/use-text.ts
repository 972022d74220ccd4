// The translator, for what is drawn by the hundred: reading a context costs next to nothing, `useTranslation` a dozen hooks.

import type { TFunction } from "i18next";
import { createContext, use } from "react";

export const TextContext = createContext<TFunction | null>(null);

/** Texts in the window's language. @throws when used outside the app's root. */
export function useText(): TFunction {
  const t = use(TextContext);
  if (t === null) throw new Error("components live inside <TextContext>");
  return t;
}
