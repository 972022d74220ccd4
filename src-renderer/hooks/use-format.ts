// Figures in the user's language.

import { createContext, use } from "react";
import type { Formatter } from "../../shared/i18n/format.ts";

export const FormatContext = createContext<Formatter | null>(null);

/** The formatter for the language of the window. @throws when used outside the app's root. */
export function useFormat(): Formatter {
  const format = use(FormatContext);
  if (format === null) throw new Error("components live inside <FormatContext>");
  return format;
}
