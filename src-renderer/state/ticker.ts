// The time of day for things that count down: one timer for all of them, none while nobody looks.

import type { EpochMs } from "../../shared/units.ts";
import type { ReadableStore } from "./external-store.ts";

/** `get` is the moment of the latest tick, so that everything drawn in one pass agrees. */
export interface Ticker extends ReadableStore<EpochMs> {
  /** The moment right now. */
  now(): EpochMs;
}

/** Ticks once a second while there are listeners and the window is visible; a window that nobody sees has no timer at all. */
export function createTicker(now: () => EpochMs = Date.now): Ticker {
  const listeners = new Set<() => void>();
  let current = now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = (): void => {
    current = now();
    for (const listener of listeners) listener();
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  const follow = (): void => {
    stop();
    if (document.hidden) return;
    tick();
    timer = setInterval(tick, 1_000);
  };
  return {
    now,
    get: () => current,
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        current = now();
        if (!document.hidden) timer = setInterval(tick, 1_000);
        document.addEventListener("visibilitychange", follow);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop();
        document.removeEventListener("visibilitychange", follow);
      };
    },
  };
}
