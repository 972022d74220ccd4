// Waiting for something to become true, with an end.

import { setTimeout as wait } from "node:timers/promises";

const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 50;

/** Looks until `look` gives something that is not null; fails with what was awaited and what was seen last. */
export async function eventually<T>(what: string, look: () => T | null | Promise<T | null>, patienceMs = PATIENCE_MS): Promise<T> {
  const endMs = Date.now() + patienceMs;
  let last: unknown = null;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== null) return seen;
      last = null;
    } catch (error) {
      last = error;
    }
    if (Date.now() > endMs) throw new Error(`waited ${String(patienceMs)} ms in vain for ${what}`, { cause: last });
    await wait(LOOK_EVERY_MS);
  }
}
