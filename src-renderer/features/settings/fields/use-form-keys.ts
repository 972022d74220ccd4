import { useEffect, useRef } from "react";

/** Ctrl or ⌘ with S saves, with Enter runs, wherever the focus is. */
export function useFormKeys(keys: { readonly onSave: () => void; readonly onRun?: () => void }): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const run = event.key === "s" ? latest.current.onSave : event.key === "Enter" ? latest.current.onRun : undefined;
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
