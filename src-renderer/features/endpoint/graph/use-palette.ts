import { type RefObject, useEffect, useState } from "react";
import { type Palette, readPalette } from "./paint.ts";

/** The colours of the theme, read again when the preference or the system changes it; null before the first paint. */
export function usePalette(element: RefObject<HTMLElement | null>): Palette | null {
  const [palette, setPalette] = useState<Palette | null>(null);
  useEffect(() => {
    const read = (): void => {
      if (element.current !== null) setPalette(readPalette(element.current));
    };
    read();
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", read);
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => {
      system.removeEventListener("change", read);
      observer.disconnect();
    };
  }, [element]);
  return palette;
}
