// The time of day for things that count down: one timer for all of them, none while nobody looks.

import type { EpochMs } from "../../shared/units.ts";
import type { ReadableStore } from "./external-store.ts";

/** `get` is the moment of the latest tick, so that everything drawn in one pass agrees. */
export interface Ticker extends ReadableStore<EpochMs> {
  /** The moment right now. */
  now(): EpochMs;
}

/** Ticks once a second while there are listeners and the window is visible. */
export function createTicker(now: () => EpochMs = Date.now): Ticker {
  const listeners = new Set<() => void>();
  let current = now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = (): void => {
    if (document.hidden) return;
    current = now();
    for (const listener of listeners) listener();
  };
  return {
    now,
    get: () => current,
    subscribe(listener) {
      listeners.add(listener);
      if (timer === undefined) {
        current = now();
        timer = setInterval(tick, 1_000);
        document.addEventListener("visibilitychange", tick);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
        document.removeEventListener("visibilitychange", tick);
      };
    },
  };
}
