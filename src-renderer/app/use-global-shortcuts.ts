// The keys that work on every page. Single letters are ignored while somebody types.

import { useEffect, useRef } from "react";
import { useCheckNow } from "../hooks/use-monitor-actions.ts";
import { useSettings } from "../hooks/use-store.ts";
import type { NavigationTarget } from "../../shared/ipc/schemas.ts";
import { navigate, type Route } from "./router.ts";
import { useServices } from "./services.ts";

const PAGE_KEYS: Readonly<Record<string, NavigationTarget>> = {
  d: { to: "dashboard" },
  i: { to: "incidents" },
  r: { to: "reports" },
  s: { to: "settings" },
};

const CHORD_MS = 1_200;

interface Commands {
  readonly route: Route;
  readonly openPalette: () => void;
  readonly openShortcuts: () => void;
}

/** Whether a key press belongs to what has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  );
}

/** Listens for `Ctrl/⌘ K`, `g` chords, `?`, `c`, `v` and Escape. */
export function useGlobalShortcuts({ route, openPalette, openShortcuts }: Commands): void {
  const { preferences } = useServices();
  const isCompact = useSettings().preferences.compactDashboard;
  const checkNow = useCheckNow();
  const chordStartedMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        openPalette();
        return;
      }
      const hasDialog = document.querySelector('[role="dialog"], [role="menu"]') !== null;
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || hasDialog || isTyping(event.target)) return;
      const page = event.timeStamp - chordStartedMs.current < CHORD_MS ? PAGE_KEYS[event.key] : undefined;
      chordStartedMs.current = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (page !== undefined) navigate(page);
      else if (event.key === "?") openShortcuts();
      else if (event.key === "v" && route.to === "dashboard") void preferences.change({ compactDashboard: !isCompact });
      else if (event.key === "c" && route.to === "endpoint") void checkNow({ kind: "endpoint", key: route.key });
      else if (event.key === "Escape" && route.to === "endpoint") navigate({ to: "dashboard" });
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [route, openPalette, openShortcuts, preferences, isCompact, checkNow]);
}
